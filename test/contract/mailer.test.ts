import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolderMailer } from '../../src/gateways/mailer-folder.ts';
import { createSmtpMailer } from '../../src/gateways/mailer-smtp.ts';
import { MailError } from '../../src/services/ports/messages.ts';
import { startSmtpServer } from '../support/smtp-server.ts';
import { describeMailer } from './mailer-contract.ts';

const FROM = 'Pouvoir Bouger <mobilite@exemple.invalid>';

describeMailer('mails by a mail server', async () => {
  const server = await startSmtpServer();
  const mailer = createSmtpMailer({ url: server.url, from: FROM });
  return {
    mailer,
    delivered: () =>
      Promise.all(
        server.received.map(async ({ to, message }) => {
          const { subject = '', text = '' } = await PostalMime.parse(message);
          return { to, subject, text: text.replace(/\n$/, '') };
        }),
      ),
    async stop() {
      await mailer.close();
      await server.stop();
    },
  };
});

describeMailer('mails into a folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-mail-'));
  const mailer = createFolderMailer(join(folder, 'courriels'));
  return {
    mailer,
    delivered: async () => (await mailer.list()).map(({ to, subject, text }) => ({ to, subject, text })),
    async stop() {
      rmSync(folder, { recursive: true });
    },
  };
});

describe('a mail server that does not take a mail', () => {
  let server: Awaited<ReturnType<typeof startSmtpServer>>;
  beforeAll(async () => {
    server = await startSmtpServer();
  });
  afterAll(() => server.stop());

  const failure = async (url: string, to: string) => {
    const mailer = createSmtpMailer({ url, from: FROM });
    const thrown = await mailer.send({ to, subject: 'x', text: 'x' }).catch((error: unknown) => error);
    await mailer.close();
    return thrown as MailError;
  };

  it.each([
    ['for good', 'refuse@exemple.invalid', '550', true],
    ['for now', 'later@exemple.invalid', '451', false],
  ])('refuses it %s', async (_name, to, code, refused) => {
    const error = await failure(server.url, to);
    expect(error).toBeInstanceOf(MailError);
    expect([error.code, error.refused]).toEqual([code, refused]);
    expect(error.message).not.toContain('exemple.invalid');
  });

  it('is away', async () => {
    const error = await failure('smtp://127.0.0.1:1', 'a@exemple.invalid');
    expect([error.code, error.refused]).toEqual(['ESOCKET', false]);
  });
});

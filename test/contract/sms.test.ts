import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFolderSms } from '../../src/gateways/sms-folder.ts';
import { createHttpSms } from '../../src/gateways/sms-http.ts';
import { findFreePort } from '../../src/launch/free-port.ts';
import { SmsError } from '../../src/services/ports/messages.ts';
import { SMS_ACCOUNT, type SmsBehaviour, startSmsServer } from '../support/sms-server.ts';
import { describeSmsSender } from './sms-contract.ts';

type SmsServer = Awaited<ReturnType<typeof startSmsServer>>;

describeSmsSender('SMS by a provider', async () => {
  const server = await startSmsServer();
  return {
    sender: createHttpSms(server.account),
    delivered: async () => server.jobs.map(({ receivers, message }) => ({ to: receivers.join(), text: message })),
    stop: server.stop,
  };
});

describeSmsSender('SMS by a provider whose clock is an hour ahead of ours', async () => {
  const server = await startSmsServer({ aheadSeconds: 3600 });
  return {
    sender: createHttpSms(server.account),
    delivered: async () => server.jobs.map(({ receivers, message }) => ({ to: receivers.join(), text: message })),
    stop: server.stop,
  };
});

const folders: string[] = [];
const folderOf = () => {
  const folder = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-sms-'));
  folders.push(folder);
  return join(folder, 'sms');
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describeSmsSender('SMS into a folder', async () => {
  const sender = createFolderSms(folderOf());
  return {
    sender,
    delivered: async () => (await sender.list()).map(({ to, text }) => ({ to, text })),
    async stop() {},
  };
});

describe('a folder of SMS', () => {
  it('keeps the last two hundred, newest first, for the operator’s eyes alone', async () => {
    const folder = folderOf();
    const sender = createFolderSms(folder);
    for (let n = 0; n < 205; n += 1) await sender.send({ to: '+33639980001', text: `${n}`, reference: `msg_${n}` });
    const kept = await sender.list();
    expect(kept).toHaveLength(200);
    expect(kept.map(({ at }) => at)).toEqual(
      kept
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    );
    expect(kept.map(({ text }) => text)).toContain('204');
    expect(statSync(folder).mode & 0o077).toBe(0);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  });

  it('holds the same message once, however often it is sent', async () => {
    const sender = createFolderSms(folderOf());
    for (const text of ['un', 'deux']) await sender.send({ to: '+33639980001', text, reference: 'msg_same' });
    expect((await sender.list()).map(({ text }) => text)).toEqual(['deux']);
  });
});

describe('a provider', () => {
  const TO = '+33639980001';
  const TEXT = 'Demain 07:10';
  let server: SmsServer;
  beforeAll(async () => {
    server = await startSmsServer();
  });
  beforeEach(() => server.behave('take'));
  afterAll(() => server.stop());

  const nobody = async () => `http://127.0.0.1:${await findFreePort()}/1.0`;
  const send = async (behaviour: SmsBehaviour, account: Partial<SmsServer['account']> = {}) => {
    server.behave(behaviour);
    const sender = createHttpSms({ ...server.account, ...account }, 300);
    return sender.send({ to: TO, text: TEXT, reference: 'msg_1' }).then(
      () => null,
      (error: unknown) => error as SmsError,
    );
  };

  it('is told that nothing is advertised, by whom it is sent, and by when it is old', async () => {
    expect(await send('take')).toBeNull();
    const body = JSON.parse(server.requests.at(-1)?.body ?? '');
    expect(body).toMatchObject({ noStopClause: true, sender: 'MOBILITE55', receivers: [TO], validityPeriod: 1440 });
    expect(body.tag).toMatch(/^[0-9a-f]{20}$/);
    expect(await send('take', { sender: null } as never)).toBeNull();
    const answerable = JSON.parse(server.requests.at(-1)?.body ?? '');
    expect([answerable.sender, answerable.senderForResponse]).toEqual([undefined, true]);
  });

  it.each<[string, SmsBehaviour, string, boolean, boolean]>([
    ['refuses the number', 'invalid', 'invalidReceiver', true, false],
    ['refuses the message', { status: 400 }, 'http-400', true, false],
    ['refuses it with a word', { status: 400, errorCode: 'INVALID_MESSAGE' }, 'INVALID_MESSAGE', true, false],
    ['is without credit', { status: 402 }, 'http-402', false, false],
    ['knows the account no more', { status: 404 }, 'http-404', false, false],
    ['is asked too often', { status: 429 }, 'http-429', false, false],
    ['is broken', { status: 500 }, 'http-500', false, true],
    ['is down', { status: 503 }, 'http-503', false, true],
    ['takes it and says nothing', 'hold', 'timeout', false, true],
    ['says nothing', 'holdUntaken', 'timeout', false, true],
    ['is no provider but a proxy', 'noise', 'unreadableAnswer', false, true],
  ])('%s', async (_what, behaviour, code, refused, inDoubt) => {
    const error = await send(behaviour);
    expect(error).toBeInstanceOf(SmsError);
    expect([error?.code, error?.refused, error?.inDoubt]).toEqual([code, refused, inDoubt]);
  });

  it.each([
    ['the wrong secret', { applicationSecret: 'another' }, 'INVALID_SIGNATURE'],
    ['the wrong key', { consumerKey: 'another' }, 'INVALID_CREDENTIAL'],
  ])('is tried again after %s: it is the operator’s to mend', async (_what, account, code) => {
    const error = await send('take', account);
    expect([error?.code, error?.refused, error?.inDoubt]).toEqual([code, false, false]);
  });

  it('is tried again, without a doubt, where nobody listens', async () => {
    const error = await send('take', { url: await nobody() });
    expect([error?.code, error?.refused, error?.inDoubt]).toEqual(['ECONNREFUSED', false, false]);
  });

  it('leaves neither number, text nor key in what is thrown', async () => {
    const errors = [
      await send({ status: 400 }),
      await send({ status: 500, errorCode: `${TO} ${TEXT}` }),
      await send('holdUntaken'),
      await send('take', { url: await nobody() }),
    ];
    const { applicationKey, applicationSecret, consumerKey } = SMS_ACCOUNT;
    for (const error of errors) {
      const told = `${error?.message} ${error?.code} ${error?.stack} ${JSON.stringify(error)} ${String(error?.cause)}`;
      for (const secret of [TO, '39980001', TEXT, applicationKey, applicationSecret, consumerKey]) {
        expect(told).not.toContain(secret);
      }
    }
  });

  it('that does not answer whether it took a message leaves it in doubt, never sent twice', async () => {
    await server.stop();
    const sender = createHttpSms(server.account, 300);
    await expect(sender.wasTaken('msg_1')).rejects.toMatchObject({ refused: false });
    server = await startSmsServer();
  });
});

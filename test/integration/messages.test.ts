import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { listLetters } from '../../src/services/messages/list-letters.ts';
import { resendMessages } from '../../src/services/messages/resend-messages.ts';
import { sendMessage } from '../../src/services/messages/send-message.ts';
import { MailError } from '../../src/services/ports/messages.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let failing: MailError | null = null;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.stop());

const system = (): Context => {
  const { deps, letters } = api;
  const mailer = {
    async send(letter: (typeof letters)[number]) {
      if (failing) throw failing;
      letters.push(letter);
    },
  };
  return { actor: worker(), deps: { ...deps, mailer } };
};

async function write(id: string) {
  const message = { id, to: `${id}@exemple.invalid`, subject: id, body: 'Bonjour', about: { entity: 'test', id } };
  await api.deps.database.transact(visitorOf('meuse'), ({ messages }) => messages.queue(message));
  return id;
}
const send = (messageId: string) => sendMessage({ ctx: system(), input: { messageId } });
const received = (id: string) => api.letters.filter(({ subject }) => subject === id).length;

describe('a mail', () => {
  it('leaves once, however often it is sent', async () => {
    const id = await write('msg_once');
    expect(await Promise.all([send(id), send(id)]).then((all) => all.toSorted())).toEqual(['gone', 'sent']);
    expect(await send(id)).toBe('gone');
    expect(received(id)).toBe(1);
  });

  it('waits while the mail server is away, is tried again, and leaves when it is back', async () => {
    const id = await write('msg_later');
    failing = new MailError('ESOCKET', false);
    expect(await send(id)).toBe('later');
    expect(await resendMessages({ ctx: system() })).toBe(0);
    api.moveClock({ minutes: 6 });
    expect(await resendMessages({ ctx: system() })).toBe(1);
    failing = null;
    expect(await send(id)).toBe('sent');
    expect(await resendMessages({ ctx: system() })).toBe(0);
  });

  it.each([
    ['refused for good', new MailError('550', true), 0],
    ['not taken in three days', new MailError('ESOCKET', false), 73],
  ])('is given up when it is %s', async (name, error, hours) => {
    const id = await write(`msg_${error.code}`);
    api.moveClock({ hours });
    failing = error;
    expect(await send(id), name).toBe('refused');
    failing = null;
    expect(await send(id)).toBe('gone');
    expect(received(id)).toBe(0);
  });

  it('is remembered for ninety days, and then no more', async () => {
    expect((await purgeExpired({ ctx: system() })).messages).toBe(0);
    api.moveClock({ hours: 24 * 91 });
    expect((await purgeExpired({ ctx: system() })).messages).toBe(4);
  });
});

describe('the demonstration’s mailbox', () => {
  const letter = (to: string) => ({ id: to, to, subject: 'x', text: 'x', at: '2026-11-22T08:00:00Z' });
  const listed = (...addresses: string[]) => {
    const mailbox = { list: async () => addresses.map(letter) };
    return listLetters({ ctx: { actor: visitorOf('meuse'), deps: { ...api.deps, mailbox } } });
  };

  it('shows letters to examples, and none that somebody could be waiting for', async () => {
    const shown = await listed('a@exemple.invalid', 'b@exemple.fr', 'c@invalid.fr', 'd@x.fr, e@exemple.invalid');
    expect(shown.map(({ to }) => to)).toEqual(['a@exemple.invalid']);
  });

  it('is not there where mails leave', async () => {
    const asked = listLetters({ ctx: { actor: visitorOf('meuse'), deps: api.deps } });
    await expect(asked).rejects.toMatchObject({ code: 'notFound' });
  });
});

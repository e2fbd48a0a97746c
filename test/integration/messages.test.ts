import postgres from 'postgres';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smsText } from '../../src/domain/messages/sms-text.ts';
import type { Context } from '../../src/services/context.ts';
import { listLetters } from '../../src/services/messages/list-letters.ts';
import { resendMessages } from '../../src/services/messages/resend-messages.ts';
import { sendMessage } from '../../src/services/messages/send-message.ts';
import { MailError, type NewMessage, SmsError } from '../../src/services/ports/messages.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let failing: MailError | SmsError | null = null;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.stop());

const system = (): Context => {
  const { deps, letters, texts } = api;
  const mailer = {
    async send(letter: (typeof letters)[number]) {
      if (failing) throw failing;
      letters.push(letter);
    },
  };
  const sms = {
    ...deps.sms,
    async send(text: (typeof texts)[number]) {
      if (failing) throw failing;
      texts.push(text);
    },
  };
  return { actor: worker(), deps: { ...deps, mailer, sms } };
};

async function write(id: string) {
  const message = { id, to: `${id}@exemple.invalid`, subject: id, body: 'Bonjour', about: { entity: 'test', id } };
  await api.deps.database.transact(visitorOf('meuse'), ({ messages }) => messages.queue(message));
  return id;
}
const send = async (messageId: string) => (await sendMessage({ ctx: system(), input: { messageId } })).outcome;
/** By a visitor, who may write rows and read none of them. */
const text = (id: string, more: Partial<Extract<NewMessage, { channel: 'sms' }>> = {}) =>
  api.deps.database.transact(visitorOf('meuse'), ({ messages }) =>
    messages.queue({
      id,
      channel: 'sms',
      to: '+33639980001',
      body: smsText(`Texte ${id}`),
      about: { entity: 'test', id },
      ...more,
    }),
  );
const rowsOf = async (id: string) => {
  const owner = postgres(api.url, { max: 1, onnotice: () => {} });
  try {
    const [message] =
      await owner`select status, to_address, subject, body, failure, attempts from messages where id = ${id}`;
    const events = await owner`select event from outbox_events where event->>'messageId' = ${id} order by id`;
    return { message, events: events.map(({ event }) => event) };
  } finally {
    await owner.end();
  }
};
const texted = (id: string) => api.texts.filter(({ reference }) => reference === id);
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

describe('an SMS', () => {
  it('leaves once, with its number in international form, and is forgotten', async () => {
    await text('msg_sms', { to: '06 39 98 00 02' });
    expect((await Promise.all([send('msg_sms'), send('msg_sms')])).toSorted()).toEqual(['gone', 'sent']);
    expect(texted('msg_sms')).toEqual([{ to: '+33639980002', text: 'Texte msg_sms', reference: 'msg_sms' }]);
    const { message } = await rowsOf('msg_sms');
    expect(message).toMatchObject({ status: 'sent', to_address: null, subject: null, body: null });
  });

  it.each([
    ['landline', '03 53 01 00 01'],
    ['otherCountry', '+44 7700 900123'],
    ['noPhone', 'sarah@exemple.invalid'],
  ])('is not even tried where the number takes none: %s', async (code, to) => {
    const id = `msg_${code}`;
    await text(id, { to });
    expect(await sendMessage({ ctx: system(), input: { messageId: id } })).toEqual({
      outcome: 'refused',
      channel: 'sms',
      code,
    });
    expect(texted(id)).toEqual([]);
    expect((await rowsOf(id)).message).toMatchObject({ status: 'failed', failure: code, to_address: null, body: null });
  });

  it('is given up when the provider refuses it, and waits when it is away', async () => {
    await text('msg_refused');
    failing = new SmsError('invalidReceiver', { refused: true });
    expect(await send('msg_refused')).toBe('refused');
    await text('msg_away');
    failing = new SmsError('http-503', { refused: false });
    expect(await send('msg_away')).toBe('later');
    failing = null;
    expect([await send('msg_refused'), await send('msg_away')]).toEqual(['gone', 'sent']);
  });

  it('that was taken though no answer came is not sent again', async () => {
    await text('msg_doubt');
    failing = new SmsError('timeout', { refused: false, inDoubt: true });
    expect(await send('msg_doubt')).toBe('inDoubt');
    failing = null;
    api.texts.push({ to: '+33639980001', text: 'taken', reference: 'msg_doubt' });
    expect(await send('msg_doubt')).toBe('sent');
    expect(texted('msg_doubt').map(({ text }) => text)).toEqual(['taken']);
  });
});

describe('a message that is told once', () => {
  it('is one, of twenty that are written at the same time, and appends one event', async () => {
    const ids = Array.from({ length: 20 }, (_, n) => `msg_key_${n}`);
    await Promise.all(ids.map((id) => text(id, { dedupeKey: 'ride-reminder bkg_1' })));
    const all = await Promise.all(ids.map(rowsOf));
    expect(all.filter(({ message }) => message !== undefined)).toHaveLength(1);
    expect(all.flatMap(({ events }) => events)).toHaveLength(1);
    const outcomes = await Promise.all(ids.map(send));
    expect(outcomes.toSorted()).toEqual([...Array(19).fill('gone'), 'sent']);
  });

  it('stays one after it left, and frees nobody else’s key', async () => {
    await text('msg_first', { dedupeKey: 'ride-reminder bkg_2' });
    expect(await send('msg_first')).toBe('sent');
    await text('msg_second', { dedupeKey: 'ride-reminder bkg_2' });
    expect(await rowsOf('msg_second')).toEqual({ message: undefined, events: [] });
    await text('msg_third', { dedupeKey: 'ride-reminder bkg_3' });
    expect(await send('msg_third')).toBe('sent');
  });

  it('lets the rest of its transaction be', async () => {
    await text('msg_rest', { dedupeKey: 'ride-reminder bkg_4' });
    await api.deps.database.transact(visitorOf('meuse'), async ({ messages, audit }) => {
      await messages.queue({
        id: 'msg_again',
        to: 'a@exemple.invalid',
        subject: 'x',
        body: 'x',
        about: { entity: 'test', id: 'x' },
        dedupeKey: 'ride-reminder bkg_4',
      });
      await audit.record({ action: 'test.done', entity: 'test', entityId: 'msg_again', fields: [] });
    });
    expect(await send('msg_rest')).toBe('sent');
  });
});

describe('a message written at night', () => {
  it('waits for the morning, though its job comes early, and leaves then', async () => {
    const now = api.deps.clock.now();
    const sendAfter = now.add({ hours: 9 }).toString();
    await text('msg_night', { sendAfter });
    expect((await rowsOf('msg_night')).events).toEqual([
      { type: 'messageWritten', messageId: 'msg_night', notBefore: sendAfter },
    ]);
    expect(await send('msg_night')).toBe('early');
    api.moveClock({ hours: 8, minutes: 59 });
    expect(await send('msg_night')).toBe('early');
    expect(await resendMessages({ ctx: system() })).toBe(0);
    expect((await rowsOf('msg_night')).message).toMatchObject({ attempts: 0 });
    api.moveClock({ minutes: 1 });
    expect(await resendMessages({ ctx: system() })).toBe(0);
    // Its job was lost: the follow-up finds it.
    api.moveClock({ minutes: 6 });
    expect(await resendMessages({ ctx: system() })).toBe(1);
    expect(await send('msg_night')).toBe('sent');
    expect(texted('msg_night')).toHaveLength(1);
  });

  /** To the next time the clock on the wall says so. */
  function wallClock(time: string) {
    const now = api.deps.clock.now().toZonedDateTimeISO('Europe/Paris');
    const today = now.withPlainTime(time);
    const then = Temporal.ZonedDateTime.compare(today, now) > 0 ? today : today.add({ days: 1 });
    api.moveClock({ minutes: Math.round(now.until(then).total('minutes')) });
    return api.deps.clock.now();
  }
  const about = (now: Temporal.Instant, hours: number) => ({
    safeHours: [],
    discreet: false,
    urgent: false,
    departAt: now.add({ hours }).toString(),
  });

  it('or tried again at night, waits for the morning as well', async () => {
    const evening = wallClock('20:55');
    await text('msg_retried', { leaves: about(evening, 72) });
    failing = new SmsError('http-503', { refused: false });
    expect(await send('msg_retried')).toBe('later');
    failing = null;
    api.moveClock({ minutes: 10 });
    expect(await send('msg_retried')).toBe('early');
    expect(texted('msg_retried')).toEqual([]);
    wallClock('07:59');
    expect(await send('msg_retried')).toBe('early');
    wallClock('08:06');
    // Nobody has a job for it any more: the follow-up comes back to it.
    expect(await resendMessages({ ctx: system() })).toBe(1);
    expect(await send('msg_retried')).toBe('sent');
    expect(texted('msg_retried')).toHaveLength(1);
  });

  it('but for a ride that leaves before, which is told at once', async () => {
    const evening = wallClock('20:55');
    await text('msg_early_ride', { leaves: about(evening, 8) });
    failing = new SmsError('http-503', { refused: false });
    expect(await send('msg_early_ride')).toBe('later');
    failing = null;
    api.moveClock({ minutes: 10 });
    expect(await send('msg_early_ride')).toBe('sent');
  });

  it('to somebody discreet, waits for their hours; which are forgotten with its words', async () => {
    const weekdays = [1, 2, 3, 4, 5, 6, 7];
    const noon = wallClock('12:55');
    const safeHours = [{ weekdays, from: '12:00', to: '13:00' }];
    await text('msg_discreet', { leaves: { ...about(noon, 72), safeHours, discreet: true } });
    failing = new SmsError('http-503', { refused: false });
    expect(await send('msg_discreet')).toBe('later');
    failing = null;
    api.moveClock({ minutes: 10 });
    expect(await send('msg_discreet')).toBe('early');
    wallClock('12:05');
    expect(await send('msg_discreet')).toBe('sent');
    const owner = postgres(api.url, { max: 1, onnotice: () => {} });
    const [row] = await owner`select leaves from messages where id = 'msg_discreet'`;
    await owner.end();
    expect(row).toEqual({ leaves: null });
  });

  it.each([
    ['of a ride, after it left', {}],
    ['that says tomorrow, when it is that day', { trueUntil: 2 }],
  ])('is not sent any more %s', async (_, { trueUntil }: { trueUntil?: number }) => {
    const noon = wallClock('12:00');
    const id = `msg_stale_${trueUntil ?? 0}`;
    const until = trueUntil === undefined ? {} : { trueUntil: noon.add({ hours: trueUntil }).toString() };
    await text(id, { leaves: { ...about(noon, trueUntil === undefined ? 2 : 8), ...until } });
    failing = new SmsError('http-503', { refused: false });
    expect(await send(id)).toBe('later');
    failing = null;
    wallClock('14:00');
    expect(await send(id)).toBe('refused');
    expect(texted(id)).toEqual([]);
    const owner = postgres(api.url, { max: 1, onnotice: () => {} });
    const [row] = await owner`select status, failure, body from messages where id = ${id}`;
    await owner.end();
    expect(row).toEqual({ status: 'failed', failure: 'tooLate', body: null });
  });

  it('is tried for three days from the morning on', async () => {
    await text('msg_long', { sendAfter: api.deps.clock.now().add({ hours: 100 }).toString() });
    api.moveClock({ hours: 101 });
    failing = new SmsError('http-503', { refused: false });
    expect(await send('msg_long')).toBe('later');
    api.moveClock({ hours: 72 });
    expect(await send('msg_long')).toBe('refused');
    failing = null;
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

  it('shows SMS to numbers of fiction among them, newest first, with what a provider would count', async () => {
    const sms = (to: string, text: string, at: string) => ({ id: `${to} ${at}`, to, text, at });
    const smsBox = {
      list: async () => [
        sms('+33639980001', 'Demain 07:10', '2026-11-22T09:00:00Z'),
        sms('+33612345678', 'someone real', '2026-11-22T09:00:00Z'),
        sms('+33639980002', 'غ'.repeat(71), '2026-11-22T07:00:00Z'),
      ],
    };
    const mailbox = { list: async () => [letter('a@exemple.invalid')] };
    const shown = await listLetters({ ctx: { actor: visitorOf('meuse'), deps: { ...api.deps, mailbox, smsBox } } });
    expect(shown.map((one) => [one.channel, one.to, 'segments' in one ? one.segments : null])).toEqual([
      ['sms', '+33639980001', 1],
      ['email', 'a@exemple.invalid', null],
      ['sms', '+33639980002', 2],
    ]);
  });

  it('is not there where mails leave', async () => {
    const asked = listLetters({ ctx: { actor: visitorOf('meuse'), deps: api.deps } });
    await expect(asked).rejects.toMatchObject({ code: 'notFound' });
  });
});

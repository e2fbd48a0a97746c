import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { followUp } from '../../src/services/follow-up.ts';
import {
  cancelAppointment,
  getAppointment,
  keepAppointment,
  listAppointments,
  makeAppointment,
  missAppointment,
  moveAppointment,
} from '../../src/services/intake/appointments.ts';
import { assignRequest } from '../../src/services/intake/assign-request.ts';
import { closeCalendar, openCalendar, readCalendar } from '../../src/services/intake/calendar-feed.ts';
import {
  addCallBack,
  getCallBack,
  listCallBacks,
  postponeCallBack,
  settleCallBack,
} from '../../src/services/intake/call-backs.ts';
import { getContacts } from '../../src/services/intake/get-contacts.ts';
import { getReceivedRequest } from '../../src/services/intake/get-request.ts';
import { recordContact } from '../../src/services/intake/record-contact.ts';
import { remindAppointments } from '../../src/services/intake/remind-appointments.ts';
import { sendRequest } from '../../src/services/intake/send-request.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { type IntakeOffice, openIntakeOffice } from '../support/intake.ts';

let office: IntakeOffice;
let advisor: Context;
let colleague: Context;
let outsiders: Context[];

beforeAll(async () => {
  office = await openIntakeOffice();
  advisor = office.as('mem-ines');
  colleague = office.as('mem-jo');
  outsiders = [office.as('mem-basile'), office.as('mem-chloe'), office.as('mem-loin')];
});
afterAll(() => office.close());
beforeEach(async () => {
  await office.owner`delete from messages`;
});

let last = 0;
/** A file of the team's. */
async function person(more: object = {}) {
  const input = { firstName: 'Lila', lastName: `Numéro${++last}`, phone: '0611111111', ...more };
  return { beneficiaryId: (await openPerson({ ctx: advisor, input })).id };
}
const NEVER = 'Ce dossier n’existe pas, ou plus.';
const queue = (ctx = advisor, everybody = false) => listCallBacks({ ctx, input: { everybody } });
const callsOf = async (subject: { beneficiaryId: string }) =>
  (await getContacts({ ctx: advisor, input: subject })).callBacks;

describe('the contact log', () => {
  it('notes a call, and a call nobody answered is to be made again the next working morning', async () => {
    const subject = await person();
    await recordContact({ ctx: advisor, input: { subject, kind: 'call', text: 'A le permis AM.' } });
    expect(await callsOf(subject)).toEqual([]);
    // 22 November 2026 is a Sunday.
    const { callBackAt } = await recordContact({ ctx: advisor, input: { subject, kind: 'voicemail', text: '' } });
    expect(callBackAt).toBe('2026-11-23T08:00:00Z');
    const [call, ...others] = await callsOf(subject);
    expect(others).toEqual([]);
    expect(call).toMatchObject({ memberId: 'mem-ines', reason: 'Sans réponse au dernier appel' });
  });

  it('puts another call-back in the place of the one that was made', async () => {
    const subject = await person();
    await recordContact({ ctx: advisor, input: { subject, kind: 'voicemail', text: '' } });
    await addCallBack({
      ctx: advisor,
      input: { subject, date: '2026-12-15', time: '10:00', reason: 'Contrat signé ?' },
    });
    office.moveClock({ hours: 25 });
    await recordContact({ ctx: advisor, input: { subject, kind: 'voicemail', text: '' } });
    office.moveClock({ hours: -25 });
    expect((await callsOf(subject)).map(({ dueAt }) => dueAt)).toEqual([
      '2026-11-24T08:00:00.000Z',
      '2026-12-15T09:00:00.000Z',
    ]);
  });

  it('takes 50,000 characters as they are, and refuses one more without cutting', async () => {
    const subject = await person();
    const pasted = `${'é'.repeat(49_990)}عربي🚌`;
    await recordContact({ ctx: advisor, input: { subject, kind: 'note', text: pasted } });
    expect((await getContacts({ ctx: advisor, input: subject })).entries[0]?.text).toBe(pasted);
    await expect(
      recordContact({ ctx: advisor, input: { subject, kind: 'note', text: 'x'.repeat(50_001) } }),
    ).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path: 'text', message: expect.stringContaining('50001') }],
    });
    expect((await getContacts({ ctx: advisor, input: subject })).entries).toHaveLength(1);
  });

  it('is one entry, however often its form is sent', async () => {
    const subject = await person();
    const ctx = { ...advisor, idempotency: { key: 'contact-1', requestHash: 'h' } };
    const once = () => recordContact({ ctx, input: { subject, kind: 'voicemail', text: '' } });
    const [one, other] = await Promise.all([once(), once()]);
    expect(other).toEqual(one);
    expect(await callsOf(subject)).toHaveLength(1);
  });
});

describe('the queue of call-backs', () => {
  it('shows one’s own and the team’s, by when they are due', async () => {
    const [mine, ours, theirs] = [await person(), await person(), await person()];
    const input = (subject: object, time: string, date = '2026-11-22') => ({ subject, date, time, reason: 'Suite' });
    await addCallBack({ ctx: advisor, input: input(mine, '18:30') });
    await addCallBack({ ctx: advisor, input: { ...input(ours, '08:30'), wholeTeam: true } });
    await addCallBack({ ctx: colleague, input: input(theirs, '09:00', '2026-11-25') });
    const seen = async (ctx: Context, everybody: boolean) => {
      const all = await queue(ctx, everybody);
      const wanted = [mine, ours, theirs].map(({ beneficiaryId }) => beneficiaryId);
      return all.flatMap(({ subject, group }) =>
        'beneficiaryId' in subject && wanted.includes(subject.beneficiaryId)
          ? [[wanted.indexOf(subject.beneficiaryId), group]]
          : [],
      );
    };
    expect(await seen(advisor, false)).toEqual([
      [1, 'now'],
      [0, 'today'],
    ]);
    expect(await seen(advisor, true)).toEqual([
      [1, 'now'],
      [0, 'today'],
      [2, 'later'],
    ]);
    for (const ctx of outsiders) expect(await seen(ctx, true)).toEqual([]);
  });

  it('lets a call be made once, or put off with a reason', async () => {
    const subject = await person();
    const { id } = await addCallBack({
      ctx: advisor,
      input: { subject, date: '2026-11-22', time: '09:00', reason: 'Suite' },
    });
    await postponeCallBack({ ctx: advisor, input: { id, date: '2026-11-30', time: '09:00', reason: 'Hospitalisée' } });
    expect((await callsOf(subject))[0]).toMatchObject({ dueAt: '2026-11-30T08:00:00.000Z', reason: 'Hospitalisée' });
    for (const ctx of outsiders) {
      for (const asked of [id, 'cal-never']) {
        await expect(settleCallBack({ ctx, input: { id: asked } })).rejects.toMatchObject({
          code: 'notFound',
          message: 'Cet appel n’existe pas, ou plus.',
        });
      }
    }
    await settleCallBack({ ctx: colleague, input: { id } });
    await settleCallBack({ ctx: advisor, input: { id } });
    const [row] = await office.owner`select done_by from call_backs where id = ${id}`;
    expect(row).toEqual({ done_by: 'mem-jo' });
    await expect(
      postponeCallBack({ ctx: advisor, input: { id, date: '2026-12-01', time: '09:00', reason: 'Trop tard' } }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('opens each call, however many are due before it, and none that was made', async () => {
    const subject = await person();
    const { id } = await addCallBack({
      ctx: advisor,
      input: { subject, date: '2026-12-30', time: '09:00', reason: 'La dernière' },
    });
    await office.owner`insert into call_backs
      (territory_id, id, organisation_id, beneficiary_id, due_at, reason, created_at, retention_class)
      select territory_id, id || '-' || n, organisation_id, beneficiary_id, '2026-12-01', 'Suite', created_at, retention_class
      from call_backs, generate_series(1, 210) n where id = ${id}`;
    const open = (ctx = advisor, asked = id) => getCallBack({ ctx, input: { id: asked } });
    expect(await open()).toMatchObject({
      id,
      subject,
      reason: 'La dernière',
      mine: true,
      person: { firstName: 'Lila' },
    });
    expect((await open(colleague)).mine).toBe(false);
    const unknown = { code: 'notFound', message: 'Cet appel n’existe pas, ou plus.' };
    for (const ctx of outsiders) {
      for (const asked of [id, 'cal-never']) await expect(open(ctx, asked)).rejects.toMatchObject(unknown);
    }
    await settleCallBack({ ctx: advisor, input: { id } });
    await expect(open()).rejects.toMatchObject(unknown);
    await office.owner`delete from call_backs where id like ${`${id}-%`}`;
  });

  it('refuses an hour that the clocks jump over', async () => {
    const subject = await person();
    await expect(
      addCallBack({ ctx: advisor, input: { subject, date: '2027-03-28', time: '02:30', reason: 'Suite' } }),
    ).rejects.toMatchObject({ errors: [{ path: 'time', message: 'Cette heure n’existe pas ce jour-là.' }] });
  });
});

const meeting = (subject: object, more: object = {}) => ({
  subject,
  date: '2026-11-26',
  time: '14:00',
  durationMinutes: 45,
  placeKind: 'office',
  place: '3 rue de la Gare, Bar-le-Duc',
  ...more,
});
const seenAppointment = async (id: string) => ({
  id,
  seen: (await getAppointment({ ctx: advisor, input: { id } })).updatedAt,
});
const SAYS_NOTHING = /Lila|Numéro|Équipe|emploi|travail|bénéficiaire|mobilité/;

describe('an appointment', () => {
  it('is told, moved and cancelled by mail that says time, place and phone, and no more', async () => {
    const subject = await person({ email: 'lila@exemple.fr' });
    const { id } = await makeAppointment({ ctx: advisor, input: meeting(subject) });
    office.moveClock({ minutes: 1 });
    await moveAppointment({
      ctx: advisor,
      input: { ...(await seenAppointment(id)), ...meeting(subject, { date: '2026-11-27', time: '09:30' }) },
    });
    office.moveClock({ minutes: 1 });
    await cancelAppointment({ ctx: advisor, input: await seenAppointment(id) });
    const mails = await office.mails();
    expect(mails.map(({ to, subject: title }) => [to, title])).toEqual([
      ['lila@exemple.fr', 'Votre rendez-vous'],
      ['lila@exemple.fr', 'Votre rendez-vous change'],
      ['lila@exemple.fr', 'Votre rendez-vous est annulé'],
    ]);
    expect(mails[0]?.body.replace(/\u00a0/g, ' ')).toBe(
      [
        'Bonjour,',
        'Votre rendez-vous est fixé : jeudi 26 novembre 2026 à 14 h.',
        'Lieu : 3 rue de la Gare, Bar-le-Duc',
        'Si vous ne pouvez pas, appelez-nous au 03 29 00 00 01. Ce n’est pas grave, nous en fixerons un autre.',
      ].join('\n\n'),
    );
    for (const { body, subject: title } of mails) expect(`${title} ${body}`).not.toMatch(SAYS_NOTHING);
    await expect(keepAppointment({ ctx: advisor, input: await seenAppointment(id) })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('is not changed from an older view of it', async () => {
    const subject = await person();
    const { id } = await makeAppointment({ ctx: advisor, input: meeting(subject) });
    const before = await seenAppointment(id);
    office.moveClock({ minutes: 1 });
    await moveAppointment({ ctx: advisor, input: { ...before, ...meeting(subject, { time: '15:00' }) } });
    await expect(cancelAppointment({ ctx: colleague, input: before })).rejects.toMatchObject({ code: 'conflict' });
    expect((await getAppointment({ ctx: advisor, input: { id } })).startsAt).toBe('2026-11-26T14:00:00.000Z');
  });

  it('that nobody came to is noted, and the person is to be called', async () => {
    const subject = await person();
    const { id } = await makeAppointment({
      ctx: advisor,
      input: meeting(subject, { date: '2026-11-22', time: '09:30' }),
    });
    await expect(missAppointment({ ctx: advisor, input: await seenAppointment(id) })).rejects.toMatchObject({
      code: 'conflict',
    });
    office.moveClock({ hours: 3 });
    const before = await seenAppointment(id);
    await missAppointment({ ctx: advisor, input: before });
    await expect(missAppointment({ ctx: advisor, input: before })).rejects.toMatchObject({ code: 'conflict' });
    office.moveClock({ hours: -3 });
    const { entries, callBacks } = await getContacts({ ctx: advisor, input: subject });
    expect(entries.map(({ kind }) => kind)).toEqual(['noShow']);
    expect(callBacks.map(({ dueAt, reason }) => [dueAt, reason])).toEqual([
      ['2026-11-23T08:00:00.000Z', 'Ne s’est pas présenté au rendez-vous'],
    ]);
  });

  it('is nobody’s outside the team', async () => {
    const subject = await person();
    const { id } = await makeAppointment({ ctx: advisor, input: meeting(subject) });
    const input = await seenAppointment(id);
    const never = { code: 'notFound', message: 'Ce rendez-vous n’existe pas, ou plus.' };
    for (const ctx of outsiders) {
      for (const asked of [id, 'app-never']) {
        await expect(getAppointment({ ctx, input: { id: asked } })).rejects.toMatchObject(never);
        await expect(cancelAppointment({ ctx, input: { ...input, id: asked } })).rejects.toMatchObject(never);
      }
      expect(await listAppointments({ ctx, input: { everybody: true } })).toEqual([]);
      for (const other of [subject, { beneficiaryId: 'ben-never' }]) {
        const unknown = { code: 'notFound', message: NEVER };
        await expect(makeAppointment({ ctx, input: meeting(other) })).rejects.toMatchObject(unknown);
        await expect(recordContact({ ctx, input: { subject: other, kind: 'call', text: '' } })).rejects.toMatchObject(
          unknown,
        );
        await expect(
          addCallBack({ ctx, input: { subject: other, date: '2026-11-25', time: '09:00', reason: 'Suite' } }),
        ).rejects.toMatchObject(unknown);
        await expect(getContacts({ ctx, input: other })).rejects.toMatchObject(unknown);
      }
    }
  });
});

describe('the morning before', () => {
  /** Appointments on Thursday 26; the worker looks on Wednesday 25 at nine. */
  const toWednesday = { hours: 72 };

  it('people are reminded once, whoever runs how often, and the member too', async () => {
    const subject = await person({ email: 'rappel@exemple.fr' });
    const { id } = await makeAppointment({ ctx: advisor, input: meeting(subject) });
    await office.owner`update appointments set remind_at = null where id <> ${id}`;
    await office.owner`delete from messages`;
    await followUp({ ctx: office.worker() });
    expect(await office.mails()).toEqual([]);
    office.moveClock(toWednesday);
    const runs = await Promise.all([
      remindAppointments({ ctx: office.worker() }),
      remindAppointments({ ctx: office.worker() }),
    ]);
    expect(runs.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect((await followUp({ ctx: office.worker() })).appointments).toBe(0);
    office.moveClock({ hours: -72 });
    const mails = (await office.mails()).toSorted((a, b) => a.to.localeCompare(b.to));
    expect(mails.map(({ to }) => to)).toEqual(['mem-ines@exemple.fr', 'rappel@exemple.fr']);
    expect(mails[1]?.body).toContain('jeudi 26 novembre 2026');
    for (const { body, subject: title } of mails) expect(`${title} ${body}`).not.toMatch(SAYS_NOTHING);
    expect(mails[0]?.body).toContain(`/pro/rendez-vous/${id}`);
  });

  it.each([
    ['has no mail', {}],
    ['must not be written to', { email: 'chut@exemple.fr', discreet: true }],
  ])('whoever %s is to be called instead', async (_name, more) => {
    const subject = await person(more);
    await makeAppointment({ ctx: advisor, input: meeting(subject) });
    expect(await office.mails()).toEqual([]);
    office.moveClock(toWednesday);
    await remindAppointments({ ctx: office.worker() });
    await remindAppointments({ ctx: office.worker() });
    const calls = await callsOf(subject);
    office.moveClock({ hours: -72 });
    expect(calls.map(({ reason, memberId }) => [reason, memberId])).toEqual([
      ['Rappeler son rendez-vous à la personne', 'mem-ines'],
    ]);
    expect((await office.mails()).map(({ to }) => to)).toEqual(['mem-ines@exemple.fr']);
  });

  it('somebody discreet who agreed to it is written to, until they take it back', async () => {
    const subject = await person({ email: 'oui@exemple.fr', discreet: true });
    await office.deps.database.transact(advisor.actor, ({ people }) =>
      people.recordConsent(subject.beneficiaryId, {
        id: 'csn-1',
        purpose: 'reminders',
        wording: 'J’accepte',
        channel: 'phone',
        givenAt: '2026-11-22T08:00:00Z',
      }),
    );
    await makeAppointment({ ctx: advisor, input: meeting(subject) });
    expect((await office.mails()).map(({ to }) => to)).toEqual(['oui@exemple.fr']);
    await office.deps.database.transact(advisor.actor, ({ people }) =>
      people.withdrawConsent(subject.beneficiaryId, 'csn-1'),
    );
    await makeAppointment({ ctx: advisor, input: meeting(subject, { time: '16:00' }) });
    expect(await office.mails()).toHaveLength(1);
  });

  it('a request that is no file yet has its appointment too', async () => {
    const { id: requestId } = await sendRequest({
      ctx: office.as('mem-emma'),
      input: {
        person: { firstName: 'Yann', email: 'yann@exemple.fr' },
        need: 'Venir à l’usine',
        goal: { kind: 'job' },
      },
    });
    await office.owner`update appointments set remind_at = null`;
    await makeAppointment({ ctx: advisor, input: meeting({ requestId }) });
    await office.owner`delete from messages`;
    office.moveClock(toWednesday);
    expect(await remindAppointments({ ctx: office.worker() })).toBe(1);
    office.moveClock({ hours: -72 });
    expect((await office.mails()).map(({ to }) => to)).toContain('yann@exemple.fr');
    // Two see the same request; the slower of them is told.
    const { updatedAt } = await getReceivedRequest({ ctx: advisor, input: { id: requestId } });
    office.moveClock({ minutes: 1 });
    await assignRequest({ ctx: advisor, input: { id: requestId, seen: updatedAt, memberId: 'mem-ines' } });
    await expect(
      assignRequest({ ctx: colleague, input: { id: requestId, seen: updatedAt, memberId: 'mem-jo' } }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a member’s calendar', () => {
  it('shows no name and no home, to whoever holds its address, until it is closed', async () => {
    const own = office.as('mem-jo');
    const subject = await person();
    const make = (more: object) => makeAppointment({ ctx: own, input: meeting(subject, more) });
    const { id } = await make({});
    await make({ date: '2026-11-27', placeKind: 'home', place: '12 rue des Lilas' });
    const { token } = await openCalendar({ ctx: own });
    const read = async (asked: string) =>
      (await readCalendar({ ctx: office.visitor(), input: { token: asked } })).entries;
    const entries = await read(token);
    expect(entries.map(({ place, startsAt }) => [startsAt, place])).toEqual([
      ['2026-11-26T13:00:00.000Z', '3 rue de la Gare, Bar-le-Duc'],
      ['2026-11-27T13:00:00.000Z', null],
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/Lila|Numéro/);
    await cancelAppointment({ ctx: own, input: await seenAppointment(id) });
    expect((await read(token))[0]?.cancelled).toBe(true);

    const never = { code: 'notFound', message: 'Cet agenda n’existe pas, ou plus.' };
    const secret = token.slice('meuse.'.length);
    for (const wrong of [
      `vosges.${secret}`,
      `meuse.${secret.toUpperCase()}`,
      `nowhere.${secret}`,
      secret,
      'nothing',
      '',
    ]) {
      await expect(read(wrong)).rejects.toMatchObject({ code: 'notFound' });
    }
    const { token: other } = await openCalendar({ ctx: own });
    await expect(read(token)).rejects.toMatchObject(never);
    expect(await read(other)).toHaveLength(2);
    await office.owner`update members set closed_at = '2026-11-22T07:00:00Z' where id = 'mem-jo'`;
    await expect(read(other)).rejects.toMatchObject(never);
    await office.owner`update members set closed_at = null where id = 'mem-jo'`;
    await closeCalendar({ ctx: own });
    await expect(read(other)).rejects.toMatchObject(never);
    const [row] = await office.owner`select count(*)::int as n from calendar_feeds`;
    expect(row?.n).toBe(0);
  });
});

it('a request that became no file is forgotten after a year, with all that was noted on it', async () => {
  const { id: requestId } = await sendRequest({
    ctx: office.as('mem-emma'),
    input: { person: { firstName: 'Oubli', phone: '0600000000' }, need: 'Venir à l’usine', goal: { kind: 'job' } },
  });
  await recordContact({ ctx: advisor, input: { subject: { requestId }, kind: 'voicemail', text: 'Sonne occupé' } });
  const left = async () => {
    const [row] = await office.owner<{ n: number }[]>`
      select (select count(*) from service_requests where id = ${requestId})
        + (select count(*) from contact_entries where request_id = ${requestId})
        + (select count(*) from call_backs where request_id = ${requestId}) as n`;
    return Number(row?.n);
  };
  expect(await left()).toBe(3);
  office.moveClock({ hours: 364 * 24 });
  await purgeExpired({ ctx: office.worker() });
  expect(await left()).toBe(3);
  office.moveClock({ hours: 25 });
  expect((await purgeExpired({ ctx: office.worker() })).requests).toBeGreaterThan(0);
  expect(await left()).toBe(0);
});

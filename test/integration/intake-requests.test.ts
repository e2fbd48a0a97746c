import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { closeRequest, declineRequest } from '../../src/services/intake/answer-request.ts';
import { askForHelp } from '../../src/services/intake/ask-for-help.ts';
import { assignRequest } from '../../src/services/intake/assign-request.ts';
import { listCallBacks } from '../../src/services/intake/call-backs.ts';
import { getContacts } from '../../src/services/intake/get-contacts.ts';
import { getReceivedRequest, getSentRequest } from '../../src/services/intake/get-request.ts';
import { listReceivedRequests } from '../../src/services/intake/list-received-requests.ts';
import { listSentRequests } from '../../src/services/intake/list-sent-requests.ts';
import { recordContact } from '../../src/services/intake/record-contact.ts';
import { sendRequest } from '../../src/services/intake/send-request.ts';
import { takeUpRequest } from '../../src/services/intake/take-up-request.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { transferPeople } from '../../src/services/people/transfer-people.ts';
import { type IntakeOffice, openIntakeOffice } from '../support/intake.ts';

let office: IntakeOffice;
let advisor: Context;
let prescriber: Context;
let employer: Context;

beforeAll(async () => {
  office = await openIntakeOffice();
  advisor = office.as('mem-ines');
  prescriber = office.as('mem-basile');
  employer = office.as('mem-emma');
});
afterAll(() => office.close());
beforeEach(() => office.owner`delete from messages`);

const AMINA = { firstName: 'Amina', lastName: 'Benali', phone: '06 12 34 56 78', commune: '55122' };
const request = (more: object = {}) => ({
  person: AMINA,
  need: 'Embauche à 5 h, sans bus à cette heure-là.',
  goal: { kind: 'job', place: 'Bar-le-Duc', when: '5 h – 13 h dès le 7 décembre' },
  ...more,
});
const send = async (ctx: Context, more: object = {}) => (await sendRequest({ ctx, input: request(more) })).id;
const received = (id: string, ctx = advisor) => getReceivedRequest({ ctx, input: { id } });
const seen = async (id: string) => ({ id, seen: (await received(id)).updatedAt });
const ids = async (view: 'received' | 'mine' | 'underWay' | 'closed', ctx = advisor) =>
  (await listReceivedRequests({ ctx, input: { view, page: 1 } })).requests.map(({ id }) => id);

describe('a request', () => {
  it('goes from the prescriber to the team, is taken up as a new file, and its outcome comes back', async () => {
    const id = await send(prescriber);
    expect(await ids('received')).toContain(id);
    expect(await office.mails()).toEqual([
      expect.objectContaining({ to: 'equipe@exemple.fr', body: expect.not.stringMatching(/Amina|Benali|06 12/) }),
    ]);
    await assignRequest({ ctx: advisor, input: { ...(await seen(id)), memberId: 'mem-jo' } });
    expect(await received(id)).toMatchObject({ status: 'assigned', assignedName: 'Nom de mem-jo' });
    expect(await ids('mine', office.as('mem-jo'))).toContain(id);

    await recordContact({
      ctx: advisor,
      input: { subject: { requestId: id }, kind: 'call', text: 'Peut commencer le 7.' },
    });
    const { beneficiaryId } = await takeUpRequest({ ctx: office.as('mem-jo'), input: await seen(id) });
    expect(await received(id)).toMatchObject({ status: 'underWay', beneficiaryId, assignedTo: 'mem-jo' });
    // What was noted on the request is in the file.
    const contacts = await getContacts({ ctx: advisor, input: { beneficiaryId } });
    expect(contacts.person).toMatchObject({ firstName: 'Amina', lastName: 'Benali', phone: '06 12 34 56 78' });
    expect(contacts.entries.map(({ text }) => text)).toEqual(['Peut commencer le 7.']);
    expect(contacts.requests.map((one) => one.id)).toEqual([id]);
    const referents = await office.owner`select member_id from referents where beneficiary_id = ${beneficiaryId}`;
    expect(referents).toEqual([{ member_id: 'mem-jo' }]);

    await office.owner`delete from messages`;
    const text = 'Une voiture en location solidaire dès lundi.';
    await closeRequest({ ctx: advisor, input: { ...(await seen(id)), outcome: 'solutionFound', text } });
    const [mail, ...others] = await office.mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: 'mem-basile@exemple.fr', subject: expect.stringContaining('22 novembre') });
    expect(mail?.body).toContain(`/pro/demandes/envoyees/${id}`);
    expect(mail?.body).not.toMatch(/Amina|Benali|voiture/);
    expect(await getSentRequest({ ctx: prescriber, input: { id } })).toMatchObject({
      status: 'closed',
      outcome: 'solutionFound',
      outcomeText: text,
    });
    const sums = await office.owner`select subject, code from outcomes where code = 'solutionFound'`;
    expect(sums).toEqual([{ subject: 'request', code: 'solutionFound' }]);
  });

  it('is one, however often its form is sent', async () => {
    const idempotency = { key: 'form-1', requestHash: 'h' };
    const once = () => sendRequest({ ctx: { ...prescriber, idempotency }, input: request() });
    const [first, second] = await Promise.all([once(), once()]);
    expect(second).toEqual(first);
    expect(await once()).toEqual(first);
  });

  it('is refused where nobody is named or could be reached, with the paths', async () => {
    await expect(send(prescriber, { person: { firstName: 'Amina' } })).rejects.toMatchObject({
      code: 'invalid',
      errors: [expect.objectContaining({ path: 'person.phone' })],
    });
    await expect(send(prescriber, { person: { phone: '0612345678' } })).rejects.toMatchObject({
      errors: [expect.objectContaining({ path: 'person.firstName' })],
    });
    await expect(send(prescriber, { need: ' ' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(send(prescriber, { toOrganisationId: 'org-b' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is sent by those whose role it is', async () => {
    await expect(send({ ...prescriber, actor: { ...prescriber.actor, scopes: new Set() } })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(sendRequest({ ctx: office.visitor(), input: request() })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is taken up as a file that the team has already, where it is the same person', async () => {
    const own = await openPerson({
      ctx: advisor,
      input: { firstName: 'Karim', lastName: 'Saïd', phone: '0699887766' },
    });
    const id = await send(prescriber, {
      person: { firstName: 'Said', lastName: 'Karim', phone: '+33 6 99 88 77 66', discreet: true, callWhen: 'le soir' },
    });
    expect((await received(id)).likelyFiles).toEqual([expect.objectContaining({ id: own.id, lastName: 'Saïd' })]);
    await expect(takeUpRequest({ ctx: advisor, input: await seen(id) })).rejects.toMatchObject({
      errors: [{ path: 'file', message: 'Dites si c’est la même personne.' }],
    });
    const somebodyElses = await openPerson({ ctx: prescriber, input: { firstName: 'Une', lastName: 'Autre' } });
    await expect(
      takeUpRequest({ ctx: advisor, input: { ...(await seen(id)), beneficiaryId: somebodyElses.id } }),
    ).rejects.toMatchObject({ code: 'notFound', message: 'Ce dossier n’existe pas, ou plus.' });
    await expect(
      takeUpRequest({ ctx: advisor, input: { ...(await seen(id)), beneficiaryId: 'ben-that-never-was' } }),
    ).rejects.toMatchObject({ code: 'notFound', message: 'Ce dossier n’existe pas, ou plus.' });
    await takeUpRequest({ ctx: advisor, input: { ...(await seen(id)), beneficiaryId: own.id } });
    const { person, entries } = await getContacts({ ctx: advisor, input: { beneficiaryId: own.id } });
    expect(person).toMatchObject({ lastName: 'Saïd', discreet: true });
    expect(entries[0]?.text).toContain('le soir');
  });

  it('shares the file it is about, and gives it back when it is declined', async () => {
    const { id: beneficiaryId } = await openPerson({ ctx: prescriber, input: AMINA });
    const sees = () => getContacts({ ctx: advisor, input: { beneficiaryId } });
    await expect(sees()).rejects.toMatchObject({ code: 'notFound' });
    const { person: _, ...rest } = request();
    const { id } = await sendRequest({ ctx: prescriber, input: { ...rest, beneficiaryId } });
    expect((await sees()).person.lastName).toBe('Benali');
    expect((await received(id)).person.lastName).toBe('Benali');
    await expect(sendRequest({ ctx: office.as('mem-chloe'), input: { ...rest, beneficiaryId } })).rejects.toMatchObject(
      { code: 'notFound' },
    );
    await declineRequest({ ctx: advisor, input: { ...(await seen(id)), reason: 'outsideTerritory' } });
    await expect(sees()).rejects.toMatchObject({ code: 'notFound' });
    expect((await received(id)).person).toEqual({});
    // Its sender still sees the person they accompany.
    expect((await getSentRequest({ ctx: prescriber, input: { id } })).person.lastName).toBe('Benali');
  });

  it('that was sent twice and is declined once leaves the file with whoever works on it', async () => {
    const { id: beneficiaryId } = await openPerson({ ctx: prescriber, input: AMINA });
    const sees = () => getContacts({ ctx: advisor, input: { beneficiaryId } });
    const { person: _, ...rest } = request();
    const ask = async () => (await sendRequest({ ctx: prescriber, input: { ...rest, beneficiaryId } })).id;
    const decline = async (id: string) =>
      declineRequest({ ctx: advisor, input: { ...(await seen(id)), reason: 'alreadyFollowed' } });
    const [first, twice] = [await ask(), await ask()];
    await takeUpRequest({ ctx: advisor, input: await seen(first) });
    await decline(twice);
    expect((await sees()).person.lastName).toBe('Benali');
    expect((await received(first)).person.lastName).toBe('Benali');
  });

  it('of an employer is answered without saying how', async () => {
    const id = await send(employer);
    await declineRequest({
      ctx: advisor,
      input: { ...(await seen(id)), reason: 'alreadyFollowed', text: 'Merci de votre signalement.' },
    });
    const told = await getSentRequest({ ctx: employer, input: { id } });
    expect(told).toMatchObject({ status: 'declined', outcome: null, outcomeText: 'Merci de votre signalement.' });
    expect(told).not.toHaveProperty('beneficiaryId');
    expect((await received(id)).outcome).toBe('alreadyFollowed');
  });
});

describe('two advisers', () => {
  it('do not take the same request up twice: the second is told', async () => {
    const id = await send(prescriber);
    const before = await seen(id);
    office.moveClock({ seconds: 30 });
    const both = await Promise.allSettled([
      takeUpRequest({ ctx: advisor, input: { ...before, fresh: true } }),
      takeUpRequest({ ctx: office.as('mem-jo'), input: { ...before, fresh: true } }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'conflict' });
    const [files] = await office.owner`select count(*)::int as n from referents r
      join service_requests s on s.beneficiary_id = r.beneficiary_id where s.id = ${id}`;
    expect(files?.n).toBe(1);
  });

  it('cannot do what its state does not allow', async () => {
    const id = await send(prescriber);
    await expect(
      closeRequest({ ctx: advisor, input: { ...(await seen(id)), outcome: 'solutionFound' } }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await declineRequest({ ctx: advisor, input: { ...(await seen(id)), reason: 'twice' } });
    await expect(takeUpRequest({ ctx: advisor, input: await seen(id) })).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      assignRequest({ ctx: advisor, input: { ...(await seen(id)), memberId: 'mem-jo' } }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('give requests to colleagues only', async () => {
    const id = await send(prescriber);
    for (const memberId of ['mem-basile', 'mem-loin', 'mem-nobody']) {
      await expect(assignRequest({ ctx: advisor, input: { ...(await seen(id)), memberId } })).rejects.toMatchObject({
        code: 'invalid',
      });
    }
  });
});

describe('nobody else', () => {
  it('finds it: neither another team, nor the same team’s name in another territory, nor another sender', async () => {
    const id = await send(prescriber);
    const never = { code: 'notFound', message: 'Cette demande n’existe pas, ou plus.' };
    for (const ctx of [office.as('mem-chloe'), office.as('mem-loin')]) {
      await expect(received(id, ctx)).rejects.toMatchObject(never);
      await expect(received('req-never', ctx)).rejects.toMatchObject(never);
      expect(await ids('received', ctx)).toEqual([]);
      expect((await listReceivedRequests({ ctx, input: { view: 'received', page: 1 } })).counts.received).toBe(0);
      const input = { id, seen: (await received(id)).updatedAt };
      await expect(takeUpRequest({ ctx, input })).rejects.toMatchObject(never);
      await expect(declineRequest({ ctx, input: { ...input, reason: 'twice' } })).rejects.toMatchObject(never);
      await expect(getContacts({ ctx, input: { requestId: id } })).rejects.toMatchObject({ code: 'notFound' });
    }
    await expect(getSentRequest({ ctx: employer, input: { id } })).rejects.toMatchObject(never);
    await expect(getSentRequest({ ctx: employer, input: { id: 'req-never' } })).rejects.toMatchObject(never);
    expect(
      (await listSentRequests({ ctx: employer, input: { wholeOrganisation: true } })).map((one) => one.id),
    ).not.toContain(id);
    // The sender is on the other side of it.
    await expect(getContacts({ ctx: office.as('mem-amelie'), input: { requestId: id } })).rejects.toMatchObject({
      code: 'forbidden',
    });
    // A colleague of the sender’s sees that it was sent, and does not count it as their own.
    expect((await getSentRequest({ ctx: office.as('mem-amelie'), input: { id } })).id).toBe(id);
    expect(await listSentRequests({ ctx: office.as('mem-amelie'), input: { wholeOrganisation: false } })).toEqual([]);
  });
});

describe('a person who asks without an account', () => {
  const ask = (person: object, address = '192.0.2.1', more: object = {}) =>
    askForHelp({ ctx: office.visitor(), input: { address, person, goal: { kind: 'job' }, ...more } });
  const asked = (phone: string) =>
    office.owner`select id from service_requests where origin = 'person' and person->>'phone' = ${phone}`;

  it('is heard, and seen by the team alone', async () => {
    await ask({ firstName: 'Léa', phone: '06 00 00 00 01', callWhen: 'après 17 h' });
    const [row] = await asked('06 00 00 00 01');
    expect(await received(row?.id)).toMatchObject({
      origin: 'person',
      person: { firstName: 'Léa', callWhen: 'après 17 h' },
      senderName: null,
    });
  });

  it('gets the same answer whether the number is known or not, and after the third request of a day', async () => {
    await openPerson({ ctx: advisor, input: { firstName: 'Connue', phone: '06 00 00 00 02' } });
    expect(await ask({ firstName: 'Connue', phone: '06 00 00 00 02' })).toBe(
      await ask({ firstName: 'Inconnue', phone: '06 00 00 00 03' }),
    );
    for (let n = 0; n < 5; n++) expect(await ask({ firstName: 'Encore', phone: '+33 6 00 00 00 04' })).toBeUndefined();
    expect(await asked('+33 6 00 00 00 04')).toHaveLength(3);
    // However it is written.
    await ask({ firstName: 'Encore', phone: '06.00.00.00.04' });
    expect(await asked('06.00.00.00.04')).toHaveLength(0);
    office.moveClock({ hours: 24 });
    await ask({ firstName: 'Encore', phone: '06.00.00.00.04' });
    expect(await asked('06.00.00.00.04')).toHaveLength(1);
  });

  it('makes one request of a form sent twice', async () => {
    const ctx = { ...office.visitor(), idempotency: { key: 'ask-1', requestHash: 'h' } };
    const input = { address: '192.0.2.7', person: { firstName: 'Deux', phone: '0600000005' }, goal: { kind: 'job' } };
    await Promise.all([askForHelp({ ctx, input }), askForHelp({ ctx, input })]);
    expect(await asked('0600000005')).toHaveLength(1);
  });

  it('is stopped where one connection asks for very many', async () => {
    const from = (n: number) => ask({ firstName: 'N', phone: `07000000${10 + n}` }, '198.51.100.9');
    for (let n = 0; n < 20; n++) await from(n);
    await expect(from(21)).rejects.toMatchObject({ code: 'tooManyRequests', retryAfterSeconds: 3600 });
    await ask({ firstName: 'Voisine', phone: '0700000099' }, '198.51.100.10');
    office.moveClock({ hours: 1 });
    await from(22);
  });

  it('is answered by mail, or by a call where there is none or they must not be written to', async () => {
    await ask({ firstName: 'Mail', phone: '0600000061', email: 'mail@exemple.fr' });
    await ask({ firstName: 'Sans', phone: '0600000062' });
    await ask({ firstName: 'Chut', phone: '0600000063', email: 'chut@exemple.fr', discreet: true });
    await office.owner`delete from messages`;
    for (const phone of ['0600000061', '0600000062', '0600000063']) {
      const [row] = await asked(phone);
      const input = { ...(await seen(row?.id)), reason: 'outsideTerritory', text: 'Appelez la plateforme voisine.' };
      await declineRequest({ ctx: advisor, input });
    }
    expect((await office.mails()).map(({ to }) => to)).toEqual(['mail@exemple.fr']);
    const calls = await listCallBacks({ ctx: advisor, input: { everybody: false } });
    expect(calls.map(({ person }) => person.firstName)).toEqual(expect.arrayContaining(['Sans', 'Chut']));
    expect(calls.map(({ person }) => person.firstName)).not.toContain('Mail');
  });

  it('is called by the team that took the request up, where another one follows them by now', async () => {
    await ask({ firstName: 'Partie', phone: '0600000064', email: 'partie@exemple.fr' }, '203.0.113.6');
    const [row] = await asked('0600000064');
    const { beneficiaryId } = await takeUpRequest({
      ctx: advisor,
      input: { ...(await seen(row?.id)), fresh: true },
    });
    const moved = await transferPeople({ ctx: advisor, input: { ids: [beneficiaryId], toMemberId: 'mem-chloe' } });
    expect(moved).toEqual({ transferred: [beneficiaryId], left: [] });
    await office.owner`delete from messages`;
    await closeRequest({ ctx: advisor, input: { ...(await seen(row?.id)), outcome: 'solutionFound' } });
    expect(await office.mails()).toEqual([]);
    const calls = await listCallBacks({ ctx: advisor, input: { everybody: false } });
    expect(calls.filter(({ person }) => person.firstName === 'Partie')).toMatchObject([
      { subject: { requestId: row?.id }, person: { phone: '0600000064' } },
    ]);
  });

  it('is told that it is over in words that say neither what came of it nor that nothing did', async () => {
    const end = async (phone: string, how: 'close' | 'decline') => {
      await ask({ firstName: 'Fin', lastName: 'Heureuse', phone, email: `${how}@exemple.fr` }, '203.0.113.5');
      const [row] = await asked(phone);
      if (how === 'decline') {
        await declineRequest({ ctx: advisor, input: { ...(await seen(row?.id)), reason: 'outsideTerritory' } });
      } else {
        await takeUpRequest({ ctx: advisor, input: { ...(await seen(row?.id)), fresh: true } });
        await closeRequest({ ctx: advisor, input: { ...(await seen(row?.id)), outcome: 'solutionFound' } });
      }
      const mail = (await office.mails()).find(({ to }) => to === `${how}@exemple.fr`);
      expect(mail?.subject).toBe('Réponse à votre demande');
      expect(mail?.body).toContain('03 29 00 00 01');
      expect(JSON.stringify(mail)).not.toMatch(/Heureuse|Équipe|solution|emploi|travail|mobilité|territoire/i);
      return mail?.body;
    };
    const closed = await end('0600000071', 'close');
    expect(closed).toContain('Votre demande est terminée de notre côté.');
    expect(closed).not.toContain('donner suite');
    expect(await end('0600000072', 'decline')).toContain('nous ne pouvons pas y donner suite');
  });
});

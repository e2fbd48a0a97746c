import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { SCOPES_OF_ROLE } from '../../src/domain/accounts/roles.ts';
import { formatCode, type PaperCode, readCode } from '../../src/domain/booking/way-in.ts';
import type { Context } from '../../src/services/context.ts';
import { openPerson } from '../../src/services/people/open-person.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { enterCode } from '../../src/services/way-in/enter-code.ts';
import { findRider } from '../../src/services/way-in/find-rider.ts';
import { giveCode } from '../../src/services/way-in/give-code.ts';
import { listWayIns } from '../../src/services/way-in/list-way-ins.ts';
import { revokeWayIn } from '../../src/services/way-in/revoke-way-in.ts';
import { newCode, newDeviceSecret } from '../../src/services/way-in/secrets.ts';
import { hashOf, insertRow, rowsOf } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { openWalledSession, reach, type WalledSession } from '../support/walled-session.ts';

let api: TestApi;
let owner: postgres.Sql;
let app: WalledSession;
let personId: string;

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 2, onnotice: () => {} });
  app = openWalledSession(api.url);
  for (const organisation of ['org_one', 'org_two']) {
    await insertRow(owner, 'members', {
      territory_id: 'meuse',
      id: `mem_${organisation}`,
      organisation_id: organisation,
      display_name: organisation,
      email: `${organisation}@exemple.invalid`,
      role: 'referent',
      joined_at: '2026-11-01T08:00:00Z',
      retention_class: 'account',
    });
  }
});
afterAll(async () => {
  await app?.close();
  await owner?.end();
  await api?.stop();
});
beforeEach(async () => {
  api.moveClock({ hours: 24 });
  const input = { firstName: 'Awa', lastName: 'Sans Téléphone', commune: '55122' };
  personId = (await openPerson({ ctx: as('org_one'), input })).id;
});

function as(organisationId: string): Context {
  const role = 'referent' as const;
  const scopes = new Set(SCOPES_OF_ROLE[role]);
  const who = { id: `mem_${organisationId}`, territoryId: 'meuse', organisationId, role, scopes };
  return { actor: { kind: 'member', ...who }, deps: api.deps };
}
async function give(code: PaperCode = newCode()) {
  await giveCode({ ctx: as('org_one'), input: { personId, code: formatCode(code) } });
  return code;
}
let connections = 0;
function enter(code: PaperCode | null, more: { address?: string; deviceSecret?: string; territory?: string } = {}) {
  connections += 1;
  const { address = `10.9.${connections % 250}.${connections}`, deviceSecret = newDeviceSecret() } = more;
  const ctx = { actor: visitorOf(more.territory ?? 'meuse'), deps: api.deps };
  return enterCode({ ctx, input: { code, address, deviceSecret, draftId: null } });
}
const rider = (deviceSecret: string) => findRider({ deps: api.deps, input: { territoryId: 'meuse', deviceSecret } });
const held = async () => (await listWayIns({ ctx: as('org_one'), input: { personId } })).wayIns;
const wrongOf = ({ publicPart, secret }: PaperCode): PaperCode => ({
  publicPart,
  secret: secret === '000000' ? '000001' : '000000',
});

it('lets somebody in by what is on the paper, for half a day, as often as it is needed in thirty days', async () => {
  const code = await give();
  const deviceSecret = newDeviceSecret();
  expect(await enter(readCode(formatCode(code).toLowerCase()), { deviceSecret })).toBe(true);
  expect((await rider(deviceSecret))?.device).toMatchObject({ personId, asks: null });
  api.moveClock({ hours: 12 });
  expect(await rider(deviceSecret)).toBeNull();
  api.moveClock({ hours: 24 * 29 });
  expect(await enter(code)).toBe(true);
  api.moveClock({ hours: 12 });
  expect(await enter(code)).toBe(false);
});

it('sent twice from one page, also at once, is one device', async () => {
  const code = await give();
  const deviceSecret = newDeviceSecret();
  expect(await Promise.all([enter(code, { deviceSecret }), enter(code, { deviceSecret })])).toEqual([true, true]);
  expect((await held()).filter(({ kind }) => kind === 'device')).toHaveLength(1);
});

it('is ended by ten wrong secrets, also all at once, and no other code with it', async () => {
  const code = await give();
  const other = await openPerson({ ctx: as('org_one'), input: { firstName: 'Autre', lastName: 'Personne' } });
  const untouched = newCode();
  await giveCode({ ctx: as('org_one'), input: { personId: other.id, code: formatCode(untouched) } });
  for (let n = 0; n < 4; n++) expect(await enter(wrongOf(code))).toBe(false);
  expect((await held())[0]).toMatchObject({ attempts: 4 });
  expect(await enter(code)).toBe(true);
  await Promise.all(Array.from({ length: 6 }, () => enter(wrongOf(code))));
  expect(await enter(code)).toBe(false);
  expect(await enter(untouched)).toBe(true);
});

it('is tried so often from one connection, right or wrong', async () => {
  const code = await give();
  const address = '10.8.0.1';
  for (let n = 0; n < 30; n++) expect(await enter(newCode(), { address })).toBe(false);
  await expect(enter(code, { address })).rejects.toMatchObject({ code: 'tooManyRequests' });
  expect(await enter(code, { address: '10.8.0.2' })).toBe(true);
});

it('is of one territory, and what is no code is none', async () => {
  const code = await give();
  expect(await enter(code, { territory: 'voisin' })).toBe(false);
  expect(await enter(null)).toBe(false);
});

it('given again ends the one before; the same form sent twice gives one', async () => {
  const first = await give();
  await give(first);
  expect((await held()).filter(({ kind }) => kind === 'code')).toHaveLength(1);
  expect(await enter(first)).toBe(true);
  const second = await give();
  expect(await enter(first)).toBe(false);
  expect(await enter(second)).toBe(true);
});

it('is not given where another begins the same way', async () => {
  const { publicPart } = await give();
  const other = await openPerson({ ctx: as('org_one'), input: { firstName: 'Autre', lastName: 'Encore' } });
  const input = { personId: other.id, code: formatCode({ publicPart, secret: '123456' }) };
  await expect(giveCode({ ctx: as('org_one'), input })).rejects.toMatchObject({ code: 'conflict' });
});

it('is ended by whoever holds the file, with its devices, and by nobody else', async () => {
  const code = await give();
  const deviceSecret = newDeviceSecret();
  await enter(code, { deviceSecret });
  const [wayIn] = (await held()).filter(({ kind }) => kind === 'code');
  const wayInId = wayIn?.id ?? '';
  for (const attempt of [
    () => giveCode({ ctx: as('org_two'), input: { personId, code: formatCode(newCode()) } }),
    () => listWayIns({ ctx: as('org_two'), input: { personId } }),
    () => revokeWayIn({ ctx: as('org_two'), input: { personId, wayInId } }),
    () => revokeWayIn({ ctx: as('org_two'), input: { personId, wayInId: null } }),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'notFound' });
  }
  await revokeWayIn({ ctx: as('org_one'), input: { personId, wayInId } });
  expect(await enter(code)).toBe(false);
  expect((await rider(deviceSecret))?.device.personId).toBe(personId);
  await revokeWayIn({ ctx: as('org_one'), input: { personId, wayInId: null } });
  expect(await rider(deviceSecret)).toBeNull();
  expect(await held()).toEqual([]);
});

it('shows whoever found the paper no ride that was there before', async () => {
  const rows = rowsOf('meuse');
  const row = (name: string) => rows.find(([table]) => table === name)?.[1];
  await insertRow(owner, 'offers', { ...row('offers'), id: 'off_code' });
  const booking = { ...row('bookings'), beneficiary_id: personId, offer_id: 'off_code', organisation_id: 'org_one' };
  const at = () => api.deps.clock.now().toString();
  const put = (id: string) =>
    insertRow(owner, 'bookings', { ...booking, provider_organisation_id: null, id, created_at: at() });
  await put('boo_before');
  const code = await give();
  api.moveClock({ minutes: 1 });
  const deviceSecret = newDeviceSecret();
  await enter(code, { deviceSecret });
  const seen = async () => {
    const posture = { kind: 'visitor', territory: 'meuse', link: hashOf(deviceSecret), now: at() };
    return (await app.as(posture, (tx) => tx`select id from bookings`)).map(({ id }) => id);
  };
  expect(await seen()).toEqual([]);
  api.moveClock({ minutes: 1 });
  await put('boo_after');
  expect(await seen()).toEqual(['boo_after']);
});

it('keeps whoever holds the file from making devices, changing ways in and removing them', async () => {
  await give();
  const [row] = await owner`select * from way_ins where beneficiary_id = ${personId}`;
  const now = api.deps.clock.now().toString();
  const posture = { kind: 'member', territory: 'meuse', organisation: 'org_one', now };
  const forged = {
    territory_id: 'meuse',
    id: 'way_forged',
    kind: 'device',
    token_hash: hashOf('forged'),
    beneficiary_id: personId,
    created_by: 'visitor',
    created_at: now,
    expires_at: '2030-01-01T00:00:00Z',
    last_seen_at: now,
    retention_class: 'file',
  };
  expect(await app.as(posture, (tx) => reach(insertRow(tx, 'way_ins', forged).then(() => ({ count: 1 }))))).toBe(
    'denied',
  );
  const { id } = row as { id: string };
  for (const change of [
    `token_hash = 'x'`,
    `attempts = 0`,
    `expires_at = '2030-01-01'`,
    `revoked_at = now(), attempts = 1`,
    `beneficiary_id = null`,
  ]) {
    const changed = await app.as(posture, (tx) => reach(tx`update way_ins set ${tx.unsafe(change)} where id = ${id}`));
    expect([change, changed]).toEqual([change, 'denied']);
  }
  expect(await app.as(posture, (tx) => reach(tx`update way_ins set revoked_at = now() where id = ${id}`))).toBe(1);
  expect(await app.as(posture, (tx) => reach(tx`delete from way_ins where id = ${id}`))).toBe(0);
  expect(await app.as({ ...posture, organisation: 'org_two' }, (tx) => reach(tx`select 1 from way_ins`))).toBe(0);
});

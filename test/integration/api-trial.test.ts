import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { explainOffer } from '../../src/services/explain-offer.ts';
import { getDiagnostic } from '../../src/services/get-diagnostic.ts';
import { getMatches } from '../../src/services/get-matches.ts';
import { purgeExpired } from '../../src/services/purge-expired.ts';
import { startTrial } from '../../src/services/start-trial.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { carpool, loan } from '../factories/offers.ts';
import { worker } from '../factories/rows.ts';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let owner: postgres.Sql;
let visitor: Context;
beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  visitor = { actor: visitorOf('meuse'), deps: api.deps };
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

it('a trial has no name: the age stays, the birth date and the reference do not', async () => {
  const trial = await startTrial({ ctx: visitor, input: DIAGNOSTIC_EXAMPLE });
  expect(trial).toMatchObject({ expiresAt: '2026-11-23T08:00:00.000Z', beneficiary: { reference: null, age: 27 } });
  const everything = JSON.stringify([
    await owner`select * from diagnostic_versions where diagnostic_id = ${trial.id}`,
    await owner`select * from beneficiaries where id = ${trial.beneficiary.id}`,
    await owner`select * from beneficiary_identities where beneficiary_id = ${trial.beneficiary.id}`,
  ]);
  expect(everything).not.toMatch(/1999-05-02|B-0042/);
});

it('is matched and explained to whoever holds its id, without naming private drivers', async () => {
  const { body: offer } = await api.post('/api/offers', carpool());
  const { body: hidden } = await api.post('/api/offers', loan({ visibility: 'territory' }));
  const { id } = await startTrial({ ctx: visitor, input: DIAGNOSTIC_EXAMPLE });
  await api.matchNow(id);
  const result = await getMatches({ ctx: visitor, input: { diagnosticId: id } });
  expect(result.status).toBe('ready');
  expect(result.matches.map((match) => match.offerId)).not.toContain(hidden.id);
  const told = JSON.stringify(result);
  expect(told).not.toMatch(/Camille|Fleurs/);
  expect(result.matches.find((match) => match.offerId === offer.id)?.title).toBe('Commercy → Bar-le-Duc');
  const explained = await explainOffer({ ctx: visitor, input: { diagnosticId: id, offerId: offer.id } });
  expect(JSON.stringify(explained)).not.toMatch(/Camille|Fleurs/);
  await expect(explainOffer({ ctx: visitor, input: { diagnosticId: id, offerId: hidden.id } })).rejects.toMatchObject({
    code: 'notFound',
  });
});

it('is nobody else’s: neither a program nor another territory finds it, and a visitor finds no file', async () => {
  const trial = await startTrial({ ctx: visitor, input: DIAGNOSTIC_EXAMPLE });
  expect((await api.get(`/api/diagnostics/${trial.id}`, { key: 'neighbour' })).status).toBe(404);
  const elsewhere: Context = { actor: visitorOf('voisin'), deps: api.deps };
  await expect(getDiagnostic({ ctx: elsewhere, input: { id: trial.id } })).rejects.toMatchObject({ code: 'notFound' });
  const file = await api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE);
  await expect(getDiagnostic({ ctx: visitor, input: { id: file.body.id } })).rejects.toMatchObject({
    code: 'notFound',
  });
});

it('is gone after a day, purged or not', async () => {
  const trial = await startTrial({ ctx: visitor, input: DIAGNOSTIC_EXAMPLE });
  const file = await api.post('/api/diagnostics', DIAGNOSTIC_EXAMPLE);
  api.moveClock({ hours: 24 });
  await expect(getDiagnostic({ ctx: visitor, input: { id: trial.id } })).rejects.toMatchObject({ code: 'notFound' });
  const actor = worker();
  const { trials } = await purgeExpired({ ctx: { actor, deps: api.deps } });
  expect(trials).toBeGreaterThan(0);
  expect(await owner`select id from diagnostics where id = ${trial.id}`).toHaveLength(0);
  expect((await api.get(`/api/diagnostics/${file.body.id}`)).status).toBe(200);
  await expect(purgeExpired({ ctx: visitor })).rejects.toMatchObject({ code: 'forbidden' });
});

it('is refused with paths, as any diagnostic', async () => {
  await expect(startTrial({ ctx: visitor, input: { home: {} } })).rejects.toMatchObject({
    code: 'invalid',
    errors: expect.arrayContaining([{ path: 'home.lon', message: 'Ce champ est obligatoire.' }]),
  });
});

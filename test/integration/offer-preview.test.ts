import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPES_OF_ROLE } from '../../src/domain/accounts/roles.ts';
import { findPreview, previewOffer } from '../../src/services/catalogue/preview-offer.ts';
import type { Context } from '../../src/services/context.ts';
import { DIAGNOSTIC_EXAMPLE } from '../../src/web/api/examples.ts';
import { loan, onDemand } from '../factories/offers.ts';
import { startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
let owner: postgres.Sql;
let ctx: Context;

async function record(reference: string, more: object = {}) {
  const { beneficiary, stops: _stops, ...facts } = DIAGNOSTIC_EXAMPLE;
  const answer = await api.post('/api/diagnostics', { ...facts, ...more, beneficiary: { ...beneficiary, reference } });
  expect(answer.status).toBe(201);
  return answer.body.id as string;
}
/** Served by anything that runs in the département at any hour. */
const everywhere = (more: object = {}, details: object = {}) =>
  onDemand({ visibility: 'territory', ...more }, { noticeHours: 0, ...details });
const ask = (offer: object, as = ctx) => previewOffer({ ctx: as, input: { offer } });
const weekLater = () => api.moveClock({ hours: 7 * 24 });

beforeAll(async () => {
  api = await startApi();
  owner = postgres(api.url, { max: 1, onnotice: () => {} });
  const actor = {
    ...{ kind: 'member' as const, id: 'mem-preview', territoryId: 'meuse', organisationId: 'org_one' },
    ...{ role: 'resourceCentre' as const, scopes: new Set(SCOPES_OF_ROLE.resourceCentre) },
  };
  ctx = { actor, deps: api.deps };
  for (let person = 0; person < 8; person++) await record(`P-${person}`);
});
afterAll(async () => {
  await owner.end();
  await api.stop();
});

describe('who would be served by an offer that is being written', () => {
  it('counts nobody who was recorded this week, then at least five of eight, once and for all of that week', async () => {
    expect(await findPreview({ ctx, input: { offer: everywhere() } })).toEqual({
      kind: 'notAsked',
      asOf: '2026-11-16',
    });
    expect(await ask(everywhere())).toEqual({ kind: 'told', asOf: '2026-11-16', atLeast: null });
    weekLater();
    const told = { kind: 'told', asOf: '2026-11-23', atLeast: 5 };
    expect(await ask(everywhere())).toEqual(told);
    // Two people more change nothing before the next Monday.
    for (const reference of ['P-new-1', 'P-new-2', 'P-new-3', 'P-new-4', 'P-new-5']) await record(reference);
    expect(await ask(everywhere())).toEqual(told);
    expect(await ask(everywhere({ title: 'Un autre titre' }, { pricePerRideCents: 299 }))).toEqual(told);
    expect(await findPreview({ ctx, input: { offer: everywhere() } })).toEqual(told);
    const rows = await owner`select week::text, at_least from offer_previews order by week`;
    expect(rows).toEqual([{ week: '2026-11-23', at_least: 5 }]);
  });

  it('counts by the engine: nobody by a loan of a car they may not drive', async () => {
    expect(await ask(loan())).toMatchObject({ kind: 'told', atLeast: null });
    const free = loan({}, { vehicleType: 'ebike', requiredLicence: null, depositCents: 0 });
    // A bicycle goes no further than they said they cycle.
    expect(await ask(free)).toMatchObject({ kind: 'told', atLeast: null });
  });

  it('counts a person once, and leaves out trials and files that are closed', async () => {
    weekLater();
    const before = await ask(everywhere({}, { seats: 4 }));
    expect(before).toMatchObject({ atLeast: 10 });
    for (const reference of ['P-0', 'P-1', 'P-2', 'P-3', 'P-4', 'P-5', 'P-6', 'P-7']) await record(reference);
    await owner`update beneficiaries set closed_at = ${api.deps.clock.now().toString()} where reference like 'P-new%'`;
    weekLater();
    expect(await ask(everywhere({}, { seats: 4 }))).toMatchObject({ atLeast: 5 });
  });

  it('never tells a figure that a single person turns: what is withheld differs from question to question', async () => {
    // Eight people: with none, one or two withheld it is "at least five" for each of these questions.
    for (const seats of [5, 6, 7]) expect(await ask(everywhere({}, { seats }))).toMatchObject({ atLeast: 5 });
    // Five people could be told or not, by a rule that nobody foresees; four never are.
    await owner`update beneficiaries set closed_at = '2026-11-22T08:00:00Z' where reference in ('P-4', 'P-5', 'P-6', 'P-7')`;
    weekLater();
    for (const seats of [5, 6, 7]) expect(await ask(everywhere({}, { seats }))).toMatchObject({ atLeast: null });
  });

  it('answers so many questions a week, and is for whoever maintains the catalogue', async () => {
    await owner`insert into offer_previews (territory_id, organisation_id, week, asked, at_least, created_at)
      select 'meuse', 'org_one', max(week), 'filler ' || n, null, now() from offer_previews, generate_series(1, 60) n group by n`;
    expect(await ask(everywhere({}, { seats: 9 }))).toMatchObject({ kind: 'usedUp' });
    expect(await findPreview({ ctx, input: { offer: everywhere({}, { seats: 9 }) } })).toMatchObject({
      kind: 'usedUp',
    });
    // What was told already is told again.
    expect(await ask(everywhere({}, { seats: 5 }))).toMatchObject({ kind: 'told' });
    const provider = { ...ctx, actor: { ...ctx.actor, scopes: new Set(SCOPES_OF_ROLE.provider) } };
    await expect(ask(everywhere(), provider)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ask({ kind: 'carpool' })).rejects.toMatchObject({ code: 'invalid' });
  });
});

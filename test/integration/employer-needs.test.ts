import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { changeSite } from '../../src/services/employers/change-site.ts';
import { countNeeds } from '../../src/services/employers/count-needs.ts';
import { declarePattern } from '../../src/services/employers/declare-pattern.ts';
import { declareSite } from '../../src/services/employers/declare-site.ts';
import { getSite } from '../../src/services/employers/get-site.ts';
import { matchResult, missBy } from '../factories/results.ts';
import { worker } from '../factories/rows.ts';
import { type Firm, openFirm } from '../support/firm.ts';

const barLeDuc = { commune: '55029', lon: 5.1606, lat: 48.7729 };
const commercy = { commune: '55122', lon: 5.5905, lat: 48.7612 };
const shifts = [{ day: 0, start: '05:00', end: '13:00' }];
const cycle = { anchorDate: '2026-12-07', lengthDays: 7, shifts };

describe('who could work at a site if one thing changed', () => {
  let firm: Firm;
  let boss: Context;
  let siteId: string;
  let patternId: string;
  const record = async (reference: string, more: object = {}, key = 'all') => {
    const body = {
      beneficiary: { reference },
      home: commercy,
      job: { ...barLeDuc, cycle, maxTravelMinutes: 75 },
      ...more,
    };
    const answer = await firm.post('/api/diagnostics', body, { key });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body.id as string;
  };
  const found = (id: string, result = matchResult({ matches: [missBy()] })) =>
    firm.deps.database.transact(worker(), ({ matches }) =>
      matches.saveReady(id, 1, firm.deps.clock.now().toString(), result),
    );
  const counted = async () => (await countNeeds({ ctx: boss })).sites.find(({ site }) => site.id === siteId);
  const nextMonday = () => firm.moveClock({ hours: 24 * 7 });

  beforeAll(async () => {
    firm = await openFirm();
    boss = firm.as('employer', 'org_firm');
    siteId = (await declareSite({ ctx: boss, input: { label: 'Fonderie', place: barLeDuc } })).id;
    const input = { siteId, pattern: { label: 'Matin', cycle } };
    patternId = (await declarePattern({ ctx: boss, input })).id;
  });
  afterAll(() => firm.stop());

  it('is told from the Monday after the site was declared, as it was on that Monday', async () => {
    // Sunday: the figures are those of Monday the 16th, when the site was not there.
    expect(await countNeeds({ ctx: boss })).toMatchObject({ asOf: '2026-11-16', next: '2026-11-23' });
    expect(await counted()).toMatchObject({ figures: null, patterns: [{ id: patternId, figures: null }] });
    nextMonday();
    expect((await countNeeds({ ctx: boss })).asOf).toBe('2026-11-23');
    expect((await counted())?.figures).toEqual({
      line: 0,
      vehicle: 0,
      hours15: 0,
      hours30: 0,
      hours60: 0,
      driver: 0,
      service: 0,
    });
  });

  it('tells nothing of four people, nor of the fifth in the week they come', async () => {
    const means = { vehicles: [], licences: [{ category: 'B', status: 'none' }] };
    for (const name of ['a', 'b', 'c']) await found(await record(name, { means }));
    await found(await record('d', { means }, 'colleague'));
    // Another diagnostic of the same person is no other person.
    await found(await record('a', { means }));
    nextMonday();
    expect((await counted())?.figures).toMatchObject({ line: 0, driver: 0 });
    await found(await record('e', { means }, 'colleague'));
    expect((await counted())?.figures).toMatchObject({ line: 0, driver: 0 });
    nextMonday();
    // A driver’s detour of four minutes more, as `missBy` tells it, and a line.
    const figures = { line: 5, vehicle: 0, hours60: 0, driver: 5, service: 0 };
    expect(await counted()).toMatchObject({ figures, patterns: [{ figures }] });
  });

  it('counts neither trials, nor who is not accompanied any more, nor who has a way', async () => {
    const figures = { line: 5, driver: 5 };
    expect((await counted())?.figures).toMatchObject(figures);
    const [one] = await firm.owner`select id from beneficiaries where reference = 'a'`;
    await firm.owner`update beneficiaries set closed_at = now() - interval '1 year' where id = ${one?.id}`;
    expect((await counted())?.figures).toMatchObject({ line: 0, driver: 0 });
    await firm.owner`update beneficiaries set closed_at = null`;
    expect((await counted())?.figures).toMatchObject(figures);
    const [diagnostic] = await firm.owner`
      select d.id from diagnostics d join beneficiaries b on b.id = d.beneficiary_id where b.reference = 'e'`;
    const carried = missBy();
    await found(
      diagnostic?.id,
      matchResult({
        matches: [
          { ...carried, verdict: 'possible', coverage: { ...carried.coverage, served: 2, certain: 2, total: 2 } },
        ],
      }),
    );
    expect((await counted())?.figures).toMatchObject({ line: 0, driver: 0 });
    await found(diagnostic?.id);
    expect((await counted())?.figures).toMatchObject(figures);
  });

  it('lets only figures out: no id, no commune, nobody', async () => {
    const told = JSON.stringify(await countNeeds({ ctx: boss }));
    expect(told).not.toMatch(/ben_|dia_|55122|Commercy|5\.59/);
    const ids = await firm.owner`select id from beneficiaries`;
    for (const { id } of ids) expect(told).not.toContain(id);
  });

  it('is not told of a site that was moved this week', async () => {
    const { updatedAt, label } = await getSite({ ctx: boss, input: { id: siteId } });
    const moved = { label, place: { ...barLeDuc, lon: 5.161 } };
    await changeSite({ ctx: boss, input: { id: siteId, expectedVersion: updatedAt, site: moved } });
    expect((await counted())?.figures).toBeNull();
    nextMonday();
    expect((await counted())?.figures).toMatchObject({ line: 5 });
  });

  it('is for the employer’s own sites', async () => {
    expect((await countNeeds({ ctx: firm.as('employer', 'org_rival') })).sites).toEqual([]);
    expect((await countNeeds({ ctx: firm.as('employer', 'org_firm', 'voisin') })).sites).toEqual([]);
    for (const role of ['prescriber', 'department', 'provider', 'admin'] as const) {
      await expect(countNeeds({ ctx: firm.as(role, 'org_firm') })).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(countNeeds({ ctx: firm.passerBy })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

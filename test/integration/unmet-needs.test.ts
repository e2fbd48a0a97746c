import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { sumUnmetNeeds } from '../../src/services/sum-unmet-needs.ts';
import { BAR_LE_DUC, COMMERCY, carpool } from '../factories/offers.ts';
import { type Firm, openFirm } from '../support/firm.ts';

const cycle = { anchorDate: '2026-12-07', lengthDays: 7, shifts: [{ day: 0, start: '05:00', end: '13:00' }] };

describe('needs that nobody serves', () => {
  let firm: Firm;
  let centre: Context;
  const offers = new Map<string, string>();
  /** Each at an hour of its own: what was recorded last is what counts. */
  const record = async (reference: string, key = 'all') => {
    firm.moveClock({ minutes: 1 });
    const job = { ...BAR_LE_DUC, startsOn: '2026-12-07', cycle, maxTravelMinutes: 90, maxWaitMinutes: 30 };
    const body = { beneficiary: { reference }, home: COMMERCY, job };
    const answer = await firm.post('/api/diagnostics', body, { key });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    await firm.matchNow(answer.body.id);
  };
  const told = async () => (await sumUnmetNeeds({ ctx: centre })).sums;
  const post = async (title: string, details: object) => {
    const answer = await firm.post('/api/offers', carpool({ title }, details as Record<string, unknown>), {
      key: 'all',
    });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    offers.set(title, answer.body.id);
  };

  beforeAll(async () => {
    firm = await openFirm();
    centre = firm.as('resourceCentre', 'org_team');
    // An hour too early for the outbound, and nobody for the return.
    const trips = [{ direction: 'outbound', weekdays: [1], departureTime: '03:10', flexibilityMinutes: 0 }];
    await post('Trop tôt', { trips });
  });
  afterAll(() => firm.stop());

  it('are told of five people, whoever accompanies them, with the offer that came nearest', async () => {
    for (const reference of ['one', 'two', 'three']) await record(reference);
    await record('four', 'colleague');
    // A second diagnostic of one person makes no fifth person.
    await record('one');
    expect(await told()).toEqual([]);
    await record('five', 'colleague');
    const place = { level: 'commune', from: COMMERCY.commune, to: BAR_LE_DUC.commune };
    const [outbound, back, ...rest] = (await told()).toSorted((a, b) =>
      (a.direction ?? '') < (b.direction ?? '') ? -1 : 1,
    );
    expect(rest).toEqual([]);
    expect(outbound).toMatchObject({
      place,
      direction: 'outbound',
      hours: { from: 4, to: 6 },
      people: 5,
      fromName: 'Commercy',
      toName: 'Bar-le-Duc',
      nearest: { offerId: offers.get('Trop tôt'), unit: 's', people: 5 },
      nearestTitle: 'Trop tôt',
    });
    expect(back).toMatchObject({
      place: { level: 'commune', from: BAR_LE_DUC.commune, to: COMMERCY.commune },
      direction: 'return',
      hours: { from: 12, to: 14 },
      people: 5,
      nearest: null,
    });
  });

  it('are told to programs that steer, and to no other', async () => {
    const { status, body } = await firm.get('/api/unmet-needs', { key: 'all' });
    expect([status, body.since, body.items.length]).toEqual([200, '2026-08-24', 2]);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        ...{ level: 'commune', from: COMMERCY.commune, to: BAR_LE_DUC.commune, people: 5 },
        nearest: expect.objectContaining({ offerId: offers.get('Trop tôt'), people: 5 }),
      }),
    );
    expect((await firm.get('/api/unmet-needs', { key: 'neighbour' })).body.items).toEqual([]);
    expect((await firm.get('/api/unmet-needs', { key: 'reader' })).status).toBe(403);
  });

  it('are served once an offer is there', async () => {
    await post('À l’heure', {
      trips: [{ direction: 'outbound', weekdays: [1], departureTime: '04:05', flexibilityMinutes: 15 }],
    });
    for (const reference of ['one', 'two', 'three']) await record(reference);
    for (const reference of ['four', 'five']) await record(reference, 'colleague');
    expect((await told()).map(({ direction }) => direction)).toEqual(['return']);
  });

  it('are not told of a person whose file is closed', async () => {
    await firm.owner`update beneficiaries set closed_at = now() where reference = 'five'`;
    expect(await told()).toEqual([]);
  });

  it('are for who maintains the catalogue and who steers, and for nobody who accompanies', async () => {
    await expect(sumUnmetNeeds({ ctx: firm.as('prescriber', 'org_one') })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

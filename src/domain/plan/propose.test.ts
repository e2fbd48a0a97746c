import { describe, expect, it } from 'vitest';
import { type Offer, offerInputSchema } from '../catalogue/offer.ts';
import { DEFAULT_PATHWAY_RULES } from '../pathway/default-rules.ts';
import { type Proposal, proposeSteps, stepOfOffer } from './propose.ts';

const offerOf = (id: string, input: object): Offer => ({
  ...offerInputSchema.parse({
    title: id,
    theme: 'mobilite--financer-ma-mobilite',
    provider: { name: `Structure ${id}` },
    ...input,
  }),
  id,
  version: 1,
});
const aid = (id: string, amountCents: number | null, barriers: string[], more: object = {}) =>
  offerOf(id, { kind: 'financialAid', details: { amountCents, barriers }, ...more });
const school = (costCents: number | null) =>
  offerOf('school', { kind: 'drivingLicence', details: { category: 'B', place: { lon: 5, lat: 49 }, costCents } });
const ride = offerOf('ride', {
  kind: 'demandResponsiveTransport',
  details: { zone: ['55'], serviceHours: [{ weekdays: [1], from: '04:00', to: '22:00' }], noticeHours: 24 },
});

function propose(
  offers: Offer[],
  pathway: Partial<Proposal['pathway'][0]>[],
  aids: string[] = [],
  more: Partial<Proposal> = {},
) {
  const step = { from: '2026-12-07', until: null, unlocks: [], offerId: null };
  return proposeSteps({
    pathway: pathway.map((one) => ({ ...step, id: String(one.step), step: 'bridge', ...one })),
    offers: new Map(offers.map((offer) => [offer.id, offer])),
    costPerMonthCents: new Map(),
    aids,
    rules: DEFAULT_PATHWAY_RULES,
    ...more,
  });
}

describe('what pays for a licence', () => {
  const licence = { step: 'licence' as const, offerId: 'school' };
  const CASES: [string, number | null, Offer[], [string, number][]][] = [
    ['an aid for licences', 150_000, [aid('licences', 80_000, ['noLicence'])], [['licences', 80_000]]],
    ['no more than it costs', 50_000, [aid('licences', 80_000, ['noLicence'])], [['licences', 50_000]]],
    [
      'several, until nothing is left',
      100_000,
      [aid('first', 80_000, ['noLicence']), aid('second', 80_000, ['cost']), aid('third', 10_000, ['cost'])],
      [
        ['first', 80_000],
        ['second', 20_000],
      ],
    ],
    ['an aid whose amount nobody told, to be found out', 100_000, [aid('open', null, ['noLicence'])], [['open', 0]]],
    [
      'all it gives where the cost is not known',
      null,
      [aid('licences', 80_000, ['noLicence'])],
      [['licences', 80_000]],
    ],
    ['nothing, where it is free', 0, [aid('licences', 80_000, ['noLicence'])], []],
    ['not what is for repairs', 100_000, [aid('repairs', 80_000, ['vehicleBroken'])], []],
    ['not what says nothing of what it lifts', 100_000, [aid('silent', 80_000, [])], []],
  ];
  it.each(CASES)('is %s', (_name, cost, aids, expected) => {
    const [step] = propose(
      [school(cost), ...aids],
      [licence],
      aids.map(({ id }) => id),
    );
    const sources = step?.funding.sources ?? [];
    expect(sources.map(({ funder, amountCents }) => [funder.split(' : ')[1], amountCents])).toEqual(expected);
    for (const { status } of sources) expect(status).toBe('toAsk');
  });

  it('begins with what the pathway chose for it', () => {
    const offers = [school(100_000), aid('chosen', 60_000, ['noLicence']), aid('other', 60_000, ['noLicence'])];
    const funding = { id: 'licenceFunding', step: 'funding' as const, offerId: 'chosen', unlocks: ['licence'] };
    const steps = propose(offers, [funding, licence], ['other', 'chosen']);
    expect(steps.map(({ step }) => step)).toEqual(['funding', 'licence']);
    expect(steps[1]?.funding.sources.map(({ amountCents }) => amountCents)).toEqual([60_000, 40_000]);
    expect(steps[1]?.funding.sources[0]?.funder).toBe('Structure chosen : chosen');
  });
});

describe('the steps', () => {
  it('begin with the bridge, one for each offer of the bundle, by the month', () => {
    const second = { ...ride, id: 'second' };
    const bridge = { step: 'bridge' as const, offerId: 'ride', offerIds: ['ride', 'second'], until: '2027-03-01' };
    const costPerMonthCents = new Map([['ride', 4350.2]]);
    const steps = propose([ride, second, school(null)], [{ step: 'licence', offerId: 'school' }, bridge], [], {
      costPerMonthCents,
    });
    expect(steps.map(({ step, offerId }) => [step, offerId])).toEqual([
      ['bridge', 'ride'],
      ['bridge', 'second'],
      ['licence', 'school'],
    ]);
    expect(steps[0]).toMatchObject({
      actor: 'provider',
      actorName: 'Structure ride',
      from: '2026-12-07',
      until: '2027-03-01',
      funding: { costCents: 4351, per: 'month' },
    });
    expect(steps[1]?.funding).toEqual({ costCents: null, per: 'month', sources: [] });
  });

  it('leave out an offer that is gone, and keep going alone, which needs none', () => {
    const steps = propose([], [{ step: 'licence', offerId: 'school' }, { step: 'autonomy' }]);
    expect(steps.map(({ step, offerId, actor }) => [step, offerId, actor])).toEqual([['autonomy', null, 'person']]);
  });

  it('ask for one aid a month for a bridge, without saying how much of it', () => {
    const offers = [ride, aid('trips', 20_000, ['noTransport']), aid('more', 20_000, ['noTransport'])];
    const [bridge] = propose(offers, [{ step: 'bridge', offerId: 'ride' }], ['trips', 'more'], {
      costPerMonthCents: new Map([['ride', 4000]]),
    });
    expect(bridge?.funding.sources).toMatchObject([{ amountCents: 0, paperwork: '200 € au plus', status: 'toAsk' }]);
  });

  it('are of the offer’s kind where a human adds one', () => {
    expect(stepOfOffer(school(120_000), 999, null)).toMatchObject({
      step: 'licence',
      funding: { costCents: 120_000, per: 'once' },
      from: null,
    });
    expect(stepOfOffer(ride, 999, '2026-12-07')).toMatchObject({
      step: 'bridge',
      funding: { costCents: 999, per: 'month' },
      from: '2026-12-07',
    });
    expect(stepOfOffer(aid('a', 100, ['cost']), null, null)).toMatchObject({
      step: 'funding',
      funding: { costCents: null },
    });
  });
});

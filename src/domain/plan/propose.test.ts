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
const aid = (id: string, amountCents: number | null, barriers: string[], details: object = {}) =>
  offerOf(id, { kind: 'financialAid', details: { amountCents, barriers, ...details } });
/** Money for a car's licence, as the offer says itself. */
const ofLicences = (id: string, amountCents: number | null, details: object = {}) =>
  aid(id, amountCents, ['noLicence', 'cost'], { covers: ['licenceB'], ...details });
const school = (costCents: number | null, category = 'B') =>
  offerOf('school', { kind: 'drivingLicence', details: { category, place: { lon: 5, lat: 49 }, costCents } });
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
  const bridge = pathway.find((one) => one.step === 'bridge');
  return proposeSteps({
    bridge: bridge === undefined ? null : { offerIds: bridge.offerIds ?? [bridge.offerId ?? ''], from: '2026-12-07' },
    holdsLicence: () => 'met',
    refused: new Set(),
    helps: [],
    today: '2026-11-22',
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
    ['an aid for licences', 150_000, [ofLicences('licences', 80_000)], [['licences', 80_000]]],
    ['no more than it costs', 50_000, [ofLicences('licences', 80_000)], [['licences', 50_000]]],
    [
      'several, until nothing is left',
      100_000,
      [ofLicences('first', 80_000), ofLicences('second', 80_000), ofLicences('third', 10_000)],
      [
        ['first', 80_000],
        ['second', 20_000],
      ],
    ],
    ['an aid whose amount nobody told, to be found out', 100_000, [ofLicences('open', null)], [['open', 0]]],
    ['all it gives where the cost is not known', null, [ofLicences('licences', 80_000)], [['licences', 80_000]]],
    ['nothing, where it is free', 0, [ofLicences('licences', 80_000)], []],
    [
      'not what is for repairs',
      100_000,
      [aid('repairs', 80_000, ['vehicleBroken', 'cost'], { covers: ['vehicleRepair'] })],
      [],
    ],
    ['not what says nothing of what it lifts', 100_000, [aid('silent', 80_000, [])], []],
    [
      'neither what pays for a scooter’s licence nor what exchanges a foreign one',
      40_000,
      [
        ofLicences('am', 15_000, { covers: ['licenceAM'] }),
        ofLicences('exchange', 12_000, { covers: ['licenceExchange'] }),
        ofLicences('b', 13_000),
      ],
      [['b', 13_000]],
    ],
    [
      'a question, and no sum, of what nobody wrote it pays',
      40_000,
      [aid('told', 90_000, ['noLicence'])],
      [['told', 0]],
    ],
    [
      'no question where something surely pays',
      40_000,
      [aid('told', 90_000, ['noLicence']), ofLicences('b', 13_000)],
      [['b', 13_000]],
    ],
    ['a loan, of which nothing is counted', 40_000, [ofLicences('lent', 90_000, { repayable: true })], [['lent', 0]]],
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

  it('says what goes with asking as data, for any language', () => {
    const conditions = { accessConditions: { statuses: ['rsa'], referralRequired: true } };
    const lent = {
      ...offerOf('lent', {
        kind: 'financialAid',
        details: { amountCents: 90_000, barriers: ['noLicence'], repayable: true },
        ...conditions,
      }),
    };
    const [step] = propose([school(40_000), lent], [licence], ['lent']);
    expect(step?.funding.sources).toEqual([
      {
        funder: 'Structure lent : lent',
        amountCents: 0,
        paperwork: '',
        status: 'toAsk',
        mostCents: 90_000,
        needs: ['whatItPays', 'repay', 'referral', 'proof', 'quote'],
      },
    ]);
  });

  it('begins with what the pathway chose for it', () => {
    const offers = [school(100_000), ofLicences('chosen', 60_000), ofLicences('other', 60_000)];
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
    const alone = { step: 'autonomy' as const, from: '2027-03-01' };
    const steps = propose([ride, second, school(null)], [{ step: 'licence', offerId: 'school' }, bridge, alone], [], {
      costPerMonthCents,
    });
    expect(steps.map(({ step, offerId }) => [step, offerId])).toEqual([
      ['bridge', 'ride'],
      ['bridge', 'second'],
      ['licence', 'school'],
      ['autonomy', null],
    ]);
    expect(steps[0]).toMatchObject({
      actor: 'provider',
      actorName: 'Structure ride',
      from: '2026-12-07',
      until: '2027-03-01',
      // To the euro, as a month's cost is told everywhere.
      funding: { costCents: 4400, per: 'month' },
    });
    expect(steps[1]?.funding).toEqual({ costCents: null, per: 'month', sources: [] });
  });

  const scooter = offerOf('scooter', {
    kind: 'vehicleLoan',
    details: { vehicleType: 'scooter', units: 1, depot: { lon: 5, lat: 49 }, requiredLicence: 'AM' },
  });
  const LICENCES: [string, Partial<Proposal>, unknown[]][] = [
    [
      'nothing first where the person has it',
      { holdsLicence: () => 'met' },
      [['bridge', 'scooter', '2026-12-07', null]],
    ],
    [
      'a question to settle by the last working day before where nobody knows',
      { holdsLicence: () => 'unknown' },
      [
        ['licenceCheck', 'scooter', null, '2026-12-04'],
        ['bridge', 'scooter', '2026-12-07', null],
      ],
    ],
    [
      'the licence to get where there surely is none, and no school',
      { holdsLicence: () => 'unmet' },
      [
        ['licence', 'scooter', null, '2026-12-04'],
        ['bridge', 'scooter', '2026-12-07', null],
      ],
    ],
    [
      'a school for it, which the bridge waits for',
      { holdsLicence: () => 'unmet', helps: [{ offerId: 'school', from: '2026-12-14' }] },
      [
        ['licence', 'school', '2026-12-14', '2026-12-28'],
        ['bridge', 'scooter', '2026-12-28', null],
      ],
    ],
  ];
  it.each(LICENCES)('ask of a vehicle that needs a licence: %s', (_name, more, expected) => {
    const am = school(20_000, 'AM') as Offer & { kind: 'drivingLicence' };
    const twoWeeks = { ...am, details: { ...am.details, durationWeeks: 2 } };
    const steps = propose([scooter, twoWeeks], [{ step: 'bridge', offerId: 'scooter' }], [], more);
    expect(steps.map(({ step, offerId, from, until }) => [step, offerId, from, until])).toEqual(expected);
  });

  it('settle the licence before the day the vehicle is fetched', () => {
    const deskHours = [{ weekdays: [2, 3], from: '09:30', to: '12:00' }];
    const desk = { ...scooter, details: { ...scooter.details, deskHours } } as Offer;
    const steps = propose([desk], [{ step: 'bridge', offerId: 'scooter' }], [], { holdsLicence: () => 'unknown' });
    expect(steps[0]).toMatchObject({ step: 'licenceCheck', until: '2026-12-01' });
  });

  it('leave a refused school to the next one for the same licence, or out', () => {
    const other = { ...school(90_000), id: 'other' };
    const licence = { step: 'licence' as const, offerId: 'school' };
    const refused = new Set(['school']);
    const helps = [
      { offerId: 'school', from: '2026-12-14' },
      { offerId: 'other', from: '2027-01-04' },
    ];
    const [step] = propose([school(100_000), other], [licence], [], { refused, helps });
    expect(step).toMatchObject({ offerId: 'other', from: '2027-01-04', until: null });
    expect(propose([school(100_000)], [licence], [], { refused })).toEqual([]);
  });

  it('leave out an offer that is gone, and keep going alone, which needs none', () => {
    const steps = propose([], [{ step: 'licence', offerId: 'school' }, { step: 'autonomy' }]);
    expect(steps.map(({ step, offerId, actor }) => [step, offerId, actor])).toEqual([['autonomy', null, 'person']]);
  });

  it('ask for one aid a month for a bridge, without saying how much of it', () => {
    const rides = { covers: ['rides'] };
    const offers = [ride, aid('trips', 20_000, ['noTransport'], rides), aid('more', 20_000, ['noTransport'], rides)];
    const [bridge] = propose(offers, [{ step: 'bridge', offerId: 'ride' }], ['trips', 'more'], {
      costPerMonthCents: new Map([['ride', 4000]]),
    });
    expect(bridge?.funding.sources).toMatchObject([{ amountCents: 0, mostCents: 20_000, status: 'toAsk' }]);
  });

  it('are of the offer’s kind where a human adds one', () => {
    expect(stepOfOffer(school(120_000), 999, null)).toMatchObject({
      step: 'licence',
      funding: { costCents: 120_000, per: 'once' },
      from: null,
    });
    expect(stepOfOffer(ride, 999, '2026-12-07')).toMatchObject({
      step: 'bridge',
      funding: { costCents: 1000, per: 'month' },
      from: '2026-12-07',
    });
    expect(stepOfOffer(aid('a', 100, ['cost']), null, null)).toMatchObject({
      step: 'funding',
      funding: { costCents: null },
    });
  });
});

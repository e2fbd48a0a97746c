import { describe, expect, test } from 'vitest';
import { driver, offer, place, rota, type Scenario, solve, travelBy } from '../../../test/factories/scenario.ts';

/** What nobody asked excludes nothing, and leads nothing either. */

const ROTA = rota('Mon 05:00-13:00');
/** 171 min by bicycle, 40 by road; every depot is a step from home. */
const ROADS = travelBy({
  car: 'O-H 5, H-J 40, J-D 3, O-D 45, O-J 42, H-D 43',
  scooter: 'H-J 55',
  bike: 'H-J 171',
  foot: 'H-H 0',
});
const DESK = { units: 1, tariff: { perDayCents: 100 } };
const bike = offer(
  'vehicleLoan',
  { ...DESK, vehicleType: 'bike', depot: place('H'), tariff: { perDayCents: 0 } },
  { id: 'a-bike' },
);
const scooter = offer('vehicleLoan', { ...DESK, vehicleType: 'scooter', depot: place('H') }, { id: 'scooter' });
/** Drives there, and never home: the night shift's driver. */
const oneWay = driver('04:10 ±10', {}, { id: 'one-way' });
const bothWays = driver('04:10 ±10, back 13:05 ±10', { pricePerRideCents: 900 }, { id: 'both-ways' });

const blank = { maxTravelMinutes: undefined, maxWaitMinutes: undefined };
const able = { canCycle: true };
const asked = (offers: Scenario['offers'], rest: Partial<Scenario> = {}) =>
  solve({ rota: ROTA, travel: ROADS, job: blank, means: able, offers, ...rest });
const order = (result: ReturnType<typeof asked>) => result.matches.map((m) => `${m.offerId} ${m.verdict}`);
const doubts = (result: ReturnType<typeof asked>, id: string) =>
  result.matches
    .find((m) => m.offerId === id)
    ?.criteria.filter((c) => c.outcome === 'unknown')
    .map((c) => `${c.code} ${c.limit}${c.unusual ? ' unusual' : ''}`);

describe('nearly three hours of cycling, where nobody said how long the person cycles', () => {
  test('stay to be verified, with the question, and come after what is usual', () => {
    const found = asked([bike, bothWays]);
    expect(order(found)).toEqual(['both-ways toVerify', 'a-bike toVerify']);
    expect(doubts(found, 'a-bike')).toContain('duration null unusual');
    expect(doubts(found, 'both-ways')).toContain('duration null');
  });

  test('are no bundle and no bridge where another carries the shift, however dear', () => {
    const { bundles, pathway } = asked([bike, bothWays]);
    expect(bundles.map((b) => b.offerIds)).toEqual([['both-ways']]);
    expect(pathway.find(({ step }) => step === 'bridge')?.offerIds).toEqual(['both-ways']);
  });

  test('come after an offer that carries less', () => {
    const found = asked([bike, oneWay]);
    expect(order(found)).toEqual(['one-way toVerify', 'a-bike toVerify']);
  });

  test('are the bundle where nothing else carries the whole shift', () => {
    const [best] = asked([bike, oneWay]).bundles;
    expect(best?.offerIds).toEqual(['a-bike']);
    expect(best?.coverage).toMatchObject({ shiftsComplete: 1, served: 2, certain: 0 });
    expect(asked([bike]).bundles.map((b) => b.offerIds)).toEqual([['a-bike']]);
  });

  test('take the shift that nobody else takes, and leave the others', () => {
    const [best] = asked([bike, driver('Mon 04:10 ±10, back Mon 13:05 ±10', {}, { id: 'monday' })], {
      rota: rota('Mon 05:00-13:00, Tue 05:00-13:00'),
    }).bundles;
    expect(best?.offerIds).toEqual(['a-bike', 'monday']);
    expect(best?.legs.map(({ legId, offerId }) => `${legId} ${offerId}`)).toEqual([
      'L1 monday',
      'L2 monday',
      'L3 a-bike',
      'L4 a-bike',
    ]);
  });

  test('are held against the answer once there is one', () => {
    expect(order(asked([bike, bothWays], { means: { ...able, maxCycleMinutes: 180 } }))[0]).toMatch(/^a-bike/);
    expect(order(asked([bike], { means: { ...able, maxCycleMinutes: 45 } }))).toEqual(['a-bike impossible']);
  });

  test('are not answered for by how long a ride may take', () => {
    const found = asked([bike], { job: { maxTravelMinutes: 180 } });
    expect(doubts(found, 'a-bike')).toContain('duration null unusual');
    expect(order(asked([bike], { job: { maxTravelMinutes: 90 } }))).toEqual(['a-bike impossible']);
  });
});

describe('other limits nobody gave', () => {
  test('a ride longer than is usual is a last resort', () => {
    const far = travelBy({ car: 'O-H 5, H-J 80, J-D 3, O-D 85, O-J 82, H-D 83', scooter: 'H-J 55', foot: 'H-H 0' });
    const found = asked([driver('03:20 ±10, back 13:05 ±10', { pricePerRideCents: 0 }, { id: 'a-driver' }), scooter], {
      travel: far,
    });
    expect(order(found)).toEqual(['scooter toVerify', 'a-driver toVerify']);
    expect(found.bundles[0]?.offerIds).toEqual(['scooter']);
  });

  test('a wait longer than is usual is one', () => {
    const early = driver('02:10 ±10, back 13:05 ±10', { pricePerRideCents: 0 }, { id: 'a-early' });
    const found = asked([early, bothWays]);
    expect(doubts(found, 'a-early')).toContain('wait null unusual');
    expect(found.bundles.map((b) => b.offerIds)).toEqual([['both-ways']]);
  });

  test('a detour longer than is usual is one, where the driver did not say how far they go', () => {
    const far = travelBy({ car: 'O-H 25, H-J 40, J-D 30, O-D 50, O-J 60, H-D 43', scooter: 'H-J 55', foot: 'H-H 0' });
    const other = driver(
      '03:50 ±10, back 13:40 ±10',
      { maxDetourMinutes: null, pricePerRideCents: 0 },
      { id: 'a-other-way' },
    );
    const found = asked([other, scooter], { travel: far, job: { maxWaitMinutes: 180, maxTravelMinutes: 90 } });
    expect(doubts(found, 'a-other-way')).toContain('detour null unusual');
    expect(found.bundles[0]?.offerIds).toEqual(['scooter']);
  });

  test('a vehicle that nobody would fetch so far is one, and the nearer comes first', () => {
    const at = (name: string, id: string, perDayCents: number) =>
      offer('vehicleLoan', { ...DESK, vehicleType: 'scooter', depot: place(name), tariff: { perDayCents } }, { id });
    // T is 9 km from home, Z 13, and X, made far, 66.
    const away = { label: 'far', lon: place('H').lon + 0.9, lat: 49 };
    const far = { ...at('Z', 'a-far', 0) };
    const farther = offer('vehicleLoan', { ...DESK, vehicleType: 'scooter', depot: away }, { id: 'a-farther' });
    const found = asked([farther, far, at('T', 'near', 0)]);
    expect(found.matches.map((m) => m.offerId)).toEqual(['near', 'a-far', 'a-farther']);
    expect(doubts(found, 'a-farther')).toContain('depot 900 unusual');
    expect(found.bundles.map((b) => b.offerIds)).toEqual([['a-far'], ['near']]);
  });
});

test('a course, a repair nearer home comes first, the rest alike', () => {
  const repair = (name: string, id: string) =>
    offer('vehicleRepair', { place: place(name), barriers: ['brokenVehicle'], costCents: 0 }, { id });
  const found = asked([repair('Z', 'a-far'), repair('I', 'near')], { means: { vehicles: ['car'] } });
  expect(found.matches.map((m) => m.offerId)).toEqual(['near', 'a-far']);
  expect(found.matches[0]?.criteria.find(({ code }) => code === 'reach')?.awayMetres).toBeCloseTo(730, -2);
});

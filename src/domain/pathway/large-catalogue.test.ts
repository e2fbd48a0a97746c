import { describe, expect, test } from 'vitest';
import { driver, offer, place, rota, type Scenario, solve, travelBy } from '../../../test/factories/scenario.ts';
import { LISTING } from '../matching/tally.ts';

const ROADS = travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33', lightCar: 'H-J 45' });
/** Each misses its detour by next to nothing: nearer misses than any that lacks a licence. */
const drivers = Array.from({ length: LISTING.allUpTo + 1 }, (_, i) =>
  driver('04:10 ±10, back 13:05 ±10', { maxDetourMinutes: 2.9 }, { id: `z${i}` }),
);

describe('a pathway does not hang on how many offers are impossible', () => {
  const steps = (offers: Scenario['offers'], more: Partial<Scenario>) =>
    solve({ rota: rota('Mon 05:00-13:00'), travel: ROADS, offers, ...more }).pathway.map((s) => [s.offerId, s.opens]);

  test('a licence says which vehicles it opens, however many drivers come nearer', () => {
    const loan = (id: string, common = {}) =>
      offer(
        'vehicleLoan',
        {
          vehicleType: 'licenceFreeCar',
          units: 1,
          depot: place('H'),
          tariff: { perDayCents: 300 },
          requiredLicence: 'AM',
        },
        { id, ...common },
      );
    const loans = [
      loan('a-stale', { confirmedAt: '2025-01-01' }),
      loan('quad'),
      loan('old-only', { accessConditions: { minAge: 60 } }),
    ];
    const course = offer(
      'drivingLicence',
      { category: 'AM', place: place('H'), waitingWeeks: 4, durationWeeks: 2, costCents: 0 },
      { id: 'am' },
    );
    const more = {
      age: 25,
      means: {
        licences: [
          { category: 'AM', status: 'none' },
          { category: 'B', status: 'suspended' },
        ],
      },
    };
    const opened = [['am', ['quad', 'a-stale']]];
    expect(steps([...loans, course], more)).toEqual(opened);
    expect(steps([...loans, course, ...drivers], more)).toEqual(opened);
  });
});

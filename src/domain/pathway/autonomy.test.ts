import { expect, test } from 'vitest';
import { driver, offer, place, rota, solve, travelBy } from '../../../test/factories/scenario.ts';

/** A ride to work, a driving school and a garage: until when the ride is a bridge, and what is unsure of going alone. */
const ROADS = travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33' });
const ride = driver('04:10 ±10, back 13:05 ±10', {}, { id: 'ride' });
const school = offer(
  'drivingLicence',
  { category: 'B', place: place('H'), waitingWeeks: 4, durationWeeks: 20, costCents: 0 },
  { id: 'school' },
);
const garage = offer('vehicleRepair', { barriers: ['vehicleBroken'], waitingWeeks: 3, costCents: 0 }, { id: 'garage' });
const broken = [{ type: 'car', working: false }];

test.each<[name: string, licence: string | null, vehicles: unknown, drawing: string[]]>([
  [
    'a licence and a car that will run again: alone then',
    'valid',
    broken,
    ['ride 2026-12-07..2026-12-13', 'garage', 'autonomy 2026-12-13 ?'],
  ],
  [
    'a suspended licence: nobody drives the repaired car, the ride goes on',
    'suspended',
    broken,
    ['ride 2026-12-07..', 'garage'],
  ],
  [
    'a foreign licence that may be exchanged: to be asked',
    'foreignExchangeable',
    broken,
    ['ride 2026-12-07..2026-12-13', 'garage', 'autonomy 2026-12-13 ?licenceValid'],
  ],
  [
    'a licence nobody asked about: to be asked',
    null,
    broken,
    ['ride 2026-12-07..2026-12-13', 'garage', 'autonomy 2026-12-13 ?licenceValid'],
  ],
  ['a licence, and surely nothing to drive: the ride goes on', 'none', [], ['ride 2026-12-07..', 'school']],
  ['a bicycle is nothing to drive', 'none', ['bike'], ['ride 2026-12-07..', 'school']],
  [
    'a licence, and a car at the door',
    'none',
    ['car'],
    ['ride 2026-12-07..2027-05-09', 'school', 'autonomy 2027-05-09 ?'],
  ],
  [
    'a licence, and nobody asked about a vehicle: to be asked',
    'none',
    undefined,
    ['ride 2026-12-07..2027-05-09', 'school', 'autonomy 2027-05-09 ?vehicleWorking'],
  ],
])('%s', (_name, licence, vehicles, drawing) => {
  const { pathway } = solve({
    rota: rota('Mon 05:00-13:00'),
    travel: ROADS,
    offers: [ride, school, garage],
    means: {
      ...(licence === null ? {} : { licences: [{ category: 'B', status: licence }] }),
      ...(vehicles === undefined ? {} : { vehicles }),
    },
    person: { barriers: { means: vehicles === broken ? ['vehicleBroken'] : ['noLicence'] } },
  });
  const drawn = pathway.map(({ step, offerId, from, until, unsure }) =>
    step === 'bridge'
      ? `${offerId} ${from}..${until ?? ''}`
      : step === 'autonomy'
        ? `autonomy ${from} ?${unsure}`
        : offerId,
  );
  expect(drawn).toEqual(drawing);
});

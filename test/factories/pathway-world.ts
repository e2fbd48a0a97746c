import fc from 'fast-check';
import { driver, offer, place, question, rota, travelBy } from './scenario.ts';

const ROADS = travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33, H-T 10', foot: 'H-T 12' });
const ride = driver('04:10 ±10, back 13:05 ±10', {}, { id: 'ride' });

export const BARRIERS = [
  'noLicence',
  'noVehicle',
  'vehicleBroken',
  'cost',
  'french',
  'highwayCode',
  'fearOfDriving',
  'readTimetable',
];
const catalogue = fc.array(
  fc.record({
    kind: fc.constantFrom('training', 'drivingLicence', 'vehicleRepair', 'vehicleSale', 'financialAid'),
    barriers: fc.subarray(BARRIERS, { minLength: 1, maxLength: 3 }),
    category: fc.constantFrom('B', 'AM'),
    pedagogies: fc.subarray(['french', 'basicSkills', 'confidence']),
    waitingWeeks: fc.integer({ min: 0, max: 20 }),
    durationWeeks: fc.option(fc.integer({ min: 0, max: 40 })),
    costCents: fc.constantFrom(0, 20_000, 400_000, null),
    maxAge: fc.constantFrom(null, null, 25),
  }),
  { maxLength: 14 },
);
const people = fc.record({
  barriers: fc.option(fc.subarray(BARRIERS)),
  status: fc.option(
    fc.constantFrom('none', 'theory', 'learning', 'valid', 'suspended', 'foreignExchangeable', 'foreignExpired'),
  ),
  vehicles: fc.constantFrom(undefined, [], [{ type: 'car', working: false }], ['car']),
  frenchLevel: fc.constantFrom(undefined, 'A1', 'B2'),
  age: fc.constantFrom(undefined, 16, 30),
});

/** A catalogue of helps, one ride, and what is known of a person. */
export const asking = fc.record({ catalogue, person: people }).map(({ catalogue: drawn, person: who }) => {
  const offers = drawn.map(({ kind, maxAge, category, pedagogies, barriers, ...details }, i) =>
    offer(
      kind as 'training',
      kind === 'drivingLicence' ? { ...details, category, pedagogies, place: place('H') } : { ...details, barriers },
      { id: `s${i}`, accessConditions: { maxAge } },
    ),
  );
  return question({
    rota: rota('Mon 05:00-13:00'),
    travel: ROADS,
    offers: [ride, ...offers],
    ...(who.age === undefined ? {} : { age: who.age }),
    means: {
      ...(who.status === null ? {} : { licences: [{ category: 'B', status: who.status }] }),
      ...(who.vehicles === undefined ? {} : { vehicles: who.vehicles }),
    },
    person: {
      barriers: who.barriers === null ? {} : { means: who.barriers },
      ...(who.frenchLevel === undefined ? {} : { beneficiary: { frenchLevel: who.frenchLevel } }),
    },
  });
});

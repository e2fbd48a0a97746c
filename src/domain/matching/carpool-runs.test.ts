import { expect, test } from 'vitest';
import { type Candidate, compare } from './carpool-runs.ts';

const way = (doorToDoorSeconds: number) =>
  ({ doorToDoor: { value: doorToDoorSeconds }, detour: { value: 0 } }) as Candidate['way'];
const candidate = (more: Partial<Candidate>): Candidate => ({
  run: { tripIndex: 0, direction: 'outbound', day: 0, earliest: 0, latest: 0 },
  way: way(1800),
  waitSeconds: 0,
  outcome: 1,
  missed: 0,
  short: 0,
  late: 0,
  index: 0,
  ...more,
});

test('of two ways that may be in time, the one that most likely is comes first, though it takes longer', () => {
  const atTheStation = candidate({ way: way(2400), index: 1 });
  const atTheDoor = candidate({ way: way(1800), late: 180 });
  expect([atTheDoor, atTheStation].toSorted(compare)).toEqual([atTheStation, atTheDoor]);
  // One that is surely in time comes before both.
  const certain = candidate({ way: way(3000), outcome: 0, index: 2 });
  expect([atTheDoor, atTheStation, certain].toSorted(compare)[0]).toBe(certain);
});

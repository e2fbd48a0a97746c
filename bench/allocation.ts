import { allocate } from '../src/domain/allocation/allocate.ts';
import type { AllocationProblem } from '../src/domain/allocation/problem.ts';
import { addDays } from '../src/domain/schedule/dates.ts';
import { createHighsOptimiser } from '../src/gateways/optimiser-highs.ts';

const PEOPLE = 60;
const VEHICLES = 20;
const DAYS = 90;
const FIRST = '2027-01-01';
const SEEDS = [1, 2, 3];
const LONGEST_MS = 600_000;

/** Whole milliseconds of each sharing-out from the list to the one answer, the solver's start left out; how often it was asked. */
export type AllocationSpeed = {
  people: number;
  vehicles: number;
  days: number;
  allocationMs: number[];
  solves: number[];
  served: number[];
};

/** Sixty people, three times as many as vehicles, of three licences' worth; loans of two weeks to three months that may begin two weeks later. */
export async function measureAllocation(): Promise<AllocationSpeed> {
  const optimiser = createHighsOptimiser();
  const speed: AllocationSpeed = {
    ...{ people: PEOPLE, vehicles: VEHICLES, days: DAYS },
    ...{ allocationMs: [], solves: [], served: [] },
  };
  await optimiser.solve({ weights: [1], whole: 1, rows: [] }, { relaxed: false, withinMs: LONGEST_MS });
  for (const seed of SEEDS) {
    let solves = 0;
    const startedAt = performance.now();
    const { served } = await allocate(problemOf(seed), (model, asked) => {
      solves += 1;
      return optimiser.solve(model, { ...asked, withinMs: LONGEST_MS });
    });
    speed.allocationMs.push(Math.round(performance.now() - startedAt));
    speed.solves.push(solves);
    speed.served.push(served);
  }
  await optimiser.close();
  return speed;
}

function problemOf(seed: number): AllocationProblem {
  let state = seed;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  const oneOf = <T>(all: readonly T[]): T => all[draw(all.length)] as T;
  const vehicles = Array.from({ length: VEHICLES }, (_, nth) => {
    const type = (['car', 'car', 'car', 'licenceFreeCar', 'scooter'] as const)[nth % 5] ?? 'car';
    const from = addDays(FIRST, draw(40) - 20);
    return {
      id: `v${String(nth).padStart(2, '0')}`,
      type,
      licence: type === 'car' ? 'B' : 'AM',
      equipment: nth % 4 === 0 ? ['childSeat'] : [],
      mostDays: null,
      busy: draw(2) === 0 ? [] : [{ from, until: addDays(from, 20 + draw(30)) }],
    };
  });
  const people = Array.from({ length: PEOPLE }, (_, nth) => {
    const wantedFrom = addDays(FIRST, draw(60));
    const drives = draw(3) > 0;
    return {
      id: `p${String(nth).padStart(2, '0')}`,
      wantedFrom,
      acceptsUntil: addDays(wantedFrom, 14),
      days: oneOf([14, 30, 60, 90]),
      vehicleTypes: drives ? (['car', 'scooter'] as const) : (['licenceFreeCar', 'scooter'] as const),
      licences: drives ? ['B', 'AM'] : ['AM'],
      equipment: draw(5) === 0 ? ['childSeat'] : [],
      points: 20 + draw(80),
      waitingSince: `2026-11-0${1 + draw(9)}`,
    };
  });
  return { period: { from: FIRST, until: addDays(FIRST, DAYS - 1) }, lossPerDay: 1, people, vehicles };
}

import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Allocation, allocate } from '../../src/domain/allocation/allocate.ts';
import { faultsOf } from '../../src/domain/allocation/faults.ts';
import type { SolveModel } from '../../src/domain/allocation/model.ts';
import {
  type AllocationProblem,
  exclude,
  inPublishedOrder,
  type LoanOption,
  loanOptions,
} from '../../src/domain/allocation/problem.ts';
import { addDays } from '../../src/domain/schedule/dates.ts';
import { createHighsOptimiser } from '../../src/gateways/optimiser-highs.ts';

const optimiser = createHighsOptimiser();
afterAll(() => optimiser.close());
const solve: SolveModel = (model, asked) => optimiser.solve(model, { ...asked, withinMs: 30_000 });

const FIRST = '2027-01-04';
const day = (most: number) => fc.integer({ min: 0, max: most }).map((days) => addDays(FIRST, days));
const types = fc.subarray(['car', 'scooter'] as const, { minLength: 1 });
const person = fc
  .record({
    wantedFrom: day(6),
    flexible: fc.integer({ min: 0, max: 4 }),
    days: fc.integer({ min: 1, max: 6 }),
    vehicleTypes: types,
    licences: fc.constantFrom(['B', 'AM'], ['AM'], []),
    equipment: fc.constantFrom([], [], ['childSeat']),
    // Few figures: equal points are where an order could slip in.
    points: fc.integer({ min: 0, max: 6 }),
    waitingSince: fc.constantFrom('2026-11-01', '2026-11-02'),
  })
  .map(({ flexible, ...one }) => ({ ...one, acceptsUntil: addDays(one.wantedFrom, flexible) }));
const vehicle = fc.record({
  type: fc.constantFrom('car' as const, 'scooter' as const),
  licence: fc.constantFrom('B', 'AM', null),
  equipment: fc.constantFrom([], ['childSeat']),
  mostDays: fc.constantFrom(null, null, 4),
  busy: fc.array(
    fc.tuple(day(8), fc.integer({ min: 0, max: 3 })).map(([from, more]) => ({ from, until: addDays(from, more) })),
    { maxLength: 1 },
  ),
});
const named = <T extends object>(letter: string, all: readonly T[]) =>
  all.map((one, nth) => ({ ...one, id: `${letter}${nth}` }));
const problemOf = (mostPeople: number, mostVehicles: number): fc.Arbitrary<AllocationProblem> =>
  fc
    .record({
      lossPerDay: fc.integer({ min: 0, max: 2 }),
      people: fc.array(person, { maxLength: mostPeople }),
      vehicles: fc.array(vehicle, { maxLength: mostVehicles }),
    })
    .map(({ lossPerDay, people, vehicles }) => ({
      period: { from: FIRST, until: addDays(FIRST, 8) },
      lossPerDay,
      people: named('p', people),
      vehicles: named('v', vehicles),
    }));

/** Tries everything: the most points, then the most people, then the first by the published order of people and of their options. */
function bruteForce(problem: AllocationProblem): LoanOption[] {
  const all = loanOptions(problem);
  const order = inPublishedOrder(problem.people);
  let best: LoanOption[] = [];
  const points = (given: readonly LoanOption[]) => given.reduce((sum, one) => sum + one.points, 0);
  const isBetter = (given: readonly LoanOption[]) => {
    if (points(given) !== points(best)) return points(given) > points(best);
    // Tried in the published order: of two equals the first one that was tried stands.
    return given.length > best.length;
  };
  const walk = (nth: number, given: LoanOption[]) => {
    const next = order[nth];
    if (next === undefined) {
      if (isBetter(given)) best = given;
      return;
    }
    for (const option of all.filter(({ personId }) => personId === next.id)) {
      if (!given.some((other) => exclude(other, option))) walk(nth + 1, [...given, option]);
    }
    walk(nth + 1, given);
  };
  walk(0, []);
  return best;
}

const shuffled = <T>(all: readonly T[], keys: readonly number[]): T[] =>
  all
    .map((one, nth) => ({ one, key: keys[nth % keys.length] ?? 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ one }) => one);
const plain = ({ given, points, served }: Allocation) => ({ given, points, served });

describe('an allocation', () => {
  it('is the best there is, and of the best ones the first by the published order', async () => {
    await fc.assert(
      fc.asyncProperty(problemOf(4, 3), async (problem) => {
        const { given } = await allocate(problem, solve);
        expect(given).toEqual(bruteForce(problem));
      }),
      { numRuns: 150 },
    );
  });

  it('breaks no rule: nobody twice, no vehicle twice on a day, no vehicle that somebody may not use', async () => {
    await fc.assert(
      fc.asyncProperty(problemOf(10, 5), async (problem) => {
        const { given } = await allocate(problem, solve);
        expect(faultsOf(problem, given)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order in which people and vehicles come', async () => {
    await fc.assert(
      fc.asyncProperty(problemOf(8, 4), fc.array(fc.integer(), { minLength: 1 }), async (problem, keys) => {
        const other = {
          ...problem,
          people: shuffled(problem.people, keys),
          vehicles: shuffled(problem.vehicles, keys),
        };
        expect(plain(await allocate(other, solve))).toEqual(plain(await allocate(problem, solve)));
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on what people and vehicles are called, so long as the ids keep their order', async () => {
    await fc.assert(
      fc.asyncProperty(problemOf(8, 4), async (problem) => {
        const call = (id: string) => `${id.slice(0, 1)}-${id.slice(1).padStart(6, 'a')}`;
        const other = {
          ...problem,
          people: problem.people.map((one) => ({ ...one, id: call(one.id) })),
          vehicles: problem.vehicles.map((one) => ({ ...one, id: call(one.id) })),
        };
        const { given } = await allocate(problem, solve);
        expect((await allocate(other, solve)).given).toEqual(
          given.map((one) => ({ ...one, personId: call(one.personId), vehicleId: call(one.vehicleId) })),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('is never worth less for one more vehicle, nor for one more person', async () => {
    await fc.assert(
      fc.asyncProperty(problemOf(8, 3), vehicle, person, async (problem, oneVehicle, onePerson) => {
        const before = await allocate(problem, solve);
        const wider = await allocate(
          { ...problem, vehicles: [...problem.vehicles, { ...oneVehicle, id: 'v99' }] },
          solve,
        );
        const longer = await allocate({ ...problem, people: [...problem.people, { ...onePerson, id: 'p99' }] }, solve);
        expect(wider.points).toBeGreaterThanOrEqual(before.points);
        expect(longer.points).toBeGreaterThanOrEqual(before.points);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same whichever of several equal answers the solver finds', async () => {
    // The same model with its columns the other way round: an honest solver that walks through it otherwise.
    const backwards: SolveModel = async (model, asked) => {
      const columns = model.weights.length;
      // What must be whole comes first: those are turned round among themselves.
      const turn = (column: number) => (column < model.whole ? model.whole - 1 - column : column);
      const weights = model.weights.map((_, column) => model.weights[turn(column)] as number);
      const rows = model.rows.map((row) => ({ ...row, columns: row.columns.map(turn) }));
      const answer = await solve({ ...model, weights, rows }, asked);
      return {
        ...answer,
        values: Array.from({ length: columns }, (_, column) => answer.values[turn(column)] as number),
      };
    };
    await fc.assert(
      fc.asyncProperty(problemOf(8, 4), async (problem) => {
        expect(plain(await allocate(problem, backwards))).toEqual(plain(await allocate(problem, solve)));
      }),
      { numRuns: 60 },
    );
  });
});

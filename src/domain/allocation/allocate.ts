import { modelOf, provenBound, type SolveModel, takenOf } from './model.ts';
import { type AllocationProblem, exclude, inPublishedOrder, type LoanOption, loanOptions } from './problem.ts';

/** Who gets which vehicle from when. `provenBy`: who vouches for there being nothing better. */
export type Allocation = {
  given: readonly LoanOption[];
  points: number;
  served: number;
  /** `bound`: proven in whole numbers, without the solver; `solver`: it searched everything, and its word is what there is. */
  provenBy: 'bound' | 'solver';
};

type Weighed = { option: LoanOption; weight: number };

/**
 * The one allocation that is best: the most points, then the most people; and among those that are equal in both, the people in
 * their published order each get the best start they can, then the first vehicle by its id. Nothing of it depends on the order things were
 * read in, nor on which of several equal answers a solver happens to find.
 *
 * Throws `UnsoundAnswerError` where the solver's answer breaks a rule, and whatever `solve` throws.
 */
export async function allocate(problem: AllocationProblem, solve: SolveModel): Promise<Allocation> {
  // A point weighs more than all the people together: points first, people served next.
  const perPoint = problem.people.length + 1;
  const all = loanOptions(problem).map((option) => ({ option, weight: option.points * perPoint + 1 }));
  const prices = await pricesOf(all, solve);
  const bound = boundOf(all, prices);
  const best = await findBest(all, bound, solve);
  const given = await settle(problem, {
    // What no best allocation can have is left out; every best one remains.
    open: all.filter((_, number) => (bound.mostWith[number] as number) >= weigh(best)),
    best,
    solve,
    prices,
  });
  return {
    given: given.map(({ option }) => option),
    points: given.reduce((sum, { option }) => sum + option.points, 0),
    served: given.length,
    provenBy: bound.most === weigh(best) ? 'bound' : 'solver',
  };
}

const weigh = (taken: readonly Weighed[]) => taken.reduce((sum, { weight }) => sum + weight, 0);
const boundOf = (among: readonly Weighed[], prices: ReadonlyMap<string, number>) =>
  provenBound(
    among.map(({ option }) => option),
    among.map(({ weight }) => weight),
    prices,
  );

/** What each person's being served is worth in the model without whole numbers: a guide, put to the test by `provenBound`. */
async function pricesOf(among: readonly Weighed[], solve: SolveModel): Promise<ReadonlyMap<string, number>> {
  if (among.length === 0) return new Map();
  const { model, people } = toModel(among);
  const { prices } = await solve(model, { relaxed: true });
  return new Map(people.map((id, row) => [id, prices[row] ?? 0]));
}

const toModel = (among: readonly Weighed[]) =>
  modelOf(
    among.map(({ option }) => option),
    among.map(({ weight }) => weight),
  );

async function solveWhole(among: readonly Weighed[], solve: SolveModel): Promise<Weighed[]> {
  if (among.length === 0) return [];
  const { values } = await solve(toModel(among).model, { relaxed: false });
  const taken = new Set(
    takenOf(
      among.map(({ option }) => option),
      values,
    ),
  );
  return among.filter(({ option }) => taken.has(option));
}

/**
 * One of the best. First among what reaches the bound; where that is as good as the bound nothing is better. Else among all that
 * could be as good as what was found.
 */
async function findBest(
  all: readonly Weighed[],
  { most, mostWith }: { most: number; mostWith: readonly number[] },
  solve: SolveModel,
): Promise<Weighed[]> {
  const first = await solveWhole(
    all.filter((_, number) => mostWith[number] === most),
    solve,
  );
  const found = weigh(first);
  if (found === most) return first;
  return solveWhole(
    all.filter((_, number) => (mostWith[number] as number) >= found),
    solve,
  );
}

/** Walks the people in their published order and keeps of each the best that a best allocation can still give them. */
async function settle(
  problem: AllocationProblem,
  from: { open: readonly Weighed[]; best: readonly Weighed[]; prices: ReadonlyMap<string, number>; solve: SolveModel },
): Promise<Weighed[]> {
  const goal = weigh(from.best);
  let known = from.best;
  let open = from.open;
  const given: Weighed[] = [];

  /** What an allocation as good as the best gives besides, with that one and what is given already; null where there is none. */
  async function withThat(one: Weighed, others: readonly Weighed[]): Promise<Weighed[] | null> {
    const beside = others.filter(({ option }) => !exclude(option, one.option));
    const held = weigh(given) + one.weight;
    if (held + boundOf(beside, from.prices).most < goal) return null;
    const rest = await solveWhole(beside, from.solve);
    return held + weigh(rest) === goal ? [...given, one, ...rest] : null;
  }

  for (const { id } of inPublishedOrder(problem.people)) {
    const others = open.filter(({ option }) => option.personId !== id);
    let settled = known.find(({ option }) => option.personId === id);
    for (const one of open.filter(({ option }) => option.personId === id)) {
      if (one === settled) break;
      const whole = await withThat(one, others);
      if (whole === null) continue;
      known = whole;
      settled = one;
      break;
    }
    const decided = settled;
    if (decided !== undefined) given.push(decided);
    open = decided === undefined ? others : others.filter(({ option }) => !exclude(option, decided.option));
  }
  return given;
}

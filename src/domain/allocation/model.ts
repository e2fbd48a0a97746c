import { compare, exclude, type LoanOption } from './problem.ts';

/**
 * A mixed-integer model as data: columns between 0 and 1, the first `whole` of them 0 or 1; of each row the sum of coefficient × column lies
 * between `least` and `most`; the sum of weight × column is to be as large as it can.
 */
export type MixedIntegerModel = {
  weights: readonly number[];
  whole: number;
  rows: readonly {
    columns: readonly number[];
    coefficients: readonly number[];
    /** Null: no such limit. */
    least: number | null;
    most: number;
  }[];
};

/**
 * Solves a model: as it is, or `relaxed`, without asking for whole numbers. `values` by column; `prices` by row, of a relaxed model: what one more of
 * its `most` would be worth. Whoever asks puts both to the test.
 */
export type SolveModel = (
  model: MixedIntegerModel,
  asked: { relaxed: boolean },
) => Promise<{ values: readonly number[]; prices: readonly number[] }>;

/** What a solver answered breaks a rule: it is no answer. */
export class UnsoundAnswerError extends Error {
  constructor(what: string) {
    super(`The solver's answer does not hold: ${what}.`);
    this.name = 'UnsoundAnswerError';
  }
}

/** Each option is a column. The rows of `people` come first, one each, in that order. */
export type LoanModel = { model: MixedIntegerModel; people: readonly string[] };

/**
 * At most one option for each person; and each vehicle goes one way through the days: at each day on which a loan may begin, it is
 * either lent until its return or stays idle until the next. That is one loan at a time, told with three figures an option in place of
 * one for each day of it.
 */
export function modelOf(options: readonly LoanOption[], weights: readonly number[]): LoanModel {
  const idle: number[] = [];
  const rows: { columns: number[]; coefficients: number[]; least: number | null; most: number }[] = [];
  const people = grouped(options, ({ personId }) => personId);
  for (const columns of people.values())
    rows.push({ columns, coefficients: columns.map(() => 1), least: null, most: 1 });

  for (const numbers of grouped(options, ({ vehicleId }) => vehicleId).values()) {
    const way = dayWay(numbers.map((number) => options[number] as LoanOption));
    const nodes = way.days.map((_, node) => ({
      columns: [] as number[],
      coefficients: [] as number[],
      // The vehicle is there on the first day; on the others it leaves as it came.
      least: node === 0 ? 1 : 0,
      most: node === 0 ? 1 : 0,
    }));
    const arc = (column: number, from: number, to: number) => {
      nodes[from]?.columns.push(column);
      nodes[from]?.coefficients.push(1);
      nodes[to]?.columns.push(column);
      nodes[to]?.coefficients.push(-1);
    };
    for (const [nth, number] of numbers.entries()) arc(number, way.from[nth] as number, way.to[nth] as number);
    for (const node of way.days.keys()) {
      arc(options.length + idle.length, node, node + 1);
      idle.push(0);
    }
    rows.push(...nodes);
  }
  return { model: { weights: [...weights, ...idle], whole: options.length, rows }, people: [...people.keys()] };
}

/** The options that are taken, rounded and put to the test; throws `UnsoundAnswerError` where two of them exclude each other. */
export function takenOf(options: readonly LoanOption[], values: readonly number[]): LoanOption[] {
  const taken = options.filter((_, number) => Math.round(values[number] ?? 0) === 1);
  for (const [nth, one] of taken.entries()) {
    const other = taken.slice(nth + 1).find((later) => exclude(one, later));
    if (other) throw new UnsoundAnswerError(`${one.personId} and ${other.personId} cannot both have ${one.vehicleId}`);
  }
  return taken;
}

/** Prices are made whole at a millionth: what they prove is proven in whole numbers. */
const SCALE = 1_000_000;

/** What prices of people prove: that no allocation weighs more than `most`, none with that option (by its number) more than `mostWith`. */
export type ProvenBound = { most: number; mostWith: readonly number[] };

/**
 * For any price of zero or more on each person, whoever says it: no allocation weighs more than all prices together and, of each vehicle, the
 * best way through its days once every loan pays its person's price. Those ways are found here, in whole numbers: the bound holds to the last
 * unit, and does not rest on the solver.
 */
export function provenBound(
  options: readonly LoanOption[],
  weights: readonly number[],
  priceOf: ReadonlyMap<string, number>,
): ProvenBound {
  const wholePrice = (id: string) => Math.max(0, Math.round((priceOf.get(id) ?? 0) * SCALE));
  let sum = 0;
  for (const id of new Set(options.map(({ personId }) => personId))) sum += wholePrice(id);
  const gains = options.map(({ personId }, number) => (weights[number] as number) * SCALE - wholePrice(personId));
  const losses: number[] = options.map(() => 0);

  for (const numbers of grouped(options, ({ vehicleId }) => vehicleId).values()) {
    const { days, from, to } = dayWay(numbers.map((number) => options[number] as LoanOption));
    const before = new Array<number>(days.length + 1).fill(0);
    const after = new Array<number>(days.length + 1).fill(0);
    const gain = (nth: number) => gains[numbers[nth] as number] as number;
    const starting = grouped([...numbers.keys()], (nth) => String(from[nth]));
    for (let node = days.length - 1; node >= 0; node--) {
      const ways = (starting.get(String(node)) ?? []).map((nth) => gain(nth) + (after[to[nth] as number] as number));
      after[node] = Math.max(after[node + 1] as number, ...ways);
    }
    for (const node of days.keys()) {
      const here = before[node] as number;
      before[node + 1] = Math.max(before[node + 1] as number, here);
      for (const nth of starting.get(String(node)) ?? []) {
        const end = to[nth] as number;
        before[end] = Math.max(before[end] as number, here + gain(nth));
      }
    }
    const best = after[0] as number;
    sum += best;
    for (const [nth, number] of numbers.entries()) {
      losses[number] =
        best - ((before[from[nth] as number] as number) + gain(nth) + (after[to[nth] as number] as number));
    }
  }
  return { most: Math.floor(sum / SCALE), mostWith: losses.map((loss) => Math.floor((sum - loss) / SCALE)) };
}

/** The days on which a loan of that vehicle may begin, in order, and of each option which it begins on and on which the vehicle is there again. */
function dayWay(options: readonly LoanOption[]): { days: string[]; from: number[]; to: number[] } {
  const days = [...new Set(options.map(({ start }) => start))].sort(compare);
  const from = options.map(({ start }) => days.indexOf(start));
  const to = options.map(({ until }) => {
    const next = days.findIndex((day) => day > until);
    return next === -1 ? days.length : next;
  });
  return { days, from, to };
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [number, one] of all.entries()) {
    const group = groups.get(keyOf(one));
    if (group) group.push(number);
    else groups.set(keyOf(one), [number]);
  }
  return groups;
}

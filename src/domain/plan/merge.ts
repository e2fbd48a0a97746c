import type { PlanContent, PlanStep } from './plan.ts';
import { sameValue } from './same-value.ts';

/**
 * Two people changed one plan from the same text. What only one of them touched is theirs; a step that both touched, or that
 * one removed and the other changed, is for a human to settle, field by field. Nothing is dropped that nobody chose to drop.
 */

/** What a choice is about: `goal`, `note`, `status`, `order`, `step.3` (kept or removed), `step.3.title`. */
export type Conflict =
  | { key: string; kind: 'field'; field: PlanField; mine: PlanContent[PlanField]; theirs: PlanContent[PlanField] }
  | { key: string; kind: 'order'; mine: PlanStep[]; theirs: PlanStep[] }
  | { key: string; kind: 'removed'; by: 'mine' | 'theirs'; step: PlanStep }
  | {
      key: string;
      kind: 'stepField';
      field: StepField;
      position: number;
      mine: PlanStep;
      theirs: PlanStep;
      /** Who alone changed that field of the step; null where both did, or nobody knows. */
      changedBy: 'mine' | 'theirs' | null;
    };

export type Choices = ReadonlyMap<string, 'mine' | 'theirs'>;

export const PLAN_FIELDS = ['goal', 'note', 'status'] as const;
export type PlanField = (typeof PLAN_FIELDS)[number];
/** `offerId` stays what it was; `step` changes between bridge and alternative alone. */
export const STEP_FIELDS = [
  'step',
  'title',
  'actor',
  'actorName',
  'from',
  'until',
  'status',
  'note',
  'funding',
] as const;
export type StepField = (typeof STEP_FIELDS)[number];

export type Merge = {
  content: PlanContent;
  /** What nobody has chosen yet: `content` holds theirs meanwhile. */
  conflicts: Conflict[];
};

const NO_CHOICES: Choices = new Map();

/** `base` is what mine was written on; null where that is not known: then all that differs is to be chosen. */
export function mergePlans(input: {
  base: PlanContent | null;
  mine: PlanContent;
  theirs: PlanContent;
  choices?: Choices;
}): Merge {
  const { base, mine, theirs, choices = NO_CHOICES } = input;
  const conflicts: Conflict[] = [];
  const settle = <T>(key: string, options: { mine: T; theirs: T }, conflict: () => Conflict): T => {
    const choice = choices.get(key);
    if (choice !== undefined) return options[choice];
    conflicts.push(conflict());
    return options.theirs;
  };

  const fields = { goal: theirs.goal, note: theirs.note, status: theirs.status };
  for (const field of PLAN_FIELDS) {
    const options: Record<'mine' | 'theirs', PlanContent[PlanField]> = { mine: mine[field], theirs: theirs[field] };
    const side = sideOf<PlanContent[PlanField]>(base === null ? undefined : base[field], options);
    const value =
      side === null
        ? settle<PlanContent[PlanField]>(field, options, () => ({ key: field, kind: 'field', field, ...options }))
        : options[side];
    Object.assign(fields, { [field]: value });
  }

  const numbered = mapOf(base);
  const [ours, others] = [mapOf(mine), mapOf(theirs)];
  const kept = new Map<number, PlanStep>();
  for (const position of new Set([...ours.keys(), ...others.keys()])) {
    const step = mergeStep(position, {
      base: base === null ? undefined : (numbered.get(position) ?? null),
      mine: ours.get(position) ?? null,
      theirs: others.get(position) ?? null,
      settle,
    });
    if (step !== null) kept.set(position, step);
  }

  const order = orderOf({ base, mine, theirs, kept, settle });
  const steps = withMine(order, mine).flatMap((one) => (typeof one === 'number' ? (kept.get(one) ?? []) : one));
  return { content: { ...fields, steps }, conflicts };
}

type Settle = <T>(key: string, options: { mine: T; theirs: T }, conflict: () => Conflict) => T;

/** Whose value stands; null where both changed it, each in another way. `base` undefined: not known. */
function sideOf<T>(base: T | undefined, { mine, theirs }: { mine: T; theirs: T }): 'mine' | 'theirs' | null {
  if (sameValue(mine, theirs)) return 'theirs';
  if (base === undefined) return null;
  if (sameValue(mine, base)) return 'theirs';
  return sameValue(theirs, base) ? 'mine' : null;
}

function mergeStep(
  position: number,
  versions: { base: PlanStep | null | undefined; mine: PlanStep | null; theirs: PlanStep | null; settle: Settle },
): PlanStep | null {
  const { base, mine, theirs, settle } = versions;
  if (mine === null && theirs === null) return null;
  if (mine === null || theirs === null) {
    const step = (mine ?? theirs) as PlanStep;
    const by = mine === null ? 'mine' : 'theirs';
    // It was there at first, and is as it was: whoever removed it decided alone.
    if (base && sameValue(content(step), content(base))) return null;
    // They added it after I began.
    if (base === null && mine === null) return step;
    const key = `step.${position}`;
    return settle<PlanStep | null>(key, { mine, theirs }, () => ({ key, kind: 'removed', by, step }));
  }
  const side = sideOf(base === undefined || base === null ? undefined : content(base), {
    mine: content(mine),
    theirs: content(theirs),
  });
  if (side !== null) return side === 'mine' ? { ...mine, offerId: theirs.offerId } : theirs;
  const merged: PlanStep = { ...theirs };
  for (const field of STEP_FIELDS) {
    if (sameValue(mine[field], theirs[field])) continue;
    const key = `step.${position}.${field}`;
    const value = settle<PlanStep[StepField]>(key, { mine: mine[field], theirs: theirs[field] }, () => ({
      key,
      kind: 'stepField',
      field,
      position,
      mine,
      theirs,
      changedBy: base ? sideOf<unknown>(base[field], { mine: mine[field], theirs: theirs[field] }) : null,
    }));
    Object.assign(merged, { [field]: value });
  }
  return merged;
}

/** The numbers of the kept steps, in the order of whoever moved them. */
function orderOf(input: {
  base: PlanContent | null;
  mine: PlanContent;
  theirs: PlanContent;
  kept: ReadonlyMap<number, PlanStep>;
  settle: Settle;
}): number[] {
  const { base, mine, theirs, kept, settle } = input;
  const [ours, others] = [numbersOf(mine), numbersOf(theirs)];
  const common = new Set(ours.filter((position) => others.includes(position) && kept.has(position)));
  const among = (numbers: readonly number[]) => numbers.filter((position) => common.has(position));
  const before = base === null ? undefined : numbersOf(base);
  const side = sideOf(before === undefined ? undefined : among(before), { mine: among(ours), theirs: among(others) });
  const steps = (numbers: readonly number[]) => among(numbers).flatMap((position) => kept.get(position) ?? []);
  const chosen =
    side === null
      ? settle('order', { mine: ours, theirs: others }, () => ({
          key: 'order',
          kind: 'order',
          mine: steps(ours),
          theirs: steps(others),
        }))
      : { mine: ours, theirs: others }[side];
  const lead = chosen.filter((position) => kept.has(position));
  return insertMissing(lead, chosen === ours ? others : ours, kept);
}

/** What the leading order lacks goes after the step that it follows in the other one. */
function insertMissing(
  lead: readonly number[],
  other: readonly number[],
  kept: ReadonlyMap<number, PlanStep>,
): number[] {
  const order = [...lead];
  other.forEach((position, i) => {
    if (!kept.has(position) || order.includes(position)) return;
    const follows = other.slice(0, i).findLast((one) => order.includes(one));
    order.splice(follows === undefined ? 0 : order.indexOf(follows) + 1, 0, position);
  });
  return order;
}

/** My new steps stand after the numbered one that they follow in mine. */
function withMine(order: readonly number[], mine: PlanContent): (number | PlanStep)[] {
  const placed: (number | PlanStep)[] = [...order];
  mine.steps.forEach((step, i) => {
    if (step.position !== null) return;
    const before = mine.steps.slice(0, i).findLast((one) => placed.includes(one.position ?? one));
    placed.splice(before === undefined ? 0 : placed.indexOf(before.position ?? before) + 1, 0, step);
  });
  return placed;
}

const mapOf = (plan: PlanContent | null) =>
  new Map((plan?.steps ?? []).flatMap((step) => (step.position === null ? [] : [[step.position, step] as const])));
const numbersOf = (plan: PlanContent) => plan.steps.flatMap(({ position }) => position ?? []);
const content = (step: PlanStep) => STEP_FIELDS.map((field) => step[field]);

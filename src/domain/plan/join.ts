import { type Standing, weightOf } from './bridge.ts';
import type { PlanStep } from './plan.ts';

export type JoinAbout = {
  standings: ReadonlyMap<string, Standing>;
  /** Sets of offers that carry the person together. */
  bundles: readonly { offerIds: readonly string[] }[];
};

/**
 * A plan and what is proposed for it. What it holds stays, once; there is one bridge: a solution that has come further than
 * the plan's takes its place, which stays as another possibility, or is dropped where its provider said no. Any other is a
 * possibility beside. Going alone stays the end.
 */
export function joinSteps<T extends PlanStep>(
  existing: readonly T[],
  proposed: readonly PlanStep[],
  { standings, bundles }: JoinAbout,
): (T | PlanStep)[] {
  const weight = ({ offerId, status }: PlanStep) =>
    Math.max(weightOf(standings.get(offerId ?? '')), status === 'doing' || status === 'done' ? 3 : -1);
  // What a human dropped comes back only where somebody has been asked since, or has said yes.
  const isNew = (step: PlanStep) => {
    const there = existing.filter((one) => isSame(one, step));
    return there.every(({ status }) => status === 'dropped') && (there.length === 0 || weight(step) > 0);
  };
  const current = existing.filter(({ step, status }) => step === 'bridge' && status !== 'dropped');
  const ahead = Math.max(-1, ...current.map(weight));
  const bridges = proposed.filter(({ step }) => step === 'bridge');
  const together = (step: PlanStep) =>
    bundles.some(({ offerIds }) => [step, ...current].every(({ offerId }) => offerIds.includes(offerId ?? '')));
  const isJoined = current.length > 0 && bridges.every(together);
  const takesOver = bridges.length > 0 && !isJoined && (ahead < 0 || bridges.some((one) => weight(one) > ahead));
  const leads = isJoined || takesOver;

  const kept = existing.map((step): T => {
    const isProposed = bridges.some((one) => isSame(one, step));
    if (leads && isProposed && step.step === 'alternative') return { ...step, step: 'bridge' };
    if (!takesOver || isProposed || !current.includes(step)) return step;
    return weight(step) < 0 ? { ...step, status: 'dropped' } : { ...step, step: 'alternative' };
  });
  const added = proposed.filter(isNew).map((step): PlanStep => {
    return step.step === 'bridge' && !leads ? { ...step, step: 'alternative' } : step;
  });
  const isFirst = ({ step, offerId }: PlanStep) =>
    step === 'bridge' || (leads && bridges.some((one) => one.offerId === offerId) && BEFORE.has(step));
  const first = added.filter(isFirst);
  const beside = added.filter(({ step }) => step === 'alternative');
  const rest = added.filter(
    (step) => !isFirst(step) && step.step !== 'alternative' && !isOfNoBridge(step, leads, bridges),
  );

  const carrying = kept.findIndex(({ step }) => step === 'bridge' || step === 'alternative');
  const start = takesOver ? Math.max(0, carrying) : kept.findLastIndex(({ step }) => step === 'bridge') + 1;
  const withBridge = kept.toSpliced(start, 0, ...(first as T[])) as (T | PlanStep)[];
  const place = withBridge.findLastIndex(({ step }) => step === 'bridge' || step === 'alternative') + 1;
  const carried = withBridge.toSpliced(place, 0, ...beside);
  const end = carried.findIndex(({ step }) => step === 'autonomy');
  const joined = end === -1 ? [...carried, ...rest] : carried.toSpliced(end, 0, ...rest);
  return takesOver ? bridgeFirst(joined) : joined;
}

/** Where the carrying steps stand, the bridge now comes before what is only possible. */
function bridgeFirst<T extends PlanStep>(steps: readonly T[]): T[] {
  const carrying = steps.filter(({ step }) => CARRYING.has(step));
  const place = ({ step, status }: PlanStep) => (status === 'dropped' ? 2 : step === 'alternative' ? 1 : 0);
  const sorted = carrying.toSorted((a, b) => place(a) - place(b));
  return steps.map((step) => (CARRYING.has(step.step) ? (sorted.shift() ?? step) : step));
}

/** What is settled before a bridge begins: it is told of that bridge's offer. */
const BEFORE: ReadonlySet<string> = new Set(['licenceCheck', 'licence']);

/** A licence to look at for a solution that is not the one chosen is not to be looked at yet. */
const isOfNoBridge = ({ step, offerId }: PlanStep, leads: boolean, bridges: readonly PlanStep[]): boolean =>
  !leads && BEFORE.has(step) && bridges.some((one) => one.offerId === offerId);

const CARRYING: ReadonlySet<string> = new Set(['bridge', 'alternative']);

function isSame(a: PlanStep, b: PlanStep): boolean {
  return a.offerId === b.offerId && (a.step === b.step || (CARRYING.has(a.step) && CARRYING.has(b.step)));
}

import { type Allocation, allocate } from '../../domain/allocation/allocate.ts';
import { faultsOf } from '../../domain/allocation/faults.ts';
import { figuresOf } from '../../domain/allocation/figures.ts';
import type { AllocationProblem } from '../../domain/allocation/problem.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { AllocationRound, NewDecision, RoundChange } from '../ports/allocation.ts';
import { type Optimiser, OptimiserError } from '../ports/optimiser.ts';

/** A round that takes longer is given up, and says so. */
const LONGEST_MS = 180_000;
const TELL_EVERY_MS = 2_000;

/** Every rule is looked at again, apart from the solver and from what asked it. */
export class BrokenAllocationError extends Error {
  constructor(rules: readonly string[]) {
    super(`The allocation breaks rules: ${rules.join(', ')}.`);
    this.name = 'BrokenAllocationError';
  }
}

/**
 * Shares the vehicles of a round out and keeps what comes out with why, of each person; or makes a round of before again from what it rested on
 * (`replay`) and notes whether it came out the same. Once, however often it is called. For workers.
 */
export async function computeRound({
  ctx,
  input,
}: {
  ctx: Context;
  input: { roundId: string; replay: boolean };
}): Promise<void> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Le calcul revient aux tâches de fond.');
  if (deps.optimiser === undefined) throw new TypeError('Nobody shares vehicles out here.');
  const round = await deps.database.transact(actor, ({ allocation }) => allocation.findRound(input.roundId));
  if (round === null || (round.status === 'computing') === input.replay) return;
  const change = (what: RoundChange) =>
    deps.database.transact(actor, ({ allocation }) => allocation.changeRound(round.id, what));

  try {
    const made = await makeAllocation(ctx, round.snapshot.problem, deps.optimiser, (progress) =>
      input.replay ? Promise.resolve() : change({ progress }),
    );
    if (input.replay) await noteReplay(ctx, round, made);
    else await keep(ctx, round, made, deps.optimiser);
  } catch (error) {
    // What is broken stays told: it is made again from the page, not by itself.
    if (!input.replay) await change({ status: 'failed', failure: failureOf(error) });
    if (!(error instanceof OptimiserError) || error.reason !== 'tooLong') throw error;
  }
}

const failureOf = (error: unknown) =>
  error instanceof OptimiserError && error.reason === 'tooLong' ? 'tooLong' : 'failed';

/** Throws `OptimiserError`, `UnsoundAnswerError`, `BrokenAllocationError`. */
async function makeAllocation(
  { deps }: Context,
  problem: AllocationProblem,
  optimiser: Optimiser,
  tell: (percent: number) => Promise<void>,
): Promise<Allocation> {
  const begun = deps.clock.now().epochMilliseconds;
  let told = begun;
  const made = await allocate(problem, async (model, asked) => {
    const now = deps.clock.now().epochMilliseconds;
    const left = LONGEST_MS - (now - begun);
    if (left <= 0) throw new OptimiserError('tooLong', 'the time of the round is over');
    if (now - told >= TELL_EVERY_MS) {
      told = now;
      await tell(Math.min(99, Math.round((100 * (now - begun)) / LONGEST_MS)));
    }
    return optimiser.solve(model, { ...asked, withinMs: left });
  });
  const faults = faultsOf(problem, made.given);
  if (faults.length > 0) throw new BrokenAllocationError(faults.map(({ rule }) => rule));
  return made;
}

async function keep({ actor, deps }: Context, round: AllocationRound, made: Allocation, optimiser: Optimiser) {
  const { problem, points } = round.snapshot;
  const figures = figuresOf(problem, made.given);
  await deps.database.transact(actor, async ({ allocation, audit }) => {
    const now = await allocation.lockRound(round.id);
    if (now === null || now.status !== 'computing') return;
    const decisions: NewDecision[] = [];
    for (const [entryId, ownFigures] of figures) {
      // Whoever was forgotten meanwhile is not written down again.
      if ((await allocation.findEntry(entryId)) === null) continue;
      const loan = made.given.find(({ personId }) => personId === entryId);
      decisions.push({
        roundId: round.id,
        entryId,
        points: points[entryId] ?? { total: ownFigures.points, parts: [] },
        figures: ownFigures,
        proposed: loan === undefined ? null : { vehicleId: loan.vehicleId, start: loan.start, until: loan.until },
      });
    }
    await allocation.insertDecisions(decisions);
    await allocation.changeRound(round.id, {
      status: 'proposed',
      result: made,
      solver: optimiser.name,
      solverVersion: optimiser.version,
      progress: 100,
      computedAt: deps.clock.now().toString(),
    });
    const fields = ['status', 'result'];
    await audit.record({ action: 'allocation.computed', entity: 'allocationRound', entityId: round.id, fields });
  });
}

async function noteReplay({ actor, deps }: Context, round: AllocationRound, made: Allocation) {
  await deps.database.transact(actor, async ({ allocation, audit }) => {
    const replayedEqual = round.result !== null && sameAnswer(made, round.result);
    await allocation.changeRound(round.id, { replayedAt: deps.clock.now().toString(), replayedEqual });
    const fields = ['replayedAt', 'replayedEqual'];
    await audit.record({ action: 'allocation.replayed', entity: 'allocationRound', entityId: round.id, fields });
  });
}

/** Who gets what from when. Who vouches for the optimum may change with the solver; the answer may not. */
export function sameAnswer(a: Pick<Allocation, 'given' | 'points'>, b: Pick<Allocation, 'given' | 'points'>): boolean {
  const told = ({ given, points }: Pick<Allocation, 'given' | 'points'>) =>
    JSON.stringify([
      points,
      given.map((loan) => [loan.personId, loan.vehicleId, loan.start, loan.until, loan.points]).toSorted(),
    ]);
  return told(a) === told(b);
}

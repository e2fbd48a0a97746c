import { explainAllocation } from '../../domain/allocation/explain.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { AllocationDecision, AllocationRound, WaitingStatus, WaitingWish } from '../ports/allocation.ts';
import { nameIn } from './view-waiting.ts';

/** The same words for somebody else's as for one that never was. */
export const noRound = () => new ProblemError('notFound', 'Cette répartition n’existe pas, ou plus.');

export type RoundLine = AllocationDecision & {
  name: string | null;
  status: WaitingStatus;
  wish: WaitingWish;
  why: readonly string[];
  changes: readonly string[];
};
export type RoundView = Omit<AllocationRound, 'snapshot'> & {
  people: number;
  vehicles: readonly { id: string; label: string; busy: readonly { from: string; until: string }[] }[];
  /** In the published order. People who were forgotten since are not among them. */
  lines: readonly RoundLine[];
};

/** A round of the structure, with who gets what and why. Throws `forbidden`, `notFound`. */
export async function getRound({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<RoundView> {
  requireScope(ctx, 'allocation:decide');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const round = await stores.allocation.findRound(input.id);
    if (round === null) throw noRound();
    const { snapshot, ...rest } = round;
    const lines: RoundLine[] = [];
    for (const decision of await stores.allocation.listDecisions(round.id)) {
      const entry = await stores.allocation.findEntry(decision.entryId);
      if (entry === null) continue;
      const referral = await stores.referrals.find(entry.referralId);
      lines.push({
        ...decision,
        name: referral === null ? null : nameIn(referral.facts),
        status: entry.status,
        wish: entry.wish,
        ...explainAllocation(decision.figures, 'structure'),
      });
    }
    return {
      ...rest,
      people: snapshot.problem.people.length,
      vehicles: snapshot.problem.vehicles.map(({ id, busy }) => ({
        id,
        label: snapshot.vehicles[id]?.label ?? id,
        busy,
      })),
      lines,
    };
  });
}

const SHOWN_ROUNDS = 50;

/** The newest first. Throws `forbidden`. */
export async function listRounds({ ctx }: { ctx: Context }): Promise<Omit<AllocationRound, 'snapshot'>[]> {
  requireScope(ctx, 'allocation:decide');
  return ctx.deps.database.transact(ctx.actor, async ({ allocation }) => {
    const rounds = await allocation.listRounds(SHOWN_ROUNDS);
    return rounds.map(({ snapshot: _, ...round }) => round);
  });
}

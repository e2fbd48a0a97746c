import { type Points, pointsOf } from '../../domain/allocation/criteria.ts';
import { explainAllocation } from '../../domain/allocation/explain.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import type { DecidedLoan, WaitingStatus } from '../ports/allocation.ts';
import { loadReferral } from '../referrals/load-referral.ts';

/** Where somebody stands: their own state, points and reasons. Nothing of the others on the list, not how many they are, not which place is theirs. */
export type Standing = {
  status: WaitingStatus;
  statusReason: string | null;
  waitingSince: string;
  points: Points;
  /** What was decided last; null before. */
  decision: {
    on: string;
    loan: DecidedLoan | null;
    overridden: boolean;
    reason: string | null;
    why: readonly string[];
    changes: readonly string[];
  } | null;
};

/** For whoever referred them; null where they are on no list. Throws `forbidden`, `notFound`. */
export async function findStanding({
  ctx,
  input,
}: {
  ctx: Context;
  input: { referralId: string };
}): Promise<Standing | null> {
  requireScope(ctx, 'referrals:write');
  const { deps, actor } = ctx;
  const { territory } = await deps.territory(actor.territoryId);
  const { timeZone, rules } = territory;
  return deps.database.transact(actor, async (stores) => {
    const referral = await loadReferral(stores, input.referralId);
    const entry = await stores.allocation.findEntryOfReferral(referral.id);
    if (entry === null) return null;
    const last = await stores.allocation.findLastDecision(entry.id);
    const { status, statusReason, waitingSince, facts } = entry;
    return {
      ...{ status, statusReason, waitingSince },
      points: pointsOf({ ...facts, waitingSince }, dateAt(deps.clock.now(), timeZone), rules.allocation),
      decision:
        // A loan that was called off since, or was made at the desk, was not decided there.
        last === null || last.decidedAt === null || (last.decided !== null) !== (status === 'served')
          ? null
          : {
              on: last.decidedAt,
              loan: last.decided,
              overridden: last.decision === 'overridden',
              reason: last.reason,
              ...explainAllocation(last.figures, 'person'),
            },
    };
  });
}

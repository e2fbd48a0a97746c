import { type Points, pointsOf } from '../../domain/allocation/criteria.ts';
import { compare } from '../../domain/allocation/problem.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import type { WaitingEntry } from '../ports/allocation.ts';
import type { HandedFact } from '../ports/referrals.ts';
import type { Stores } from '../ports.ts';

/** An entry as its structure sees it: with what the referral handed over of the person. `points` as they are today. */
export type WaitingView = Omit<WaitingEntry, 'beneficiaryId' | 'organisationId' | 'createdBy'> & {
  name: string | null;
  points: Points;
  /** The organisation that asked for the person to wait; null where the structure put them on its list itself. */
  askedBy: string | null;
};

export async function viewsOf(ctx: Context, stores: Stores, entries: readonly WaitingEntry[]): Promise<WaitingView[]> {
  const { territory } = await ctx.deps.territory(ctx.actor.territoryId);
  const today = dateAt(ctx.deps.clock.now(), territory.timeZone);
  const views: WaitingView[] = [];
  const ours = new Set((await stores.members.list()).map(({ id }) => id));
  for (const { beneficiaryId: _, organisationId: __, createdBy, ...entry } of entries) {
    const referral = await stores.referrals.find(entry.referralId);
    views.push({
      ...entry,
      name: referral === null ? null : nameIn(referral.facts),
      askedBy: ours.has(createdBy) ? null : (referral?.parties.referrer.organisation ?? null),
      points: pointsOf({ ...entry.facts, waitingSince: entry.waitingSince }, today, territory.rules.allocation),
    });
  }
  return views.toSorted(
    (a, b) => b.points.total - a.points.total || compare(a.waitingSince, b.waitingSince) || compare(a.id, b.id),
  );
}

/** As far as it was handed over. */
export function nameIn(facts: readonly HandedFact[]): string | null {
  const told = (code: string) => facts.find((fact) => fact.code === code)?.value ?? '';
  return `${told('firstName')} ${told('lastName')}`.trim() || null;
}

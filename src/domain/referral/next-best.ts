import type { Offer } from '../catalogue/offer.ts';
import type { Verdict } from '../matching/result.ts';
import type { RejectionReason } from './referral.ts';

type Ranked = { offerId: string; rank: number; verdict: Verdict };

/** What may still be tried: the best first, no impossible one, and none that was put to anybody for this person. */
export function untried<M extends Ranked>(matches: readonly M[], tried: ReadonlySet<string>): M[] {
  return matches
    .filter(({ offerId, verdict }) => verdict !== 'impossible' && !tried.has(offerId))
    .toSorted((a, b) => a.rank - b.rank);
}

/** Who offers, as far as an offer and a referral both say it. */
export type OfferedBy = { name: string; email: string | null };

/** Who said no, to what kind of solution, and why; `reason` null: they did not answer in time. */
export type Refusal = { by: OfferedBy; solution: string; reason: RejectionReason | null };

export type Proposable = { by: OfferedBy; solution: string };

/** Reasons that hold for everything of that kind the provider has, and not for that offer or that person alone. */
const OF_THE_PROVIDER: readonly (RejectionReason | null)[] = ['full', 'serviceStopped', 'outsideZone', null];

/** What an offer is a kind of: nobody who has no scooter left has another; they may have a car. */
export const solutionOf = ({ kind, details }: Pick<Offer, 'kind' | 'details'>): string =>
  'vehicleType' in details ? `${kind} ${details.vehicleType}` : kind;

/**
 * What to propose after a refusal: other providers first, each in the order it is given in; whoever said no again only where
 * that no does not answer for it too. Proposals and nothing more: the person or the professional takes one up.
 */
export function nextBest<P extends Proposable>(candidates: readonly P[], refusals: readonly Refusal[]): P[] {
  const others: P[] = [];
  const same: P[] = [];
  for (const one of candidates) {
    const theirs = refusals.filter(({ by }) => isSame(by, one.by));
    if (theirs.length === 0) others.push(one);
    else if (
      !theirs.some(({ solution, reason }) => answersFor(solution, one.solution) && OF_THE_PROVIDER.includes(reason))
    )
      same.push(one);
  }
  return [...others, ...same];
}

/** A refusal of an offer that is gone tells its kind alone: it answers for all of that kind. */
const answersFor = (refused: string, offered: string) => offered === refused || offered.startsWith(`${refused} `);

export const isSame = (one: OfferedBy, other: OfferedBy) =>
  folded(one.name) === folded(other.name) || (one.email !== null && folded(one.email) === folded(other.email ?? ''));
const folded = (text: string) => text.trim().toLowerCase();

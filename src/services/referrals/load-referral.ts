import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Referral, ReferralOfPerson } from '../ports/referrals.ts';
import type { Stores } from '../ports.ts';

/** The same words for one that is somebody else's as for one that never was. */
export const noReferral = () => new ProblemError('notFound', 'Cette orientation n’existe pas, ou plus.');

/** Either side's right, or the link's: which side may do what is told by the referral itself. Throws `forbidden`. */
export function requireReferrals({ actor }: Context): void {
  if (actor.kind === 'visitor' && actor.link !== undefined) return;
  if (actor.kind === 'system' || actor.scopes.has('referrals:write') || actor.scopes.has('referrals:answer')) return;
  const who = actor.kind === 'program' ? 'Cette clé n’a' : 'Votre compte n’a';
  throw new ProblemError('forbidden', `${who} ni le droit « referrals:write » ni le droit « referrals:answer ».`);
}

/** Throws `notFound`. */
export async function loadReferral(stores: Stores, id: string): Promise<ReferralOfPerson> {
  const referral = await stores.referrals.find(id);
  if (referral === null) throw noReferral();
  return referral;
}

/**
 * To be changed: by its id, or by the visitor's link; the person's file, which is in use, is kept for longer. Seen and not locked means that the actor may read it and no more. Throws
 * `notFound`, `conflict` where it is not that version any more.
 */
export async function lockReferral(
  { actor }: Context,
  stores: Stores,
  { id, expectedVersion }: { id: string | null; expectedVersion?: number | undefined },
): Promise<Referral> {
  const known =
    actor.kind === 'visitor'
      ? await stores.referrals.findByLink()
      : id === null
        ? null
        : await stores.referrals.find(id);
  if (known === null) throw noReferral();
  if (actor.kind !== 'system') await stores.people.prolong(known.beneficiaryId);
  const referral = await stores.referrals.lock(known.id);
  if (referral === null) throw noReferral();
  if (expectedVersion !== undefined && referral.version !== expectedVersion) {
    throw new ProblemError('conflict', 'Cette orientation a changé entre-temps : relisez-la, puis recommencez.');
  }
  return referral;
}

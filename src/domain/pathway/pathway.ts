import type { Offer, OfferKind } from '../catalogue/offer.ts';
import type { MatchQuestion } from '../matching/question.ts';
import type { Bundle, OfferMatch, PathwayStep } from '../matching/result.ts';
import { statedBarriers } from '../matching/support.ts';
import { addDays, laterDate } from '../schedule/dates.ts';

/** Which kind of offer makes which step, in the order one unlocks the next. */
const STEPS: readonly { step: PathwayStep['step']; kind: OfferKind }[] = [
  { step: 'training', kind: 'training' },
  { step: 'licence', kind: 'drivingLicence' },
  { step: 'repair', kind: 'vehicleRepair' },
  { step: 'purchase', kind: 'vehicleSale' },
  { step: 'funding', kind: 'financialAid' },
];

/**
 * From a ride on Monday to getting there alone: the bridge (the best bundle, or the best single offer), then what lifts
 * the stated barriers, each step the best-ranked offer of its kind that this person can enter. A bridge lasts until the
 * last step that is waited for ends.
 */
export function pathwayFor(
  question: MatchQuestion,
  matches: readonly OfferMatch[],
  bundles: readonly Bundle[],
): PathwayStep[] {
  const { facts, offers } = question;
  const byId = new Map(offers.map((o) => [o.id, o]));
  const stated = statedBarriers(facts) ?? [];
  const steps = STEPS.flatMap(({ step, kind }) => {
    const best = matches.find((m) => m.kind === kind && m.verdict !== 'impossible' && useful(step, m, byId, stated));
    const offer = best && byId.get(best.offerId);
    if (best === undefined || offer === undefined) return [];
    const from = best.availableFrom;
    const weeks = 'durationWeeks' in offer.details ? offer.details.durationWeeks : null;
    const until = weeks === null ? null : addDays(from, Math.ceil(weeks * 7));
    return [{ step, offerId: best.offerId, from, until, barriers: lifted(offer, stated) }];
  });
  return [...bridge(question, matches, bundles, steps), ...steps, ...autonomy(steps)];
}

/** The day from which the person goes alone: when the last step that gives the means to has ended. */
function autonomy(steps: readonly PathwayStep[]): PathwayStep[] {
  const giving = steps.filter((s) => s.step === 'licence' || s.step === 'repair' || s.step === 'purchase');
  // Nobody said how long it takes: no day is promised.
  if (giving.some((s) => s.step === 'licence' && s.until === null)) return [];
  const from = giving
    .map((s) => s.until ?? s.from)
    .sort()
    .at(-1);
  return from === undefined ? [] : [{ step: 'autonomy', offerId: null, from, until: null, barriers: [] }];
}

/** A step must answer something said: a barrier, or a licence that is not there. */
function useful(
  step: PathwayStep['step'],
  match: OfferMatch,
  byId: ReadonlyMap<string, Offer>,
  stated: readonly string[],
): boolean {
  const asked = match.criteria.find((c) => c.code === (step === 'licence' ? 'need' : 'barrier'));
  if (asked?.outcome !== 'met') return false;
  const offer = byId.get(match.offerId);
  return step === 'licence' || (offer !== undefined && lifted(offer, stated).length > 0);
}

function lifted(offer: Offer, stated: readonly string[]): string[] {
  if (offer.kind === 'drivingLicence') return stated.filter((b) => b === 'noLicence');
  return 'barriers' in offer.details
    ? stated.filter((b) => (offer.details as { barriers: string[] }).barriers.includes(b))
    : [];
}

function bridge(
  { facts }: MatchQuestion,
  matches: readonly OfferMatch[],
  bundles: readonly Bundle[],
  later: readonly PathwayStep[],
): PathwayStep[] {
  const members = bundles[0]?.offerIds ?? [];
  const first = members[0];
  if (first === undefined) return [];
  const from = matches
    .filter((m) => members.includes(m.offerId))
    .reduce((latest, m) => laterDate(latest, m.availableFrom), facts.startsOn);
  const ends = later.flatMap((s) => s.until ?? []).sort();
  const until = ends.at(-1) ?? null;
  return [{ step: 'bridge', offerId: first, offerIds: members, from, until, barriers: [] }];
}

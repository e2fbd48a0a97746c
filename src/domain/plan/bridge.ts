import { type OfferKind, SUPPORT_KINDS } from '../catalogue/offer.ts';
import type { PathwayStep } from '../matching/result.ts';
import { BRIDGE } from '../pathway/rules.ts';
import type { ReferralStatus } from '../referral/referral.ts';
import { laterDate } from '../schedule/dates.ts';

/** Which solution carries the person meanwhile: what somebody has said yes to comes before what a machine thinks best. */

/** How far an offer has come with this person, by its newest referral. A refusal is not put to anybody again. */
export type Standing = 'started' | 'accepted' | 'sent' | 'refused' | null;

const WEIGHT = { started: 3, accepted: 2, sent: 1, refused: -1 } as const;
export const weightOf = (standing: Standing | undefined): number => (standing ? WEIGHT[standing] : 0);

/** `referrals` newest first. What lapsed or is over says nothing of what may come. */
export function standingsOf(referrals: readonly { offerId: string; status: ReferralStatus }[]): Map<string, Standing> {
  const standings = new Map<string, Standing>();
  for (const { offerId, status } of referrals) {
    if (standings.has(offerId)) continue;
    standings.set(offerId, status === 'expired' || status === 'ended' ? null : status);
  }
  return standings;
}

const SUPPORTS: ReadonlySet<string> = new Set(SUPPORT_KINDS);
/** Whether it carries people, rather than lifting what keeps them from moving. */
export const carries = ({ kind }: { kind: OfferKind }): boolean => !SUPPORTS.has(kind);

export type BridgeChoice = {
  pathway: readonly Pick<PathwayStep, 'step' | 'offerId' | 'offerIds' | 'from'>[];
  bundles: readonly { offerIds: readonly string[] }[];
  standings: ReadonlyMap<string, Standing>;
  /** Ids of ride offers, those of the result best first, then others that were referred to. */
  rides: readonly string[];
  startsOn: string;
  /** From when each can be used. */
  availableFrom: ReadonlyMap<string, string>;
};

/**
 * One bridge: the furthest referral with what the result puts beside it; else the pathway's own; else the next set, then the
 * next offer, of which nobody said no. Null where nothing is left.
 */
export function chooseBridge(choice: BridgeChoice): { offerIds: readonly string[]; from: string } | null {
  const { pathway, bundles, standings, rides, startsOn, availableFrom } = choice;
  const isOpen = (ids: readonly string[]) => ids.every((id) => standings.get(id) !== 'refused');
  const held = rides.filter((id) => weightOf(standings.get(id)) > 0);
  const most = Math.max(0, ...held.map((id) => weightOf(standings.get(id))));
  const [first] = held.filter((id) => weightOf(standings.get(id)) === most);
  const proposed = pathway.find(({ step }) => step === BRIDGE);
  const own = proposed?.offerIds ?? (proposed?.offerId ? [proposed.offerId] : []);
  const sets = [own, ...bundles.map(({ offerIds }) => offerIds)].filter((ids) => ids.length > 0 && isOpen(ids));
  const free = rides.find((id) => standings.get(id) !== 'refused');
  const offerIds =
    first === undefined
      ? (sets[0] ?? (own.length > 0 && free !== undefined ? [free] : null))
      : (sets.find((ids) => ids.includes(first)) ?? [first]);
  if (offerIds === null) return null;
  const from = offerIds.reduce((latest, id) => laterDate(latest, availableFrom.get(id) ?? startsOn), startsOn);
  return { offerIds, from };
}

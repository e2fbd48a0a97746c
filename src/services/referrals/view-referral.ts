import { Temporal } from 'temporal-polyfill';
import { expiresOn } from '../../domain/referral/due.ts';
import { allowedActions, type ReferralAction, type ReferralSide } from '../../domain/referral/referral.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { HandedFact, Referral, ReferralEvent, ReferralOfPerson } from '../ports/referrals.ts';
import type { Actor } from '../ports.ts';

/** One line of the timeline. */
export type TimelineEntry = Omit<ReferralEvent, 'id'>;

type Common = Pick<
  Referral,
  | 'id'
  | 'version'
  | 'offerId'
  | 'status'
  | 'message'
  | 'documents'
  | 'parties'
  | 'questionOpen'
  | 'sentAt'
  | 'answeredAt'
  | 'startedOn'
> & {
  facts: readonly HandedFact[];
  /** The day on which it lapses if nobody answers. */
  expiresOn: string;
  timeline: readonly TimelineEntry[];
  actions: readonly ReferralAction[];
};

/** As whoever refers, and the rest of the circle of care, see it. */
export type ReferralView = Common & {
  rejectionReason: string | null;
  outcome: string | null;
  beneficiary: { id: string } & ReferralOfPerson['person'];
  organisationId: string;
  providerEmail: string | null;
  /** The provider sees it in its own list. */
  providerHasAccount: boolean;
  diagnosticId: string | null;
  reminders: number;
  previousId: string | null;
  createdAt: string;
  updatedAt: string;
};

/** As whoever is asked sees it: what was handed over, while it is theirs to know. */
export type PutReferral = Common & { rejectionReason: string | null };

/** Which sides of the referral the actor is on; none for others in the circle of care. */
export function sidesOf(actor: Actor, referral: Referral): ReferralSide[] {
  if (actor.kind === 'system') return ['system'];
  if (actor.kind === 'visitor') return actor.link === undefined ? [] : ['provider'];
  const sides: ReferralSide[] = [];
  if (actor.organisationId === null) return sides;
  if (referral.providerOrganisationId === actor.organisationId && actor.scopes.has('referrals:answer')) {
    sides.push('provider');
  }
  if (referral.organisationId === actor.organisationId && actor.scopes.has('referrals:write')) sides.push('prescriber');
  return sides;
}

type Seen = { events: readonly ReferralEvent[]; timeZone: string };

export function viewReferral(actor: Actor, referral: ReferralOfPerson, { events, timeZone }: Seen): ReferralView {
  const {
    beneficiaryId,
    person,
    providerOrganisationId,
    createdBy: _,
    linkExpiresAt: __,
    diagnosticVersion: ___,
    ...rest
  } = referral;
  const isOurs = sidesOf(actor, referral).includes('prescriber');
  return {
    ...rest,
    beneficiary: { id: beneficiaryId, ...person },
    providerHasAccount: providerOrganisationId !== null,
    expiresOn: lapsesOn(referral, timeZone),
    timeline: events.map(({ id: _id, ...entry }) => entry),
    actions: isOurs ? allowedActions(referral.status, 'prescriber') : [],
  };
}

/** Once it was refused, lapsed or is over, the person is nobody's business there any more. */
const STILL_THEIRS: readonly Referral['status'][] = ['sent', 'accepted', 'started'];

export function viewPutReferral(referral: Referral, { events, timeZone }: Seen): PutReferral {
  const { id, version, offerId, status, documents, parties, questionOpen, sentAt, answeredAt, startedOn } = referral;
  const isTheirs = STILL_THEIRS.includes(status);
  return {
    id,
    version,
    offerId,
    status,
    rejectionReason: referral.rejectionReason,
    message: isTheirs ? referral.message : null,
    facts: isTheirs ? referral.facts : [],
    documents: isTheirs ? documents : [],
    parties,
    questionOpen,
    sentAt,
    answeredAt,
    startedOn,
    expiresOn: lapsesOn(referral, timeZone),
    // What became of the job, and the rules that said no (a budget, an age), stay between the person and whoever refers.
    timeline: events
      .filter(({ kind }) => kind !== 'followedUp')
      .map(({ id: _id, details, text, ...entry }) => {
        const { outcome: _outcome, insistedOn: _insistedOn, appointment, ...shown } = details;
        return {
          ...entry,
          text: isTheirs && entry.kind !== 'ended' ? text : null,
          details: { ...shown, ...(isTheirs && appointment !== undefined ? { appointment } : {}) },
        };
      }),
    actions: allowedActions(status, 'provider'),
  };
}

const lapsesOn = (referral: Referral, timeZone: string) =>
  expiresOn(dateAt(Temporal.Instant.from(referral.sentAt), timeZone));

/**
 * The life of a referral: `sent → accepted | refused | expired`, `accepted → started → ended`. Who refers may also end it before:
 * withdrawn while it waits, given up once accepted.
 */
export const REFERRAL_STATUSES = ['sent', 'accepted', 'refused', 'expired', 'started', 'ended'] as const;
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number];

/** `prescriber`: the organisation that refers. `provider`: who was asked, by account or by link. `system`: the passing of time. */
export type ReferralSide = 'prescriber' | 'provider' | 'system';

export const REFERRAL_ACTIONS = [
  'accept',
  'refuse',
  'ask',
  'reply',
  'remind',
  'expire',
  'start',
  'followUp',
  'end',
] as const;
export type ReferralAction = (typeof REFERRAL_ACTIONS)[number];

/**
 * From which states, by whom, to which state (null: it stays). Who refers may write down an answer that came by telephone, and
 * only who refers says what became of the job.
 */
export const REFERRAL_RULES: Record<
  ReferralAction,
  { from: readonly ReferralStatus[]; by: readonly ReferralSide[]; to: ReferralStatus | null }
> = {
  accept: { from: ['sent'], by: ['provider', 'prescriber'], to: 'accepted' },
  refuse: { from: ['sent'], by: ['provider', 'prescriber'], to: 'refused' },
  ask: { from: ['sent', 'accepted'], by: ['provider'], to: null },
  reply: { from: ['sent', 'accepted'], by: ['prescriber'], to: null },
  remind: { from: ['sent'], by: ['prescriber', 'system'], to: null },
  expire: { from: ['sent'], by: ['system'], to: 'expired' },
  start: { from: ['accepted'], by: ['prescriber', 'provider'], to: 'started' },
  followUp: { from: ['started'], by: ['prescriber'], to: null },
  end: { from: ['sent', 'accepted', 'started'], by: ['prescriber'], to: 'ended' },
};

export const isAllowed = (action: ReferralAction, status: ReferralStatus, side: ReferralSide): boolean =>
  REFERRAL_RULES[action].from.includes(status) && REFERRAL_RULES[action].by.includes(side);

/** What that side may do now. */
export const allowedActions = (status: ReferralStatus, side: ReferralSide): ReferralAction[] =>
  REFERRAL_ACTIONS.filter((action) => isAllowed(action, status, side));

/** While it lasts, the same person is not put to the same offer again. */
export const OPEN_STATUSES: readonly ReferralStatus[] = ['sent', 'accepted', 'started'];

/** Why a provider refuses. `other` and what is missing are told in words besides. */
export const REJECTION_REASONS = [
  'full',
  'outsideZone',
  'hoursDoNotFit',
  'ageOrLicence',
  'conditionsNotMet',
  'missingDocuments',
  'notReachable',
  'personDeclined',
  'serviceStopped',
  'other',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Reasons that help nobody without a word of explanation. */
export const EXPLAINED_REASONS: readonly RejectionReason[] = ['conditionsNotMet', 'missingDocuments', 'other'];

/** What became of it in the end. */
export const REFERRAL_OUTCOMES = [
  'jobKept6Months',
  'jobKept3Months',
  'jobStarted',
  'completed',
  'stopped',
  'neverStarted',
  'withdrawn',
] as const;
export type ReferralOutcome = (typeof REFERRAL_OUTCOMES)[number];

/** Which outcomes can be told from which state: nobody keeps a job thanks to what never began. */
export const OUTCOMES_FROM: Partial<Record<ReferralStatus, readonly ReferralOutcome[]>> = {
  sent: ['withdrawn'],
  accepted: ['neverStarted', 'withdrawn'],
  started: ['jobKept6Months', 'jobKept3Months', 'jobStarted', 'completed', 'stopped'],
};

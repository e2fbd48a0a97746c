/** The life of somebody's place in a group. Who was proposed a place is still `waiting`: a human confirms it. */
export const ENROLMENT_STATUSES = ['waiting', 'enrolled', 'attending', 'completed', 'droppedOut'] as const;
export type EnrolmentStatus = (typeof ENROLMENT_STATUSES)[number];

export const ENROLMENT_ACTIONS = ['confirm', 'attend', 'complete', 'dropOut'] as const;
export type EnrolmentAction = (typeof ENROLMENT_ACTIONS)[number];

export const ENROLMENT_RULES: Record<EnrolmentAction, { from: readonly EnrolmentStatus[]; to: EnrolmentStatus }> = {
  confirm: { from: ['waiting'], to: 'enrolled' },
  /** The first time they came. */
  attend: { from: ['enrolled'], to: 'attending' },
  complete: { from: ['enrolled', 'attending'], to: 'completed' },
  dropOut: { from: ['waiting', 'enrolled', 'attending'], to: 'droppedOut' },
};

export const isAllowed = (action: EnrolmentAction, status: EnrolmentStatus): boolean =>
  ENROLMENT_RULES[action].from.includes(status);

/** While it lasts, the referral leads to no other place. */
export const OPEN_STATUSES: readonly EnrolmentStatus[] = ['waiting', 'enrolled', 'attending'];
/** Takes one of the places. */
export const SEATED_STATUSES: readonly EnrolmentStatus[] = ['enrolled', 'attending'];

/** Why somebody stops: what can be acted on, and nothing of anybody's health. */
export const DROP_OUT_REASONS = [
  'unspecified',
  'jobFound',
  'movedAway',
  'cost',
  'childcare',
  'transport',
  'discouraged',
  'other',
] as const;
export type DropOutReason = (typeof DROP_OUT_REASONS)[number];

type InLine = { id: string; status: EnrolmentStatus; waitingSince: string };

/** Who waits, whoever has waited longest first. */
export const waitingLine = <T extends InLine>(enrolments: readonly T[]): T[] =>
  enrolments
    .filter(({ status }) => status === 'waiting')
    .toSorted((a, b) => order(a.waitingSince, b.waitingSince) || order(a.id, b.id));

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export const placesTaken = (enrolments: readonly { status: EnrolmentStatus }[]): number =>
  enrolments.filter(({ status }) => SEATED_STATUSES.includes(status)).length;

/** Whom the free places are proposed to, in order; nobody where there is none. */
export const proposedNext = <T extends InLine>(places: number, enrolments: readonly T[]): T[] =>
  waitingLine(enrolments).slice(0, Math.max(0, places - placesTaken(enrolments)));

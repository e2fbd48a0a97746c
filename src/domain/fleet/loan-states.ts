import { daysBetween, laterDate } from '../schedule/dates.ts';

/** What holds a vehicle for days. Both are under the same exclusion constraint. */
export type HoldKind = 'loan' | 'maintenance';

export const LOAN_STATUSES = ['requested', 'confirmed', 'out', 'returned', 'refused', 'cancelled'] as const;
export type LoanStatus = (typeof LOAN_STATUSES)[number];

export type LoanAction =
  | 'confirm'
  | 'refuse'
  | 'cancel'
  | 'handOver'
  | 'takeBack'
  | 'extend'
  | 'shorten'
  | 'move'
  | 'sign'
  | 'charge';

const FROM: Readonly<Record<LoanAction, { from: readonly LoanStatus[]; to: LoanStatus | null }>> = {
  confirm: { from: ['requested'], to: 'confirmed' },
  refuse: { from: ['requested'], to: 'refused' },
  cancel: { from: ['requested', 'confirmed'], to: 'cancelled' },
  sign: { from: ['confirmed'], to: null },
  handOver: { from: ['confirmed'], to: 'out' },
  takeBack: { from: ['out'], to: 'returned' },
  extend: { from: ['requested', 'confirmed', 'out'], to: null },
  shorten: { from: ['requested', 'confirmed', 'out'], to: null },
  charge: { from: ['returned'], to: null },
  move: { from: ['requested', 'confirmed'], to: null },
};

/** The status after that action; null where it cannot be done from there. */
export function afterLoan(status: LoanStatus, action: LoanAction): LoanStatus | null {
  const { from, to } = FROM[action];
  return from.includes(status) ? (to ?? status) : null;
}

/** Days a vehicle that is out should have been back for, on `today`; 0 where it is not late. `until`: the last day promised. */
export const lateDays = (hold: { status: LoanStatus; until: string }, today: string): number =>
  hold.status === 'out' ? Math.max(0, daysBetween(hold.until, today)) : 0;

/** To which day at the earliest the last one can be brought forward; null where it cannot be. Days `YYYY-MM-DD`. */
export function earliestEnd(hold: { status: LoanStatus; from: string; until: string }, today: string): string | null {
  const least = hold.status === 'out' ? laterDate(hold.from, today) : hold.from;
  return least < hold.until ? least : null;
}

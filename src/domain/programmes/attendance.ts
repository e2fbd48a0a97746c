import { z } from 'zod';
import type { CohortSession } from './programme.ts';
import { minutesOf } from './programme.ts';

/** Why somebody was away is nobody's business: that they said so is enough. */
export const ATTENDANCE_MARKS = ['present', 'excused', 'absent'] as const;
export type AttendanceMark = (typeof ATTENDANCE_MARKS)[number];

/** `from`: when the session began, which tells two on one day apart. */
export type Attendance = { date: string; from: string; mark: AttendanceMark; minutes: number };

export const markSchema = z.object({
  enrolmentId: z.string().max(100),
  mark: z.enum(ATTENDANCE_MARKS),
  /** Of somebody who came late or left early; null: the whole session. */
  minutes: z.int('Écrivez un nombre de minutes.').min(0, 'Un nombre à partir de 0.').nullable().default(null),
});
export type Mark = z.infer<typeof markSchema>;

/** What counts of a session: nobody learns for longer than it lasts, and nobody who is away learns. */
export function countedMinutes(
  session: Pick<CohortSession, 'from' | 'to'>,
  { mark, minutes }: Omit<Mark, 'enrolmentId'>,
) {
  if (mark !== 'present') return 0;
  const whole = minutesOf(session);
  return minutes === null ? whole : Math.min(minutes, whole);
}

export type AttendanceTotals = { present: number; excused: number; absent: number; minutes: number };

export function totalsOf(attendances: readonly Attendance[]): AttendanceTotals {
  const totals: AttendanceTotals = { present: 0, excused: 0, absent: 0, minutes: 0 };
  for (const { mark, minutes } of attendances) {
    totals[mark] += 1;
    totals.minutes += minutes;
  }
  return totals;
}

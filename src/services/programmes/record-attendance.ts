import { z } from 'zod';
import { clockTimeSchema, isoDateSchema } from '../../domain/clock-time.ts';
import { countedMinutes, type Mark, markSchema } from '../../domain/programmes/attendance.ts';
import { SEATED_STATUSES } from '../../domain/programmes/enrolment.ts';
import { sessionsOf } from '../../domain/programmes/programme.ts';
import type { Context } from '../context.ts';
import { invalid } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { EnrolmentOfReferral } from '../ports/programmes.ts';
import type { Stores } from '../ports.ts';
import { moveReferral } from '../referrals/move-referral.ts';
import { transactOnce } from '../transact-once.ts';
import { lockCohort, requireTeaching, todayThere } from './programme-access.ts';

const sheetSchema = z.object({ date: isoDateSchema, from: clockTimeSchema, marks: z.array(markSchema).max(200) });

/**
 * Who came to one session; noted again, it is what was noted last. The first time somebody comes they attend, and their referral has
 * started. Throws `forbidden`, `notFound`, `invalid`, `conflict`.
 */
export async function recordAttendance({
  ctx,
  input,
}: {
  ctx: Context;
  input: { cohortId: string; sheet: unknown };
}): Promise<{ noted: number }> {
  requireTeaching(ctx);
  const { date, from, marks } = parseInput(sheetSchema, input.sheet);
  const today = await todayThere(ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      const cohort = await lockCohort(stores, input.cohortId);
      const session = sessionsOf(cohort).find((one) => one.date === date && one.from === from);
      if (session === undefined)
        throw invalid([{ path: 'date', message: 'Le groupe ne se réunit pas à ce moment-là.' }]);
      if (date > today) throw invalid([{ path: 'date', message: 'Cette séance n’a pas encore eu lieu.' }]);
      const enrolled = new Map((await stores.programmes.listEnrolments(cohort.id)).map((one) => [one.id, one]));
      const rows = marks.map((mark) => {
        const enrolment = enrolled.get(mark.enrolmentId);
        if (enrolment === undefined || enrolment.status === 'waiting') throw invalid([GONE]);
        return {
          enrolment,
          mark,
          row: { enrolmentId: enrolment.id, date, from, mark: mark.mark, minutes: countedMinutes(session, mark) },
        };
      });
      await stores.programmes.noteAttendance(rows.map(({ row }) => row));
      for (const { enrolment, mark } of rows) await firstComing(ctx, stores, { enrolment, mark, date });
      await stores.audit.recordAll(
        rows.map(({ enrolment }) => ({
          action: 'enrolment.attendanceNoted',
          entity: 'enrolment',
          entityId: enrolment.id,
          fields: ['date', 'from', 'mark', 'minutes'],
        })),
      );
      return { noted: rows.length };
    },
    answer: async (_stores, done) => done,
  });
}

const GONE = { path: 'marks', message: 'Quelqu’un de cette feuille n’est plus dans le groupe : relisez-la.' };

async function firstComing(
  ctx: Context,
  stores: Stores,
  { enrolment, mark, date }: { enrolment: EnrolmentOfReferral; mark: Mark; date: string },
): Promise<void> {
  if (mark.mark !== 'present' || !SEATED_STATUSES.includes(enrolment.status)) return;
  await stores.people.prolong(enrolment.beneficiaryId);
  if (enrolment.status === 'enrolled') {
    await stores.programmes.changeEnrolment(enrolment.id, { status: 'attending' });
    await stores.audit.record({
      action: 'enrolment.attending',
      entity: 'enrolment',
      entityId: enrolment.id,
      fields: ['status'],
    });
  }
  const referral = await stores.referrals.lock(enrolment.referralId);
  if (referral?.status !== 'accepted') return;
  await moveReferral(ctx, stores, referral, {
    action: 'start',
    change: { startedOn: date },
    event: { details: { on: date } },
    outcome: { code: 'started' },
  });
}

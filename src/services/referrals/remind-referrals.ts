import { Temporal } from 'temporal-polyfill';
import { dueStep, REMINDER_DAYS } from '../../domain/referral/due.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { moveReferral } from './move-referral.ts';

const BATCH = 200;

/**
 * Reminds of referrals nobody has answered on their 5th and 10th day, later where somebody did so by hand within a day, and lets
 * them lapse on the 30th. Each in a transaction of
 * its own with the row locked: another worker that is at it passes on, and what was done is not due any more. For workers.
 */
export async function remindReferrals({ ctx }: { ctx: Context }): Promise<{ reminded: number; expired: number }> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Les relances reviennent aux tâches de fond.');
  const { timeZone } = (await deps.territory(actor.territoryId)).territory;
  const now = deps.clock.now();
  // A day earlier than any is due, whatever the zone and its clock changes.
  const sentBefore = now.subtract({ hours: 24 * (REMINDER_DAYS[0] - 1) }).toString();
  const done = { reminded: 0, expired: 0 };
  for (let after = ''; ; ) {
    const waiting = await deps.database.transact(actor, ({ referrals }) =>
      referrals.listWaiting({ sentBefore, after, limit: BATCH }),
    );
    for (const { id } of waiting) {
      const kind = await giveItsCourse(ctx, id, timeZone);
      if (kind === 'remind') done.reminded += 1;
      if (kind === 'expire') done.expired += 1;
    }
    const last = waiting.at(-1);
    if (last === undefined || waiting.length < BATCH) return done;
    after = last.id;
  }
}

function giveItsCourse(ctx: Context, id: string, timeZone: string): Promise<'remind' | 'expire' | null> {
  const { actor, deps } = ctx;
  return deps.database.transact(actor, async (stores) => {
    const referral = await stores.referrals.lockIfFree(id);
    if (referral?.status !== 'sent') return null;
    const now = deps.clock.now();
    const last = (await stores.referrals.listEvents(id)).filter(({ kind }) => kind === 'reminded').at(-1);
    const due = dueStep({
      sentOn: dateAt(Temporal.Instant.from(referral.sentAt), timeZone),
      reminders: referral.reminders,
      hoursSinceLast: last === undefined ? null : now.since(Temporal.Instant.from(last.at)).total('hours'),
      today: dateAt(now, timeZone),
    });
    if (due === null) return null;
    if (due.kind === 'remind') {
      await moveReferral(ctx, stores, referral, { action: 'remind', change: { reminders: due.reminders } });
    } else {
      await moveReferral(ctx, stores, referral, {
        action: 'expire',
        change: { questionOpen: false },
        outcome: { code: 'expired' },
      });
    }
    return due.kind;
  });
}

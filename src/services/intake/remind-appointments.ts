import { Temporal } from 'temporal-polyfill';
import type { OfficeCalendar } from '../../domain/intake/working-days.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Actor, Stores } from '../ports.ts';
import { memberReminderMail } from './mail-words.ts';
import { officeOf } from './office-of.ts';
import { meetingOf, tellPerson } from './tell-person.ts';

const AT_ONCE = 500;

/**
 * Reminds people of their appointments, once each: by mail where that may be done, else by a call that is put into the queue.
 * Who is to be met is told in both cases to the member who meets them. Says how many. For workers.
 */
export async function remindAppointments({ ctx }: { ctx: Context }): Promise<number> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'Les rappels reviennent aux tâches de fond.');
  const { database } = ctx.deps;
  const office = await officeOf(ctx);
  const due = await database.transact(ctx.actor, ({ intake }) => intake.listToRemind(AT_ONCE));
  let reminded = 0;
  for (const { id, organisationId } of due) {
    // Only a worker of that organisation reads who the person is; each appointment is a transaction of its own.
    const actor: Actor = { ...ctx.actor, organisationId };
    const done = await database.transact(actor, (stores) => remind(stores, { ...ctx, actor }, { id, office }));
    if (done) reminded++;
  }
  return reminded;
}

async function remind(
  stores: Stores,
  ctx: Context,
  { id, office }: { id: string; office: OfficeCalendar },
): Promise<boolean> {
  const { intake, messages, members, audit } = stores;
  const { clock, ids, publicUrl } = ctx.deps;
  const now = clock.now();
  const appointment = await intake.lockAppointment(id);
  // Another worker was quicker, or it was moved or cancelled meanwhile.
  if (appointment?.status !== 'planned' || appointment.remindedAt !== null || appointment.remindAt === null)
    return false;
  if (isLater(appointment.remindAt, now)) return false;
  await intake.changeAppointment(id, { remindedAt: now.toString() });
  await audit.record({ action: 'appointment.reminded', entity: 'appointment', entityId: id, fields: ['remindedAt'] });
  // The platform was stopped over the appointment: nobody is called to what is past.
  if (!isLater(appointment.startsAt, now)) return false;

  const mailed = await tellPerson(stores, ctx, { appointment, office, news: 'soon' });
  const meeting = await meetingOf(stores, appointment, office);
  if (!mailed) {
    await intake.insertCallBack({
      id: ids.next('cal'),
      subject: appointment.subject,
      memberId: appointment.memberId,
      dueAt: now.toString(),
      reason: 'Rappeler son rendez-vous à la personne',
    });
  }
  const member = await members.find(appointment.memberId);
  if (member && member.closedAt === null) {
    const words = memberReminderMail({
      ...meeting,
      url: `${publicUrl}/pro/rendez-vous/${id}`,
      reminded: mailed ? 'mail' : 'call',
    });
    await messages.queue({ id: ids.next('msg'), to: member.email, ...words, about: { entity: 'appointment', id } });
  }
  return true;
}

const isLater = (instant: string, now: Temporal.Instant) =>
  Temporal.Instant.compare(Temporal.Instant.from(instant), now) > 0;

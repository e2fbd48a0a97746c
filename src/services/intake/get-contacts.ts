import { type AppointmentAction, appointmentActions } from '../../domain/intake/appointment.ts';
import { type Context, requireScope } from '../context.ts';
import type { Appointment, CallBack, ContactEntry, PersonToReach, Subject } from '../ports/intake.ts';
import { personsOf, type SentRequest, sentView } from './request-view.ts';
import { personOf, scopeFor } from './subject.ts';

const SHOWN = 100;

/** Everything that was said, and is to be said, to somebody. */
export type Contacts = {
  subject: Subject;
  person: PersonToReach;
  entries: ContactEntry[];
  callBacks: CallBack[];
  /** The latest first. */
  appointments: (Appointment & { actions: AppointmentAction[] })[];
  /** The requests that led to the file, as they were sent; those the actor's organisation may see. */
  requests: SentRequest[];
  /** The acting member's organisation writes here too. */
  mayWrite: boolean;
};

/** Throws `forbidden`, `notFound`. */
export async function getContacts({ ctx, input: subject }: { ctx: Context; input: Subject }): Promise<Contacts> {
  requireScope(ctx, 'beneficiaryId' in subject ? 'people:read' : 'requests:handle');
  const now = ctx.deps.clock.now();
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { intake } = stores;
    const person = await personOf(stores, subject);
    const appointments = await intake.listAppointmentsOf(subject);
    const requests = 'beneficiaryId' in subject ? await intake.listRequestsOf(subject.beneficiaryId) : [];
    const persons = await personsOf(stores, requests);
    return {
      subject,
      person,
      entries: await intake.listContacts(subject, SHOWN),
      callBacks: await intake.listCallBacksOf(subject),
      appointments: appointments.map((one) => ({
        ...one,
        actions: one.organisationId === ctx.actor.organisationId ? appointmentActions(one, now) : [],
      })),
      requests: requests.map((one) => sentView(one, persons.get(one.id) ?? {})),
      mayWrite: ctx.actor.scopes.has(scopeFor(subject)),
    };
  });
}

import { Temporal } from 'temporal-polyfill';
import { leaveAt } from '../../domain/booking/leave-at.ts';
import { smsNumber } from '../../domain/messages/sms-number.ts';
import { sessionsOf } from '../../domain/programmes/programme.ts';
import { riderLanguage } from '../bookings/ride-words/index.ts';
import type { Context } from '../context.ts';
import { eachApart } from '../each-apart.ts';
import { ProblemError } from '../errors.ts';
import { eveningBefore } from '../evening-before.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { type MeetingKind, meetingMail, meetingSms } from './meeting-words.ts';

/** Begins the key of each of these messages, so that what is held can be found again. */
const KEY = 'meeting ';

type Meeting = {
  key: string;
  kind: MeetingKind;
  entity: { entity: string; id: string };
  beneficiaryId: string;
  organisationId: string;
  time: string;
  /** Null: where the structure is. */
  place: string | null;
};

/**
 * Reminds people, the evening before, of the session of their group and of their appointment at the workshop, once each; what waits
 * until they are awake is not sent where it was moved or called off since. Says how many. For workers.
 */
export async function remindMeetings({ ctx }: { ctx: Context }): Promise<number> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Les rappels reviennent aux tâches de fond.');
  const { tomorrow, timeZone, isEvening } = await eveningBefore(ctx);
  const meetings = await deps.database.transact(actor, async (stores) => {
    const found = await meetingsOn(stores, tomorrow.toString());
    await stores.messages.withdraw(
      KEY,
      found.map(({ key }) => key),
    );
    return found;
  });
  if (!isEvening) return 0;
  let reminded = 0;
  const each = eachApart();
  for (const meeting of meetings) {
    await each.run(async () => {
      if (await remind(ctx, meeting, { tomorrow, timeZone })) reminded += 1;
    });
  }
  each.rethrow();
  return reminded;
}

/** Of those who have a place in a group, or a day at the garage. */
async function meetingsOn({ programmes, workshop }: Stores, date: string): Promise<Meeting[]> {
  const learners = await programmes.listWithPlaceOn(date);
  const jobs = await workshop.listScheduledOn(date);
  return [
    ...learners.flatMap(({ id, beneficiaryId, organisationId, cohort }) =>
      sessionsOf({ ...cohort, from: date, until: date }).map(
        ({ from }): Meeting => ({
          key: `${KEY}${id} ${date} ${from}`,
          kind: 'session',
          entity: { entity: 'enrolment', id },
          beneficiaryId,
          organisationId,
          time: from,
          place: cohort.place,
        }),
      ),
    ),
    ...jobs.map(
      ({ id, beneficiaryId, organisationId, appointmentAt }): Meeting => ({
        key: `${KEY}${id} ${date} ${appointmentAt}`,
        kind: 'workshop',
        entity: { entity: 'workshopJob', id },
        beneficiaryId,
        organisationId,
        time: appointmentAt ?? '08:00',
        place: null,
      }),
    ),
  ];
}

/** For the organisation that holds the person's file: their own phone and mail are in no other hands. False where it was done before, or nobody can be written to. */
async function remind(
  { actor, deps }: Context,
  meeting: Meeting,
  { tomorrow, timeZone }: { tomorrow: Temporal.PlainDate; timeZone: string },
): Promise<boolean> {
  const { beneficiaryId, key, kind, time } = meeting;
  const organisationId = await deps.database.transact(actor, ({ bookings }) =>
    bookings.findHolder(beneficiaryId, null),
  );
  const holder = { deps, actor: { ...actor, organisationId }, idempotency: { key, requestHash: key } };
  let written = false;
  const effect = async (stores: Stores): Promise<null> => {
    const contact = await stores.bookings.findContact(beneficiaryId);
    const structure = await stores.referrals.findOrganisation(meeting.organisationId);
    if (contact === null || structure === null) return null;
    const { discreet, safeHours } = contact;
    const now = deps.clock.now();
    const midnight = tomorrow.toZonedDateTime(timeZone).toInstant().toString();
    const startsAt = tomorrow.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(timeZone).toInstant();
    const leaves = { safeHours, discreet, departAt: startsAt.toString(), urgent: false, trueUntil: midnight };
    const { sendAfter, inTime } = leaveAt({ ...leaves, now, timeZone });
    if (!inTime) return null;
    const told = {
      kind,
      language: riderLanguage(contact.language),
      time,
      place: meeting.place ?? structure.name,
      phone: structure.phone,
    };
    const message = { id: deps.ids.next('msg'), about: meeting.entity, dedupeKey: key, sendAfter, leaves };
    const number = smsNumber(contact.phone ?? '').to;
    if (number !== undefined) {
      await stores.messages.queue({ ...message, channel: 'sms', to: number, body: meetingSms(told, discreet) });
    } else if (contact.email !== null) {
      await stores.messages.queue({ ...message, to: contact.email, ...meetingMail(told, discreet) });
    } else return null;
    written = true;
    return null;
  };
  await transactOnce(holder, { effect, answer: async () => undefined });
  return written;
}

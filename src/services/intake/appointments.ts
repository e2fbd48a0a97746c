import { z } from 'zod';
import { type Role, SCOPES_OF_ROLE } from '../../domain/accounts/roles.ts';
import type { Scope } from '../../domain/accounts/scopes.ts';
import { clockTimeSchema, isoDateSchema } from '../../domain/clock-time.ts';
import {
  type AppointmentAction,
  appointmentActions,
  PLACE_KINDS,
  reminderTime,
} from '../../domain/intake/appointment.ts';
import { callBackAfter } from '../../domain/intake/contact.ts';
import { momentOf, type OfficeCalendar } from '../../domain/intake/working-days.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Appointment, PersonToReach, Subject } from '../ports/intake.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import type { Colleague } from './get-request.ts';
import type { AppointmentNews } from './mail-words.ts';
import { officeOf } from './office-of.ts';
import { entityOf, memberOf, personOf, scopeFor, settledSubject, subjectSchema, touched } from './subject.ts';
import { mayBeMailed, tellPerson } from './tell-person.ts';

const MOST_DAYS_AHEAD = 366;
const SHOWN = 300;

/** On the clock of the territory. */
const facts = {
  date: isoDateSchema,
  time: clockTimeSchema,
  durationMinutes: z
    .int()
    .min(5, 'Au moins 5 minutes.')
    .max(8 * 60, 'Au plus 8 heures.'),
  placeKind: z.enum(PLACE_KINDS, 'Choisissez où il a lieu.'),
  /** Of an office: its address. */
  place: z.string().trim().max(200).default(''),
};
const hasPlace = { path: ['place'], error: 'Indiquez l’adresse du bureau\u00a0: elle est dite dans le rappel.' };
const isPlaced = ({ placeKind, place }: { placeKind: string; place: string }) => placeKind !== 'office' || place !== '';

const newSchema = z
  .object({ subject: subjectSchema, memberId: z.string().min(1).optional(), ...facts })
  .refine(isPlaced, hasPlace);
const movedSchema = z.object({ id: z.string(), seen: z.string(), ...facts }).refine(isPlaced, hasPlace);

/** Fixes an appointment, and tells the person by mail where that may be done. Throws `forbidden`, `invalid`, `notFound`. */
export async function makeAppointment({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  const asked = parseInput(newSchema, input);
  requireScope(ctx, scopeFor(asked.subject));
  const office = await officeOf(ctx);
  const startsAt = startOf(asked, office, ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      await personOf(stores, asked.subject);
      const subject = await settledSubject(stores, asked.subject);
      const id = ctx.deps.ids.next('app');
      await stores.intake.insertAppointment({
        id,
        subject,
        memberId: await hostOf(stores, ctx, asked.memberId),
        startsAt,
        durationMinutes: asked.durationMinutes,
        placeKind: asked.placeKind,
        place: asked.placeKind === 'office' ? asked.place : '',
        remindAt: reminderTime(startsAt, ctx.deps.clock.now(), office),
      });
      await tell(stores, ctx, { id, office, news: 'made' });
      await touched(stores, subject);
      await stores.audit.record({
        action: 'appointment.made',
        ...entityOf(subject),
        fields: ['startsAt', 'durationMinutes', 'place', 'memberId'],
      });
      return { id };
    },
    answer: async (_stores, saved) => saved,
  });
}

export type AppointmentForm = { person: PersonToReach; colleagues: Colleague[]; isTold: boolean };

/** What the form of an appointment begins with. Throws `forbidden`, `notFound`. */
export async function prepareAppointment({
  ctx,
  input: subject,
}: {
  ctx: Context;
  input: Subject;
}): Promise<AppointmentForm> {
  requireScope(ctx, scopeFor(subject));
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const person = await personOf(stores, subject);
    const { organisationId } = ctx.actor;
    const members = organisationId === null ? [] : await stores.members.list({ organisationId });
    const meets = members.filter(({ closedAt, role }) => closedAt === null && canMeet(role));
    return {
      person,
      colleagues: meets.map(({ id, displayName }) => ({ id, name: displayName })),
      isTold: await mayBeMailed(stores, subject, person),
    };
  });
}

const canMeet = (role: Role): boolean => (SCOPES_OF_ROLE[role] as readonly Scope[]).includes('people:read');

/** Oneself, or a colleague. */
async function hostOf({ members }: Stores, ctx: Context, asked: string | undefined): Promise<string> {
  const id = asked ?? memberOf(ctx);
  const member = id === null ? null : await members.find(id);
  const isColleague = member?.closedAt === null && member.organisationId === ctx.actor.organisationId;
  if (member && isColleague && canMeet(member.role)) return member.id;
  throw invalid([{ path: 'memberId', message: 'Choisissez une personne de votre équipe.' }]);
}

function startOf(asked: { date: string; time: string }, office: OfficeCalendar, { deps }: Context): string {
  const start = momentOf(asked.date, asked.time, office);
  if (start === null) throw invalid([{ path: 'time', message: 'Cette heure n’existe pas ce jour-là.' }]);
  const hours = start.since(deps.clock.now()).total('hours');
  if (hours <= 0) throw invalid([{ path: 'date', message: 'Ce moment est déjà passé.' }]);
  if (hours > MOST_DAYS_AHEAD * 24) throw invalid([{ path: 'date', message: 'Cette date est à plus d’un an.' }]);
  return start.toString();
}

async function tell(
  stores: Stores,
  ctx: Context,
  { id, office, news }: { id: string; office: OfficeCalendar; news: AppointmentNews },
): Promise<void> {
  const appointment = await stores.intake.findAppointment(id);
  if (appointment) await tellPerson(stores, ctx, { appointment, office, news });
}

/**
 * Another time or place; the person is told, and reminded anew. Throws `forbidden`, `invalid`, `notFound`, `conflict` where
 * somebody changed it meanwhile.
 */
export async function moveAppointment({ ctx, input }: { ctx: Context; input: unknown }): Promise<void> {
  requireScope(ctx, 'people:read');
  const asked = parseInput(movedSchema, input);
  const office = await officeOf(ctx);
  const startsAt = startOf(asked, office, ctx);
  await change(ctx, asked, 'move', async (stores, { id, subject }) => {
    await stores.intake.changeAppointment(id, {
      startsAt,
      durationMinutes: asked.durationMinutes,
      placeKind: asked.placeKind,
      place: asked.placeKind === 'office' ? asked.place : '',
      remindAt: reminderTime(startsAt, ctx.deps.clock.now(), office),
      remindedAt: null,
    });
    await tell(stores, ctx, { id, office, news: 'moved' });
    await audit(stores, 'appointment.moved', subject, ['startsAt', 'durationMinutes', 'place']);
  });
}

type Seen = { id: string; seen: string };

/** The person is told. Throws as `moveAppointment`. */
export async function cancelAppointment({ ctx, input }: { ctx: Context; input: Seen }): Promise<void> {
  const office = await officeOf(ctx);
  await change(ctx, input, 'cancel', async (stores, { id, subject }) => {
    await stores.intake.changeAppointment(id, { status: 'cancelled', remindAt: null });
    await tell(stores, ctx, { id, office, news: 'cancelled' });
    await audit(stores, 'appointment.cancelled', subject, ['status']);
  });
}

/** The person came. Throws as `moveAppointment`. */
export async function keepAppointment({ ctx, input }: { ctx: Context; input: Seen }): Promise<void> {
  await change(ctx, input, 'keep', async (stores, { id, subject }) => {
    await stores.intake.changeAppointment(id, { status: 'kept' });
    await touched(stores, subject);
    await audit(stores, 'appointment.kept', subject, ['status']);
  });
}

/** The person did not come: noted in the contact log, and to be called the next working morning. Throws as `moveAppointment`. */
export async function missAppointment({ ctx, input }: { ctx: Context; input: Seen }): Promise<void> {
  const office = await officeOf(ctx);
  const { clock, ids } = ctx.deps;
  await change(ctx, input, 'miss', async (stores, { id, subject, startsAt, memberId }) => {
    await stores.intake.changeAppointment(id, { status: 'noShow' });
    await stores.intake.insertContact({ id: ids.next('con'), subject, kind: 'noShow', at: startsAt, text: '' });
    const again = callBackAfter('noShow', clock.now(), office);
    if (again) {
      const { dueAt, reason } = again;
      await stores.intake.insertCallBack({ id: ids.next('cal'), subject, memberId, dueAt: dueAt.toString(), reason });
    }
    await audit(stores, 'appointment.missed', subject, ['status']);
  });
}

const audit = (stores: Stores, action: string, subject: Subject, fields: string[]) =>
  stores.audit.record({ action, ...entityOf(subject), fields });

async function change(
  ctx: Context,
  { id, seen }: Seen,
  action: AppointmentAction,
  work: (stores: Stores, appointment: Appointment) => Promise<void>,
): Promise<void> {
  // Whoever may see no appointment is told so before being told which there are.
  requireScope(ctx, 'people:read');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const appointment = await stores.intake.lockAppointment(id);
    if (appointment === null) throw unknownAppointment();
    requireScope(ctx, scopeFor(appointment.subject));
    const may = appointmentActions(appointment, ctx.deps.clock.now());
    if (appointment.updatedAt !== seen || !may.includes(action)) {
      throw new ProblemError(
        'conflict',
        'Ce rendez-vous a changé entre-temps. Relisez-le, puis recommencez s’il le faut.',
      );
    }
    await work(stores, appointment);
  });
}

const unknownAppointment = () => new ProblemError('notFound', 'Ce rendez-vous n’existe pas, ou plus.');

export type AppointmentView = Appointment & { person: PersonToReach; actions: AppointmentAction[] };

/** Throws `forbidden`, `notFound`. */
export async function getAppointment({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string };
}): Promise<AppointmentView> {
  requireScope(ctx, 'people:read');
  const now = ctx.deps.clock.now();
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const appointment = await stores.intake.findAppointment(input.id);
    const person = appointment && (await stores.intake.findPerson(appointment.subject));
    if (!appointment || !person) throw unknownAppointment();
    return { ...appointment, person, actions: appointmentActions(appointment, now) };
  });
}

/** Those of the next weeks and those whose end nobody told yet: one's own, or the whole team's. Throws `forbidden`. */
export async function listAppointments({
  ctx,
  input: { everybody },
}: {
  ctx: Context;
  input: { everybody: boolean };
}): Promise<AppointmentView[]> {
  requireScope(ctx, 'people:read');
  const now = ctx.deps.clock.now();
  const memberId = memberOf(ctx);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const planned = await stores.intake.listAppointments({
      status: 'planned',
      ...(everybody || memberId === null ? {} : { memberId }),
      from: now.subtract({ hours: 24 * 60 }).toString(),
      until: now.add({ hours: 24 * MOST_DAYS_AHEAD }).toString(),
      limit: SHOWN,
    });
    const persons = await stores.intake.listPersons(planned.map(({ subject }) => subject));
    return planned.flatMap((appointment, index) => {
      const person = persons[index];
      return person ? [{ ...appointment, person, actions: appointmentActions(appointment, now) }] : [];
    });
  });
}

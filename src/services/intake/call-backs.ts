import { z } from 'zod';
import { clockTimeSchema, isoDateSchema } from '../../domain/clock-time.ts';
import { type DueGroup, dueGroup } from '../../domain/intake/call-back.ts';
import { momentOf, type OfficeCalendar } from '../../domain/intake/working-days.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { CallBack, PersonToReach } from '../ports/intake.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { officeOf } from './office-of.ts';
import { entityOf, memberOf, personOf, scopeFor, settledSubject, subjectSchema } from './subject.ts';

const REASON_CHARACTERS = 500;
/** An hour in the past is now: whoever writes "10:00" at five past means at once. */
const MOST_DAYS_AHEAD = 366;
const SHOWN = 200;

const reason = z
  .string()
  .trim()
  .min(1, 'Dites en quelques mots pourquoi.')
  .max(REASON_CHARACTERS, `Le texte a au plus ${REASON_CHARACTERS} caractères.`);
/** On the clock of the territory. */
const when = { date: isoDateSchema, time: clockTimeSchema };

const newSchema = z.object({ subject: subjectSchema, ...when, reason, wholeTeam: z.boolean().default(false) });
const laterSchema = z.object({ id: z.string(), ...when, reason });

/** Puts a call into the queue, for oneself or for the whole team. Throws `forbidden`, `invalid`, `notFound`. */
export async function addCallBack({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  const asked = parseInput(newSchema, input);
  requireScope(ctx, scopeFor(asked.subject));
  const dueAt = dueMoment(asked, await officeOf(ctx), ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      await personOf(stores, asked.subject);
      const subject = await settledSubject(stores, asked.subject);
      const id = ctx.deps.ids.next('cal');
      const memberId = asked.wholeTeam ? null : memberOf(ctx);
      await stores.intake.insertCallBack({ id, subject, memberId, dueAt, reason: asked.reason });
      await stores.audit.record({
        action: 'callBack.added',
        ...entityOf(subject),
        fields: ['dueAt', 'reason', 'memberId'],
      });
      return { id };
    },
    answer: async (_stores, saved) => saved,
  });
}

function dueMoment(asked: { date: string; time: string }, office: OfficeCalendar, { deps }: Context): string {
  const due = momentOf(asked.date, asked.time, office);
  if (due === null) throw invalid([{ path: 'time', message: 'Cette heure n’existe pas ce jour-là.' }]);
  const hours = due.since(deps.clock.now()).total('hours');
  if (hours > MOST_DAYS_AHEAD * 24) {
    throw invalid([{ path: 'date', message: 'Cette date est à plus d’un an.' }]);
  }
  return due.toString();
}

/** It was made. Harmless to repeat. Throws `forbidden`, `notFound`. */
export async function settleCallBack({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<void> {
  await withCallBack(ctx, input.id, async (stores, { id, doneAt, subject }) => {
    if (doneAt !== null) return;
    await stores.intake.settleCallBack(id);
    await stores.audit.record({ action: 'callBack.done', ...entityOf(subject), fields: ['doneAt'] });
  });
}

/** Another time, and why. Throws `forbidden`, `invalid`, `notFound`, `conflict` where it was made meanwhile. */
export async function postponeCallBack({ ctx, input }: { ctx: Context; input: unknown }): Promise<void> {
  requireScope(ctx, 'people:read');
  const asked = parseInput(laterSchema, input);
  const dueAt = dueMoment(asked, await officeOf(ctx), ctx);
  await withCallBack(ctx, asked.id, async (stores, { id, doneAt, subject }) => {
    if (doneAt !== null) throw new ProblemError('conflict', 'Quelqu’un a déjà passé cet appel.');
    await stores.intake.postponeCallBack(id, { dueAt, reason: asked.reason });
    await stores.audit.record({ action: 'callBack.postponed', ...entityOf(subject), fields: ['dueAt', 'reason'] });
  });
}

async function withCallBack(
  ctx: Context,
  id: string,
  work: (stores: Stores, callBack: CallBack) => Promise<void>,
): Promise<void> {
  // Whoever may see no call is told so before being told which there are.
  requireScope(ctx, 'people:read');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const callBack = await stores.intake.lockCallBack(id);
    if (callBack === null) throw unknownCallBack();
    requireScope(ctx, scopeFor(callBack.subject));
    await work(stores, callBack);
  });
}

const unknownCallBack = () => new ProblemError('notFound', 'Cet appel n’existe pas, ou plus.');

export type CallToMake = CallBack & { group: DueGroup; person: PersonToReach; mine: boolean };

/** The queue, by when calls are due: one's own and those of the whole team, or everybody's. Throws `forbidden`. */
export async function listCallBacks({
  ctx,
  input: { everybody },
}: {
  ctx: Context;
  input: { everybody: boolean };
}): Promise<CallToMake[]> {
  requireScope(ctx, 'people:read');
  const office = await officeOf(ctx);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const memberId = memberOf(ctx);
    const calls = await stores.intake.listCallBacks({
      ...(everybody || memberId === null ? {} : { memberId }),
      limit: SHOWN,
    });
    const persons = await stores.intake.listPersons(calls.map(({ subject }) => subject));
    return calls.flatMap((call, index) => {
      const person = persons[index];
      return person ? [callToMake(ctx, office, call, person)] : [];
    });
  });
}

/** One call to make, with whom to reach. Throws `forbidden`, `notFound`. */
export async function getCallBack({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<CallToMake> {
  requireScope(ctx, 'people:read');
  const office = await officeOf(ctx);
  return ctx.deps.database.transact(ctx.actor, async ({ intake }) => {
    const call = await intake.findCallBack(input.id);
    if (call === null) throw unknownCallBack();
    const person = await intake.findPerson(call.subject);
    if (person === null) throw unknownCallBack();
    return callToMake(ctx, office, call, person);
  });
}

const callToMake = (ctx: Context, office: OfficeCalendar, call: CallBack, person: PersonToReach): CallToMake => ({
  ...call,
  person,
  mine: call.memberId === memberOf(ctx),
  group: dueGroup(call.dueAt, ctx.deps.clock.now(), office),
});

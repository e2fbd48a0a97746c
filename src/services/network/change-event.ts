import { z } from 'zod';
import {
  type EventFacts,
  eventInputSchema,
  eventProblems,
  hoursOfEvent,
  isOpenToSignUps,
  signUpsForgottenAt,
} from '../../domain/network/event.ts';
import { changedFields } from '../changed-fields.ts';
import { type Context, requireScope } from '../context.ts';
import { OvertakenError } from '../employers/change-site.ts';
import { invalid, ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import type { NetworkEvent } from '../ports/events.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { newLinkToken } from '../way-in/secrets.ts';
import { knownEvent } from './find-events.ts';
import { tellSignUp } from './tell-sign-up.ts';

/** Announces an event; sent twice, once. Throws `forbidden`, `invalid`. */
export async function addEvent({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireScope(ctx, 'network:write');
  const facts = await readFacts(ctx, input, null);
  return transactOnce(ctx, {
    async effect(stores) {
      await checkOrganiser(stores, facts);
      const id = ctx.deps.ids.next('eve');
      await stores.events.insert({ id, facts });
      const fields = Object.keys(facts).toSorted();
      await stores.audit.record({ action: 'event.added', entity: 'event', entityId: id, fields });
      return { id };
    },
    answer: async (_stores, added) => added,
  });
}

/**
 * Says what an event is now; whoever signed up is told where its hours or place change. Throws `forbidden`, `notFound`, `invalid`, and
 * `conflict` where it is called off, archived, or somebody changed it since `expectedVersion`: nothing is written then.
 */
export async function changeEvent({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; expectedVersion: number; facts: unknown };
}): Promise<void> {
  requireScope(ctx, 'network:write');
  const { id, expectedVersion } = input;
  const { database } = ctx.deps;
  const before = await database.transact(ctx.actor, (stores) => knownEvent(stores, id));
  if (before.archivedAt !== null || before.cancelledAt !== null) {
    throw new ProblemError('conflict', 'Cet événement est annulé ou archivé : il ne se modifie plus.');
  }
  const facts = await readFacts(ctx, input.facts, before.startsAt);
  await database.transact(ctx.actor, async (stores) => {
    await checkOrganiser(stores, facts);
    if (!(await stores.events.change(id, facts, expectedVersion))) throw new OvertakenError();
    const fields = changedFields(factsOf(before), facts);
    await stores.audit.record({ action: 'event.changed', entity: 'event', entityId: id, fields });
    await stores.events.keepSignUpsUntil(id, signUpsForgottenAt(facts.endsAt));
    const isMoved = fields.some((name) => /^(startsAt|endsAt|place|onlineUrl)(\.|$)/.test(name));
    if (!isMoved || !isOpenToSignUps({ ...before, ...facts }, ctx.deps.clock.now().toString())) return;
    const event = await knownEvent(stores, id);
    for (const to of await stores.events.listSignUps(id)) {
      const { token, hash } = newLinkToken();
      await stores.events.addLink(to.id, hash);
      await tellSignUp(stores, ctx, { event, to, news: to.status === 'seated' ? 'moved' : 'moved-waiting', token });
    }
  });
}

const cancelSchema = z.object({
  reason: z.string().trim().min(3, 'Dites pourquoi : les inscrits le liront.').max(300, '300 caractères au plus.'),
});

/**
 * Calls an event off; whoever signed up is told why, unless it is over. It stays to be read, and in calendars, as called off. Done
 * already, it is done. Throws `forbidden`, `notFound`, `invalid`.
 */
export async function cancelEvent({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; reason: unknown };
}): Promise<void> {
  requireScope(ctx, 'network:write');
  const { reason } = parseInput(cancelSchema, { reason: input.reason });
  const { id } = input;
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const before = await knownEvent(stores, id);
    if (!(await stores.events.cancel(id, reason))) return;
    const fields = ['cancelledAt', 'cancelReason'];
    await stores.audit.record({ action: 'event.cancelled', entity: 'event', entityId: id, fields });
    if (before.endsAt <= ctx.deps.clock.now().toString()) return;
    const event = await knownEvent(stores, id);
    for (const to of await stores.events.listSignUps(id)) {
      await tellSignUp(stores, ctx, { event, to, news: 'cancelled', token: null });
    }
  });
}

/**
 * Out of every list, or back in; done already, it is done. Throws `forbidden`, `notFound`, and `conflict` for one to come that nobody
 * has called off: whoever signed up would learn nothing.
 */
export async function archiveEvent({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; isArchived: boolean };
}): Promise<void> {
  requireScope(ctx, 'network:write');
  const { id, isArchived } = input;
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const event = await knownEvent(stores, id);
    if (isArchived && isOpenToSignUps(event, ctx.deps.clock.now().toString())) {
      throw new ProblemError(
        'conflict',
        'Cet événement est à venir : annulez-le d’abord, pour que les inscrits soient prévenus.',
      );
    }
    if (!(await stores.events.setArchived(id, isArchived))) return;
    const action = isArchived ? 'event.archived' : 'event.restored';
    await stores.audit.record({ action, entity: 'event', entityId: id, fields: ['archivedAt'] });
  });
}

async function readFacts(ctx: Context, input: unknown, startedBefore: string | null): Promise<EventFacts> {
  const { date, from, lastDate, until, ...facts } = parseInput(eventInputSchema, input);
  const { ground } = await groundOf(ctx);
  const hours = hoursOfEvent({ date, from, lastDate, until }, ground.territory.timeZone);
  if ('problems' in hours) throw invalid(hours.problems);
  const read = { ...facts, ...hours };
  const problems = eventProblems(read, { ground, now: ctx.deps.clock.now().toString(), startedBefore });
  if (problems.length > 0) throw invalid(problems);
  return read;
}

async function checkOrganiser({ partners }: Stores, { organiserId }: EventFacts): Promise<void> {
  if (organiserId === null || (await partners.find(organiserId)) !== null) return;
  throw invalid([
    { path: 'organiserId', message: 'Cette structure n’est pas dans l’annuaire : choisissez-en une autre.' },
  ]);
}

const FACTS = [
  'title',
  'kind',
  'audience',
  'description',
  'place',
  'onlineUrl',
  'organiserId',
  'places',
  'startsAt',
  'endsAt',
] as const;
const factsOf = (event: NetworkEvent) => Object.fromEntries(FACTS.map((name) => [name, event[name]]));

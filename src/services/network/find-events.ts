import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { NetworkEvent, SignUp, Turnout } from '../ports/events.ts';
import type { Stores } from '../ports.ts';
import { mayRead } from './search-partners.ts';

export type CountedEvent = NetworkEvent & Turnout;

/** Null where there is no limit. Nobody new is seated before whoever waits. */
export const placesLeft = ({ places, seated, waiting }: CountedEvent): number | null =>
  places === null ? null : waiting > 0 ? 0 : Math.max(0, places - seated);

/**
 * Events of the network with how many come, by their beginning; past ones the last first. A meeting's address on line is for those who
 * signed up, and left out here. Throws `forbidden`.
 */
export async function listEvents({
  ctx,
  input,
}: {
  ctx: Context;
  input: { when: 'coming' | 'past' | 'archived' };
}): Promise<CountedEvent[]> {
  mayRead(ctx);
  const { when } = input;
  if (when === 'archived') requireScope(ctx, 'network:write');
  const now = ctx.deps.clock.now().toString();
  const asked = { coming: { endsAfter: now }, past: { endsBefore: now }, archived: { isArchived: true } }[when];
  const found = await ctx.deps.database.transact(ctx.actor, async (stores) =>
    counted(stores, await stores.events.list(asked)),
  );
  return (when === 'coming' ? found : found.toReversed()).map(withoutAddress);
}

/** One of them, archived or not for the pôle ressources. Throws `forbidden`, `notFound`. */
export async function getEvent({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<CountedEvent> {
  mayRead(ctx);
  const event = await ctx.deps.database.transact(ctx.actor, async (stores) =>
    counted(stores, [await knownEvent(stores, input.id)]),
  );
  return withoutAddress(event[0] as CountedEvent);
}

/** The same with who comes, for who keeps it. Throws `forbidden`, `notFound`. */
export async function getEventDesk({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string };
}): Promise<{ event: CountedEvent; signUps: SignUp[] }> {
  requireScope(ctx, 'network:write');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const [event] = await counted(stores, [await knownEvent(stores, input.id)]);
    return { event: event as CountedEvent, signUps: await stores.events.listSignUps(input.id) };
  });
}

/** Throws `notFound`, whatever the reason. */
export async function knownEvent({ events }: Stores, id: string): Promise<NetworkEvent> {
  const event = await events.find(id);
  if (event === null) throw new ProblemError('notFound', 'Cet événement n’existe pas, ou plus.');
  return event;
}

async function counted({ events }: Stores, found: readonly NetworkEvent[]): Promise<CountedEvent[]> {
  const turnout = await events.turnout(found.map(({ id }) => id));
  return found.map((event) => ({ ...event, ...(turnout.get(event.id) ?? { seated: 0, waiting: 0 }) }));
}

const withoutAddress = (event: CountedEvent): CountedEvent => ({ ...event, onlineUrl: '' });

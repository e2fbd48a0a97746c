import type { Context } from '../context.ts';
import { eachApart } from '../each-apart.ts';
import { ProblemError } from '../errors.ts';
import { newLinkToken } from '../way-in/secrets.ts';
import { tellSignUp } from './tell-sign-up.ts';

/** Gives places that came free to who waits, and tells them. Says how many. For workers. */
export async function followEvents({ ctx }: { ctx: Context }): Promise<{ placesGiven: number }> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'Le suivi revient aux tâches de fond.');
  const awaited = await deps.database.transact(actor, ({ events }) => events.listAwaited(deps.clock.now().toString()));
  let placesGiven = 0;
  const each = eachApart();
  for (const event of awaited) {
    await each.run(() =>
      deps.database.transact(actor, async (stores) => {
        for (const to of await stores.events.seatWaiting(event.id)) {
          const { token, hash } = newLinkToken();
          await stores.events.addLink(to.id, hash);
          await tellSignUp(stores, ctx, { event, to, news: 'gotPlace', token });
          await stores.audit.record({
            action: 'event.seated',
            entity: 'eventSignUp',
            entityId: to.id,
            fields: ['status'],
          });
          placesGiven += 1;
        }
      }),
    );
  }
  each.rethrow();
  return { placesGiven };
}

import { z } from 'zod';
import { HOLDING_STATUSES } from '../../domain/booking/booking.ts';
import { callOffRides } from '../bookings/call-off-rides.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';
import { lockFile } from './held-file.ts';

const schema = z.object({
  id: z.string().max(100),
  closed: z.boolean(),
  rides: z.enum(['keep', 'callOff']).optional(),
});

/**
 * Ends the accompaniment, or takes it up again; a file that is so already stays as it is. Nothing is erased. Rides to come are called
 * off, which whoever drives is told, or kept: whoever ends it says which. Throws `forbidden`, `notFound`, `invalid` where there are
 * rides and nothing was said of them.
 */
export async function setClosed({ ctx, input }: { ctx: Context; input: z.input<typeof schema> }): Promise<void> {
  requireScope(ctx, 'people:write');
  const { id, closed, rides } = parseInput(schema, input);
  if (closed && rides === 'callOff') {
    await callOffRides(ctx, { personId: id, first: async (stores) => void (await lockFile(stores, id)) });
  }
  await ctx.deps.database.transact(ctx.actor, async (stores) => {
    const { closedAt } = await lockFile(stores, id);
    if (closed && closedAt === null && rides !== 'keep') {
      await requireNoRides(stores, { id, now: ctx.deps.clock.now().toString() });
    }
    if (!(await stores.people.setClosed(id, closed))) return;
    await stores.audit.record({
      action: closed ? 'person.closed' : 'person.reopened',
      entity: 'beneficiary',
      entityId: id,
      fields: ['closedAt'],
    });
  });
}

/** Nobody is to set out for somebody whose file is put away without a thought. */
async function requireNoRides({ bookings }: Stores, { id, now }: { id: string; now: string }): Promise<void> {
  const open = await bookings.list({ beneficiaryId: id, statuses: HOLDING_STATUSES, leavesFrom: now, limit: 300 });
  if (open.length === 0) return;
  const count = open.length === 1 ? '1 trajet est' : `${open.length} trajets sont`;
  throw invalid([{ path: 'rides', message: `${count} encore à venir : dites s’il faut les garder ou les annuler.` }]);
}

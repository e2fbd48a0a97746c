import type { Context } from '../context.ts';
import type { Stores } from '../ports.ts';

/** What somebody does with the device that let them in, and the audit of it; a device that is nobody's leaves none. `ctx`: of `findRider`. */
export async function onOwnDevice<T>(ctx: Context, action: string, deed: (stores: Stores) => Promise<T>): Promise<T> {
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const device = await stores.wayIns.findDevice();
    const done = await deed(stores);
    if (device !== null) await stores.audit.record({ action, entity: 'wayIn', entityId: device.id, fields: [] });
    return done;
  });
}

import type { Context, Deps } from '../context.ts';
import type { HeldDevice } from '../ports/way-ins.ts';
import { visitorOf } from '../visitor.ts';
import { deviceHash } from './secrets.ts';

/** Whose browser it is; `ctx` sees their rides and nothing of their file. */
export type FoundRider = { ctx: Context; device: HeldDevice };

/** By the secret that a browser keeps. Writes down, once a day, that it was seen. Null where it lets nobody in. */
export async function findRider({
  deps,
  input,
}: {
  deps: Deps;
  input: { territoryId: string; deviceSecret: string };
}): Promise<FoundRider | null> {
  const hash = deviceHash(input.deviceSecret);
  if (hash === null) return null;
  const actor = visitorOf(input.territoryId, hash);
  const device = await deps.database.transact(actor, async ({ wayIns }) => {
    const found = await wayIns.findDevice();
    if (found !== null && found.personId !== null) await wayIns.touchDevice();
    return found;
  });
  return device && { ctx: { actor, deps }, device };
}

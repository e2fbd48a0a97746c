import { z } from 'zod';
import { dateAt } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { HoldFile, OwnVehicle } from '../ports/fleet.ts';
import type { Stores } from '../ports.ts';

/** The same words for what is another structure's as for what never was. */
export const noVehicle = () => new ProblemError('notFound', 'Ce véhicule n’existe pas dans votre flotte, ou plus.');
export const noLoan = () => new ProblemError('notFound', 'Ce prêt n’existe pas dans votre flotte, ou plus.');
export const changedMeanwhile = (what: string) =>
  new ProblemError('conflict', `${what} a changé entre-temps : relisez ce qui suit, puis recommencez.`);

/** The structure whose fleet it is. Throws `forbidden`. */
export function ownStructure(ctx: Context): string {
  requireScope(ctx, 'fleet:write');
  const { organisationId } = ctx.actor;
  if (organisationId === null) throw new ProblemError('forbidden', 'Il faut travailler dans une structure.');
  return organisationId;
}

/** At most so many characters; null where nothing was typed. */
export const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .transform((typed) => typed || null)
    .nullable()
    .default(null);

/** `YYYY-MM-DD`, where the territory is. */
export async function todayOf({ deps, actor }: Context): Promise<string> {
  return dateAt(deps.clock.now(), (await deps.territory(actor.territoryId)).territory.timeZone);
}

/** Throws `notFound`. */
export async function lockVehicle(stores: Stores, id: string): Promise<OwnVehicle> {
  const vehicle = await stores.fleet.lockVehicle(id);
  if (vehicle === null) throw noVehicle();
  return vehicle;
}

/** A loan of the structure's own, to be changed. Throws `notFound`, `conflict` where it is not that version any more. */
export async function lockLoan(
  stores: Stores,
  { id, expectedVersion }: { id: string; expectedVersion?: number | undefined },
): Promise<HoldFile & { contract: NonNullable<HoldFile['contract']> }> {
  const hold = await stores.fleet.lockHold(id);
  if (hold === null || hold.contract === null) throw noLoan();
  if (expectedVersion !== undefined && hold.version !== expectedVersion) throw changedMeanwhile('Ce prêt');
  return { ...hold, contract: hold.contract };
}

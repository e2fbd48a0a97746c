import type { OfficeCalendar } from '../../domain/intake/working-days.ts';
import type { Context } from '../context.ts';

/** The clock and the holidays of the actor's territory. */
export async function officeOf({ actor, deps }: Context): Promise<OfficeCalendar> {
  return (await deps.territory(actor.territoryId)).territory;
}

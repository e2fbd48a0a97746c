import type { Ground } from '../domain/place-problems.ts';
import { dateAt } from '../domain/schedule/dates.ts';
import type { Context } from './context.ts';

/** The actor's territory, its gazetteer, and which day it is there. */
export async function groundOf({ actor, deps }: Context): Promise<{ ground: Ground; today: string }> {
  const { territory, gazetteer } = await deps.territory(actor.territoryId);
  const today = dateAt(deps.clock.now(), territory.timeZone);
  return { today, ground: { territory, whereabouts: gazetteer } };
}

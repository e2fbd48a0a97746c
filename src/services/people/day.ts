import { Temporal } from 'temporal-polyfill';
import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';

/** Which day it is in the actor's territory, and when it ends. */
export async function dayOf({ actor, deps }: Context): Promise<{ today: string; endsAt: string; timeZone: string }> {
  const { territory } = await deps.territory(actor.territoryId);
  const { timeZone } = territory;
  const today = dateAt(deps.clock.now(), timeZone);
  const endsAt = Temporal.PlainDate.from(today).add({ days: 1 }).toZonedDateTime(timeZone).toInstant().toString();
  return { today, endsAt, timeZone };
}

import type { Temporal } from 'temporal-polyfill';
import type { Context } from './context.ts';

/** On the wall there, the evening before: at home, and not asleep yet. What begins at five in the morning as well. */
const FROM_HOUR = 17;
const UNTIL_HOUR = 20;

/** The day after today there, and whether it is the hour at which people are reminded of it. */
export async function eveningBefore({ deps, actor }: Context): Promise<{
  tomorrow: Temporal.PlainDate;
  timeZone: string;
  isEvening: boolean;
}> {
  const { timeZone } = (await deps.territory(actor.territoryId)).territory;
  const now = deps.clock.now().toZonedDateTimeISO(timeZone);
  const isEvening = now.hour >= FROM_HOUR && now.hour < UNTIL_HOUR;
  return { tomorrow: now.toPlainDate().add({ days: 1 }), timeZone, isEvening };
}

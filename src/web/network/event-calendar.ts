import type { TerritoryHandle } from '../../services/context.ts';
import { eventWhere } from '../../services/network/tell-sign-up.ts';
import type { NetworkEvent } from '../../services/ports/events.ts';
import { calendarOf } from '../components/calendar.ts';
import { publicEventPath } from './paths.ts';

/** Events of the network as an iCalendar document; called off ones stay in it, as called off. `name`: of a feed. */
export function eventsCalendar(
  events: readonly NetworkEvent[],
  { handle, publicUrl, name }: { handle: TerritoryHandle; publicUrl: string; name?: string },
): string {
  const { timeZone } = handle.territory;
  return calendarOf(
    events.map((event) => ({
      ...{ id: `${event.id}@${handle.territory.id}.pouvoir-bouger`, startsAt: event.startsAt, endsAt: event.endsAt },
      ...{ changedAt: event.updatedAt, summary: event.title, description: event.description },
      place: event.place === null ? null : eventWhere(event, handle),
      url: `${publicUrl}${publicEventPath(event.id)}`,
      isPublic: true,
      status: event.cancelledAt === null ? 'confirmed' : 'cancelled',
    })),
    { timeZone, product: 'evenements', ...(name === undefined ? {} : { name }) },
  );
}

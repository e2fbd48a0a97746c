import type { TerritoryHandle } from '../../services/context.ts';
import type { NetworkEvent } from '../../services/ports/events.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readPlace, typedPlace } from '../forms/place-question.tsx';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { onClock } from './public-event-pages.tsx';

export const EVENT_TEXTS = ['title', 'kind', 'audience', 'description', 'date', 'from', 'until', 'onlineUrl'] as const;

/** As the service takes it, and what of it is not understood. */
export function readEvent(
  typed: TypedAnswers,
  { gazetteer }: TerritoryHandle,
): { input: unknown; errors: FieldMessage[] } {
  const { place, errors } = readPlace(typed, 'place', { gazetteer, inside: false });
  const places = textOf(typed, 'places');
  return {
    input: {
      ...Object.fromEntries(EVENT_TEXTS.map((name) => [name, textOf(typed, name)])),
      place: place ?? null,
      lastDate: textOf(typed, 'lastDate') || null,
      organiserId: textOf(typed, 'organiserId') || null,
      places: places === '' ? null : Number(places.replace(',', '.')),
    },
    errors,
  };
}

/** Where the service's words belong on the form. */
export const eventField = (path: string): string => path.split('.')[0] ?? path;

/** An event as it would have been typed. */
export function typedEvent(event: NetworkEvent, { gazetteer, territory }: TerritoryHandle): TypedAnswers {
  const [start, end] = [onClock(event.startsAt, territory.timeZone), onClock(event.endsAt, territory.timeZone)];
  const typed: Record<string, string> = {
    ...{ title: event.title, kind: event.kind, audience: event.audience, description: event.description },
    ...{ date: start.date, from: start.time, until: end.time, lastDate: end.date === start.date ? '' : end.date },
    ...(event.place === null ? {} : typedPlace('place', event.place, gazetteer)),
    ...{ onlineUrl: event.onlineUrl, organiserId: event.organiserId ?? '', places: String(event.places ?? '') },
    version: String(event.version),
  };
  return Object.fromEntries(Object.entries(typed).flatMap(([name, text]) => (text === '' ? [] : [[name, [text]]])));
}

import type { Hours } from '../../domain/catalogue/offer.ts';
import type { Place } from '../../domain/place.ts';
import type { PersonSpeech } from '../../i18n/person/index.ts';
import type { OfferView } from '../../services/view-offer.ts';

/** Where to go and when it runs, in the reader's language. Places keep their own names. */
export type WhereAndWhen = { places: string[]; hours: string[]; departures: string[] };

export function whereAndWhen(
  offer: OfferView,
  speech: PersonSpeech,
  communeName: (code: string) => string | null,
): WhereAndWhen {
  const name = (place: Place | null) =>
    place === null ? [] : [place.label ?? (place.commune && communeName(place.commune)) ?? ''].filter(Boolean);
  const hours = (windows: readonly Hours[]) => windows.map((one) => hoursLine(one, speech));
  const none = { places: [], hours: [], departures: [] };
  switch (offer.kind) {
    case 'carpool': {
      const { origin, destination } = offer.details;
      const way = [...name(origin), ...name(destination)].join(' → ');
      return { ...none, places: way === '' ? [] : [way], departures: departures(offer, speech) };
    }
    case 'vehicleLoan':
      return { ...none, places: name(offer.details.depot), hours: hours(offer.details.deskHours) };
    case 'carShare':
      return { ...none, places: offer.details.stations.flatMap(name) };
    case 'demandResponsiveTransport':
    case 'volunteerDriving':
      return { ...none, hours: hours(offer.details.serviceHours) };
    default:
      return { ...none, places: name(offer.details.place), hours: hours(offer.details.sessions) };
  }
}

function departures({ details }: Extract<OfferView, { kind: 'carpool' }>, { t, format }: PersonSpeech): string[] {
  return details.trips.map((trip) => {
    const when =
      'hourBand' in trip
        ? t.plan.around(format.clock(trip.hourBand.from), format.clock(trip.hourBand.to))
        : format.clock(trip.departureTime);
    return `${t.plan[trip.direction]} – ${format.weekdays(trip.weekdays)} · ${when}`;
  });
}

/** `to <= from` runs past midnight; the same twice is the whole day. */
function hoursLine({ weekdays, from, to }: Hours, { t, format }: PersonSpeech): string {
  const days = format.weekdays(weekdays);
  if (from === to) return `${days} · ${t.plan.allDay}`;
  const night = to < from && to !== '00:00' ? ` (${t.plan.dayAfter})` : '';
  return `${days} · ${format.clock(from)} – ${to === '00:00' ? format.midnight : format.clock(to)}${night}`;
}

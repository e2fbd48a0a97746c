import type { Offer, OfferOf } from '../domain/catalogue/offer.ts';
import { DAY, secondsOfDay } from '../domain/clock-time.ts';
import type { Place } from '../domain/place.ts';
import type { Actor, Gazetteer } from './ports.ts';

type PublicTrip = {
  direction: 'outbound' | 'return';
  weekdays: number[];
  /** Somewhere in there; `to` `00:00` is midnight. */
  hourBand: { from: string; to: string };
};
type PublicCarpoolDetails = Omit<OfferOf<'carpool'>['details'], 'trips' | 'meetingPoints'> & { trips: PublicTrip[] };
type PublicCarpool = Omit<OfferOf<'carpool'>, 'details'> & { details: PublicCarpoolDetails };

/** An offer as it leaves the house. `redacted`: what would tell where a natural person lives and drives is left out. */
export type OfferView =
  | (Offer & { redacted: false })
  | (PublicCarpool & { redacted: true })
  | (OfferOf<'volunteerDriving'> & { redacted: true });

/** In the place of a natural person's name; pages for people say it in their language. */
export const UNNAMED_CARPOOLER = 'Une personne qui covoiture';

const BAND_SECONDS = 2 * 3600;

export function isShownTo(actor: Actor, offer: Offer): boolean {
  return actor.kind !== 'visitor' || offer.visibility === 'public';
}

/**
 * The public never learns a natural person's address or exact trip: commune to commune, hour band. A provider of a
 * carpool or of volunteer driving without SIRET is taken for a natural person.
 */
export function viewOffer(actor: Actor, offer: Offer, gazetteer: Gazetteer): OfferView {
  const byNaturalPerson = !offer.provider.siret;
  if (actor.kind !== 'visitor' || !byNaturalPerson) return { ...offer, redacted: false };
  if (offer.kind === 'carpool') return redactCarpool(offer, gazetteer);
  if (offer.kind === 'volunteerDriving') {
    const { phone, email, ...provider } = offer.provider;
    const details = { ...offer.details, base: communeOf(offer.details.base, gazetteer) };
    return { ...offer, provider, details, redacted: true };
  }
  return { ...offer, redacted: false };
}

function redactCarpool(offer: OfferOf<'carpool'>, gazetteer: Gazetteer): OfferView {
  const { meetingPoints, trips, ...details } = offer.details;
  const [origin, destination] = [communeOf(details.origin, gazetteer), communeOf(details.destination, gazetteer)];
  return {
    ...offer,
    title: `${origin.label ?? 'Hors du territoire'} → ${destination.label ?? 'hors du territoire'}`,
    description: null,
    externalId: null,
    provider: { name: UNNAMED_CARPOOLER },
    details: {
      ...details,
      origin,
      destination,
      trips: trips.map(({ direction, weekdays, departureTime }) => ({
        direction,
        weekdays,
        hourBand: hourBand(departureTime),
      })),
    },
    redacted: true,
  };
}

/**
 * The commune that is told in the stead of a meeting place which is the driver's own, by its label; null for places that are public:
 * declared meeting points, and everything of a structure.
 */
export function communeOfOwnPlace(offer: Offer, label: string | null, gazetteer: Gazetteer): string | null {
  if (label === null || offer.kind !== 'carpool' || offer.provider.siret) return null;
  const { origin, destination, meetingPoints } = offer.details;
  if (meetingPoints.some((place) => place.label === label)) return null;
  const own = [origin, destination].find((place) => place.label === label) ?? origin;
  return communeOf(own, gazetteer).label ?? '';
}

/** The chef-lieu stands for the commune; where no commune is known, a point rounded to about 10 km. */
function communeOf(place: Place, gazetteer: Gazetteer): Place {
  const stated = place.commune === undefined ? null : gazetteer.findByCode(place.commune);
  const commune = stated ?? gazetteer.locate(place);
  if (commune !== null) return { label: commune.name, commune: commune.code, lon: commune.lon, lat: commune.lat };
  return { lon: Math.round(place.lon * 10) / 10, lat: Math.round(place.lat * 10) / 10 };
}

function hourBand(time: string): { from: string; to: string } {
  const start = Math.floor(secondsOfDay(time) / BAND_SECONDS) * BAND_SECONDS;
  return { from: clockTime(start), to: clockTime(start + BAND_SECONDS) };
}

const clockTime = (seconds: number) => `${String((seconds % DAY) / 3600).padStart(2, '0')}:00`;

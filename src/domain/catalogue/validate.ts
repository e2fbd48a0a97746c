import type { Place } from '../place.ts';
import { type FieldProblem, type Ground, placeProblems } from '../place-problems.ts';
import type { OfferInput, Tariff } from './offer.ts';

/** What the shape alone cannot tell of an offer. An empty list means that it may enter the catalogue. */
export function offerProblems(input: { offer: OfferInput; today: string; ground: Ground }): FieldProblem[] {
  const { offer, today, ground } = input;
  return [
    ...placesOf(offer).flatMap(({ place, path }) => placeProblems({ place, path, rule: 'near', ground })),
    ...orderProblems(offer, today),
    ...zoneCodeProblems(offer.eligibilityZone, 'eligibilityZone', ground),
    ...kindProblems(offer, ground),
  ];
}

/** Every place an offer names, with its path. */
export function placesOf(offer: OfferInput): { place: Place; path: string }[] {
  const at = (path: string, place: Place | null) => (place === null ? [] : [{ place, path: `details.${path}` }]);
  switch (offer.kind) {
    case 'carpool': {
      const { origin, destination, meetingPoints } = offer.details;
      return [
        ...at('origin', origin),
        ...at('destination', destination),
        ...meetingPoints.flatMap((place, i) => at(`meetingPoints.${i}`, place)),
      ];
    }
    case 'vehicleLoan':
      return at('depot', offer.details.depot);
    case 'volunteerDriving':
      return at('base', offer.details.base);
    case 'carShare':
      return offer.details.stations.flatMap((place, i) => at(`stations.${i}`, place));
    case 'demandResponsiveTransport':
      return [];
    default:
      return at('place', offer.details.place);
  }
}

function orderProblems(offer: OfferInput, today: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const { validFrom, validUntil, confirmedAt } = offer;
  const { minAge, maxAge } = offer.accessConditions;
  if (validFrom !== null && validUntil !== null && validUntil < validFrom) {
    problems.push({ path: 'validUntil', message: `La fin (${validUntil}) précède le début (${validFrom}).` });
  }
  if (confirmedAt !== null && confirmedAt > today) {
    problems.push({ path: 'confirmedAt', message: `La date de confirmation ${confirmedAt} est à venir.` });
  }
  if (minAge !== null && maxAge !== null && maxAge < minAge) {
    problems.push({
      path: 'accessConditions.maxAge',
      message: `L’âge maximal (${maxAge} ans) est sous l’âge minimal (${minAge} ans).`,
    });
  }
  return problems;
}

/** Only communes of the territory's own département, or country, can be told unknown: the rest is not kept here. */
function zoneCodeProblems(codes: readonly string[], path: string, { territory, whereabouts }: Ground): FieldProblem[] {
  return codes.flatMap((code, i) => {
    const isCommune = code.length === 5 || code.charAt(2) === '-';
    const isOwnCommune = isCommune && territory.zones.includes(code.slice(0, 2));
    if (!isOwnCommune || whereabouts.findByCode(code) !== null) return [];
    return [{ path: `${path}.${i}`, message: `Commune ${code} inconnue : vérifiez le code INSEE.` }];
  });
}

function kindProblems(offer: OfferInput, ground: Ground): FieldProblem[] {
  switch (offer.kind) {
    case 'carpool': {
      const { origin, destination } = offer.details;
      return origin.lon === destination.lon && origin.lat === destination.lat
        ? [
            {
              path: 'details.destination',
              message: 'Le départ et l’arrivée sont au même point : donnez deux lieux différents.',
            },
          ]
        : [];
    }
    case 'vehicleLoan':
      return tierProblems(offer.details.tariff);
    case 'demandResponsiveTransport': {
      const { zone } = offer.details;
      return Array.isArray(zone) ? zoneCodeProblems(zone, 'details.zone', ground) : geometryProblems(zone, ground);
    }
    default:
      return [];
  }
}

function tierProblems(tariff: Tariff | null): FieldProblem[] {
  if (tariff === null || !('tiers' in tariff)) return [];
  const days = tariff.tiers.map((tier) => tier.fromDay);
  if (!days.includes(1)) {
    return [{ path: 'details.tariff.tiers', message: 'Un palier doit commencer au premier jour (fromDay : 1).' }];
  }
  const twice = days.findIndex((day, i) => days.indexOf(day) !== i);
  if (twice === -1) return [];
  return [
    {
      path: `details.tariff.tiers.${twice}.fromDay`,
      message: `Deux paliers commencent au jour ${days[twice]} : gardez-en un.`,
    },
  ];
}

const MAX_POSITIONS = 20_000;

/** GeoJSON (RFC 7946 3.1.6): rings of at least four positions, the last being the first, longitude first. */
function geometryProblems(
  geometry: { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown[] },
  ground: Ground,
): FieldProblem[] {
  const path = 'details.zone.coordinates';
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  let positions = 0;
  for (const [p, polygon] of polygons.entries()) {
    const at = geometry.type === 'Polygon' ? path : `${path}.${p}`;
    if (!Array.isArray(polygon) || polygon.length === 0)
      return [{ path: at, message: 'Un polygone est une liste d’anneaux.' }];
    for (const [r, ring] of polygon.entries()) {
      const problem = ringProblem(ring);
      if (problem !== null) return [{ path: `${at}.${r}`, message: problem }];
      positions += (ring as unknown[]).length;
    }
  }
  if (positions > MAX_POSITIONS) {
    return [{ path, message: `Le contour a ${positions} points ; simplifiez-le sous ${MAX_POSITIONS}.` }];
  }
  const [lon, lat] = (geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2) as [number, number][])[0] ?? [
    0, 0,
  ];
  return placeProblems({ place: { lon, lat }, path, rule: 'near', ground });
}

function ringProblem(ring: unknown): string | null {
  if (!Array.isArray(ring) || ring.length < 4) return 'Un anneau a au moins quatre points, le dernier égal au premier.';
  const isPosition = (position: unknown): position is [number, number] =>
    Array.isArray(position) &&
    Number.isFinite(position[0]) &&
    Number.isFinite(position[1]) &&
    Math.abs(position[0]) <= 180 &&
    Math.abs(position[1]) <= 90;
  if (!ring.every(isPosition)) return 'Chaque point s’écrit [lon, lat], en degrés.';
  const [first, last] = [ring[0], ring[ring.length - 1]] as [[number, number], [number, number]];
  return first[0] === last[0] && first[1] === last[1]
    ? null
    : 'Le dernier point d’un anneau doit être égal au premier.';
}

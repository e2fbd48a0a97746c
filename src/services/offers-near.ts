import { booleanPointInPolygon } from '@turf/turf';
import { UNREACHABLE } from '../../geo/router.ts';
import { tableOrEstimate } from '../../geo/with-fallback.ts';
import type { Place } from '../domain/place.ts';
import { crowMetres } from '../domain/place-problems.ts';
import { invalid } from './errors.ts';
import type { ListedOffer } from './list-offers.ts';
import type { Gazetteer, Page, RouterPorts } from './ports.ts';
import type { OfferView } from './view-offer.ts';

type Point = { lon: number; lat: number };
type Reached = { offer: OfferView; travelSeconds: number | null; travelEstimated: boolean };

/** Nobody drives farther than this in a minute of crow flight: 130 km/h, straight on. */
const MAX_METRES_PER_MINUTE = 130_000 / 60;

/**
 * Offers by travel time by car from a point, all asked of the router in one table. An offer that comes to the person
 * is at 0 s inside its zone; one without a place is listed last, wherever the point is.
 */
export async function offersNear(input: {
  routers: RouterPorts;
  gazetteer: Gazetteer;
  offers: readonly OfferView[];
  near: Point;
  withinMinutes: number | undefined;
  limit: number;
  cursor: string | undefined;
}): Promise<Page<ListedOffer>> {
  const { offers, near, withinMinutes, limit } = input;
  const after = input.cursor === undefined ? null : readCursor(input.cursor);
  const maxMetres = withinMinutes === undefined ? Number.POSITIVE_INFINITY : withinMinutes * MAX_METRES_PER_MINUTE;
  const zones = zonesOf(near, input.gazetteer);

  const reached: Reached[] = [];
  const visits: { offer: OfferView; places: Point[] }[] = [];
  for (const offer of offers) {
    const places = visitedPlaces(offer);
    if (offer.kind === 'demandResponsiveTransport') {
      if (comesTo(offer.details.zone, near, zones)) reached.push({ offer, travelSeconds: 0, travelEstimated: false });
    } else if (places.length === 0) {
      const isOpen = offer.eligibilityZone.length === 0 || offer.eligibilityZone.some((zone) => zones.includes(zone));
      if (isOpen) reached.push({ offer, travelSeconds: null, travelEstimated: false });
    } else {
      const within = places.filter((place) => crowMetres(near, place) <= maxMetres);
      if (within.length > 0) visits.push({ offer, places: within });
    }
  }
  reached.push(...(await driveTo(input.routers, near, visits)));

  const sorted = reached
    .filter(({ travelSeconds }) => withinMinutes === undefined || (travelSeconds ?? 0) <= withinMinutes * 60)
    .toSorted(byTravel)
    .filter((entry) => after === null || byTravel(after, entry) < 0);
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ offer, ...travel }) => ({ ...offer, ...travel })),
    nextCursor: last === undefined || sorted.length <= limit ? null : writeCursor(last),
  };
}

async function driveTo(
  routers: RouterPorts,
  near: Point,
  visits: readonly { offer: OfferView; places: Point[] }[],
): Promise<Reached[]> {
  const columns = new Map<string, number>();
  const destinations: [number, number][] = [];
  const columnOf = ({ lon, lat }: Point) => {
    const key = `${lon},${lat}`;
    let column = columns.get(key);
    if (column === undefined) {
      column = destinations.push([lon, lat]) - 1;
      columns.set(key, column);
    }
    return column;
  };
  const asked = visits.map(({ offer, places }) => ({ offer, columns: places.map(columnOf) }));
  if (destinations.length === 0) return [];

  const { tables } = await tableOrEstimate(routers, [{ mode: 'car', sources: [[near.lon, near.lat]], destinations }]);
  const table = tables[0];
  if (table === undefined) return [];
  return asked.flatMap(({ offer, columns }) => {
    const seconds = columns.map((column) => table.durations[column] ?? UNREACHABLE).filter((s) => s !== UNREACHABLE);
    if (seconds.length === 0) return [];
    return [{ offer, travelSeconds: Math.min(...seconds), travelEstimated: table.source === 'estimate' }];
  });
}

/** Where a person goes to use the offer. */
export function visitedPlaces(offer: OfferView): Place[] {
  switch (offer.kind) {
    case 'carpool': {
      const { origin, ...details } = offer.details;
      return 'meetingPoints' in details ? [origin, ...details.meetingPoints] : [origin];
    }
    case 'vehicleLoan':
      return [offer.details.depot];
    case 'volunteerDriving':
      return [offer.details.base];
    case 'carShare':
      return offer.details.stations;
    case 'demandResponsiveTransport':
      return [];
    default:
      return offer.details.place === null ? [] : [offer.details.place];
  }
}

function zonesOf(point: Point, gazetteer: Gazetteer): string[] {
  const commune = gazetteer.locate(point);
  return commune === null ? [] : [commune.code, commune.epciCode, commune.departement].filter((code) => code !== null);
}

type ServiceZone = Extract<OfferView, { kind: 'demandResponsiveTransport' }>['details']['zone'];

function comesTo(zone: ServiceZone, { lon, lat }: Point, zones: readonly string[]): boolean {
  if (Array.isArray(zone)) return zone.some((code) => zones.includes(code));
  return booleanPointInPolygon([lon, lat], zone as Parameters<typeof booleanPointInPolygon>[1]);
}

type Position = { offer: { id: string }; travelSeconds: number | null };

function byTravel(a: Position, b: Position): number {
  const [x, y] = [a.travelSeconds ?? Number.MAX_SAFE_INTEGER, b.travelSeconds ?? Number.MAX_SAFE_INTEGER];
  return x - y || (a.offer.id < b.offer.id ? -1 : a.offer.id > b.offer.id ? 1 : 0);
}

function writeCursor({ offer, travelSeconds }: Position): string {
  return Buffer.from(JSON.stringify([travelSeconds, offer.id])).toString('base64url');
}

function readCursor(cursor: string): Position {
  try {
    const [travelSeconds, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof id === 'string' && (travelSeconds === null || Number.isFinite(travelSeconds))) {
      return { offer: { id }, travelSeconds };
    }
  } catch {
    // Told below, as any other text that is no cursor.
  }
  throw invalid([
    { path: 'cursor', message: 'Ce curseur n’est pas reconnu : reprenez le nextCursor de la page précédente.' },
  ]);
}

import { type LonLat, type Mode, type Route, type Router, RouterError } from '../../../geo/router.ts';
import type { Offer } from '../../domain/catalogue/offer.ts';
import { splitOffers } from '../../domain/matching/browse.ts';
import type { MatchResult, OfferMatch } from '../../domain/matching/result.ts';
import { modeOf } from '../../domain/matching/vehicle-loan.ts';
import type { Place } from '../../domain/place.ts';
import { type Context, requireScope } from '../context.ts';
import { offersOf, readMatch } from '../get-matches.ts';
import type { DiagnosticRecord, RouterPorts } from '../ports.ts';
import { viewOffer } from '../view-offer.ts';

export const MOST_MAPPED = 3;

export type PlaceOnMap = {
  what: 'home' | 'job' | 'stop' | 'depot' | 'meetingPoint' | 'station' | 'base' | 'place';
  label: string;
  lon: number;
  lat: number;
  /** Null for the person's own places. */
  offerId: string | null;
};

export type RouteOnMap = {
  mode: Mode;
  /** Those that go that way. */
  offerIds: readonly string[];
  /** `[lon, lat]`; null where no road is known: the way is drawn straight, and said to be. */
  line: readonly LonLat[] | null;
  /** Through which it goes. */
  through: readonly LonLat[];
  durationSeconds: number | null;
  distanceMetres: number | null;
  estimated: boolean;
};

export type MapOfResult = {
  offers: readonly { offerId: string; title: string; kind: Offer['kind'] }[];
  places: readonly PlaceOnMap[];
  routes: readonly RouteOnMap[];
};

/**
 * Where the person lives and works, where the chosen offers are reached, and the roads between. The offers asked for, else those
 * of the best combination. Where a driver lives is on no map. Throws `forbidden`, `notFound`.
 */
export async function mapResult({
  ctx,
  input,
}: {
  ctx: Context;
  input: { diagnosticId: string; beneficiaryId?: string; offerIds: readonly string[] };
}): Promise<MapOfResult> {
  requireScope(ctx, 'diagnostics:read');
  const { record, stored, chosen } = await readMatch(ctx, input, async (stores, result) => {
    const asked = input.offerIds.length > 0 ? input.offerIds : bestOf(result);
    return offersOf(ctx, stores, [...new Set(asked)].slice(0, MOST_MAPPED));
  });
  const told = (stored.result?.matches ?? []).filter(({ offerId }) => chosen.has(offerId));
  const { gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  const own = ownPlaces(record);
  const places = told.flatMap(({ offerId }) => {
    const offer = chosen.get(offerId);
    return offer === undefined ? [] : placesOf(viewOffer(ctx.actor, offer, gazetteer), offerId);
  });
  return {
    offers: told.map(({ offerId, kind }) => ({ offerId, kind, title: chosen.get(offerId)?.title ?? '' })),
    places: [...own, ...places],
    routes: await routesOf(ctx.deps.routers(ctx.actor.territoryId), own, told, chosen),
  };
}

function bestOf(result: MatchResult | null): readonly string[] {
  const [bundle] = result?.bundles ?? [];
  if (bundle !== undefined) return bundle.offerIds;
  return splitOffers(result?.matches ?? [])
    .rides.slice(0, 1)
    .map(({ offerId }) => offerId);
}

/** On the way to work, in the order they are passed. */
function ownPlaces({ input: { home, stops, job, goal } }: DiagnosticRecord): PlaceOnMap[] {
  const end = job ?? goal?.place;
  const on = (what: PlaceOnMap['what'], { label = '', lon, lat }: Place) => ({ what, label, lon, lat, offerId: null });
  return [
    on('home', home),
    ...stops.filter(({ direction }) => direction === 'outbound').map((stop) => on('stop', stop)),
    ...(end ? [on('job', end)] : []),
  ];
}

/** Where one goes to use it. A person's own address is none of these. */
function placesOf(offer: ReturnType<typeof viewOffer>, offerId: string): PlaceOnMap[] {
  const on = (what: PlaceOnMap['what'], { label = '', lon, lat }: Place) => ({ what, label, lon, lat, offerId });
  switch (offer.kind) {
    case 'carpool':
      return 'meetingPoints' in offer.details ? offer.details.meetingPoints.map((p) => on('meetingPoint', p)) : [];
    case 'vehicleLoan':
      return [on('depot', offer.details.depot)];
    case 'carShare':
      return offer.details.stations.map((station) => on('station', station));
    case 'volunteerDriving':
      return offer.provider.siret ? [on('base', offer.details.base)] : [];
    case 'demandResponsiveTransport':
      return [];
    default:
      return offer.details.place === null ? [] : [on('place', offer.details.place)];
  }
}

/** One way for each mode of the offers that carry: by road they all go the same. */
async function routesOf(
  routers: RouterPorts,
  own: readonly PlaceOnMap[],
  told: readonly OfferMatch[],
  offers: ReadonlyMap<string, Offer>,
): Promise<RouteOnMap[]> {
  if (own.length < 2) return [];
  const through = own.map(({ lon, lat }): LonLat => [lon, lat]);
  const carrying = told.filter(({ legs, verdict }) => verdict !== 'impossible' && legs.some(({ served }) => served));
  const byMode = Map.groupBy(carrying, ({ offerId }) => modeOfOffer(offers.get(offerId)));
  return Promise.all(
    [...byMode].map(async ([mode, matches]) => {
      const route = await findRoute(routers, mode, through);
      return {
        mode,
        offerIds: matches.map(({ offerId }) => offerId),
        line: route?.line ?? null,
        through,
        durationSeconds: route?.durationSeconds ?? null,
        distanceMetres: route?.distanceMetres ?? null,
        estimated: route === null || route.source === 'estimate',
      };
    }),
  );
}

function modeOfOffer(offer: Offer | undefined): Mode {
  return offer?.kind === 'vehicleLoan' || offer?.kind === 'carShare' ? modeOf(offer.details.vehicleType) : 'car';
}

/** By the router, by the estimate where it is away; null where no road joins the places. */
async function findRoute({ configured, estimate }: RouterPorts, mode: Mode, places: LonLat[]): Promise<Route | null> {
  const ask = (router: Router) => router.route({ mode, places });
  if (!configured.supports(mode)) return ask(estimate);
  try {
    return await ask(configured);
  } catch (error) {
    if (error instanceof RouterError) return ask(estimate);
    throw error;
  }
}

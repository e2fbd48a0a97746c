import type { Landmarks } from '../../geo/landmarks.ts';
import { type LonLat, MODES, type Mode, type Router, RouterError, type Table, UNREACHABLE } from '../../geo/router.ts';
import { tableOrEstimate } from '../../geo/with-fallback.ts';
import type { Offer } from '../domain/catalogue/offer.ts';
import { withTurningChanges } from '../domain/counterfactual/turning-changes.ts';
import type { MatchingFacts } from '../domain/matching/facts.ts';
import { resultOf } from '../domain/matching/match.ts';
import { matchOffer } from '../domain/matching/match-offer.ts';
import { personPlaces } from '../domain/matching/person-places.ts';
import { classMisses } from '../domain/matching/prune/class-misses.ts';
import { crowFlightBounds } from '../domain/matching/prune/crow-flight-bounds.ts';
import { landmarkBounds, NO_BOUNDS, type PlaceVector, type RoadBounds } from '../domain/matching/prune/road-bounds.ts';
import { createRounds } from '../domain/matching/prune/rounds.ts';
import { pointsOf, type Times, timedBounds } from '../domain/matching/prune/timed-bounds.ts';
import type { MatchQuestion } from '../domain/matching/question.ts';
import type { MatchResult, OfferMatch } from '../domain/matching/result.ts';
import { createTally, LISTING, type Listing } from '../domain/matching/tally.ts';
import { type Point, pointKey, type Travel } from '../domain/matching/travel.ts';
import { type TravelNeeds, travelNeeds } from '../domain/matching/travel-needs.ts';
import { addDays } from '../domain/schedule/dates.ts';
import { askedOnce } from './asked-once.ts';
import type { CatalogueCopy } from './catalogue-copy.ts';
import type { Context, TerritoryHandle } from './context.ts';
import { gatherTravel, type OwnTimes, tablesFor } from './gather-travel.ts';
import { circumstances, factsOfRecord, horizonOf, matchOffers, TURNED_MISSES } from './match-offers.ts';
import type { DiagnosticRecord, RouterPorts } from './ports.ts';

/** How one match was done, for those who measure it. */
export type MatchWork = {
  /** Carpools put to the bounds, those that passed, those timed on the roads, those tried exactly, in how many rounds of times. */
  carpools: number;
  survivors: number;
  timed: number;
  tried: number;
  rounds: number;
  /** Milliseconds of bounding alone: by landmarks, all carpools; then by the router's own times, those that were timed. */
  pruneMs: number;
  sharpenMs: number;
  /** Of the rules on what was tried; of the single changes of the nearest misses; of ranking, bundles and pathway. */
  rulesMs: number;
  changesMs: number;
  resultMs: number;
};

type Bounding = {
  landmarks: Landmarks | null;
  /** Landmark times of the person's places, where they are known. */
  vectors: ReadonlyMap<string, PlaceVector>;
};

/**
 * One diagnostic against a whole catalogue: what time and space rule out by themselves is not put to the router. Says what
 * the reference (`matchOffers`) says, but for the counts by rule of what is not told one by one. Stores nothing.
 */
export async function matchCatalogue(call: {
  ctx: Context;
  record: DiagnosticRecord;
  copy: CatalogueCopy;
  bounding: Bounding;
  listing?: Listing;
  noteWork?(work: MatchWork): void;
}): Promise<{ result: MatchResult; facts: MatchingFacts }> {
  const { ctx, record, copy, listing = LISTING } = call;
  // A trial has no account behind it: it sees what the public sees.
  const publicOnly = record.expiresAt !== null;
  const own = ownTimesOf(copy);
  if (copy.size(publicOnly) <= listing.allUpTo) {
    return matchOffers({ ctx, record, offers: copy.all(publicOnly), own });
  }
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const facts = factsOfRecord(ctx, handle, record);
  const routers = ctx.deps.routers(ctx.actor.territoryId);
  const asked = { ...call, listing, publicOnly, own, handle, facts };
  // All the times of a mode have one source: where the router falls silent on one in the middle, what it said of that mode
  // before is left aside, and the match begins anew.
  const silent = new Set<Mode>();
  let hasChanged = false;
  for (;;) {
    const configured = askedOnce(without(routers.configured, silent));
    const end = new AbortController();
    const found = await matchPruned({
      ...asked,
      routers: { ...routers, configured, keptFor: routers.configured },
      fellBack: silent.size > 0,
      signal: end.signal,
    }).finally(() => end.abort());
    if (!Array.isArray(found)) return { result: found, facts };
    // Roads that were replaced in the middle are there again at once; those that go on changing are not waited for.
    const isOther = found.length === 0;
    for (const mode of isOther && hasChanged ? MODES : found) silent.add(mode);
    if (isOther) hasChanged = true;
  }
}

/** As if some modes had no router. */
function without(router: Router, silent: ReadonlySet<Mode>): Router {
  return silent.size === 0 ? router : { ...router, supports: (mode) => !silent.has(mode) && router.supports(mode) };
}

/** The result; or the modes on which the router fell silent, none where the roads themselves were replaced meanwhile. */
async function matchPruned(asked: {
  ctx: Context;
  copy: CatalogueCopy;
  bounding: Bounding;
  listing: Listing;
  publicOnly: boolean;
  own: OwnTimes;
  handle: TerritoryHandle;
  facts: MatchingFacts;
  routers: RouterPorts;
  fellBack: boolean;
  /** Aborted when nobody waits for it any more. */
  signal: AbortSignal;
  noteWork?(work: MatchWork): void;
}): Promise<MatchResult | Mode[]> {
  const { signal, ctx, copy, facts, handle, routers, listing, publicOnly } = asked;
  const fixed = { facts, ...circumstances(ctx, handle, facts) };
  const places = personPlaces(facts);
  const others = [...copy.others.values()].filter((o) => !publicOnly || o.visibility === 'public');
  // The person's own ways by each mode do not hang on who comes by: the router is at them while that is found out.
  const othersNeeds = travelNeeds(facts, handle.territory.rules, others);
  void timesOf(
    routers,
    othersNeeds.map((need) => ({ ...need, offers: [] })),
    signal,
  );
  const square = await squareOf(places, routers);
  if (square.fellBack) return ['car'];

  const tally = createTally(copy.size(publicOnly), listing);
  let travel = {} as Travel;
  let rulesMs = 0;
  /** What each offer was tried with. */
  const asTried = new Map<string, MatchQuestion>();
  /** The reference's rules on the reference's times, for those few; or what `matchPruned` says where they are of two sources. */
  const attempt = async (offers: readonly Offer[]): Promise<Mode[] | null> => {
    const [gathered, availability] = await Promise.all([
      gatherTravel(routers, travelNeeds(facts, handle.territory.rules, offers), asked.own),
      ctx.deps.database.transact(ctx.actor, (stores) =>
        stores.offers.availability({
          from: addDays(facts.startsOn, -1),
          until: horizonOf(facts),
          offerIds: offers.map(({ id }) => id),
        }),
      ),
    ]);
    if (gathered.fellBack) return gathered.roadsChanged ? [] : gathered.silent;
    const { car } = gathered.travel;
    if (car.source !== square.source || car.dataSet !== square.dataSet) return [];
    travel = gathered.travel;
    const question = { ...fixed, offers, travel, availability };
    const since = performance.now();
    for (const offer of offers) {
      tally.add(matchOffer({ ...question, offer }));
      asTried.set(offer.id, question);
    }
    rulesMs += performance.now() - since;
    return null;
  };

  // What the bounds read belongs to one turn of the event loop: the copy changes between two.
  const begin = performance.now();
  const noTimes = { ...fixed, travel, availability: { rides: new Map(), loans: new Map() } };
  const { index } = copy.indexing;
  const rounds = createRounds(
    {
      question: fixed,
      index,
      boundsNow: () => boundsOf(asked, places, square),
      places,
      between: square.between,
      missesOf: classMisses(noTimes),
      publicOnly,
      isTimed: square.source !== routers.estimate.name && routers.configured?.supports('car') === true,
    },
    tally,
    listing,
  );
  const offersOf = (rows: readonly number[]) => rows.flatMap((row) => copy.find(index.ids[row] as string) ?? []);
  let pruneMs = performance.now() - begin;
  /** Bounds are worked out on this thread, without a pause. */
  const bounded = <T>(work: () => T): T => {
    const since = performance.now();
    const done = work();
    pruneMs += performance.now() - since;
    return done;
  };
  const survivors = rounds.survivors();
  let [timed, tried, roundCount, sharpenMs] = [0, 0, 0, 0];
  let waiting: readonly Offer[] | null = others;
  for (let round = bounded(rounds.next); waiting !== null || round.rows.length > 0; round = bounded(rounds.next)) {
    const { what, rows } = round;
    // What is not a carpool is tried at once: its tables lie within those of the first to be timed.
    const now: Offer[] = [...(waiting ?? []), ...(what === 'try' ? offersOf(rows) : [])];
    const answered =
      what === 'time'
        ? timesOf(routers, travelNeeds(facts, handle.territory.rules, waiting ?? [], pointsOf(index, rows)), signal)
        : null;
    const stopped = waiting === null && what === 'time' ? null : await attempt(now);
    if (answered !== null) {
      const { car, foot } = await answered;
      // The drivers' own ways are those of the copy's roads, which may have been replaced meanwhile.
      const isOneSource =
        car?.source === square.source && [car.dataSet, copy.dataSet()].every((d) => d === square.dataSet);
      const since = performance.now();
      rounds.sharpen(rows, car !== null && isOneSource ? timedBounds(index, places, rows, { car, foot }) : NO_BOUNDS);
      sharpenMs += performance.now() - since;
      timed += rows.length;
      roundCount++;
    } else tried += rows.length;
    if (stopped !== null) return stopped;
    waiting = null;
  }
  rounds.finish();
  const offers = [...new Set(asTried.values())].flatMap((question) => question.offers);
  const ranking = performance.now();
  const result = resultOf({ ...noTimes, travel, offers }, tally, asked.fellBack);
  const turning = performance.now();
  const matches = turned(result, asTried);
  asked.noteWork?.({
    ...{ carpools: index.rows, survivors, timed, tried, rounds: roundCount, pruneMs, sharpenMs, rulesMs },
    resultMs: turning - ranking,
    changesMs: performance.now() - turning,
  });
  return { ...result, matches };
}

/** What the router says of driving and walking, with all other tables asked for in the same breath; null where it says nothing. */
async function timesOf(
  { configured, turn }: RouterPorts,
  needs: readonly TravelNeeds[],
  signal: AbortSignal,
): Promise<Record<'car' | 'foot', TimesOfRouter | null>> {
  const answers = await Promise.all(
    needs
      .filter(({ mode }) => configured.supports(mode))
      .map(async ({ mode, people, ...need }) => {
        const asked = tablesFor({ mode, people, ...need });
        const tables = await Promise.allSettled(
          asked.map((request) => configured.table({ ...(turn ? { turn } : {}), ...request, signal })),
        );
        // Whoever needs what is not there is told why.
        const [, there, back] = tables.flatMap((table) => (table.status === 'fulfilled' ? [table.value] : []));
        if (there === undefined || back === undefined) return null;
        const { source, dataSet } = there;
        if (back.source !== source || back.dataSet !== dataSet) return null;
        const times = { people, points: need.offers, there: there.durations, back: back.durations };
        return { mode, times: { source, dataSet, ...times } };
      }),
  );
  const of = (mode: Mode) => answers.find((answer) => answer?.mode === mode)?.times ?? null;
  return { car: of('car'), foot: of('foot') };
}

type TimesOfRouter = Times & Pick<Table, 'source' | 'dataSet'>;

/** The nearest misses, each with the single changes that would turn it, on the times it was tried with. */
function turned({ matches }: MatchResult, asTried: ReadonlyMap<string, MatchQuestion>): OfferMatch[] {
  let left = TURNED_MISSES;
  return matches.map((match) => {
    const question = asTried.get(match.offerId);
    if (match.verdict !== 'impossible' || question === undefined || left === 0) return match;
    left--;
    return withTurningChanges(question, [match], 1)[0] ?? match;
  });
}

type Square = {
  source: string;
  dataSet: string;
  fellBack: boolean;
  errorFactor: readonly [low: number, high: number];
  /** Seconds by car from one of the person's places to another; −1 where no road joins them. */
  between: number[][];
};

async function squareOf(places: readonly Point[], routers: RouterPorts): Promise<Square> {
  const asked = places.map(({ lon, lat }): LonLat => [lon, lat]);
  const { tables, fellBack } = await tableOrEstimate(routers, [{ mode: 'car', sources: asked, destinations: asked }]);
  const [table] = tables;
  if (table === undefined) throw new RouterError('garbage', 'no table was given');
  const between = places.map((_, a) => places.map((_, b) => table.durations[a * table.columns + b] ?? UNREACHABLE));
  return { source: table.source, dataSet: table.dataSet, fellBack, errorFactor: table.errorFactor, between };
}

/** From the crow's flight where times are estimated, from landmarks on roads; none where the roads were not measured yet. */
function boundsOf(
  { copy, bounding, routers }: { copy: CatalogueCopy; bounding: Bounding; routers: RouterPorts },
  places: readonly Point[],
  square: Square,
): RoadBounds {
  const { index } = copy.indexing;
  const pace = square.source === routers.estimate.name ? routers.estimate.pace?.('car') : undefined;
  if (pace) return crowFlightBounds(index, places, { ...pace, errorFactor: square.errorFactor });
  const vectors = places.flatMap((point) => {
    const vector = bounding.vectors.get(pointKey(point));
    return vector === undefined ? [] : [{ point, vector }];
  });
  const isSameRoads = copy.dataSet() === square.dataSet && bounding.landmarks?.dataSet === square.dataSet;
  if (isSameRoads && vectors.length === places.length) return landmarkBounds(index, vectors);
  return NO_BOUNDS;
}

/** What the index knows of an offer's own roads. */
export function ownTimesOf({ indexing, dataSet, find }: CatalogueCopy): OwnTimes {
  const { index } = indexing;
  return (offerId, asked) => {
    const row = indexing.rowOf(offerId);
    if (asked !== dataSet() || row === undefined || index.measured[row] === 0) return null;
    const offer = find(offerId);
    if (offer?.kind !== 'carpool') return null;
    const { origin, destination, meetingPoints } = offer.details;
    const points = [origin, destination, ...meetingPoints];
    const start = index.ownStart[row] as number;
    const end = start + points.length ** 2;
    return { points, seconds: index.ownSeconds.subarray(start, end), metres: index.ownMetres.subarray(start, end) };
  };
}

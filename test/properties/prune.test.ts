import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEstimateRouter } from '../../geo/estimate.ts';
import { match, resultOf } from '../../src/domain/matching/match.ts';
import { matchOffer } from '../../src/domain/matching/match-offer.ts';
import { type Carpool, createCarpoolIndex } from '../../src/domain/matching/prune/carpool-index.ts';
import { classMisses } from '../../src/domain/matching/prune/class-misses.ts';
import { crowFlightBounds } from '../../src/domain/matching/prune/crow-flight-bounds.ts';
import { landmarkBounds, type RoadBounds } from '../../src/domain/matching/prune/road-bounds.ts';
import {
  decodeRoadFacts,
  encodeRoadFacts,
  type LandmarkMatrix,
  placeVector,
  type RoadFacts,
} from '../../src/domain/matching/prune/road-facts.ts';
import { createRounds } from '../../src/domain/matching/prune/rounds.ts';
import { timedBounds } from '../../src/domain/matching/prune/timed-bounds.ts';
import type { MatchQuestion } from '../../src/domain/matching/question.ts';
import { createTally, type Listing } from '../../src/domain/matching/tally.ts';
import type { ModeTravel, Point } from '../../src/domain/matching/travel.ts';
import { WALK_DOUBT } from '../../src/domain/matching/walk-reach.ts';
import { agedQuestion, randomTravel } from '../factories/random-world.ts';

const LANDMARKS: Point[] = [
  { lon: 5, lat: 49 },
  { lon: 5.6, lat: 49 },
  { lon: 5.6, lat: 49.6 },
  { lon: 5, lat: 49.6 },
  { lon: 5.3, lat: 49.3 },
  { lon: 5.1, lat: 49.5 },
];

/** The pruned matcher on the same question, with bounds from landmarks or from the crow's flight, sharpened by exact times or not. */
function pruned(
  question: MatchQuestion,
  listing: Listing,
  {
    isTimed = false,
    timesWalks = false,
    bend = (b) => b,
  }: { isTimed?: boolean; timesWalks?: boolean; bend?(bounds: RoadBounds): RoadBounds } = {},
) {
  const { car } = question.travel;
  const seconds = (from: Point, to: Point) => Math.round(car.between(from, to)?.seconds ?? -1);
  const matrix: LandmarkMatrix = {
    landmarks: LANDMARKS.length,
    seconds: Int32Array.from(LANDMARKS.flatMap((a) => LANDMARKS.map((b) => seconds(a, b)))),
  };
  const vectorOf = (place: Point) =>
    placeVector(
      LANDMARKS.map((l) => seconds(l, place)),
      LANDMARKS.map((l) => seconds(place, l)),
      matrix,
    );
  const roadsOf = ({ details }: Carpool): RoadFacts => {
    const points = [details.origin, details.destination, ...details.meetingPoints];
    const facts = {
      points: points.length,
      vectors: points.map(vectorOf),
      ownSeconds: Int32Array.from(points.flatMap((a) => points.map((b) => seconds(a, b)))),
      ownMetres: Int32Array.from(points.flatMap((a) => points.map((b) => car.between(a, b)?.metres ?? -1))),
    };
    return decodeRoadFacts(encodeRoadFacts(facts), points.length, LANDMARKS.length) as RoadFacts;
  };

  const { offers, ...rest } = question;
  const tally = createTally(offers.length, listing);
  const indexing = createCarpoolIndex(LANDMARKS.length, 1);
  const byId = new Map(offers.map((o) => [o.id, o]));
  for (const offer of offers) {
    if (offer.kind === 'carpool') indexing.put(offer, roadsOf(offer));
    else tally.add(matchOffer({ ...rest, offer }));
  }
  const places: Point[] = [question.facts.home];
  for (const { place } of question.facts.legs) {
    if (!places.some((p) => p.lon === place.lon && p.lat === place.lat)) places.push(place);
  }
  const { index } = indexing;
  const measured = landmarkBounds(
    index,
    places.map((point) => ({ point, vector: vectorOf(point) })),
  );
  // Nobody drives faster than that here; what is known of an offer's own way is known.
  const pace = { secondsPerKm: 30, fixedSeconds: 0, errorFactor: car.errorFactor };
  const { own, direct } = measured;
  const bounds = car.source === 'estimate' ? { ...crowFlightBounds(index, places, pace), own, direct } : measured;
  const rounds = createRounds(
    {
      question,
      index,
      boundsNow: () => bend(bounds),
      places,
      between: places.map((a) => places.map((b) => seconds(a, b))),
      missesOf: classMisses(rest),
      publicOnly: false,
      isTimed,
    },
    tally,
    listing,
  );
  let tried = 0;
  const pointsOf = ({ details: { origin, destination, meetingPoints } }: Carpool) => [
    origin,
    destination,
    ...meetingPoints,
  ];
  for (let { what, rows } = rounds.next(); rows.length > 0; { what, rows } = rounds.next()) {
    if (what === 'time') {
      const points = rows.flatMap((row) => pointsOf(byId.get(index.ids[row] as string) as Carpool));
      const timesBy = (mode: 'car' | 'foot') => {
        const of = (from: Point, to: Point) => Math.round(question.travel[mode].between(from, to)?.seconds ?? -1);
        const there = places.flatMap((place) => points.map((point) => of(place, point)));
        const back = points.flatMap((point) => places.map((place) => of(point, place)));
        return { points, people: places, there, back };
      };
      const foot = timesWalks ? timesBy('foot') : null;
      rounds.sharpen(rows, timedBounds(index, places, rows, { car: timesBy('car'), foot }));
      continue;
    }
    tried += rows.length;
    for (const row of rows) {
      tally.add(matchOffer({ ...rest, offer: byId.get(index.ids[row] as string) as Carpool }));
    }
  }
  rounds.finish();
  return { result: resultOf(question, tally, false), tried, survivors: rounds.survivors() };
}

/** Every seventh hundredth of a degree is an island. */
function withoutFerries(car: ModeTravel): ModeTravel {
  const isIsland = ({ lon }: Point) => Math.round(lon * 100) % 7 === 0;
  return { ...car, between: (from, to) => (isIsland(from) === isIsland(to) ? car.between(from, to) : null) };
}

/** The same with every carpool's places in walking reach of where the person works, or lives, and its runs about when they need them. */
function driversIn(question: MatchQuestion): MatchQuestion {
  const { home, legs } = question.facts;
  const job = legs[0]?.place ?? home;
  const moved = ({ lon, lat, ...rest }: Point, to: Point) => ({
    ...rest,
    lon: to.lon + (lon - 5.3) / 20,
    lat: to.lat + (lat - 49.3) / 20,
  });
  const near = (trip: Carpool['details']['trips'][number], i: number) => {
    const leg = legs[i % Math.max(1, legs.length)];
    if (leg === undefined) return trip;
    const minutes = Math.round(leg.deadlineSeconds / 60) + (leg.direction === 'outbound' ? -1 : 1) * ((i * 7) % 80);
    const of = (number: number) => String(number).padStart(2, '0');
    return { ...trip, departureTime: `${of(Math.floor(minutes / 60 + 24) % 24)}:${of((minutes + 1440) % 60)}` };
  };
  const offers = question.offers.map((offer, o) => {
    if (offer.kind !== 'carpool') return offer;
    const { origin, destination, meetingPoints } = offer.details;
    const details = {
      ...offer.details,
      origin: moved(origin, home),
      destination: moved(destination, job),
      meetingPoints: meetingPoints.map((point) => moved(point, job)),
      trips: offer.details.trips.map((trip, t) => near(trip, 5 * o + t)),
    };
    return { ...offer, details } as Carpool;
  });
  return { ...question, offers };
}

const withCarpools = agedQuestion.filter(({ offers }) => offers.some((o) => o.kind === 'carpool'));
const listing = fc.record({ allUpTo: fc.constant(0), nearest: fc.integer({ min: 1, max: 4 }) });
const comparable = ({ matches, counts, bundles, pathway }: ReturnType<typeof match>) => ({
  matches,
  verdicts: [counts.possible, counts.toVerify, counts.impossible],
  told: Object.values(counts.byCode).reduce((sum, n) => sum + n, 0),
  bundles,
  pathway,
});

describe('the pruned matcher', () => {
  it('doubts estimated walks as far as estimates err', async () => {
    const place = [5.5, 48.9] as const;
    const asked = { mode: 'foot', sources: [place], destinations: [place] } as const;
    const [low, high] = (await createEstimateRouter().table(asked)).errorFactor;
    expect(WALK_DOUBT).toBe(high / low);
  });

  it('says what the reference says: what is possible, the nearest misses, times and order', () => {
    const any = fc.boolean();
    const world = fc.record({
      estimated: any,
      isTimed: any,
      timesWalks: any,
      walksEstimated: any,
      inTown: any,
      isIslands: any,
    });
    fc.assert(
      fc.property(
        withCarpools,
        listing,
        world,
        (drawn, told, { estimated, isTimed, timesWalks, walksEstimated, inTown, isIslands }) => {
          const question = inTown ? driversIn(drawn) : drawn;
          // People walk at most 1.5 m/s, at the least of an estimate too.
          const onFoot = estimated || walksEstimated;
          const roads = randomTravel(estimated);
          const car = isIslands && !estimated ? withoutFerries(roads.car) : roads.car;
          const travel = { ...roads, car, foot: randomTravel(onFoot, onFoot ? 1.8 : 1.4).foot };
          const asked = { ...question, travel };
          const reference = match(asked, false, told);
          const stages = { isTimed: isTimed && !estimated, timesWalks: timesWalks && !onFoot };
          const { result } = pruned(asked, told, stages);
          expect(comparable(result)).toEqual(comparable(reference));
          // Where all roads join, nobody is told that there is none.
          if (car === roads.car) expect(result.counts.byCode.route).toBeUndefined();
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is caught, and the case made small, when its bounds are too high', () => {
    const tooHigh = (bounds: RoadBounds): RoadBounds => ({
      ...bounds,
      towards: (slot, place, enough) => bounds.towards(slot, place, enough) + 20_000,
    });
    const told = { allUpTo: 0, nearest: 1 };
    const found = fc.check(
      fc.property(withCarpools, (question) => {
        const wrong = comparable(pruned(question, told, { bend: tooHigh }).result);
        expect(wrong).toEqual(comparable(match(question, false, told)));
      }),
      { numRuns: 1000, seed: 20261122 },
    );
    expect(found.failed).toBe(true);
    // One that is lost, and those that are told in its place.
    expect(found.numShrinks).toBeGreaterThan(0);
    expect(found.counterexample?.[0].offers.length).toBeLessThanOrEqual(3);
  });
});

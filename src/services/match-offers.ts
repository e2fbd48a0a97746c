import type { Offer } from '../domain/catalogue/offer.ts';
import { withTurningChanges } from '../domain/counterfactual/turning-changes.ts';
import { factsOf } from '../domain/diagnostic/facts.ts';
import type { MatchingFacts } from '../domain/matching/facts.ts';
import { match } from '../domain/matching/match.ts';
import type { MatchQuestion } from '../domain/matching/question.ts';
import type { MatchResult } from '../domain/matching/result.ts';
import { travelNeeds } from '../domain/matching/travel-needs.ts';
import type { LocatedPlace, Place } from '../domain/place.ts';
import { addDays, dateAt, laterDate } from '../domain/schedule/dates.ts';
import { publicHolidays } from '../domain/schedule/holidays.ts';
import { clockChanges } from '../domain/schedule/local-clock.ts';
import type { Context, TerritoryHandle } from './context.ts';
import { gatherTravel, type OwnTimes } from './gather-travel.ts';
import type { DiagnosticRecord, Gazetteer } from './ports.ts';

/**
 * The reference matcher on real input: facts, times and what is taken, for any set of offers, each of them put to the
 * router. `own` spares asking for what the roads were known to say of an offer. Stores nothing.
 */
export async function matchOffers(call: {
  ctx: Context;
  record: DiagnosticRecord;
  offers: readonly Offer[];
  own?: OwnTimes;
}): Promise<{ result: MatchResult; facts: MatchingFacts }> {
  const { ctx, record, offers, own } = call;
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const facts = factsOfRecord(ctx, handle, record);
  const routers = ctx.deps.routers(ctx.actor.territoryId);
  const { travel, fellBack } = await gatherTravel(routers, travelNeeds(facts, handle.territory.rules, offers), own);
  const availability = await ctx.deps.database.transact(ctx.actor, (stores) =>
    stores.offers.availability({ from: addDays(facts.startsOn, -1), until: horizonOf(facts) }),
  );
  const question: MatchQuestion = { facts, offers, travel, availability, ...circumstances(ctx, handle, facts) };
  const result = match(question, fellBack);
  return { result: { ...result, matches: withTurningChanges(question, result.matches, TURNED_MISSES) }, facts };
}

/** For so many of the nearest misses it is worked out what single change would turn them: a millisecond or two each. */
export const TURNED_MISSES = 20;

/** The last day the engine looks at: a year ahead and the longest loan after it, or the last ride of a longer rota. */
export function horizonOf({ legs, startsOn }: MatchingFacts): string {
  const rides = legs.map((leg) => leg.dates.at(-1) ?? startsOn);
  return rides.reduce(laterDate, addDays(startsOn, 430));
}

/** The matching facts of a stored diagnostic, as of now. */
export function factsOfRecord(ctx: Context, handle: TerritoryHandle, record: DiagnosticRecord): MatchingFacts {
  return factsOf({
    diagnostic: record.input,
    age: record.age,
    today: dateAt(ctx.deps.clock.now(), handle.territory.timeZone),
    rules: handle.territory.rules,
    locate: (place) => locate(handle.gazetteer, place),
  });
}

/** A place's `commune`, else the contour that holds it; null zones where neither is known. */
function locate(gazetteer: Gazetteer, place: Place): LocatedPlace {
  const commune = place.commune === undefined ? gazetteer.locate(place) : gazetteer.findByCode(place.commune);
  const zones = commune
    ? [commune.code, ...(commune.epciCode === null ? [] : [commune.epciCode]), commune.departement]
    : place.commune === undefined
      ? null
      : [place.commune, place.commune.slice(0, place.commune.startsWith('97') ? 3 : 2)];
  return { label: place.label ?? commune?.name ?? null, lon: place.lon, lat: place.lat, zones };
}

/** What holds for every offer put to that person: rules, calendar and clock. */
export function circumstances(
  ctx: { deps: Pick<Context['deps'], 'clock'> },
  { territory }: Pick<TerritoryHandle, 'territory'>,
  facts: MatchingFacts,
) {
  const { timeZone, rules, holidays } = territory;
  const now = ctx.deps.clock.now().toZonedDateTimeISO(timeZone);
  const firstDay = addDays(facts.startsOn, -Math.max(1, rules.collectionWindowDays));
  return {
    rules,
    timeZone,
    // Vehicles are collected before the start.
    holidays: new Set(publicHolidays(firstDay, horizonOf(facts), holidays).keys()),
    clockChanges: clockChanges(facts.startsOn, 366, timeZone),
    today: now.toPlainDate().toString(),
    nowSeconds: now.hour * 3600 + now.minute * 60 + now.second,
  };
}

import type { Offer } from '../domain/catalogue/offer.ts';
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
import { gatherTravel } from './gather-travel.ts';
import type { Database, DiagnosticRecord, Gazetteer } from './ports.ts';

/**
 * The worker's job: one version of one diagnostic against the whole catalogue, stored. Matching a version twice gives
 * one result; a version that a newer one has overtaken is left alone.
 */
export async function matchDiagnostic(call: {
  ctx: Context;
  input: { diagnosticId: string; version: number };
}): Promise<'matched' | 'overtaken' | 'gone'> {
  const { input } = call;
  // One instant for the whole match: read back later, the rota must be unrolled from the same day.
  const computedAt = call.ctx.deps.clock.now();
  const ctx = { ...call.ctx, deps: { ...call.ctx.deps, clock: { now: () => computedAt } } };
  const { database } = ctx.deps;
  const newest = await database.transact(ctx.actor, (stores) => stores.diagnostics.find(input.diagnosticId));
  if (newest === null) return 'gone';
  if (newest.version !== input.version) return 'overtaken';
  const catalogue = await catalogueOf(ctx);
  // A trial has no account behind it: it sees what the public sees.
  const offers = newest.expiresAt === null ? catalogue : catalogue.filter((o) => o.visibility === 'public');
  const { result } = await matchOffers({ ctx, record: newest, offers });
  await database.transact(ctx.actor, (stores) =>
    stores.matches.saveReady(input.diagnosticId, input.version, computedAt.toString(), decisive(result)),
  );
  return 'matched';
}

/**
 * What is kept of a result: of a ride an offer does not serve, the rules that stand in its way. What else was met on
 * that ride helps nobody, and any one offer is explained whole on demand.
 */
function decisive(result: MatchResult): MatchResult {
  const matches = result.matches.map((match) => {
    const served = new Set(match.legs.filter((l) => l.served).map((l) => l.legId));
    const kept = match.criteria.filter((c) => c.legId === null || c.outcome !== 'met' || served.has(c.legId));
    return { ...match, criteria: kept };
  });
  return { ...result, matches };
}

/** When every attempt failed: the page must not wait for ever. `failure` is for people, in French. */
export async function failMatch(call: {
  ctx: Context;
  input: { diagnosticId: string; version: number; failure: string };
}): Promise<void> {
  const { diagnosticId, version, failure } = call.input;
  await call.ctx.deps.database.transact(call.ctx.actor, (stores) =>
    stores.matches.saveFailed(diagnosticId, version, failure),
  );
}

/** The engine on real input: facts, times and what is taken, for any set of offers. Stores nothing. */
export async function matchOffers(call: {
  ctx: Context;
  record: DiagnosticRecord;
  offers: readonly Offer[];
}): Promise<{ result: MatchResult; facts: MatchingFacts }> {
  const { ctx, record, offers } = call;
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const facts = factsOfRecord(ctx, handle, record);
  const { travel, fellBack } = await gatherTravel(ctx.deps.routers(ctx.actor.territoryId), travelNeeds(facts, offers));
  const availability = await ctx.deps.database.transact(ctx.actor, (stores) =>
    stores.offers.availability({ from: addDays(facts.startsOn, -1), until: horizonOf(facts) }),
  );
  const question: MatchQuestion = { facts, offers, travel, availability, ...circumstances(ctx, handle, facts) };
  return { result: match(question, fellBack), facts };
}

/** The last day the engine looks at: a year ahead and the longest loan after it, or the last ride of a longer rota. */
function horizonOf({ legs, startsOn }: MatchingFacts): string {
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

function circumstances(ctx: Context, { territory }: TerritoryHandle, facts: MatchingFacts) {
  const { timeZone, rules, holidays } = territory;
  const now = ctx.deps.clock.now().toZonedDateTimeISO(timeZone);
  return {
    rules,
    timeZone,
    holidays: new Set(publicHolidays(facts.startsOn, horizonOf(facts), holidays).keys()),
    clockChanges: clockChanges(facts.startsOn, 366, timeZone),
    today: now.toPlainDate().toString(),
    nowSeconds: now.hour * 3600 + now.minute * 60 + now.second,
  };
}

type Catalogue = { version: number; offers: readonly Offer[] };
const catalogues = new WeakMap<Database, Map<string, Catalogue>>();

/** The territory's offers, read again only when its catalogue changed. */
async function catalogueOf(ctx: Context): Promise<readonly Offer[]> {
  const { database } = ctx.deps;
  const kept = catalogues.get(database) ?? new Map<string, Catalogue>();
  catalogues.set(database, kept);
  const { territoryId } = ctx.actor;
  const catalogue = await database.transact(ctx.actor, async (stores) => {
    const version = await stores.offers.catalogueVersion();
    const known = kept.get(territoryId);
    return known?.version === version ? known : { version, offers: await stores.offers.listAll() };
  });
  kept.set(territoryId, catalogue);
  return catalogue.offers;
}

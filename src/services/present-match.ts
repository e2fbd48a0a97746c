import type { Offer } from '../domain/catalogue/offer.ts';
import { dayOffset, printArrival, printDeparture } from '../domain/clock-time.ts';
import type { Counterfactual } from '../domain/counterfactual/counterfactual.ts';
import { explain, type Wording } from '../domain/explanation/explain.ts';
import { sentenceOf } from '../domain/explanation/sentence.ts';
import { turningSentence } from '../domain/explanation/turning.ts';
import type { MatchingFacts } from '../domain/matching/facts.ts';
import type {
  Bundle,
  CriterionFact,
  LegException,
  LegMatch,
  MatchResult,
  OfferMatch,
  PathwayStep,
} from '../domain/matching/result.ts';
import type { Leg } from '../domain/schedule/legs.ts';
import type { TerritoryHandle } from './context.ts';

/** What turns a stored result into words: the facts it was made of, the offers as they are, the territory's names. */
export type Presentation = {
  facts: MatchingFacts;
  offers: ReadonlyMap<string, Offer>;
  handle: TerritoryHandle;
};

/** The JSON of a result as other programs rely on it; all prose is made here, from figures. */
export function presentMatch(result: MatchResult, about: Presentation) {
  const words = wordingOf(about);
  return {
    router: result.router,
    dataSet: result.dataSet,
    provisional: result.provisional,
    legs: about.facts.legs.map(presentLeg),
    matches: result.matches.map((m) => presentOfferMatch(m, about, words)),
    counts: result.counts,
    bundles: result.bundles.map((b) => presentBundle(b, about)),
    pathway: result.pathway.map((step) => presentStep(step, about, words)),
  };
}

export type PresentedMatch = ReturnType<typeof presentMatch>;
export type PresentedOfferMatch = ReturnType<typeof presentOfferMatch>;

/**
 * One offer's answer; also what the single-offer explanation gives. Its prose is made when it is read: a page shows
 * twenty offers of hundreds.
 */
export function presentOfferMatch(match: OfferMatch, about: Presentation, words = wordingOf(about)) {
  const { facts } = about;
  const offer = about.offers.get(match.offerId);
  return {
    offerId: match.offerId,
    offerVersion: match.offerVersion,
    title: offer?.title ?? null,
    providerName: offer?.provider.name ?? null,
    illustrative: offer?.illustrative ?? false,
    runsOnPublicHolidays: offer?.kind === 'vehicleLoan' ? true : (offer?.calendar.publicHolidays ?? null),
    kind: match.kind,
    rank: match.rank,
    verdict: match.verdict,
    coverage: match.coverage,
    legs: match.legs.map((l) => presentLegMatch(l, words)),
    costPerMonthCents: match.costPerMonthCents,
    co2PerMonthGrams: match.co2PerMonthGrams,
    score: match.score,
    availableFrom: match.availableFrom,
    oneWay: isOneWay(match, facts),
    get sentence() {
      return sentenceOf(match, facts, offer, words);
    },
    get criteria() {
      return match.criteria.map((c) => presentCriterion(c, words));
    },
    get turning() {
      return match.turning?.map((change) => presentTurning(change, match, facts)) ?? null;
    },
  };
}

export function wordingOf({ facts, handle }: Presentation): Wording {
  const { gazetteer, territory } = handle;
  const epcis = new Map(gazetteer.communes().map((c) => [c.epciCode, c.epciName]));
  return {
    legs: new Map(facts.legs.map((l) => [l.id, l])),
    zoneName: (code) =>
      gazetteer.findByCode(code)?.name ??
      epcis.get(code) ??
      (territory.zones.includes(code) ? territory.name : `zone ${code}`),
  };
}

function presentLeg(leg: Leg) {
  const time = printDeparture(leg.deadlineSeconds);
  return {
    id: leg.id,
    direction: leg.direction,
    weekday: leg.weekday,
    ...(leg.direction === 'outbound' ? { arriveBy: time } : { departFrom: time }),
    occurrences: leg.occurrences,
    dates: leg.dates,
    place: { label: leg.place.label, lon: leg.place.lon, lat: leg.place.lat },
    stops: leg.stops.map((s) => ({
      label: s.place.label,
      dwellMinutes: s.dwellSeconds / 60,
      childSeats: s.childSeats,
    })),
  };
}

function presentLegMatch(leg: LegMatch, words: Wording) {
  const weekday = words.legs.get(leg.legId)?.weekday;
  return {
    legId: leg.legId,
    weekday,
    served: leg.served,
    outcome: leg.outcome,
    departAt: leg.departSeconds === null ? null : printDeparture(leg.departSeconds),
    departDayOffset: leg.departSeconds === null ? null : dayOffset(leg.departSeconds),
    arriveAt: leg.arriveSeconds === null ? null : printArrival(leg.arriveSeconds),
    arriveDayOffset: leg.arriveSeconds === null ? null : dayOffset(Math.ceil(leg.arriveSeconds / 60) * 60),
    durationSeconds: leg.durationSeconds,
    waitSeconds: leg.waitSeconds,
    detourSeconds: leg.detourSeconds,
    walkSeconds: leg.walkSeconds,
    distanceMetres: leg.distanceMetres,
    pickUp: leg.pickUp ?? null,
    dropOff: leg.dropOff ?? null,
    pricePerRideCents: leg.pricePerRideCents,
    estimated: leg.estimated,
    servedOccurrences: leg.servedOccurrences,
    certainOccurrences: leg.certainOccurrences,
    exceptions: leg.exceptions.map(presentException),
  };
}

function presentException(e: LegException) {
  return {
    date: e.date,
    reason: e.reason,
    served: e.served,
    certain: e.certain,
    departAt: e.departSeconds === undefined ? null : printDeparture(e.departSeconds),
    arriveAt: e.arriveSeconds === undefined ? null : printArrival(e.arriveSeconds),
  };
}

function presentCriterion(c: CriterionFact, words: Wording) {
  return {
    code: c.code,
    legId: c.legId,
    outcome: c.outcome,
    actual: c.actual,
    limit: c.limit,
    unit: c.unit,
    range: c.range ?? null,
    variant: c.variant ?? null,
    unusual: c.unusual ?? false,
    awayMetres: c.awayMetres ?? null,
    change: c.change ?? null,
    ...explain(c, words),
  };
}

function presentTurning(change: Counterfactual, match: OfferMatch, facts: MatchingFacts) {
  const { lever, who, from, to, amount, unit, serves, verdict, cost } = change;
  return { lever, who, from, to, amount, unit, serves, verdict, cost, sentence: turningSentence(change, match, facts) };
}

/** A result stored before bundles told how often each offer carries a leg, and what remains. */
type KeptBundle = Omit<Bundle, 'legs' | 'unserved' | 'exact'> & {
  legs: readonly { legId: string; offerId: string; occurrences?: number }[];
} & Partial<Pick<Bundle, 'unserved' | 'exact'>>;

function presentBundle(bundle: KeptBundle, about: Presentation) {
  const budget = about.facts.means.budgetPerMonthCents;
  const asked = new Map(about.facts.legs.map((l) => [l.id, l.occurrences]));
  const carried = new Set(bundle.legs.map((l) => l.legId));
  const uncarried = about.facts.legs.filter((l) => !carried.has(l.id));
  return {
    offerIds: bundle.offerIds,
    titles: bundle.offerIds.map((id) => titleOf(id, about)),
    coverage: bundle.coverage,
    costPerMonthCents: bundle.costPerMonthCents,
    withinBudget: budget === undefined || bundle.costPerMonthCents === null ? null : bundle.costPerMonthCents <= budget,
    legs: bundle.legs.map(({ legId, offerId, occurrences = asked.get(legId) ?? 0 }) => ({
      legId,
      offerId,
      occurrences,
    })),
    unserved: bundle.unserved ?? uncarried.map((l) => ({ legId: l.id, occurrences: l.occurrences })),
    exact: bundle.exact ?? true,
  };
}

/** A step stored before steps told what they wait for tells what it did. */
type KeptStep = Partial<PathwayStep> & Pick<PathwayStep, 'step' | 'offerId' | 'from' | 'until' | 'barriers'>;

function presentStep(step: KeptStep, about: Presentation, words: Wording) {
  return {
    id: step.id ?? step.step,
    step: step.step,
    offerId: step.offerId,
    ...(step.offerIds === undefined ? {} : { offerIds: step.offerIds }),
    title: titleOf(step.offerId, about),
    from: step.from,
    until: step.until,
    earliest: step.earliest ?? false,
    barriers: step.barriers,
    verdict: step.verdict ?? 'toVerify',
    because: step.because ?? [],
    needs: step.needs ?? [],
    unlocks: step.unlocks ?? [],
    conditions: (step.conditions ?? []).map((c) => ({ ...presentCriterion(c, words), offerId: c.offerId })),
    missing: step.missing ?? [],
    unsure: step.unsure ?? [],
    opens: (step.opens ?? []).map((offerId) => ({ offerId, title: titleOf(offerId, about) })),
    endsEarly: (step.endsEarly ?? []).map((one) => ({ ...one, title: titleOf(one.offerId, about) })),
  };
}

function titleOf(offerId: string | null, { offers }: Presentation): string | null {
  return offerId === null ? null : (offers.get(offerId)?.title ?? null);
}

/** Some shift is reached and not left again with this offer. */
function isOneWay(match: OfferMatch, facts: MatchingFacts): boolean {
  const served = new Set(match.legs.filter((l) => l.served).map((l) => l.legId));
  if (served.size === 0) return false;
  return !facts.shifts.some(
    (s) =>
      (s.outboundLegId === null || served.has(s.outboundLegId)) &&
      (s.returnLegId === null || served.has(s.returnLegId)),
  );
}

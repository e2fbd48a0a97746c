import type { Offer } from '../catalogue/offer.ts';
import { matchOffer } from '../matching/match-offer.ts';
import type { KindContext, MatchQuestion } from '../matching/question.ts';
import type { CriterionCode, CriterionFact, OfferMatch } from '../matching/result.ts';
import { daysBetween } from '../schedule/dates.ts';
import { tooDear } from './budget-floor.ts';
import { type CountedRide, type Counterfactual, LEVERS, type Lever } from './counterfactual.ts';
import { carriesEachLeg, essence } from './essence.ts';
import { hourOptions } from './hours.ts';
import { laterStartOptions } from './later-start.ts';
import { leastStep } from './least-step.ts';
import { costOf, LEVER_RULES, MOVED_RULES } from './lever-rules.ts';
import { limitOptions } from './limits.ts';
import { atAnyHour, atAnyPlace } from './open-hours.ts';
import { type Option, withFacts } from './option.ts';

type Question = Omit<MatchQuestion, 'offers'>;

/**
 * Every single change that turns an offer, each by its least amount, the least cost first; one for each lever. What an
 * impossible offer is turned to is: not impossible. What an offer that serves only some legs is turned to is: one leg
 * more, and none less. A change that would need a second one is not told. Found by putting the changed question to the
 * matcher itself, with the same travel times. `match` is what `matchOffer` says of them as they are.
 */
export function turningChanges(question: Question, offer: Offer, match: OfferMatch): Counterfactual[] {
  const ctx: KindContext = { ...question, offer };
  const goal = goalOf(match);
  if (goal === null) return [];
  const found = new Map<Lever, Found>();
  for (const option of optionsFor(ctx, match)) {
    // The last question that turned is the one of the least step: the search ends by asking it.
    let after: OfferMatch | null = null;
    const turns = (changed: KindContext) => {
      const answer = matchOffer(changed);
      // An hour moved further may carry less again, and cost less.
      if (!goal(answer)) return option.easing === undefined && isCarriedButRefused(match, answer) ? 'never' : 'no';
      after = answer;
      return 'yes';
    };
    const step = leastStep(option, { turns, isHopeless: hopelessFor(ctx, match, option) }, guessOf(match, option));
    if (step === null || after === null) continue;
    const cost = costOf(option.lever, option.weight(step));
    const best = found.get(option.lever);
    if (best === undefined || cost < best.cost) found.set(option.lever, { option, step, cost, after });
  }
  return [...found.values()]
    .sort((a, b) => a.cost - b.cost || LEVERS.indexOf(a.option.lever) - LEVERS.indexOf(b.option.lever))
    .map((one) => told(ctx, match, one));
}

type Found = { option: Option; step: number; cost: number; after: OfferMatch };

/**
 * The same matches, the first `limit` impossible ones with their `turning` changes. An offer that serves some legs is
 * offered as it is: it is looked at when it is asked about alone. The question must hold the travel times of them all.
 */
export function withTurningChanges(
  question: MatchQuestion,
  matches: readonly OfferMatch[],
  limit: number,
): OfferMatch[] {
  const { offers, ...rest } = question;
  const isAlone = offers.length === 1;
  const near = matches.filter(({ verdict }) => isAlone || verdict === 'impossible').slice(0, limit);
  const ids = new Set(near.map(({ offerId }) => offerId));
  const byId = new Map(offers.filter(({ id }) => ids.has(id)).map((offer) => [offer.id, offer]));
  return matches.map((match) => {
    const offer = byId.get(match.offerId);
    return offer === undefined ? match : { ...match, turning: turningChanges(rest, offer, match) };
  });
}

/** The legs would do, the offer as a whole would not any more: what is carried costs more than the budget. */
function isCarriedButRefused(before: OfferMatch, after: OfferMatch): boolean {
  return missed(before, null).length === 0 && missed(after, null).length > 0 && after.legs.some((leg) => leg.served);
}

/** The question and offer as a told change would have them; null where it is not a change of theirs. */
export function changed(question: Question, offer: Offer, change: Counterfactual): KindContext | null {
  const ctx: KindContext = { ...question, offer };
  for (const option of allOptions(ctx)) {
    const same = option.lever === change.lever && option.part === change.part && sameLegs(option.moves, change.moves);
    const step = same ? option.stepTo(change.to) : null;
    if (step !== null) return option.at(step);
  }
  return null;
}

const sameLegs = (a: readonly string[] | undefined, b: readonly string[] | undefined) => a?.join() === b?.join();

const allOptions = (ctx: KindContext) => [...limitOptions(ctx), ...hourOptions(ctx), ...laterStartOptions(ctx)];

type Goal = (after: OfferMatch) => boolean;

/** Null where there is nothing left to turn. No leg that was carried is given up for another. */
function goalOf(before: OfferMatch): Goal | null {
  const kept = before.legs.filter((leg) => leg.served).map((leg) => leg.legId);
  const keepsAll = (after: OfferMatch) => {
    const served = servedBy(after);
    return kept.every((id) => served.has(id));
  };
  if (before.verdict === 'impossible') return (after) => after.verdict !== 'impossible' && keepsAll(after);
  if (before.legs.every((leg) => leg.served)) return null;
  return (after) => after.verdict !== 'impossible' && keepsAll(after) && servedBy(after).size > kept.length;
}

const servedBy = (match: OfferMatch) => new Set(match.legs.filter((leg) => leg.served).map((leg) => leg.legId));

/** Options that can turn the offer by the rules it misses; the matcher is asked only about these. */
function optionsFor(ctx: KindContext, match: OfferMatch): Option[] {
  const levers = new Set(LEVERS.filter((lever) => mayTurn(ctx, match, lever)));
  if (levers.size === 0) return [];
  if (ctx.offer.kind === 'carpool') {
    const open = new Set(match.legs.filter((leg) => !leg.served).map((leg) => leg.legId));
    const isClosed = (changed: KindContext | null) => changed !== null && isUnserved(changed, open);
    const ofSpace = SPACE_LEVERS.filter((lever) => levers.has(lever));
    if (ofSpace.length > 0 && isClosed(atAnyPlace(ctx))) for (const lever of ofSpace) levers.delete(lever);
    const ofTime = TIME_LEVERS.filter((lever) => levers.has(lever));
    if (ofTime.length > 0 && isClosed(atAnyHour(ctx))) for (const lever of ofTime) levers.delete(lever);
  }
  return levers.size === 0 ? [] : allOptions(ctx).filter((option) => levers.has(option.lever));
}

const SPACE_LEVERS: readonly Lever[] = ['maxTravel', 'maxWalk', 'maxDetour'];
const TIME_LEVERS: readonly Lever[] = [
  'maxWait',
  'arrivalMargin',
  'departureTime',
  'flexibility',
  'shiftStart',
  'shiftEnd',
];

function mayTurn({ offer }: KindContext, match: OfferMatch, lever: Lever): boolean {
  const moved: ReadonlySet<CriterionCode> = new Set(MOVED_RULES[lever]);
  const whole = missed(match, null);
  if (!whole.every((code) => moved.has(code))) return false;
  if (whole.length > 0) return true;
  // What a carpool tells of a leg is the nearest of several runs and ways: another may miss other rules.
  if (offer.kind === 'carpool' && lever !== 'startsOn') return isOfLegs(lever);
  // How long a loan lasts counts from its own start.
  if (offer.kind === 'vehicleLoan' && lever === 'startsOn') return false;
  return match.legs.some(({ legId, served }) => {
    const codes = served ? [] : missed(match, legId);
    // The other ride of a round trip is turned by turning the one that fails of itself.
    return codes.some((code) => code !== 'roundTrip') && codes.every((code) => moved.has(code));
  });
}

const missed = (match: OfferMatch, legId: string | null) =>
  match.criteria.filter((c) => c.legId === legId && c.outcome === 'unmet').map((c) => c.code);

const OF_LEGS: ReadonlySet<CriterionCode> = new Set<CriterionCode>([
  'calendar',
  'weekday',
  'schedule',
  'wait',
  'duration',
  'detour',
  'walk',
  'seat',
]);
const isOfLegs = (lever: Lever) => MOVED_RULES[lever].some((code) => OF_LEGS.has(code));

/**
 * A quick no, where legs are carried each on its own: the legs that could be turned, put in their barest form. It says
 * nothing of levers of the offer as a whole.
 */
function hopelessFor(ctx: KindContext, match: OfferMatch, option: Option) {
  if (option.lever === 'startsOn') {
    // Nothing but the offer as a whole, then what its legs say.
    const whole = (changed: KindContext) => withFacts(changed, { legs: [], shifts: [] });
    return (changed: KindContext) => matchOffer(whole(changed)).verdict === 'impossible';
  }
  if (!carriesEachLeg(ctx) || !isOfLegs(option.lever)) return undefined;
  const moved: ReadonlySet<CriterionCode> = new Set(MOVED_RULES[option.lever]);
  const open = match.legs.filter(
    ({ legId, served }) =>
      !served &&
      (option.legs?.has(legId) ?? true) &&
      (ctx.offer.kind === 'carpool' || missed(match, legId).every((code) => moved.has(code))),
  );
  const ids = new Set(open.map((leg) => leg.legId));
  const isTooDear = tooDear(ctx, match);
  return (changed: KindContext) => {
    if (ids.size === 0) return true;
    const { bare, rides } = essence(changed, ids);
    const { verdict, legs } = matchOffer(bare);
    if (verdict === 'impossible') return true;
    return (
      isTooDear?.(
        legs.filter((leg) => leg.served),
        rides,
      ) ?? false
    );
  };
}

const isUnserved = (ctx: KindContext, legIds: ReadonlySet<string>) =>
  legIds.size === 0 || matchOffer(essence(ctx, legIds).bare).verdict === 'impossible';

/** The step that the rule's own figures speak of: right more often than not, and proved or dropped by the search. */
function guessOf(match: OfferMatch, option: Option): number | null {
  if (option.most < 2) return null;
  if (option.lever === 'price') return guessOfPrice(match, option);
  const moved: ReadonlySet<CriterionCode> = new Set(MOVED_RULES[option.lever]);
  let least = Number.POSITIVE_INFINITY;
  for (const fact of match.criteria) {
    if (fact.outcome !== 'unmet' || !moved.has(fact.code)) continue;
    if (fact.legId !== null && option.legs?.has(fact.legId) === false) continue;
    least = Math.min(least, missedBy(fact) ?? least);
  }
  if (!Number.isFinite(least)) return null;
  const unit = option.amount(2) - option.amount(1);
  return Math.max(1, Math.ceil((least - option.amount(1)) / unit) + 1);
}

/** A price as much lower as the budget is than the cost. */
function guessOfPrice(match: OfferMatch, { from, to }: Option): number | null {
  const { actual, limit } = match.criteria.find((c) => c.code === 'budget') ?? {};
  if (typeof actual !== 'number' || typeof limit !== 'number' || typeof from !== 'number') return null;
  return Number(to(0)) - Math.floor((from * limit) / actual);
}

/** How far a rule is missed, in its unit (days for dates, seconds for hours); null where that cannot be told. */
function missedBy({ actual, limit, range, change }: CriterionFact): number | null {
  if (typeof actual === 'number' && typeof limit === 'number') return Math.abs((range?.[0] ?? actual) - limit);
  if (typeof change?.from === 'number' && typeof change.to === 'number') return Math.abs(change.to - change.from);
  if (change?.unit !== 'date' || change.from === null || change.to === null) return null;
  return daysBetween(String(change.from), String(change.to));
}

function told(ctx: KindContext, before: OfferMatch, { option, step, cost, after }: Found): Counterfactual {
  const had = before.verdict === 'impossible' ? new Set<string>() : servedBy(before);
  const serves = after.legs.filter((leg) => leg.served && !had.has(leg.legId)).map((leg) => leg.legId);
  const { lever, unit, part, moves, from } = option;
  return {
    lever,
    who: LEVER_RULES.levers[lever].who,
    from,
    to: option.to(step),
    amount: option.amount(step),
    unit,
    ...(part === undefined ? {} : { part }),
    ...(moves === undefined ? {} : { moves }),
    serves,
    verdict: after.verdict === 'possible' ? 'possible' : 'toVerify',
    ride: countedRide(ctx, serves),
    cost,
    costs: LEVER_RULES.version,
  };
}

function countedRide({ facts }: KindContext, serves: readonly string[]): CountedRide | null {
  const leg = facts.legs.find(({ id }) => serves.includes(id));
  if (leg === undefined) return null;
  const [home, place] = [facts.home.zones?.[0] ?? null, leg.place.zones?.[0] ?? null];
  const { direction } = leg;
  const [from, to] = direction === 'outbound' ? [home, place] : [place, home];
  return { direction, hour: Math.floor(leg.deadlineSeconds / 3600), from, to };
}

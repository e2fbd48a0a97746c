import type { Offer } from '../catalogue/offer.ts';
import { addDays, daysBetween, laterDate } from '../schedule/dates.ts';
import type { Leg } from '../schedule/legs.ts';
import { clockOn, type LocalClock, steadyClock } from '../schedule/local-clock.ts';
import { fact, together } from './criterion.ts';
import type { KindContext } from './question.ts';
import type { CriterionFact, LegException, LegMatch } from './result.ts';
import { runningOn } from './running.ts';

/** How one offer would carry one leg: its rules' answers, and the ride if there is one to tell. Seconds on the wall. */
export type Plan = {
  criteria: CriterionFact[];
  departSeconds: number;
  arriveSeconds: number;
  durationSeconds: number;
  waitSeconds: number;
  detourSeconds: number | null;
  walkSeconds: number | null;
  distanceMetres: number;
  estimated: boolean;
  pricePerRideCents: number | null;
  co2GramsPerRide: number;
  tripIndex?: number;
  /** Days from the leg's date to the date of the run (a run that left the evening before: -1). */
  runDayOffset?: number;
  pickUp?: string;
  dropOff?: string;
};

/**
 * The ways an offer could carry a leg on a given clock: the best (or nearest miss), the others, best first, made only
 * when asked for; where there is none, criteria that say why.
 */
export type Planner = (
  leg: Leg,
  clock: LocalClock,
) => { best: Plan | null; others(): readonly Plan[]; without: readonly CriterionFact[] };

/**
 * Why that plan cannot run although the offer runs that day (its seats are taken, the loan is over), or null. `date` is the
 * leg's, which the plan's seconds count from; `runDate` is the day its run belongs to.
 */
export type BlockedOn = (plan: Plan, date: string, runDate: string) => 'full' | 'maxDays' | 'notice' | null;

export type LegAnswer = { match: LegMatch; criteria: readonly CriterionFact[] };

/** Beyond the unrolled rota, odd days are told this far ahead. */
const HORIZON_DAYS = 365;

/**
 * One leg put to one offer: the best plan of an ordinary day, then every date of the rota on its own: seats are seats
 * on a date, holidays and exceptions close dates, and on a night the clocks change the ride is computed anew.
 * `blockedOn` is null where nothing can be taken.
 */
export function answerLeg(
  ctx: KindContext,
  leg: Leg,
  plan: Planner,
  blockedOn: BlockedOn | null,
  availableFrom = '',
): LegAnswer {
  const dated = ctx.facts.cycleDays === null;
  const usualClock = dated && leg.dates[0] ? clockOn(leg.dates[0], ctx.timeZone) : steadyClock;
  const usual = plan(leg, usualClock);
  const { best } = usual;
  const outcome = best === null ? 'unmet' : together(best.criteria);
  if (best === null || outcome === 'unmet') {
    const criteria = best === null ? usual.without : [...usual.without, ...best.criteria];
    return { match: unserved(leg.id, together(criteria), best?.estimated ?? false), criteria };
  }

  const calendar = calendarOf(ctx, leg);
  const sameEveryDay = blockedOn === null && runsEveryDay(ctx.offer, calendar);
  const on = (date: string) => dayOf(ctx, leg, date, plan, usual, blockedOn, dated);
  const exceptions: LegException[] = [];
  let [served, certain] = [0, 0];
  let unservedDay: Day | null = null;
  let unsureDay: Day | null = null;
  let ofTheOnlyDay: Plan | null = null;
  leg.dates.forEach((date, i) => {
    if (sameEveryDay && calendar.ordinary[i] === true && date >= availableFrom) {
      served++;
      certain++;
      return;
    }
    const day = date >= availableFrom ? on(date) : beforeItIsThere(ctx.facts, availableFrom, date, on);
    if (dated && leg.dates.length === 1) ofTheOnlyDay = day.plan ?? null;
    if (day.served) served++;
    if (day.served && day.certain) certain++;
    if (!day.served) unservedDay ??= day;
    if (!day.certain) unsureDay ??= day;
    if (day.exception !== null) exceptions.push(day.exception);
  });
  // A holiday nobody said anything about, on which nothing else is odd, has nothing to tell ahead.
  const tellsHolidays = !sameEveryDay || ctx.offer.calendar.publicHolidays === false;
  for (const date of oddDaysAhead(ctx, leg, calendar)) {
    if (!tellsHolidays && clockOn(date, ctx.timeZone) === steadyClock) continue;
    const day = on(date);
    if (isKnownOddDay(day) && day.exception !== null) exceptions.push(day.exception);
  }
  const odd = datesCriterion(leg, (unservedDay ?? unsureDay) as Day | null, served, certain);
  const answer = odd?.outcome === 'unmet' ? 'unmet' : odd?.outcome === 'unknown' ? 'unknown' : outcome;
  const criteria = odd === null ? best.criteria : [...best.criteria, odd];
  if (answer === 'unmet') return { match: { ...unserved(leg.id, 'unmet', best.estimated), exceptions }, criteria };
  return {
    // Of one dated ride, the run that carries it is told: where the usual one is full, another may.
    match: told(leg, ofTheOnlyDay ?? best, {
      outcome: answer,
      servedOccurrences: served,
      certainOccurrences: answer === 'met' ? certain : 0,
      exceptions,
    }),
    criteria,
  };
}

/** Far ahead only what the calendar surely changes is told; what is not known is one question, not a list of dates. */
function isKnownOddDay({ certain, exception }: Day): boolean {
  return certain && ['exceptDate', 'publicHoliday', 'clockChange'].includes(exception?.reason ?? '');
}

/**
 * A date before the offer can be had. A rota comes again: the ride is carried from then on, unless the offer is over or
 * closed when it does, and that first date is not certain. A dated ride does not come again.
 */
function beforeItIsThere(
  { cycleDays, unrolledDays }: KindContext['facts'],
  availableFrom: string,
  date: string,
  on: (date: string) => Day,
): Day {
  const day = on(date);
  if (!day.served) return day;
  const rotas = unrolledDays === null ? 0 : Math.ceil(daysBetween(date, availableFrom) / unrolledDays);
  const again = rotas === 0 ? day : on(addDays(date, rotas * (unrolledDays ?? 0)));
  if (!again.served) {
    const reason = again.exception?.reason ?? 'notice';
    return { served: false, certain: true, exception: { date, reason, served: false, certain: true } };
  }
  const served = cycleDays !== null;
  return { served, certain: false, exception: { date, reason: 'notice', served, certain: false } };
}

type Day = { served: boolean; certain: boolean; exception: LegException | null; plan?: Plan };

function dayOf(
  ctx: KindContext,
  leg: Leg,
  date: string,
  plan: Planner,
  usualPlans: ReturnType<Planner>,
  blockedOn: BlockedOn | null,
  dated: boolean,
): Day {
  const usual = usualPlans.best as Plan;
  const clock = clockOn(date, ctx.timeZone);
  const moved = clock !== steadyClock && !dated;
  const plans = moved ? plan(leg, clock) : usualPlans;
  let closed: LegException['reason'] = 'clockChange';
  for (const candidate of inOrder(plans)) {
    if (together(candidate.criteria) === 'unmet') continue;
    const runDate = addDays(date, candidate.runDayOffset ?? 0);
    const running = runningOn(ctx.offer, runDate, ctx.holidays);
    if (!running.runs) {
      closed = running.reason ?? closed;
      continue;
    }
    const blocked = blockedOn?.(candidate, date, runDate) ?? null;
    if (blocked !== null) {
      closed = blocked;
      continue;
    }
    const sameTimes =
      candidate.departSeconds === usual.departSeconds && candidate.arriveSeconds === usual.arriveSeconds;
    // Another run of that day may be less sure than the usual one.
    const certain = running.certain && (together(candidate.criteria) === 'met' || together(usual.criteria) !== 'met');
    const { departSeconds, arriveSeconds } = candidate;
    const reason = running.reason ?? (closed !== 'clockChange' ? closed : moved ? 'clockChange' : null);
    const exception =
      (!sameTimes || !certain) && reason !== null
        ? { date, reason, served: true, certain, departSeconds, arriveSeconds }
        : null;
    return { served: true, certain, exception, plan: candidate };
  }
  return { served: false, certain: true, exception: { date, reason: closed, served: false, certain: true } };
}

/** The best plan first; the others are worked out only when it cannot run. */
function* inOrder({ best, others }: ReturnType<Planner>): Generator<Plan> {
  if (best !== null) yield best;
  yield* others();
}

/** What the calendar makes of a leg's dates, whatever the offer. */
type LegCalendar = {
  /** What it was worked out of: of the facts, nothing but the rota's own dates. */
  of: Pick<KindContext, 'holidays' | 'clockChanges' | 'timeZone'> &
    Pick<KindContext['facts'], 'startsOn' | 'unrolledDays' | 'cycleDays'>;
  /** By date of the leg: no holiday on it or beside it, and the clocks are steady. */
  ordinary: boolean[];
  /** Holidays and clock changes on which the leg comes, after the first unrolled rota. */
  ahead: string[];
  /** The days the leg's runs may fall on, the odd days ahead included. */
  first: string;
  last: string;
};

/** The same for every offer of a question, so kept with its leg. */
const calendars = new WeakMap<Leg, LegCalendar>();

function calendarOf(ctx: KindContext, leg: Leg): LegCalendar {
  const known = calendars.get(leg);
  const { facts, holidays, clockChanges, timeZone } = ctx;
  const { startsOn, unrolledDays, cycleDays } = facts;
  if (
    known?.of.startsOn === startsOn &&
    known.of.unrolledDays === unrolledDays &&
    known.of.cycleDays === cycleDays &&
    known.of.holidays === holidays &&
    known.of.clockChanges === clockChanges &&
    known.of.timeZone === timeZone
  ) {
    return known;
  }
  const dated = facts.cycleDays === null;
  const ahead = comingOn(ctx, leg, [...holidays, ...clockChanges]);
  const found: LegCalendar = {
    of: { holidays, clockChanges, timeZone, startsOn, unrolledDays, cycleDays },
    ordinary: leg.dates.map(
      (date) =>
        (dated || clockOn(date, timeZone) === steadyClock) &&
        !RUN_DAYS.some((days) => holidays.has(addDays(date, days))),
    ),
    ahead,
    first: addDays(
      leg.dates.reduce((a, b) => (a < b ? a : b), facts.startsOn),
      -1,
    ),
    last: addDays([...leg.dates, ...ahead].reduce(laterDate, facts.startsOn), 1),
  };
  calendars.set(leg, found);
  return found;
}

/** A run belongs to the leg's day, the evening before or the day after. */
const RUN_DAYS = [-1, 0, 1];

/** Only holidays and clock changes can make a date of the leg different: then the others need not be looked at. */
function runsEveryDay({ calendar, validFrom, validUntil }: Offer, { first, last }: LegCalendar): boolean {
  return (
    calendar.exceptDates.length === 0 &&
    (calendar.schoolPeriods === null || calendar.schoolPeriods === 'all') &&
    (validFrom === null || validFrom <= first) &&
    (validUntil === null || validUntil >= last)
  );
}

/** Holidays, excepted dates and clock changes on which the leg comes, after the first unrolled rota. */
function oddDaysAhead(ctx: KindContext, leg: Leg, { ahead }: LegCalendar): readonly string[] {
  const { exceptDates } = ctx.offer.calendar;
  if (exceptDates.length === 0) return ahead;
  return [...new Set([...ahead, ...comingOn(ctx, leg, exceptDates)])].sort();
}

function comingOn({ facts }: KindContext, leg: Leg, dates: readonly string[]): string[] {
  const { unrolledDays, startsOn } = facts;
  if (unrolledDays === null) return [];
  const from = addDays(startsOn, unrolledDays);
  const until = addDays(startsOn, HORIZON_DAYS);
  return dates
    .filter((date) => date >= from && date <= until)
    .filter((date) => leg.dates.some((d) => daysBetween(d, date) % unrolledDays === 0))
    .sort();
}

/** Said once a leg, and only where some of its dates do not hold: full, closed, or to be confirmed. */
function datesCriterion(leg: Leg, day: Day | null, served: number, certain: number): CriterionFact | null {
  const odd = day?.exception ?? null;
  if (odd === null) return null;
  const code = odd.reason === 'full' ? 'seat' : 'calendar';
  const outcome = served === 0 ? 'unmet' : certain === 0 ? 'unknown' : 'met';
  return fact(code, outcome, {
    legId: leg.id,
    unit: 'count',
    actual: odd.served ? certain : served,
    limit: leg.dates.length,
    variant: odd.reason,
    change:
      outcome === 'unmet'
        ? { what: code === 'seat' ? 'seats' : 'calendar', who: 'provider', from: null, to: odd.date, unit: 'date' }
        : undefined,
  });
}

function told(
  leg: Leg,
  plan: Plan,
  dates: Pick<LegMatch, 'outcome' | 'servedOccurrences' | 'certainOccurrences' | 'exceptions'>,
): LegMatch {
  const match: LegMatch = {
    legId: leg.id,
    outcome: dates.outcome,
    served: true,
    departSeconds: plan.departSeconds,
    arriveSeconds: plan.arriveSeconds,
    durationSeconds: Math.round(plan.durationSeconds),
    waitSeconds: Math.round(plan.waitSeconds),
    detourSeconds: plan.detourSeconds === null ? null : Math.round(plan.detourSeconds),
    walkSeconds: plan.walkSeconds === null ? null : Math.round(plan.walkSeconds),
    distanceMetres: Math.round(plan.distanceMetres),
    estimated: plan.estimated,
    servedOccurrences: dates.servedOccurrences,
    certainOccurrences: dates.certainOccurrences,
    exceptions: dates.exceptions,
    pricePerRideCents: plan.pricePerRideCents,
    co2GramsPerRide: Math.round(plan.co2GramsPerRide),
  };
  if (plan.tripIndex !== undefined) match.tripIndex = plan.tripIndex;
  if (plan.runDayOffset) match.runDayOffset = plan.runDayOffset;
  if (plan.pickUp !== undefined) match.pickUp = plan.pickUp;
  if (plan.dropOff !== undefined) match.dropOff = plan.dropOff;
  return match;
}

/** A leg that is not carried. */
export function unserved(legId: string, outcome: LegMatch['outcome'], estimated: boolean): LegMatch {
  return {
    legId,
    outcome,
    served: false,
    departSeconds: null,
    arriveSeconds: null,
    durationSeconds: null,
    waitSeconds: null,
    detourSeconds: null,
    walkSeconds: null,
    distanceMetres: null,
    estimated,
    servedOccurrences: 0,
    certainOccurrences: 0,
    exceptions: [],
    pricePerRideCents: null,
    co2GramsPerRide: null,
  };
}

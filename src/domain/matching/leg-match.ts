import { addDays, daysBetween } from '../schedule/dates.ts';
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
 */
export function answerLeg(
  ctx: KindContext,
  leg: Leg,
  plan: Planner,
  blockedOn: BlockedOn,
  availableFrom = '',
): LegAnswer {
  const dated = ctx.facts.cycleDays === null;
  const usualClock = dated && leg.dates[0] ? clockOn(leg.dates[0], ctx.timeZone) : steadyClock;
  const usual = plan(leg, usualClock);
  const { best } = usual;
  if (best === null || together(best.criteria) === 'unmet') {
    return {
      match: unserved(leg.id, together([...usual.without, ...(best?.criteria ?? [])]), best?.estimated ?? false),
      criteria: [...usual.without, ...(best?.criteria ?? [])],
    };
  }

  const days = leg.dates.map((date) =>
    notBefore(availableFrom, date, dated, dayOf(ctx, leg, date, plan, usual, blockedOn, dated)),
  );
  const served = days.filter((day) => day.served);
  const certain = served.filter((day) => day.certain);
  const ahead = oddDaysAhead(ctx, leg).map((date) => dayOf(ctx, leg, date, plan, usual, blockedOn, dated));
  const exceptions = [...days, ...ahead.filter(isKnownOddDay)].flatMap((day) => day.exception ?? []);
  const criteria = [...best.criteria, ...datesCriterion(leg, days, served, certain)];
  const answer = together(criteria);
  if (answer === 'unmet') return { match: { ...unserved(leg.id, 'unmet', best.estimated), exceptions }, criteria };
  return {
    match: {
      ...told(leg, best),
      outcome: answer,
      served: true,
      servedOccurrences: served.length,
      certainOccurrences: answer === 'met' ? certain.length : 0,
      exceptions,
    },
    criteria,
  };
}

/** Far ahead only what the calendar surely changes is told; what is not known is one question, not a list of dates. */
function isKnownOddDay({ certain, exception }: Day): boolean {
  return certain && ['exceptDate', 'publicHoliday', 'clockChange'].includes(exception?.reason ?? '');
}

/**
 * A date before the offer can be had. A rota comes again, so the ride is carried later on and that first date is not
 * certain; a dated ride does not come again.
 */
function notBefore(availableFrom: string, date: string, dated: boolean, day: Day): Day {
  if (date >= availableFrom || !day.served) return day;
  return { served: !dated, certain: false, exception: { date, reason: 'notice', served: !dated, certain: false } };
}

type Day = { served: boolean; certain: boolean; exception: LegException | null };

function dayOf(
  ctx: KindContext,
  leg: Leg,
  date: string,
  plan: Planner,
  usualPlans: ReturnType<Planner>,
  blockedOn: BlockedOn,
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
    const blocked = blockedOn(candidate, date, runDate);
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
    return { served: true, certain, exception };
  }
  return { served: false, certain: true, exception: { date, reason: closed, served: false, certain: true } };
}

/** The best plan first; the others are worked out only when it cannot run. */
function* inOrder({ best, others }: ReturnType<Planner>): Generator<Plan> {
  if (best !== null) yield best;
  yield* others();
}

/** Holidays, excepted dates and clock changes on which the leg comes, after the first unrolled rota. */
function oddDaysAhead(ctx: KindContext, leg: Leg): string[] {
  const { exceptDates } = ctx.offer.calendar;
  const everywhere = oddDays.get(leg) ?? comingOn(ctx, leg, [...ctx.holidays, ...ctx.clockChanges]);
  oddDays.set(leg, everywhere);
  if (exceptDates.length === 0) return everywhere;
  return [...new Set([...everywhere, ...comingOn(ctx, leg, exceptDates)])].sort();
}

/** The same for every offer of a question, so kept with its leg. */
const oddDays = new WeakMap<Leg, string[]>();

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
function datesCriterion(leg: Leg, days: Day[], served: Day[], certain: Day[]): CriterionFact[] {
  const odd = days.find((day) => !day.served)?.exception ?? days.find((day) => !day.certain)?.exception;
  if (odd === undefined || odd === null) return [];
  const code = odd.reason === 'full' ? 'seat' : 'calendar';
  const outcome = served.length === 0 ? 'unmet' : certain.length === 0 ? 'unknown' : 'met';
  return [
    fact(code, outcome, {
      legId: leg.id,
      unit: 'count',
      actual: odd.served ? certain.length : served.length,
      limit: days.length,
      variant: odd.reason,
      change:
        outcome === 'unmet'
          ? { what: code === 'seat' ? 'seats' : 'calendar', who: 'provider', from: null, to: odd.date, unit: 'date' }
          : undefined,
    }),
  ];
}

function told(leg: Leg, plan: Plan): LegMatch {
  return {
    legId: leg.id,
    outcome: together(plan.criteria),
    served: true,
    departSeconds: plan.departSeconds,
    arriveSeconds: plan.arriveSeconds,
    durationSeconds: Math.round(plan.durationSeconds),
    waitSeconds: Math.round(plan.waitSeconds),
    detourSeconds: plan.detourSeconds === null ? null : Math.round(plan.detourSeconds),
    walkSeconds: plan.walkSeconds === null ? null : Math.round(plan.walkSeconds),
    distanceMetres: Math.round(plan.distanceMetres),
    ...(plan.tripIndex === undefined ? {} : { tripIndex: plan.tripIndex }),
    ...(plan.pickUp === undefined ? {} : { pickUp: plan.pickUp }),
    ...(plan.dropOff === undefined ? {} : { dropOff: plan.dropOff }),
    estimated: plan.estimated,
    servedOccurrences: leg.occurrences,
    certainOccurrences: leg.occurrences,
    exceptions: [],
    pricePerRideCents: plan.pricePerRideCents,
    co2GramsPerRide: Math.round(plan.co2GramsPerRide),
  };
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

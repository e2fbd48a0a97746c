import type { Hours, OfferOf } from '../catalogue/offer.ts';
import { DAY, printDeparture, secondsOfDay } from '../clock-time.ts';
import { OVER_MIDNIGHT_SECONDS, SAME_DAY_SECONDS } from '../matching/carpool-runs.ts';
import type { KindContext } from '../matching/question.ts';
import { addDays, shiftWeekday } from '../schedule/dates.ts';
import type { Leg } from '../schedule/legs.ts';
import { clockOn, steadyClock } from '../schedule/local-clock.ts';
import type { Lever } from './counterfactual.ts';
import { LEVER_RULES } from './lever-rules.ts';
import { hourGroups, withHoursMoved } from './moved-hours.ts';
import { type Option, scale, withDetails } from './option.ts';

type Trip = OfferOf<'carpool'>['details']['trips'][number];
const MINUTE = 60;

/**
 * Levers that move an hour. Neither later nor earlier always asks less (in time, but too long a wait), so a stretch of
 * steps is judged at its middle with the offer's own hours widened by half of it: what fails even so fails at every step.
 */
export function hourOptions(ctx: KindContext): Option[] {
  const { offer } = ctx;
  if (offer.kind === 'carpool') return [...deadlineOptions(ctx), ...departureOptions(ctx, offer)];
  if (offer.kind === 'demandResponsiveTransport' || offer.kind === 'volunteerDriving') {
    return [...deadlineOptions(ctx), ...serviceOptions(ctx, offer)];
  }
  return [];
}

function deadlineOptions(ctx: KindContext): Option[] {
  const { facts } = ctx;
  const options: Option[] = [];
  for (const group of hourGroups(facts)) {
    const lever = group.direction === 'outbound' ? 'shiftStart' : 'shiftEnd';
    const { most } = LEVER_RULES.levers[lever];
    const margin = group.direction === 'outbound' ? facts.arrivalMarginSeconds : 0;
    const from = (group.legs[0] as Leg).deadlineSeconds + margin;
    for (const [sign, room] of [
      [1, group.later],
      [-1, group.earlier],
    ] as const) {
      const steps = Math.min(most, Math.floor(room / MINUTE));
      if (steps >= 1) options.push(deadlineOption(ctx, { lever, legs: group.legs, from, sign, most: steps }));
    }
  }
  const outbound = facts.legs.filter((leg) => leg.direction === 'outbound');
  const steps = Math.min(LEVER_RULES.levers.arrivalMargin.most, facts.arrivalMarginSeconds / MINUTE);
  if (outbound.length > 0 && steps >= 1) {
    const margin = deadlineOption(ctx, {
      lever: 'arrivalMargin',
      legs: outbound,
      from: facts.arrivalMarginSeconds,
      sign: 1,
      most: steps,
    });
    options.push({ ...margin, ...scale(facts.arrivalMarginSeconds, -MINUTE, 's') });
  }
  return options;
}

function deadlineOption(
  ctx: KindContext,
  moved: { lever: Lever; legs: readonly Leg[]; from: number; sign: 1 | -1; most: number },
): Option {
  const { lever, legs, from, sign, most } = moved;
  const ids = new Set(legs.map((leg) => leg.id));
  const at = (step: number): KindContext => {
    const seconds = sign * step * MINUTE;
    const facts = withHoursMoved(ctx.facts, ids, seconds);
    const arrivalMarginSeconds = ctx.facts.arrivalMarginSeconds - (lever === 'arrivalMargin' ? seconds : 0);
    return { ...ctx, facts: { ...facts, arrivalMarginSeconds } };
  };
  const breaks = legs.flatMap((leg) => breaksOf(ctx, leg, sign));
  return {
    lever,
    unit: 's',
    from,
    moves: [...ids],
    legs: ids,
    most,
    ...scale(from, sign * MINUTE, 's'),
    at,
    easing: (first, last) => {
      if (legs.some((leg) => isOdd(ctx, leg)) || isBroken(breaks, first, last)) return null;
      const middle = Math.floor((first + last) / 2);
      return widened(at(middle), Math.max(middle - first, last - middle));
    },
  };
}

/** The hours of an offer, wider by so many minutes at both ends. */
function widened(ctx: KindContext, byMinutes: number): KindContext {
  const { offer } = ctx;
  if (offer.kind === 'carpool') {
    const trips = offer.details.trips.map((t) => ({ ...t, flexibilityMinutes: t.flexibilityMinutes + byMinutes }));
    return withDetails(ctx, { trips });
  }
  if (!('serviceHours' in offer.details)) return ctx;
  const wider = (hours: Hours) => stretched(stretched(hours, 'from', byMinutes) ?? ALWAYS, 'to', byMinutes) ?? ALWAYS;
  return withDetails(ctx, { serviceHours: offer.details.serviceHours.map(wider) });
}

const ALWAYS: Hours = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' };

/** Opening that much earlier, or closing that much later; null where it would be open a whole day or more. */
function stretched(hours: Hours, end: 'from' | 'to', byMinutes: number): Hours | null {
  const from = secondsOfDay(hours.from) / MINUTE;
  const to = secondsOfDay(hours.to) / MINUTE;
  const length = to <= from ? to + 1440 - from : to - from;
  if (length + byMinutes > 1440) return null;
  if (end === 'to') return { ...hours, to: clock(to + byMinutes) };
  const days = Math.floor((from - byMinutes) / 1440);
  return { ...hours, weekdays: daysMoved(hours.weekdays, days), from: clock(from - byMinutes) };
}

const clock = (minutes: number) => printDeparture(minutes * MINUTE);

const daysMoved = (weekdays: readonly number[], days: number) =>
  days === 0 ? [...weekdays] : weekdays.map((day) => shiftWeekday(day, days));

/** Each of a service's hours, opened earlier or closed later: never asks more, so the furthest stands for all. */
function serviceOptions(
  ctx: KindContext,
  { details }: OfferOf<'demandResponsiveTransport' | 'volunteerDriving'>,
): Option[] {
  return details.serviceHours.flatMap((hours, part) =>
    (['from', 'to'] as const).flatMap((end): Option[] => {
      const lever = end === 'from' ? 'serviceFrom' : 'serviceTo';
      const from = secondsOfDay(hours.from);
      const to = secondsOfDay(hours.to);
      const open = (to <= from ? to + DAY : to) - from;
      const most = Math.min(LEVER_RULES.levers[lever].most, (DAY - open) / MINUTE);
      if (most < 1) return [];
      const at = (step: number) =>
        withDetails(ctx, { serviceHours: details.serviceHours.with(part, stretched(hours, end, step) ?? ALWAYS) });
      const start = end === 'from' ? from : to <= from ? to + DAY : to;
      return [
        {
          lever,
          unit: 's',
          part,
          from: start,
          most,
          ...scale(start, end === 'from' ? -MINUTE : MINUTE, 's'),
          at,
        },
      ];
    }),
  );
}

/** The nominal departure of each run, earlier or later. */
function departureOptions(ctx: KindContext, offer: OfferOf<'carpool'>): Option[] {
  const { trips } = offer.details;
  const { most } = LEVER_RULES.levers.departureTime;
  return trips.flatMap((trip, part) =>
    ([1, -1] as const).map((sign): Option => {
      const from = secondsOfDay(trip.departureTime);
      const at = (step: number, easier = 0) =>
        withDetails(ctx, { trips: trips.with(part, departingAt(trip, sign * step, easier)) });
      const breaks = ctx.facts.legs.flatMap((leg) => tripBreaks(trip, leg, sign));
      return {
        lever: 'departureTime',
        unit: 's',
        part,
        from,
        most,
        ...scale(from, sign * MINUTE, 's'),
        at: (step) => at(step),
        easing: (first, last) => {
          if (ctx.facts.legs.some((leg) => isOdd(ctx, leg)) || isBroken(breaks, first, last)) return null;
          const middle = Math.floor((first + last) / 2);
          return at(middle, Math.max(middle - first, last - middle));
        },
      };
    }),
  );
}

function departingAt(trip: Trip, minutes: number, easier: number): Trip {
  const at = secondsOfDay(trip.departureTime) / MINUTE + minutes;
  return {
    ...trip,
    weekdays: daysMoved(trip.weekdays, Math.floor(at / 1440)),
    departureTime: clock(at),
    flexibilityMinutes: trip.flexibilityMinutes + easier,
  };
}

/**
 * Where every date of a leg lies near a night on which the clocks change, minutes on the wall are not minutes on the
 * road: each step is tried on its own.
 */
function isOdd({ timeZone }: KindContext, leg: Leg): boolean {
  const known = odd.get(leg);
  if (known !== undefined) return known;
  // A ride moved over midnight is on the day before or after.
  const near = (date: string) => [-1, 0, 1].some((day) => clockOn(addDays(date, day), timeZone) !== steadyClock);
  const answer = leg.dates.every(near);
  odd.set(leg, answer);
  return answer;
}

/** The same for every offer of a question, so kept with its leg. */
const odd = new WeakMap<Leg, boolean>();

/** Steps (not whole ones, too) at which another set of runs comes into question, or a ride changes its day. */
function breaksOf(ctx: KindContext, leg: Leg, sign: 1 | -1): number[] {
  const overMidnight = (sign > 0 ? DAY - leg.deadlineSeconds : leg.deadlineSeconds) / MINUTE;
  const trips = ctx.offer.kind === 'carpool' ? ctx.offer.details.trips : [];
  return [overMidnight, ...trips.flatMap((trip) => tripBreaks(trip, leg, sign === 1 ? -1 : 1))];
}

/** The run moves by `sign` minutes a step; the leg's moving the other way is the same. */
function tripBreaks(trip: Trip, leg: Leg, sign: 1 | -1): number[] {
  const nominal = secondsOfDay(trip.departureTime);
  const breaks = [(sign > 0 ? DAY - nominal : nominal) / MINUTE];
  for (const day of [-1, 0, 1]) {
    const reach = day === 0 ? SAME_DAY_SECONDS : OVER_MIDNIGHT_SECONDS;
    const apart = nominal + day * DAY - leg.deadlineSeconds;
    // |apart + sign × 60 × step| = reach
    for (const edge of [reach, -reach]) breaks.push((sign * (edge - apart)) / MINUTE);
  }
  return breaks;
}

const isBroken = (breaks: readonly number[], first: number, last: number) =>
  first < last && breaks.some((step) => step >= first - 1 && step <= last + 1);

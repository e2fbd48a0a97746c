import type { Mode } from '../../../geo/router.ts';
import type { OfferOf, VehicleType } from '../catalogue/offer.ts';
import { DAY, secondsOfDay } from '../clock-time.ts';
import { addDays, daysBetween, laterDate, weekdayOf } from '../schedule/dates.ts';
import type { Leg } from '../schedule/legs.ts';
import { cycling, licence, wheelchair } from './ability.ts';
import { atMost, fact, noRoad } from './criterion.ts';
import type { MatchingFacts } from './facts.ts';
import { itinerary } from './itinerary.ts';
import { awayMetres, usualRideSeconds, withUsual } from './last-resort.ts';
import { answerLeg, type LegAnswer, type Plan } from './leg-match.ts';
import type { KindContext } from './question.ts';
import type { CriterionFact } from './result.ts';
import { hoursHeld } from './ride-service.ts';
import { isExact, spread } from './travel.ts';

type LoanContext = KindContext & { offer: OfferOf<'vehicleLoan'> };

const MODE: Record<VehicleType, Mode> = {
  car: 'car',
  licenceFreeCar: 'lightCar',
  scooter: 'scooter',
  ebike: 'bike',
  bike: 'bike',
};

/** Children a vehicle takes beside its driver; null where the provider must be asked. */
const CHILD_SEATS: Record<VehicleType, number | null> = {
  car: 4,
  licenceFreeCar: 1,
  scooter: null,
  ebike: null,
  bike: null,
};

const isCycle = (type: VehicleType) => type === 'bike' || type === 'ebike';

export function modeOf(type: VehicleType): Mode {
  return MODE[type];
}

/** Licence, deposit, a free unit, the way to the depot's desk: what the loan asks, whatever the leg. */
export function loanCriteria(ctx: LoanContext): { criteria: CriterionFact[]; availableFrom: string } {
  const { facts, offer, rules } = ctx;
  const { details } = offer;
  const collection = collect(ctx);
  const criteria = [
    ...licence(facts, details.requiredLicence, rules),
    ...(isCycle(details.vehicleType) ? [cycling(facts)] : []),
    ...wheelchair(facts, null),
    ...collection.criteria,
    depot(ctx),
    units(ctx, collection.availableFrom),
    ...deposit(facts, details.depositCents),
  ];
  return { criteria, availableFrom: collection.availableFrom };
}

/** Once collected the vehicle runs at any hour, unless it may be driven at some only: then the whole ride is within them. */
export function loanLeg(ctx: LoanContext, leg: Leg, availableFrom: string): LegAnswer {
  const { offer, facts, rules } = ctx;
  const { vehicleType, maxDays, usableHours } = offer.details;
  // A vehicle in hand keeps no public holiday and no end of the offer: only its desk does.
  const anyDay: LoanContext = {
    ...ctx,
    offer: {
      ...offer,
      validFrom: null,
      validUntil: null,
      calendar: { exceptDates: [], schoolPeriods: null, publicHolidays: true },
    },
  };
  return answerLeg(
    anyDay,
    leg,
    (leg, clock) => {
      const way = itinerary(ctx, leg, MODE[vehicleType], true);
      if (way === null) return { best: null, others: () => [], without: [noRoad(leg.id)] };
      const limit = acceptedSeconds(facts, vehicleType);
      const outbound = leg.direction === 'outbound';
      const deadline = clock.toLine(leg.deadlineSeconds, outbound ? 'earlier' : 'later');
      const ends = (seconds: number): [number, number] => {
        const [from, to] = outbound ? [deadline - seconds, deadline] : [deadline, deadline + seconds];
        return [clock.toWall(from), clock.toWall(to)];
      };
      const criteria: CriterionFact[] = [
        ...childSeats(leg, vehicleType),
        ...(usableHours.length === 0 ? [] : [hoursHeld(leg, usableHours, ends, way.duration, 'vehicle')]),
      ];
      criteria.push(
        withUsual(
          atMost('duration', way.duration, limit, {
            legId: leg.id,
            unit: 's',
            variant: isCycle(vehicleType) ? 'cycle' : undefined,
            change: { what: 'maxTravel', who: 'person', from: limit, to: Math.ceil(way.duration.high), unit: 's' },
          }),
          usualRideSeconds(facts, rules.defaults, isCycle(vehicleType)),
        ),
      );
      const [departSeconds, arriveSeconds] = ends(way.duration.value);
      const plan: Plan = {
        criteria,
        departSeconds,
        arriveSeconds,
        durationSeconds: way.duration.value,
        waitSeconds: 0,
        detourSeconds: null,
        walkSeconds: null,
        distanceMetres: way.metres,
        estimated: !isExact(way.duration),
        pricePerRideCents: null,
        co2GramsPerRide: (way.metres / 1000) * rules.co2GramsPerKm[vehicleType],
      };
      return { best: plan, others: () => [], without: [] };
    },
    (_plan, date) => (maxDays !== null && daysBetween(availableFrom, date) >= maxDays ? 'maxDays' : null),
    availableFrom > facts.startsOn ? availableFrom : '',
  );
}

function acceptedSeconds(facts: MatchingFacts, type: VehicleType): number | null {
  const limits = [facts.maxTravelMinutes, isCycle(type) ? facts.means.maxCycleMinutes : undefined];
  const known = limits.filter((l) => l !== undefined);
  return known.length === 0 ? null : Math.min(...known) * 60;
}

function childSeats(leg: Leg, type: VehicleType): CriterionFact[] {
  const needed = Math.max(0, ...leg.stops.map((s) => s.childSeats));
  if (needed === 0) return [];
  const room = CHILD_SEATS[type];
  const outcome = room === null ? 'unknown' : needed <= room ? 'met' : 'unmet';
  return [fact('childSeats', outcome, { legId: leg.id, unit: 'count', actual: needed, limit: room })];
}

function deposit(facts: MatchingFacts, depositCents: number): CriterionFact[] {
  if (depositCents === 0) return [];
  const own = facts.means.depositCents;
  const outcome = own === undefined ? 'unknown' : own >= depositCents ? 'met' : 'unmet';
  return [
    fact('deposit', outcome, {
      unit: 'cents',
      actual: own ?? null,
      limit: depositCents,
      change:
        outcome === 'unmet'
          ? { what: 'deposit', who: 'person', from: own ?? null, to: depositCents, unit: 'cents' }
          : undefined,
    }),
  ];
}

/**
 * Desk hours bound the collection only: an opening in the window before the start, else the first one after it, which
 * makes the vehicle ready the next day. Too late is after one cycle, or after the last dated ride.
 */
function collect(ctx: LoanContext): { criteria: CriterionFact[]; availableFrom: string } {
  const { facts, offer, rules, today } = ctx;
  const { startsOn } = facts;
  if (offer.details.deskHours.length === 0) return { criteria: [], availableFrom: startsOn };
  const windowStart = laterDate(today, addDays(startsOn, -rules.collectionWindowDays));
  const days = daysBetween(windowStart, startsOn) + LATEST_COLLECTION_DAYS;
  const date = firstOpening(ctx, windowStart, days);
  const ready = date === null || date < startsOn ? startsOn : addDays(date, 1);
  const lastRide = facts.legs
    .flatMap((l) => l.dates)
    .sort()
    .at(-1);
  const lastUseful =
    facts.cycleDays === null
      ? (lastRide ?? addDays(startsOn, LATEST_COLLECTION_DAYS))
      : addDays(startsOn, facts.cycleDays);
  const outcome = date !== null && date <= lastUseful ? 'met' : 'unmet';
  return {
    availableFrom: ready,
    criteria: [
      fact('collection', outcome, {
        unit: 'date',
        actual: date,
        limit: lastUseful,
        ...(outcome === 'unmet' ? hindrance(ctx, { date, ready, lastUseful, windowStart, days }) : {}),
      }),
    ],
  };
}

/** What would do: to begin once the vehicle is there, or the offer's going on until a desk opens in time. */
function hindrance(
  ctx: LoanContext,
  asked: { date: string | null; ready: string; lastUseful: string; windowStart: string; days: number },
): Pick<CriterionFact, 'change' | 'variant'> {
  const { date, ready, lastUseful, windowStart, days } = asked;
  const { offer, facts } = ctx;
  if (date === null && offer.validUntil !== null) {
    const opens = firstOpening({ ...ctx, offer: { ...offer, validUntil: null } }, windowStart, days);
    if (opens !== null && opens <= lastUseful) {
      const change = { what: 'validUntil', who: 'provider', from: offer.validUntil, to: opens, unit: 'date' } as const;
      return { change, variant: 'ended' };
    }
  }
  const to = date === null ? null : ready;
  return { change: { what: 'startsOn', who: 'employer', from: facts.startsOn, to, unit: 'date' } };
}

/** How long after the start an opening is still looked for. */
const LATEST_COLLECTION_DAYS = 60;

/** The first day from `from` on, over so many days, on which the offer is valid and the desk is still to open or open. */
function firstOpening({ offer, holidays, today, nowSeconds }: LoanContext, from: string, days: number): string | null {
  const { calendar, details, validFrom, validUntil } = offer;
  for (let i = 0; i <= days; i++) {
    const date = addDays(from, i);
    if ((validFrom !== null && date < validFrom) || (validUntil !== null && date > validUntil)) continue;
    if (calendar.exceptDates.includes(date) || (holidays.has(date) && calendar.publicHolidays !== true)) continue;
    const hours = details.deskHours.filter((h) => h.weekdays.includes(weekdayOf(date)));
    const closes = (h: (typeof hours)[number]) => (h.to <= h.from ? DAY : secondsOfDay(h.to));
    if (hours.some((h) => date !== today || closes(h) > nowSeconds)) return date;
  }
  return null;
}

/**
 * A depot beyond walking reach is asked about ("brought, or fetched with someone"), never a refusal; one so far away that
 * nobody would think of it first is a last resort.
 */
function depot(ctx: LoanContext): CriterionFact {
  const { foot } = ctx.travel;
  const limit = ctx.facts.means.maxWalkMinutes;
  const walk = foot.between(ctx.facts.home, ctx.offer.details.depot);
  const within = walk !== null && limit !== undefined && spread(walk.seconds, foot.errorFactor).high <= limit * 60;
  const away = awayMetres(ctx.facts, ctx.offer.details.depot);
  const asked = fact('depot', within ? 'met' : 'unknown', {
    unit: 's',
    actual: walk?.seconds ?? null,
    limit: limit === undefined ? null : limit * 60,
  });
  const isFar = !within && away > ctx.rules.defaults.depotKmWhenUnknown * 1000;
  return { ...asked, ...(isFar ? { unusual: true as const } : {}), awayMetres: away };
}

/** A unit of the fleet that nobody holds on any day of the loan. */
function units(ctx: LoanContext, from: string): CriterionFact {
  const { details, id } = ctx.offer;
  const days = loanDays(ctx.facts, details.maxDays);
  const holds = ctx.availability.loans.get(id) ?? [];
  const freeFrom = (day: string) => Math.max(0, details.units - mostAtOnce(holds, day, addDays(day, days - 1)));
  const free = freeFrom(from);
  // A unit can only be free where it was not on the day after one has come back.
  const back =
    free > 0 || details.units === 0
      ? undefined
      : holds
          .map((h) => addDays(h.until, 1))
          .filter((day) => day > from)
          .sort()
          .find((day) => freeFrom(day) > 0);
  return fact('units', free > 0 ? 'met' : 'unmet', {
    unit: 'count',
    actual: free,
    limit: 1,
    variant: details.units === 0 ? 'none' : undefined,
    change: free > 0 ? undefined : { what: 'startsOn', who: 'employer', from, to: back ?? null, unit: 'date' },
  });
}

/** The period that must be free: the whole rota, a month at least, the longest loan at most. */
export function loanDays(facts: MatchingFacts, maxDays: number | null): number {
  const lastDate =
    facts.legs
      .flatMap((l) => l.dates)
      .sort()
      .at(-1) ?? facts.startsOn;
  const wanted =
    facts.unrolledDays === null ? daysBetween(facts.startsOn, lastDate) + 1 : Math.max(30, facts.unrolledDays);
  return Math.max(1, Math.min(wanted, maxDays ?? wanted));
}

function mostAtOnce(holds: readonly { from: string; until: string }[], from: string, until: string): number {
  let most = 0;
  // The count can only grow on a day a loan begins.
  for (const day of [from, ...holds.map((h) => h.from).filter((d) => d > from && d <= until)]) {
    most = Math.max(most, holds.filter((h) => h.from <= day && day <= h.until).length);
  }
  return most;
}

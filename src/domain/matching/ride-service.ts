import { booleanPointInPolygon } from '@turf/turf';
import type { Hours, OfferOf } from '../catalogue/offer.ts';
import { DAY } from '../clock-time.ts';
import type { LocatedPlace } from '../place.ts';
import { addDays, daysBetween, laterDate } from '../schedule/dates.ts';
import { nearestWindow, windowHolding, windowsAround } from '../schedule/hours.ts';
import type { Leg } from '../schedule/legs.ts';
import { wheelchair } from './ability.ts';
import { atMost, fact, noRoad } from './criterion.ts';
import { type Itinerary, itinerary } from './itinerary.ts';
import { usualRideSeconds, withUsual } from './last-resort.ts';
import { answerLeg, type BlockedOn, type LegAnswer, type Plan } from './leg-match.ts';
import type { KindContext } from './question.ts';
import type { CriterionFact, Outcome } from './result.ts';
import { isExact, type Span, spread, times } from './travel.ts';

type TransportContext = KindContext & { offer: OfferOf<'demandResponsiveTransport'> };
type VolunteerContext = KindContext & { offer: OfferOf<'volunteerDriving'> };
type RideContext = TransportContext | VolunteerContext;

/** Needs and notice: what a ride on demand asks, whatever the leg. */
export function rideCriteria(ctx: RideContext): { criteria: CriterionFact[]; availableFrom: string } {
  const { noticeHours } = ctx.offer.details;
  const ready = readyOn(ctx, noticeHours);
  const availableFrom = laterDate(ready, ctx.facts.startsOn);
  const criteria = wheelchair(ctx.facts, ctx.offer.details.wheelchair);
  if (noticeHours > 0 && ctx.facts.cycleDays !== null) {
    const lastUseful = addDays(ctx.facts.startsOn, ctx.facts.cycleDays);
    const outcome = ready <= lastUseful ? 'met' : 'unmet';
    criteria.push(
      fact('notice', outcome, {
        unit: 'date',
        actual: ready,
        limit: lastUseful,
        change:
          outcome === 'unmet'
            ? { what: 'startsOn', who: 'employer', from: ctx.facts.startsOn, to: ready, unit: 'date' }
            : undefined,
      }),
    );
  }
  return { criteria, availableFrom };
}

/** Both ends in the zone, the whole ride within service hours; a pooled ride takes `rideFactor` times the direct one. */
export function transportLeg(ctx: TransportContext, leg: Leg, availableFrom: string): LegAnswer {
  const { details } = ctx.offer;
  return rideLeg(ctx, leg, availableFrom, {
    hours: details.serviceHours,
    factor: details.rideFactor,
    priceCents: () => details.pricePerRideCents,
    space: () => [serviceZone(ctx, leg)],
  });
}

/** The volunteer's way from home to the person's home, the length of the ride, and their hours. */
export function volunteerLeg(ctx: VolunteerContext, leg: Leg, availableFrom: string): LegAnswer {
  const { details } = ctx.offer;
  return rideLeg(ctx, leg, availableFrom, {
    hours: details.serviceHours,
    factor: 1,
    priceCents: (way) =>
      details.pricePerKmCents === null ? null : Math.round((way.metres / 1000) * details.pricePerKmCents),
    space: (way) => [...approach(ctx, leg), ...rideDistance(ctx, leg, way)],
  });
}

type RideRules = {
  hours: readonly Hours[];
  factor: number;
  priceCents(way: Itinerary): number | null;
  space(way: Itinerary): CriterionFact[];
};

function rideLeg(ctx: RideContext, leg: Leg, availableFrom: string, rules: RideRules): LegAnswer {
  const { facts } = ctx;
  return answerLeg(
    ctx,
    leg,
    (leg, clock) => {
      const way = itinerary(ctx, leg, 'car', false);
      if (way === null) return { best: null, others: () => [], without: [noRoad(leg.id)] };
      const duration = times(way.duration, rules.factor);
      const outbound = leg.direction === 'outbound';
      const deadline = clock.toLine(leg.deadlineSeconds, outbound ? 'earlier' : 'later');
      const ends = (seconds: number): [number, number] => {
        const [from, to] = outbound ? [deadline - seconds, deadline] : [deadline, deadline + seconds];
        return [clock.toWall(from), clock.toWall(to)];
      };
      const limit = facts.maxTravelMinutes === undefined ? null : facts.maxTravelMinutes * 60;
      const criteria: CriterionFact[] = [
        hoursHeld(leg, rules.hours, ends, duration),
        ...rules.space(way),
        ...(leg.stops.length === 0
          ? []
          : [fact('stops', 'unknown', { legId: leg.id, unit: 'count', actual: leg.stops.length, variant: 'service' })]),
        withUsual(
          atMost('duration', duration, limit, {
            legId: leg.id,
            unit: 's',
            change: { what: 'maxTravel', who: 'person', from: limit, to: Math.ceil(duration.high), unit: 's' },
          }),
          usualRideSeconds(facts, ctx.rules.defaults, false),
        ),
      ];
      const [departSeconds, arriveSeconds] = ends(duration.value);
      const plan: Plan = {
        criteria,
        departSeconds,
        arriveSeconds,
        durationSeconds: duration.value,
        waitSeconds: 0,
        detourSeconds: null,
        walkSeconds: null,
        distanceMetres: way.metres,
        estimated: !isExact(duration),
        pricePerRideCents: rules.priceCents(way),
        co2GramsPerRide: (way.metres / 1000) * ctx.rules.co2GramsPerKm.car,
      };
      return { best: plan, others: () => [], without: [] };
    },
    blockedOn(ctx, leg),
    availableFrom > ctx.facts.startsOn ? availableFrom : '',
  );
}

const VARIANTS = {
  service: { held: undefined, early: 'opensLate', late: 'closesEarly' },
  vehicle: { held: 'vehicle', early: 'vehicleOpensLate', late: 'vehicleClosesEarly' },
} as const;

/** The whole ride within one (merged) window, at both bounds of its duration: of a service, or of a vehicle that is lent. */
export function hoursHeld(
  leg: Leg,
  hours: readonly Hours[],
  ends: (seconds: number) => [number, number],
  duration: Span,
  whose: 'service' | 'vehicle' = 'service',
): CriterionFact {
  const windows = windowsAround(hours, leg.weekday);
  const held = [duration.low, duration.high].map((seconds) => windowHolding(windows, ...ends(seconds)) !== null);
  const outcome: Outcome = held.every(Boolean) ? 'met' : held.some(Boolean) ? 'unknown' : 'unmet';
  const [from, to] = ends(duration.value);
  const window = windowHolding(windows, from, to) ?? nearestWindow(windows, from, to);
  const early = window !== null && window.from > from;
  return fact('serviceHours', outcome, {
    legId: leg.id,
    unit: 'text',
    actual: `${from} ${to}`,
    limit: window === null ? null : `${window.from} ${window.to}`,
    variant: VARIANTS[whose][outcome === 'met' ? 'held' : early ? 'early' : 'late'],
    change:
      outcome !== 'unmet'
        ? undefined
        : {
            what: early ? 'serviceFrom' : 'serviceTo',
            who: 'provider',
            from: window === null ? null : early ? window.from : window.to,
            to: early ? from : to,
            unit: 's',
          },
  });
}

function serviceZone(ctx: TransportContext, leg: Leg): CriterionFact {
  const { zone } = ctx.offer.details;
  const ends = [ctx.facts.home, leg.place].map((place) => within(zone, place));
  const outcome: Outcome = ends.includes('unmet') ? 'unmet' : ends.includes('unknown') ? 'unknown' : 'met';
  const outside = ends[0] === outcome ? 'home' : 'work';
  return fact('serviceZone', outcome, {
    legId: leg.id,
    unit: 'text',
    actual: outcome === 'met' ? null : outside,
    limit: Array.isArray(zone) ? zone.join(' ') : null,
    variant: outcome === 'met' ? undefined : outside,
    change: outcome === 'unmet' ? { what: 'zone', who: 'provider', from: null, to: outside, unit: 'text' } : undefined,
  });
}

function within(zone: TransportContext['offer']['details']['zone'], place: LocatedPlace): Outcome {
  if (Array.isArray(zone)) {
    if (place.zones === null) return 'unknown';
    return place.zones.some((code) => zone.includes(code)) ? 'met' : 'unmet';
  }
  const polygon = zone as Parameters<typeof booleanPointInPolygon>[1];
  return booleanPointInPolygon([place.lon, place.lat], polygon) ? 'met' : 'unmet';
}

function approach(ctx: VolunteerContext, leg: Leg): CriterionFact[] {
  const { base, maxApproachMinutes } = ctx.offer.details;
  if (maxApproachMinutes === null) return [];
  const { car } = ctx.travel;
  const way = car.between(base, ctx.facts.home);
  if (way === null) return [noRoad(leg.id)];
  return [
    atMost('approach', spread(way.seconds, car.errorFactor), maxApproachMinutes * 60, {
      legId: leg.id,
      unit: 's',
      change: {
        what: 'maxApproach',
        who: 'provider',
        from: maxApproachMinutes * 60,
        to: Math.ceil(way.seconds * car.errorFactor[1]),
        unit: 's',
      },
    }),
  ];
}

function rideDistance(ctx: VolunteerContext, leg: Leg, way: Itinerary): CriterionFact[] {
  const { maxRideKm } = ctx.offer.details;
  if (maxRideKm === null) return [];
  return [
    atMost('rideDistance', way.distance, maxRideKm * 1000, {
      legId: leg.id,
      unit: 'm',
      change: { what: 'maxRide', who: 'provider', from: maxRideKm * 1000, to: Math.ceil(way.distance.high), unit: 'm' },
    }),
  ];
}

/** The first whole day by which the notice can have been given; today where none is asked. */
function readyOn(ctx: KindContext, noticeHours: number): string {
  return addDays(ctx.today, noticeHours === 0 ? 0 : Math.ceil((ctx.nowSeconds + noticeHours * 3600) / DAY));
}

/** Seats are counted over rides that overlap; a dated ride needs its notice. */
function blockedOn(ctx: RideContext, leg: Leg): BlockedOn {
  const { seats, noticeHours } = ctx.offer.details;
  const holds = ctx.availability.rides.get(ctx.offer.id) ?? [];
  return (plan, date) => {
    if (ctx.facts.cycleDays === null && noticeHours > 0) {
      const secondsAhead = daysBetween(ctx.today, date) * DAY + plan.departSeconds - ctx.nowSeconds;
      if (secondsAhead < noticeHours * 3600) return 'notice';
    }
    if (seats === null) return null;
    const children = Math.max(0, ...leg.stops.map((s) => s.childSeats));
    const taken = holds
      .filter((h) => {
        // A hold of the evening before may still be under way after midnight.
        const offset = daysBetween(date, h.date) * DAY;
        return offset + h.departSeconds < plan.arriveSeconds && plan.departSeconds < offset + h.arriveSeconds;
      })
      .reduce((sum, h) => sum + h.seats, 0);
    return taken + (ctx.facts.seats ?? 1) + children <= seats ? null : 'full';
  };
}

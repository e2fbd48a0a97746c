import fc from 'fast-check';
import type { Offer } from '../../src/domain/catalogue/offer.ts';
import { secondsOfDay } from '../../src/domain/clock-time.ts';
import type { MatchQuestion } from '../../src/domain/matching/question.ts';
import type { Leg } from '../../src/domain/schedule/legs.ts';
import { randomQuestion } from './random-world.ts';

/**
 * Random worlds of near misses: drivers who live near the person, work near the job and leave near the right hour,
 * volunteers near by, services that open about then. Most fail by little, and by one rule or two.
 */
const nudge = fc.record({
  dx: fc.integer({ min: -6, max: 6 }),
  dy: fc.integer({ min: -6, max: 6 }),
  minutes: fc.integer({ min: -50, max: 50 }),
});

export const nearQuestion: fc.Arbitrary<MatchQuestion> = fc
  .tuple(randomQuestion, fc.array(fc.tuple(nudge, nudge, nudge), { minLength: 8, maxLength: 8 }))
  .map(([question, nudges]) => ({
    ...question,
    offers: question.offers.map((offer, i) => near(question, offer, nudges[i] as (typeof nudges)[number])),
  }));

type Nudge = { dx: number; dy: number; minutes: number };

function near(question: MatchQuestion, offer: Offer, [a, b, c]: readonly [Nudge, Nudge, Nudge]): Offer {
  const { facts, travel } = question;
  const leg = (direction: Leg['direction']) => facts.legs.find((l) => l.direction === direction);
  const work = facts.legs[0]?.place ?? facts.home;
  const at = (place: { lon: number; lat: number }, { dx, dy }: Nudge) => ({
    lon: place.lon + dx / 100,
    lat: place.lat + dy / 100,
  });
  const common = { ...offer, eligibilityZone: [], accessConditions: { ...offer.accessConditions, statuses: [] } };
  const clock = (seconds: number) => {
    const minutes = ((Math.round(seconds / 60) % 1440) + 1440) % 1440;
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  };
  if (common.kind === 'carpool') {
    const [origin, destination] = [at(facts.home, a), at(work, b)];
    const drive = travel.car.between(origin, destination)?.seconds ?? 0;
    const trips = common.details.trips.map((trip, i) => {
      const deadline = leg(trip.direction)?.deadlineSeconds ?? secondsOfDay(trip.departureTime);
      const wished = trip.direction === 'outbound' ? deadline - drive : deadline;
      return { ...trip, departureTime: clock(wished + (c.minutes + 7 * i) * 60) };
    });
    const maxDetourMinutes = Math.abs(a.minutes);
    return { ...common, details: { ...common.details, origin, destination, trips, maxDetourMinutes } } as Offer;
  }
  if (common.kind === 'vehicleLoan') {
    return { ...common, details: { ...common.details, units: common.details.units + 1, depot: at(facts.home, a) } };
  }
  if (common.kind === 'demandResponsiveTransport' || common.kind === 'volunteerDriving') {
    const first = leg('outbound')?.deadlineSeconds ?? 0;
    const serviceHours = [
      { weekdays: [1, 2, 3, 4, 5, 6, 7], from: clock(first + (a.minutes - 60) * 60), to: clock(first + 600 * 60) },
      ...common.details.serviceHours.slice(1),
    ];
    const own =
      common.kind === 'volunteerDriving'
        ? { base: at(facts.home, b), maxApproachMinutes: Math.abs(b.minutes) / 4 }
        : { zone: ['55'] };
    return { ...common, details: { ...common.details, serviceHours, ...own } } as Offer;
  }
  return common;
}

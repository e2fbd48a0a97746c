import fc from 'fast-check';
import type { Offer } from '../../src/domain/catalogue/offer.ts';
import type { Hold, LoanHold } from '../../src/domain/matching/facts.ts';
import type { MatchQuestion } from '../../src/domain/matching/question.ts';
import { addDays } from '../../src/domain/schedule/dates.ts';
import { clockChanges } from '../../src/domain/schedule/local-clock.ts';
import { catalogue, randomQuestion, randomTravel } from './random-world.ts';
import { offer, question } from './scenario.ts';

/**
 * Random questions with everything odd in them: seats and vehicles taken, closed dates, holidays, school periods, ends of
 * validity, nights the clocks change, family stops, dated goals, estimates, offers that carry nobody.
 */

const nearDate = fc.integer({ min: -3, max: 45 });
const barrierCodes = ['noLicence', 'noVehicle', 'cost', 'fearOfDriving', 'french'];
const inBox = fc.integer({ min: 0, max: 60 });
const somewhere = fc.record({ lon: inBox.map((x) => 5 + x / 100), lat: inBox.map((y) => 49 + y / 100) });

const odds = fc.record({
  startsOn: fc.constantFrom('2026-12-07', '2026-12-21', '2027-03-22', '2027-10-25', '2026-11-22'),
  estimated: fc.boolean(),
  calendars: fc.array(
    fc.record({
      exceptDates: fc.array(nearDate, { maxLength: 3 }),
      schoolPeriods: fc.constantFrom(null, null, 'all', 'schoolOnly'),
      publicHolidays: fc.constantFrom(true, false, null),
      validFrom: fc.option(nearDate, { freq: 5 }),
      validUntil: fc.option(nearDate, { freq: 3 }),
    }),
    { minLength: 8, maxLength: 8 },
  ),
  holds: fc.array(
    fc.record({
      offer: fc.integer({ min: 0, max: 7 }),
      day: nearDate,
      tripIndex: fc.integer({ min: 0, max: 2 }),
      quarter: fc.integer({ min: 0, max: 90 }),
      seats: fc.integer({ min: 1, max: 3 }),
      days: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 12 },
  ),
  stops: fc.array(
    fc.record({ place: somewhere, dwellSeconds: fc.integer({ min: 0, max: 900 }), childSeats: fc.nat({ max: 2 }) }),
    { maxLength: 1 },
  ),
  barriers: fc.option(fc.subarray(barrierCodes)),
  supports: fc.array(
    fc.record({
      kind: fc.constantFrom('training', 'financialAid', 'vehicleRepair', 'vehicleSale'),
      barriers: fc.subarray(barrierCodes),
      place: fc.option(somewhere),
      waitingWeeks: fc.nat({ max: 12 }),
      durationWeeks: fc.option(fc.nat({ max: 30 })),
      costCents: fc.option(fc.nat({ max: 90_000 })),
    }),
    { maxLength: 3 },
  ),
});

export const oddQuestion: fc.Arbitrary<MatchQuestion> = fc.tuple(randomQuestion, odds).map(([base, odd]) => {
  const { startsOn } = odd;
  // The rota moves whole: the odd start only has to meet the odd dates.
  const shift = (date: string) => addDays(date, daysFrom(base.facts.startsOn, startsOn));
  const legs = base.facts.legs.map((leg) => ({
    ...leg,
    weekday: weekdayOfDate(shift(leg.dates[0] ?? startsOn)),
    dates: leg.dates.map(shift),
    stops: odd.stops.map((s) => ({ ...s, place: { label: null, zones: null, ...s.place } })),
  }));
  const shifts = base.facts.shifts.map((s) => ({
    ...s,
    dates: s.dates.map((d) => ({
      outbound: d.outbound === null ? null : shift(d.outbound),
      return: d.return === null ? null : shift(d.return),
    })),
  }));
  const carrying = base.offers.map((o, i): Offer => {
    const { exceptDates, validFrom, validUntil, ...calendar } = odd.calendars[i] as (typeof odd.calendars)[number];
    return {
      ...o,
      calendar: { ...calendar, exceptDates: exceptDates.map((d) => addDays(startsOn, d)) },
      validFrom: validFrom === null ? null : addDays(startsOn, validFrom),
      validUntil: validUntil === null ? null : addDays(startsOn, validUntil),
    } as Offer;
  });
  const supporting = odd.supports.map(({ kind, ...details }, i) => offer(kind, details, { id: `s${i}` }));
  return {
    ...base,
    offers: [...carrying, ...supporting],
    travel: randomTravel(odd.estimated),
    availability: taken(odd.holds, startsOn),
    clockChanges: clockChanges(startsOn, 366, base.timeZone),
    facts: {
      ...base.facts,
      startsOn,
      legs,
      shifts,
      barriers: odd.barriers === null ? {} : { means: odd.barriers },
    },
  };
});

/** The same for dated goals: each date a ride of its own. */
export const oddDatedQuestion: fc.Arbitrary<MatchQuestion> = fc
  .record({
    offers: catalogue,
    dates: fc.uniqueArray(fc.nat({ max: 200 }), { minLength: 1, maxLength: 4 }),
    arrive: fc.option(fc.integer({ min: 0, max: 23 }), { freq: 5 }),
    place: somewhere,
    home: somewhere,
    estimated: fc.boolean(),
    holds: odds.map((o) => o.holds),
  })
  .map(({ offers, dates, arrive, place, home, estimated, holds }) => {
    const hour = (h: number) => `${String(h).padStart(2, '0')}:30`;
    const base = question({
      offers,
      goal: {
        type: 'training',
        place: { label: 'J', ...place },
        dates: dates.map((d) => ({
          date: addDays('2026-11-24', d),
          ...(arrive === null ? {} : { arriveBy: hour(arrive) }),
          departFrom: hour(((arrive ?? 8) + 5) % 24),
        })),
      },
      person: { home: { label: 'H', ...home } },
      travel: randomTravel(estimated),
    });
    return { ...base, availability: taken(holds, base.facts.startsOn) };
  });

/** A rota of many shifts, one each day, that begin at so many different hours (at most 96). */
export const longRota = (days: number, hours: number) => ({
  anchorDate: '2026-12-07',
  lengthDays: days,
  shifts: Array.from({ length: days }, (_, day) => {
    const start = ((day % hours) * Math.floor(96 / hours) * 37) % 96;
    return { day, start: quarterClock(start), end: quarterClock((start + 28) % 96) };
  }),
});

const quarterClock = (q: number) =>
  `${String(Math.floor(q / 4)).padStart(2, '0')}:${String((q % 4) * 15).padStart(2, '0')}`;

type DrawnHold = { offer: number; day: number; tripIndex: number; quarter: number; seats: number; days: number };

function taken(holds: readonly DrawnHold[], startsOn: string): MatchQuestion['availability'] {
  const rides = new Map<string, Hold[]>();
  const loans = new Map<string, LoanHold[]>();
  for (const { offer: index, day, tripIndex, quarter, seats, days } of holds) {
    const id = `o${index}`;
    const date = addDays(startsOn, day);
    const departSeconds = quarter * 900;
    rides.set(id, [
      ...(rides.get(id) ?? []),
      { date, tripIndex, departSeconds, arriveSeconds: departSeconds + 5400, seats },
    ]);
    loans.set(id, [...(loans.get(id) ?? []), { from: date, until: addDays(date, days) }]);
  }
  return { rides, loans };
}

const daysFrom = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
const weekdayOfDate = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

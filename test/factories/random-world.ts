import fc from 'fast-check';
import { MODES } from '../../geo/router.ts';
import type { Offer } from '../../src/domain/catalogue/offer.ts';
import type { MatchQuestion } from '../../src/domain/matching/question.ts';
import type { Travel } from '../../src/domain/matching/travel.ts';
import { offer, question } from './scenario.ts';

/** Random catalogues and rotas for properties: places on a 60-minute square, roads a little longer one way than back. */

const coordinate = fc.integer({ min: 0, max: 60 });
const somewhere = fc.record({ lon: coordinate.map((x) => 5 + x / 100), lat: coordinate.map((y) => 49 + y / 100) });
const quarter = fc.integer({ min: 0, max: 95 }).map((q) => clock(q * 15));
const days = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
const windows = fc.array(fc.record({ weekdays: days, from: quarter, to: quarter }), { minLength: 1, maxLength: 3 });

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

const carpool = fc
  .record({
    origin: somewhere,
    destination: somewhere,
    trips: fc.array(
      fc.record({
        direction: fc.constantFrom('outbound', 'return'),
        weekdays: days,
        departureTime: quarter,
        flexibilityMinutes: fc.integer({ min: 0, max: 40 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    maxDetourMinutes: fc.option(fc.integer({ min: 0, max: 60 })),
    seats: fc.integer({ min: 1, max: 4 }),
    pricePerRideCents: fc.option(fc.integer({ min: 0, max: 500 })),
    meetingPoints: fc.array(somewhere, { maxLength: 2 }),
  })
  .map((details) => ['carpool', details] as const);

const loan = fc
  .record({
    vehicleType: fc.constantFrom('car', 'licenceFreeCar', 'scooter', 'ebike', 'bike'),
    units: fc.integer({ min: 0, max: 3 }),
    depot: somewhere,
    deskHours: fc.oneof(fc.constant([]), windows),
    usableHours: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, windows),
    tariff: fc.option(fc.record({ perDayCents: fc.integer({ min: 0, max: 900 }) })),
    depositCents: fc.constantFrom(0, 10000, 30000),
    maxDays: fc.option(fc.integer({ min: 1, max: 120 })),
    requiredLicence: fc.constantFrom('B', 'AM', null),
  })
  .map((details) => ['vehicleLoan', details] as const);

const onDemand = fc
  .record({
    zone: fc.constantFrom(['55'], ['200066108'], ['52']),
    serviceHours: windows,
    noticeHours: fc.integer({ min: 0, max: 400 }),
    pricePerRideCents: fc.option(fc.integer({ min: 0, max: 500 })),
    seats: fc.option(fc.integer({ min: 1, max: 8 })),
    rideFactor: fc.constantFrom(1, 1.3, 2),
    wheelchair: fc.constantFrom(true, false, null),
  })
  .map((details) => ['demandResponsiveTransport', details] as const);

const volunteer = fc
  .record({
    base: somewhere,
    maxApproachMinutes: fc.option(fc.integer({ min: 0, max: 60 })),
    maxRideKm: fc.option(fc.integer({ min: 0, max: 90 })),
    serviceHours: windows,
    noticeHours: fc.integer({ min: 0, max: 100 }),
    pricePerKmCents: fc.option(fc.integer({ min: 0, max: 60 })),
    seats: fc.option(fc.integer({ min: 1, max: 4 })),
    wheelchair: fc.constantFrom(true, false, null),
  })
  .map((details) => ['volunteerDriving', details] as const);

const common = fc.record({
  calendar: fc.record({ publicHolidays: fc.constantFrom(true, false, null) }),
  eligibilityZone: fc.constantFrom([], ['55'], ['52']),
  accessConditions: fc.record({ minAge: fc.constantFrom(null, 18), statuses: fc.constantFrom([], ['rsa']) }),
});

export const catalogue: fc.Arbitrary<Offer[]> = fc
  .array(fc.tuple(fc.oneof({ weight: 4, arbitrary: carpool }, loan, onDemand, volunteer), common), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) => drawn.map(([[kind, details], rest], i) => offer(kind, details, { ...rest, id: `o${i}` })));

const shiftLength = fc.integer({ min: 4, max: 40 });
/** One shift on some days of the cycle: never overlapping, often over midnight. */
export const cycle = fc
  .record({
    lengthDays: fc.constantFrom(1, 2, 7, 8, 14, 21),
    starts: fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 95 }), shiftLength), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ lengthDays, starts }) => {
    const byDay = new Map(starts.map(([day, start, length]) => [day % lengthDays, { start, length }]));
    const shifts = [...byDay].map(([day, { start, length }]) => ({
      day,
      start: clock(start * 15),
      end: clock(((start + length) % 96) * 15),
    }));
    return { anchorDate: '2026-12-07', lengthDays, shifts };
  });

const means = fc.record(
  {
    licences: fc.constantFrom([{ category: 'B', status: 'none' }], [{ category: 'B', status: 'valid' }], []),
    maxWalkMinutes: fc.integer({ min: 0, max: 30 }),
    canCycle: fc.boolean(),
    maxCycleMinutes: fc.integer({ min: 10, max: 60 }),
    wheelchair: fc.boolean(),
    budgetPerMonthCents: fc.integer({ min: 0, max: 40000 }),
    depositCents: fc.integer({ min: 0, max: 40000 }),
  },
  { requiredKeys: [] },
);

const limits = fc.record(
  { maxWaitMinutes: fc.integer({ min: 0, max: 90 }), maxTravelMinutes: fc.integer({ min: 10, max: 120 }) },
  { requiredKeys: [] },
);

/** Times by the crow, rounded to seconds, 4 % longer eastwards: never symmetric, always a triangle. */
export function randomTravel(estimated: boolean, factor = 1): Travel {
  const paces = { car: 60, lightCar: 80, scooter: 75, bike: 200, foot: 600 };
  return Object.fromEntries(
    MODES.map((mode) => [
      mode,
      {
        source: estimated ? 'estimate' : 'osrm',
        dataSet: 'random',
        fixedSeconds: 0,
        errorFactor: estimated ? [0.73, 1.27] : [1, 1],
        between(from: { lon: number; lat: number }, to: { lon: number; lat: number }) {
          const [dx, dy] = [(to.lon - from.lon) * 100, (to.lat - from.lat) * 100];
          const crow = Math.hypot(dx, dy) * (dx > 0 ? 1.04 : 1);
          return { seconds: crow * paces[mode] * factor, metres: crow * 1000 * factor };
        },
      },
    ]),
  ) as unknown as Travel;
}

export const randomQuestion: fc.Arbitrary<MatchQuestion> = fc
  .record({
    offers: catalogue,
    cycle,
    means,
    limits,
    home: somewhere,
    job: somewhere,
    age: fc.constantFrom(null, 17, 40),
  })
  .map(({ offers, cycle: rota, means, limits, home, job, age }) => {
    const base = question({
      rota,
      offers,
      travel: randomTravel(false),
      ...(age === null ? {} : { age }),
      means: { maxWalkMinutes: undefined, budgetPerMonthCents: undefined, ...means },
      job: { maxWaitMinutes: undefined, maxTravelMinutes: undefined, ...limits },
    });
    const home55 = { ...base.facts.home, ...home };
    const legs = base.facts.legs.map((l) => ({ ...l, place: { ...l.place, ...job } }));
    return { ...base, facts: { ...base.facts, home: home55, legs } };
  });

/** The same where some offers were confirmed long ago, and some never. */
export const agedQuestion = randomQuestion.map((question) => ({
  ...question,
  offers: question.offers.map((one, i) =>
    i % 3 === 0 ? one : { ...one, confirmedAt: i % 3 === 1 ? '2024-01-01' : null },
  ),
}));

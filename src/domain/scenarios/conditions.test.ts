import { describe, expect, test } from 'vitest';
import {
  draw,
  driver,
  hours,
  offer,
  place,
  rota,
  type Scenario,
  solve,
  travelBy,
} from '../../../test/factories/scenario.ts';

const MONDAY = rota('Mon 05:00-13:00');
const NEAR = 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33';
const ROADS = travelBy({
  car: 'H-J 30, B-H 8, B-J 35',
  lightCar: 'H-J 50',
  scooter: 'H-J 45',
  bike: 'H-J 40',
  foot: 'H-T 5',
});
const SERVED = 'L1 Mon → 04:50   04:20 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:30';

const loan = (details = {}, common = {}) =>
  offer(
    'vehicleLoan',
    { vehicleType: 'car', units: 1, depot: place('T'), tariff: { perDayCents: 500 }, ...details },
    common,
  );
const onDemand = (details = {}, common = {}) =>
  offer(
    'demandResponsiveTransport',
    {
      zone: ['55'],
      serviceHours: hours('Mon-Fri 04:00-14:00'),
      pricePerRideCents: 300,
      rideFactor: 1,
      wheelchair: true,
      ...details,
    },
    common,
  );
const volunteer = (details = {}, common = {}) =>
  offer(
    'volunteerDriving',
    {
      base: place('B'),
      maxApproachMinutes: 10,
      maxRideKm: 40,
      serviceHours: hours('Mon-Fri 04:00-14:00'),
      pricePerKmCents: 30,
      wheelchair: true,
      ...details,
    },
    common,
  );
const carpool = (details = {}, common = {}) => driver('04:10 ±10, back 13:00 ±10', details, common);
const CARPOOLED = 'L1 Mon → 04:50   04:20 ▸ 04:50 detour 3\nL2 Mon ← 13:00   13:00 ▸ 13:30 detour 3';

const CLOSED =
  'L1 Mon → 04:50   - unmet calendar 0>1\n   2026-12-07 validity not served\nL2 Mon ← 13:00   - unmet calendar 0>1\n   2026-12-07 validity not served';
/** Served from the next cycle on: the first date comes too soon. */
const TOO_SOON = SERVED.split('\n')
  .map((line) => `${line} unknown calendar\n   2026-12-07 notice unsure`)
  .join('\n');

const scene = (one: ReturnType<typeof offer>, more: Partial<Scenario> = {}): Scenario => ({
  rota: MONDAY,
  travel: one.kind === 'carpool' ? travelBy(NEAR) : ROADS,
  offers: [one],
  ...more,
});

const rows: [name: string, scenario: Scenario, drawing: string][] = [
  [
    'an offer not valid yet at the start',
    scene(carpool({}, { validFrom: '2026-12-08' })),
    `impossible 0/2 shifts 0/1 unmet validity 2026-12-07>2026-12-08\n${CLOSED}`,
  ],
  [
    'an offer that ended the day before the start',
    scene(carpool({}, { validUntil: '2026-12-06' })),
    `impossible 0/2 shifts 0/1 unmet validity 2026-12-07>2026-12-06\n${CLOSED}`,
  ],
  [
    'an offer whose last day is the start',
    scene(carpool({}, { validUntil: '2026-12-07' })),
    `possible 2/2 shifts 1/1\n${CARPOOLED}`,
  ],
  [
    'home in the EPCI of the offer',
    scene(carpool({}, { eligibilityZone: ['200066108'] })),
    `possible 2/2 shifts 1/1\n${CARPOOLED}`,
  ],
  [
    'home in another EPCI',
    scene(carpool({}, { eligibilityZone: ['200033025'] })),
    `impossible 2/2 shifts 1/1 unmet zone 55122>200033025\n${CARPOOLED}`,
  ],
  [
    'minimum age reached',
    scene(carpool({}, { accessConditions: { minAge: 18 } }), { age: 18 }),
    `possible 2/2 shifts 1/1\n${CARPOOLED}`,
  ],
  [
    'a year too young',
    scene(carpool({}, { accessConditions: { minAge: 18 } }), { age: 17 }),
    `impossible 2/2 shifts 1/1 unmet age 17>18\n${CARPOOLED}`,
  ],
  [
    'a year too old',
    scene(carpool({}, { accessConditions: { maxAge: 25 } }), { age: 26 }),
    `impossible 2/2 shifts 1/1 unmet age 26>25\n${CARPOOLED}`,
  ],
  [
    'an age nobody asked',
    scene(carpool({}, { accessConditions: { minAge: 18 } })),
    `toVerify 2/2 shifts 1/1 unknown age\n${CARPOOLED}`,
  ],
  [
    'a status that is not among those listed',
    scene(carpool({}, { accessConditions: { statuses: ['rsa'] } }), {
      person: { beneficiary: { statuses: ['employee'] } },
    }),
    `impossible 2/2 shifts 1/1 unmet status employee>rsa\n${CARPOOLED}`,
  ],
  [
    'statuses nobody asked about',
    scene(carpool({}, { accessConditions: { statuses: ['rsa'] } })),
    `toVerify 2/2 shifts 1/1 unknown status\n${CARPOOLED}`,
  ],
  [
    'licence B asked, none held',
    scene(loan({ requiredLicence: 'B' }), { means: { licences: [{ category: 'B', status: 'none' }] } }),
    `impossible 2/2 shifts 1/1 unmet licence none>B\n${SERVED}`,
  ],
  [
    'licence B asked, a category that is not listed is not known',
    scene(loan({ requiredLicence: 'B' }), { means: { licences: [] } }),
    `toVerify 2/2 shifts 1/1 unknown licence\n${SERVED}`,
  ],
  [
    'licence B includes AM',
    scene(loan({ vehicleType: 'scooter', requiredLicence: 'AM' }), {
      means: { licences: [{ category: 'B', status: 'valid' }] },
    }),
    `possible 2/2 shifts 1/1\nL1 Mon → 04:50   04:05 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:45`,
  ],
  [
    'born before 1988 no AM is asked',
    scene(loan({ vehicleType: 'licenceFreeCar', requiredLicence: 'AM' }), {
      age: 39,
      means: { licences: [{ category: 'AM', status: 'none' }] },
    }),
    `possible 2/2 shifts 1/1\nL1 Mon → 04:50   04:00 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:50`,
  ],
  [
    '38 years in December 2026 may be born in 1988: AM is asked',
    scene(loan({ vehicleType: 'licenceFreeCar', requiredLicence: 'AM' }), {
      age: 38,
      means: { licences: [{ category: 'AM', status: 'none' }] },
    }),
    `impossible 2/2 shifts 1/1 unmet licence none>AM\nL1 Mon → 04:50   04:00 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:50`,
  ],
  [
    'a foreign licence to be exchanged is for a human to see',
    scene(loan({ requiredLicence: 'B' }), { means: { licences: [{ category: 'B', status: 'foreignExchangeable' }] } }),
    `toVerify 2/2 shifts 1/1 unknown licence\n${SERVED}`,
  ],
  [
    'a suspended licence is none',
    scene(loan({ requiredLicence: 'B' }), { means: { licences: [{ category: 'B', status: 'suspended' }] } }),
    `impossible 2/2 shifts 1/1 unmet licence suspended>B\n${SERVED}`,
  ],
  [
    'a deposit past what the person can lay down',
    scene(loan({ depositCents: 30000 }), { means: { depositCents: 10000 } }),
    `impossible 2/2 shifts 1/1 unmet deposit 10000>30000\n${SERVED}`,
  ],
  [
    'a deposit nobody spoke of',
    scene(loan({ depositCents: 30000 })),
    `toVerify 2/2 shifts 1/1 unknown deposit\n${SERVED}`,
  ],
  [
    '5 € a day is 152.19 € a month: past a budget of 60 €',
    scene(loan(), { means: { budgetPerMonthCents: 6000 } }),
    `impossible 2/2 shifts 1/1 unmet budget 15219>6000\n${SERVED}`,
  ],
  [
    'two rides of 2 € a week are 17.39 € a month',
    scene(carpool(), { means: { budgetPerMonthCents: 1738 } }),
    `impossible 2/2 shifts 1/1 unmet budget 1739>1738\n${CARPOOLED}`,
  ],
  [
    'a price nobody gave',
    scene(carpool({ pricePerRideCents: null })),
    `toVerify 2/2 shifts 1/1 unknown budget\n${CARPOOLED}`,
  ],
  [
    'a loan car is out until after the start',
    scene(loan({}, { id: 'out' }), {
      taken: { loans: new Map([['out', [{ from: '2026-11-01', until: '2026-12-10' }]]]) },
    }),
    `impossible 2/2 shifts 1/1 unmet units 0>1\n${SERVED}`,
  ],
  [
    'one of two loan cars is out',
    scene(loan({ units: 2 }, { id: 'two' }), {
      taken: { loans: new Map([['two', [{ from: '2026-11-01', until: '2026-12-10' }]]]) },
    }),
    `possible 2/2 shifts 1/1\n${SERVED}`,
  ],
  [
    'a desk that opens on Thursdays hands over the Thursday before',
    scene(loan({ deskHours: hours('Thu 09:00-12:00') })),
    `possible 2/2 shifts 1/1\n${SERVED}`,
  ],
  [
    'a desk that opens once the job has begun, within one cycle',
    scene(loan({ deskHours: hours('Thu 09:00-12:00') }), { today: '2026-12-06', now: '18:00' }),
    `toVerify 2/2 shifts 1/1\n${TOO_SOON}`,
  ],
  [
    'a desk that closed before today’s question and opens too late',
    scene(loan({ deskHours: hours('Thu 09:00-12:00') }), { rota: rota('d0 05:00-13:00', 1), today: '2026-12-06' }),
    `impossible 14/14 shifts 7/7 unmet collection 2026-12-10>2026-12-08\nL1 Mon → 04:50   04:20 ▸ 04:50 unknown calendar\n   2026-12-07 notice unsure\nL2 Mon ← 13:00   13:00 ▸ 13:30 unknown calendar\n   2026-12-07 notice unsure\nL3 Tue → 04:50   04:20 ▸ 04:50 unknown calendar\n   2026-12-08 notice unsure\nL4 Tue ← 13:00   13:00 ▸ 13:30 unknown calendar\n   2026-12-08 notice unsure\nL5 Wed → 04:50   04:20 ▸ 04:50 unknown calendar\n   2026-12-09 notice unsure\nL6 Wed ← 13:00   13:00 ▸ 13:30 unknown calendar\n   2026-12-09 notice unsure\nL7 Thu → 04:50   04:20 ▸ 04:50 unknown calendar\n   2026-12-10 notice unsure\nL8 Thu ← 13:00   13:00 ▸ 13:30 unknown calendar\n   2026-12-10 notice unsure\nL9 Fri → 04:50   04:20 ▸ 04:50\nL10 Fri ← 13:00   13:00 ▸ 13:30\nL11 Sat → 04:50   04:20 ▸ 04:50\nL12 Sat ← 13:00   13:00 ▸ 13:30\nL13 Sun → 04:50   04:20 ▸ 04:50\nL14 Sun ← 13:00   13:00 ▸ 13:30`,
  ],
  [
    'a depot beyond walking reach is asked about, never refused',
    scene(loan(), { travel: travelBy({ car: 'H-J 30', foot: 'H-T 90' }) }),
    `toVerify 2/2 shifts 1/1 unknown depot\n${SERVED}`,
  ],
  [
    'what is taken out must come back: too slow a way home takes the way out with it',
    scene(loan(), { travel: travelBy({ car: 'H>J 30, J>H 80', foot: 'H-T 5' }) }),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet roundTrip null>null\nL2 Mon ← 13:00   - unmet duration 4800>4500`,
  ],
  [
    'a loan of at most 7 days carries the first week of a fortnight',
    scene(loan({ maxDays: 7 }), { rota: rota('Mon 05:00-13:00, d7 05:00-13:00', 14) }),
    `possible 2/4 shifts 1/2\nL1 Mon → 04:50 ×2   04:20 ▸ 04:50\n   2026-12-14 maxDays not served\nL2 Mon ← 13:00 ×2   13:00 ▸ 13:30\n   2026-12-14 maxDays not served`,
  ],
  [
    'a loan that ends in the middle of a night shift does not carry that night: the car would stay at work',
    scene(loan({ maxDays: 8 }), { rota: rota('Mon 21:00-05:00, d7 21:00-05:00', 14) }),
    `possible 2/4 shifts 1/2\nL1 Mon → 20:50 ×2   20:20 ▸ 20:50\n   2026-12-14 roundTrip not served\nL2 Tue ← 05:00 ×2   05:00 ▸ 05:30\n   2026-12-15 maxDays not served`,
  ],
  [
    'a car that cannot be had before the first night shift is not sure to bring its driver home from it either',
    scene(loan({ deskHours: hours('Mon 09:00-12:00') }), {
      rota: rota('Mon 21:00-05:00, d7 21:00-05:00', 14),
      today: '2026-12-07',
    }),
    `possible 4/4 shifts 2/2\nL1 Mon → 20:50 ×2   20:20 ▸ 20:50\n   2026-12-07 notice unsure\nL2 Tue ← 05:00 ×2   05:00 ▸ 05:30\n   2026-12-08 roundTrip unsure 05:00 ▸ 05:30`,
  ],
  [
    'the crèche on the way is driven: eight minutes of detour and ten of good-bye',
    scene(loan(), {
      travel: travelBy({ car: 'H-J 30, H-S 8, S-J 30', foot: 'H-T 5' }),
      person: { stops: [{ ...place('S'), direction: 'outbound', dwellMinutes: 10, childSeats: 1 }] },
    }),
    `possible 2/2 shifts 1/1\nL1 Mon → 04:50   04:02 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:30`,
  ],
  [
    'no child on a scooter without asking',
    scene(loan({ vehicleType: 'scooter' }), {
      travel: travelBy({ scooter: 'H-J 30, H-S 8, S-J 30', foot: 'H-T 5' }),
      person: { stops: [{ ...place('S'), direction: 'outbound', dwellMinutes: 10, childSeats: 1 }] },
    }),
    `toVerify 2/2 shifts 1/1\nL1 Mon → 04:50   04:02 ▸ 04:50 unknown childSeats\nL2 Mon ← 13:00   13:00 ▸ 13:30 unknown roundTrip`,
  ],
  [
    'a bike is bounded by the minutes one cycles',
    scene(loan({ vehicleType: 'bike' }), { means: { canCycle: true, maxCycleMinutes: 25 } }),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet duration 2400>1500\nL2 Mon ← 13:00   - unmet duration 2400>1500`,
  ],
  [
    'who cannot cycle is not given a bike',
    scene(loan({ vehicleType: 'ebike' }), { means: { canCycle: false, maxCycleMinutes: 60 } }),
    `impossible 2/2 shifts 1/1 unmet cycling no>yes\nL1 Mon → 04:50   04:10 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:40`,
  ],
  [
    'on demand: pooled rides take longer than the direct drive',
    scene(onDemand({ rideFactor: 1.3 })),
    `possible 2/2 shifts 1/1\nL1 Mon → 04:50   04:11 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:39`,
  ],
  [
    'on demand: the ride would start before the service',
    scene(onDemand({ serviceHours: hours('Mon-Fri 04:30-14:00') })),
    `possible 1/2 shifts 0/1\nL1 Mon → 04:50   - unmet serviceHours 15600 17400>16200 50400\nL2 Mon ← 13:00   13:00 ▸ 13:30`,
  ],
  [
    'on demand past midnight: the window belongs to its start day',
    scene(onDemand({ serviceHours: hours('Fri 20:00-06:00') }), { rota: rota('Fri 21:00-05:00') }),
    `possible 2/2 shifts 1/1\nL1 Fri → 20:50   20:20 ▸ 20:50\nL2 Sat ← 05:00   05:00 ▸ 05:30`,
  ],
  [
    'on demand: windows that touch at midnight are one',
    scene(onDemand({ serviceHours: hours('Fri 20:00-00:00, Sat 00:00-02:00') }), { rota: rota('Fri 16:00-23:45') }),
    `possible 1/2 shifts 0/1\nL1 Fri → 15:50   - unmet serviceHours 55200 57000>72000 93600\nL2 Fri ← 23:45   23:45 ▸ 00:15⁺`,
  ],
  [
    'on demand: work outside the zone',
    scene(onDemand({ zone: ['200066108'] })),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet serviceZone work>200066108\nL2 Mon ← 13:00   - unmet serviceZone work>200066108`,
  ],
  [
    'on demand: work abroad, where nobody knows the commune',
    scene(onDemand(), { job: { ...place('Y') }, travel: travelBy('H-Y 30') }),
    `toVerify 2/2 shifts 1/1\nL1 Mon → 04:50   04:20 ▸ 04:50 unknown serviceZone\nL2 Mon ← 13:00   13:00 ▸ 13:30 unknown serviceZone`,
  ],
  [
    'a wheelchair the service cannot take',
    scene(onDemand({ wheelchair: false }), { means: { wheelchair: true } }),
    `impossible 2/2 shifts 1/1 unmet wheelchair yes>no\n${SERVED}`,
  ],
  [
    'a wheelchair the service has not spoken of',
    scene(onDemand({ wheelchair: null }), { means: { wheelchair: true } }),
    `toVerify 2/2 shifts 1/1 unknown wheelchair\n${SERVED}`,
  ],
  [
    'notice that runs out after the start but within one cycle',
    scene(onDemand({ noticeHours: 48 }), { today: '2026-12-06', now: '12:00' }),
    `toVerify 2/2 shifts 1/1\n${TOO_SOON}`,
  ],
  [
    'notice longer than the time left and a cycle',
    scene(onDemand({ noticeHours: 240 }), { today: '2026-12-06' }),
    `impossible 2/2 shifts 1/1 unmet notice 2026-12-17>2026-12-14\n${TOO_SOON}`,
  ],
  [
    'notice of a dated ride: tomorrow at nine is too soon for 48 hours',
    scene(onDemand({ noticeHours: 48, serviceHours: hours('Mon-Sun 04:00-20:00') }), {
      rota: undefined,
      goal: { type: 'interview', place: place('J'), dates: [{ date: '2026-11-23', arriveBy: '09:00' }] },
    }),
    `impossible 0/1 shifts 0/1\nL1 2026-11-23 → 08:50   - unmet calendar 0>1\n   2026-11-23 notice not served`,
  ],
  [
    'one seat held over midnight is held after midnight too',
    scene(onDemand({ seats: 1, serviceHours: hours('Mon-Sun 00:00-00:00') }, { id: 'night' }), {
      rota: rota('Tue 00:30-08:00'),
      taken: {
        rides: new Map([
          ['night', [{ date: '2026-12-07', tripIndex: null, departSeconds: 85_800, arriveSeconds: 87_600, seats: 1 }]],
        ]),
      },
    }),
    `possible 1/2 shifts 0/1\nL1 Tue → 00:20   - unmet seat 0>1\n   2026-12-08 full not served\nL2 Tue ← 08:00   08:00 ▸ 08:30`,
  ],
  [
    'days after the end of an offer are not promised',
    scene(carpool({}, { validUntil: '2026-12-08' }), { rota: rota('Mon 05:00-13:00, d7 05:00-13:00', 14) }),
    `possible 2/4 shifts 1/2\nL1 Mon → 04:50 ×2   04:20 ▸ 04:50 detour 3\n   2026-12-14 validity not served\nL2 Mon ← 13:00 ×2   13:00 ▸ 13:30 detour 3\n   2026-12-14 validity not served`,
  ],
  [
    'a margin of 6.3 minutes is 7 on the clock',
    scene(loan(), { job: { arrivalMarginMinutes: 6.3 } }),
    'possible 2/2 shifts 1/1\nL1 Mon → 04:53   04:23 ▸ 04:53\nL2 Mon ← 13:00   13:00 ▸ 13:30',
  ],
  [
    'a desk closed today keeps a loan open to somebody with no job yet',
    scene(loan({ deskHours: hours('Mon-Fri 09:00-12:00') }), { rota: undefined, goal: { type: 'none' } }),
    'toVerify 0/0 shifts 0/0 unknown need',
  ],
  ['a volunteer who comes from 8 minutes away', scene(volunteer()), `possible 2/2 shifts 1/1\n${SERVED}`],
  [
    'a volunteer who would come from too far',
    scene(volunteer({ maxApproachMinutes: 7 })),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet approach 480>420\nL2 Mon ← 13:00   - unmet approach 480>420`,
  ],
  [
    'a ride longer than the volunteer drives',
    scene(volunteer({ maxRideKm: 29.9 })),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet rideDistance 30000>29900\nL2 Mon ← 13:00   - unmet rideDistance 30000>29900`,
  ],
  [
    'an estimated time far from every limit decides',
    scene(onDemand({ serviceHours: hours('Mon-Fri 03:00-15:00') }), { travel: travelBy('H-J 30', true) }),
    `possible 2/2 shifts 1/1\n${SERVED}`,
  ],
  [
    'an estimated time astride a limit is not known: 60 min may be 76',
    scene(onDemand({ serviceHours: hours('Mon-Fri 03:00-15:00') }), { travel: travelBy('H-J 60', true) }),
    `toVerify 2/2 shifts 1/1\nL1 Mon → 04:50   03:50 ▸ 04:50 unknown duration\nL2 Mon ← 13:00   13:00 ▸ 14:00 unknown duration`,
  ],
  [
    'an estimated ride that may start before the service does',
    scene(onDemand({ serviceHours: hours('Mon-Fri 04:15-15:00') }), { travel: travelBy('H-J 30', true) }),
    `possible 2/2 shifts 1/1\nL1 Mon → 04:50   04:20 ▸ 04:50 unknown serviceHours\nL2 Mon ← 13:00   13:00 ▸ 13:30`,
  ],
  [
    'an estimated time past the limit whatever the error',
    scene(onDemand({ serviceHours: hours('Mon-Fri 00:00-00:00') }), { travel: travelBy('H-J 104', true) }),
    `impossible 0/2 shifts 0/1\nL1 Mon → 04:50   - unmet duration 6240>4500\nL2 Mon ← 13:00   - unmet duration 6240>4500`,
  ],
  [
    'an estimated detour counts slopes only: 6.5 + 31.5 + 4.5 − 36.5 min, the constants cancelled, may be 7.6',
    scene(driver('04:10 ±20, back 13:00 ±20', { maxDetourMinutes: 7 }), {
      travel: travelBy('O-H 10, H-J 35, J-D 8, O-D 40', true),
      job: { maxWaitMinutes: 60 },
    }),
    `toVerify 2/2 shifts 1/1\nL1 Mon → 04:50   04:15 ▸ 04:50 detour 6 unknown detour\nL2 Mon ← 13:00   13:00 ▸ 13:35 detour 6 unknown detour`,
  ],
  [
    'somebody with no job yet: everything remains to be asked',
    scene(onDemand(), { rota: undefined, goal: { type: 'none' } }),
    'toVerify 0/0 shifts 0/0 unknown need',
  ],
];

describe('conditions of people, offers and estimates, drawn', () => {
  test.each(rows)('%s', (_name, scenario, drawing) => {
    expect(draw(scenario)).toBe(drawing);
  });

  test('a month of a loan with marginal tiers: 10 days at 5 €, the other 20.4375 at 3 €', () => {
    const tiered = loan({
      tariff: {
        tiers: [
          { fromDay: 1, perDayCents: 500 },
          { fromDay: 11, perDayCents: 300 },
        ],
      },
    });
    expect(solve(scene(tiered)).matches[0]?.costPerMonthCents).toBe(Math.round(10 * 500 + 20.4375 * 300));
  });

  test('the emissions of a carpool: the person’s share of the way, and the whole detour', () => {
    // A week has 2 rides of 30 km shared by two, each with 3 km of detour, at 142 g/km.
    const perRide = (30 / 2 + 3) * 142;
    expect(solve(scene(carpool())).matches[0]?.co2PerMonthGrams).toBe(Math.round((2 * perRide * 30.4375) / 7));
  });
});

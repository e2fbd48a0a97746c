import { describe, expect, test } from 'vitest';
import { loan } from '../../../test/factories/monday-scene.ts';
import { draw, driver, hours, offer, place, rota, type Scenario, travelBy } from '../../../test/factories/scenario.ts';

const NEAR = 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33';
const onDemand = (serviceHours: string, common = {}, details = {}) =>
  offer(
    'demandResponsiveTransport',
    {
      zone: ['55'],
      serviceHours: hours(serviceHours),
      pricePerRideCents: 300,
      rideFactor: 1,
      wheelchair: true,
      ...details,
    },
    common,
  );
const ROADS = { car: NEAR, foot: 'H-T 5' };

const rows: [name: string, scenario: Scenario, drawing: string][] = [
  [
    'a split shift is two shifts: four rides on one day',
    {
      rota: rota('Mon 06:00-10:00, Mon 16:00-20:00'),
      travel: travelBy(NEAR),
      offers: [onDemand('Mon-Fri 05:00-21:00')],
    },
    `possible 4/4 shifts 2/2
L1 Mon → 05:50   05:20 ▸ 05:50
L2 Mon ← 10:00   10:00 ▸ 10:30
L3 Mon → 15:50   15:20 ▸ 15:50
L4 Mon ← 20:00   20:00 ▸ 20:30`,
  ],
  [
    'a split shift whose evening the service does not cover: the way there without the way back',
    {
      rota: rota('Mon 06:00-10:00, Mon 16:00-20:00'),
      travel: travelBy(NEAR),
      offers: [onDemand('Mon-Fri 05:00-20:15')],
    },
    `possible 3/4 shifts 1/2
L1 Mon → 05:50   05:20 ▸ 05:50
L2 Mon ← 10:00   10:00 ▸ 10:30
L3 Mon → 15:50   15:20 ▸ 15:50
L4 Mon ← 20:00   - unmet serviceHours 72000 73800>18000 72900`,
  ],
  [
    '2x8: the morning week and the afternoon week each keep their weekdays',
    {
      rota: rota('Mon 05:00-13:00, d7 13:00-21:00', 14),
      travel: travelBy(NEAR),
      offers: [driver('04:10 ±10, back 21:05 ±10')],
    },
    `possible 2/4 shifts 0/2
L1 Mon → 04:50   04:20 ▸ 04:50 detour 3
L2 Mon ← 13:00   - unmet wait 28680>1800
L3 Mon → 12:50   - unmet wait 28500>1800
L4 Mon ← 21:00   21:00 ▸ 21:30 detour 3`,
  ],
  [
    '3x8 over 21 days: a night driver carries the nights only, home the next morning',
    {
      rota: rota('Mon 05:00-13:00, d7 13:00-21:00, d14 21:00-05:00', 21),
      travel: travelBy(NEAR),
      offers: [driver('Mon 20:10 ±10, back Tue 05:05 ±10')],
    },
    `possible 2/6 shifts 1/3
L1 Mon → 04:50   - unmet weekday 1>1 2
L2 Mon ← 13:00   - unmet wait 27120>1800 unmet detour 3600>600
L3 Mon → 12:50   - unmet schedule 2100>-25800
L4 Mon ← 21:00   - unmet schedule -1920>-2400 unmet detour 3600>600
L5 Mon → 20:50   20:20 ▸ 20:50 detour 3
L6 Tue ← 05:00   05:00 ▸ 05:30 detour 3`,
  ],
  [
    'an 8-day cycle meets every weekday once in 56 days',
    {
      rota: rota('d0 05:00-13:00', 8),
      travel: travelBy(NEAR),
      offers: [driver('Mon-Fri 04:10 ±10, back Mon-Fri 13:05 ±10')],
    },
    `possible 10/14 shifts 5/7
L1 Mon → 04:50   04:20 ▸ 04:50 detour 3
L2 Mon ← 13:00   13:00 ▸ 13:30 detour 3
L3 Tue → 04:50   04:20 ▸ 04:50 detour 3
L4 Tue ← 13:00   13:00 ▸ 13:30 detour 3
L5 Wed → 04:50   04:20 ▸ 04:50 detour 3
L6 Wed ← 13:00   13:00 ▸ 13:30 detour 3
L7 Thu → 04:50   04:20 ▸ 04:50 detour 3
L8 Thu ← 13:00   13:00 ▸ 13:30 detour 3
L9 Fri → 04:50   04:20 ▸ 04:50 detour 3
L10 Fri ← 13:00   13:00 ▸ 13:30 detour 3
L11 Sat → 04:50   - unmet weekday 6>1 2 3 4 5
L12 Sat ← 13:00   - unmet weekday 6>1 2 3 4 5
L13 Sun → 04:50   - unmet weekday 7>1 2 3 4 5
L14 Sun ← 13:00   - unmet weekday 7>1 2 3 4 5`,
  ],
  [
    'shifts of one weekday and hour are one leg with its occurrences',
    {
      rota: rota('Mon 05:00-13:00, d7 05:00-13:00', 14),
      travel: travelBy(NEAR),
      offers: [driver('04:10 ±10, back 13:05 ±10')],
    },
    `possible 4/4 shifts 2/2
L1 Mon → 04:50 ×2   04:20 ▸ 04:50 detour 3
L2 Mon ← 13:00 ×2   13:00 ▸ 13:30 detour 3`,
  ],
  [
    'a week-end rota over two sites',
    {
      rota: rota('Sat 08:00-12:00, Sun 08:00-12:00 @X'),
      travel: travelBy('H-J 30, H-X 40'),
      offers: [onDemand('Sat-Sun 06:00-14:00', {}, { zone: ['55', '52'] })],
    },
    `possible 4/4 shifts 2/2
L1 Sat → 07:50   07:20 ▸ 07:50
L2 Sat ← 12:00   12:00 ▸ 12:30
L3 Sun → 07:50   07:10 ▸ 07:50
L4 Sun ← 12:00   12:00 ▸ 12:40`,
  ],
  [
    'the night the clocks go forward, 28 March 2027: 40 minutes before 3:20 is 1:40, an hour that exists',
    {
      goal: { type: 'appointment', place: place('J'), dates: [{ date: '2027-03-28', arriveBy: '03:30' }] },
      travel: travelBy('H-J 40'),
      offers: [onDemand('Mon-Sun 00:00-00:00')],
    },
    `possible 1/1 shifts 1/1
L1 2027-03-28 → 03:20   01:40 ▸ 03:20`,
  ],
  [
    'the night the clocks go back, 31 October 2027: half an hour before the first 2:20 and home after the second 2:40',
    {
      goal: {
        type: 'appointment',
        place: place('J'),
        dates: [{ date: '2027-10-31', arriveBy: '02:30', departFrom: '02:40' }],
      },
      travel: travelBy('H-J 30'),
      offers: [onDemand('Mon-Sun 00:00-00:00')],
    },
    `possible 2/2 shifts 1/1
L1 2027-10-31 → 02:20   01:50 ▸ 02:20
L2 2027-10-31 ← 02:40   02:40 ▸ 03:10`,
  ],
  [
    'the night the clocks go back a ride of 100 minutes to 3:20 leaves at the second 2:40, not at 1:40',
    {
      goal: { type: 'appointment', place: place('J'), dates: [{ date: '2027-10-31', arriveBy: '03:30' }] },
      travel: travelBy('H-J 70'),
      offers: [onDemand('Mon-Sun 00:00-00:00')],
    },
    `possible 1/1 shifts 1/1
L1 2027-10-31 → 03:20   02:10 ▸ 03:20`,
  ],
  [
    'a Sunday rota tells its odd nights: on 28 March leave at 1:40, on 31 October an hour of the wall later',
    {
      rota: rota('Sun 03:30-11:00'),
      travel: travelBy('H-J 40'),
      offers: [onDemand('Mon-Sun 00:00-00:00', { calendar: { publicHolidays: true } })],
    },
    `possible 2/2 shifts 1/1
L1 Sun → 03:20   02:40 ▸ 03:20
   2027-03-28 clockChange served 01:40 ▸ 03:20
L2 Sun ← 11:00   11:00 ▸ 11:40`,
  ],
  [
    'a driver at 2:45 on the night that hour is skipped arrives too late: that Sunday is not promised',
    {
      rota: rota('Sun 03:30-11:00'),
      travel: travelBy('O-H 5, H-J 20, J-D 3, O-D 25'),
      offers: [driver('02:45 ±5, back 11:00 ±10', {}, { calendar: { publicHolidays: true } })],
    },
    `possible 2/2 shifts 1/1
L1 Sun → 03:20   02:55 ▸ 03:15 wait 5 detour 3
   2027-03-28 clockChange not served
L2 Sun ← 11:00   11:00 ▸ 11:20 detour 3`,
  ],
  [
    '1 May: an offer that says it does not run loses that date only',
    {
      rota: rota('d0 05:00-13:00', 7, '2027-05-01'),
      today: '2027-04-20',
      job: { startsOn: '2027-05-01' },
      travel: travelBy(NEAR),
      offers: [driver('04:10 ±10, back 13:05 ±10', {}, { calendar: { publicHolidays: false } })],
    },
    `impossible 0/2 shifts 0/1
L1 Sat → 04:50   - unmet calendar 0>1
   2027-05-01 publicHoliday not served
   2027-05-08 publicHoliday not served
   2027-12-25 publicHoliday not served
   2028-01-01 publicHoliday not served
L2 Sat ← 13:00   - unmet calendar 0>1
   2027-05-01 publicHoliday not served
   2027-05-08 publicHoliday not served
   2027-12-25 publicHoliday not served
   2028-01-01 publicHoliday not served`,
  ],
  [
    '1 May: an offer that runs every day runs that day',
    {
      goal: {
        type: 'interview',
        place: place('J'),
        dates: [{ date: '2027-05-01', arriveBy: '09:00', departFrom: '10:00' }],
      },
      travel: travelBy(NEAR),
      offers: [onDemand('Mon-Sun 06:00-20:00', { calendar: { publicHolidays: true } })],
    },
    `possible 2/2 shifts 1/1
L1 2027-05-01 → 08:50   08:20 ▸ 08:50
L2 2027-05-01 ← 10:00   10:00 ▸ 10:30`,
  ],
  [
    '1 May: an offer that has not said is to be asked',
    {
      goal: { type: 'interview', place: place('J'), dates: [{ date: '2027-05-01', arriveBy: '09:00' }] },
      travel: travelBy(NEAR),
      offers: [onDemand('Mon-Sun 06:00-20:00')],
    },
    `toVerify 1/1 shifts 1/1
L1 2027-05-01 → 08:50   08:20 ▸ 08:50 unknown calendar
   2027-05-01 publicHoliday unsure 08:20 ▸ 08:50`,
  ],
  [
    'a date the offer excepts is an occurrence it does not serve',
    {
      rota: rota('Mon 05:00-13:00, d7 05:00-13:00', 14),
      travel: travelBy(NEAR),
      offers: [driver('04:10 ±10, back 13:05 ±10', {}, { calendar: { exceptDates: ['2026-12-14'] } })],
    },
    `possible 2/4 shifts 1/2
L1 Mon → 04:50 ×2   04:20 ▸ 04:50 detour 3
   2026-12-14 exceptDate not served
L2 Mon ← 13:00 ×2   13:00 ▸ 13:30 detour 3
   2026-12-14 exceptDate not served`,
  ],
  [
    'a loan is driven at any hour: desk hours only bound the collection, public holidays do not stop a car',
    {
      rota: rota('Fri 21:00-05:00', 7, '2026-12-21'),
      job: { startsOn: '2026-12-21' },
      means: { depositCents: 0 },
      travel: travelBy(ROADS),
      offers: [loan({ deskHours: hours('Mon-Fri 09:00-12:00') })],
    },
    `possible 2/2 shifts 1/1
L1 Fri → 20:50   20:20 ▸ 20:50
L2 Sat ← 05:00   05:00 ▸ 05:30`,
  ],
  [
    'two dates of an interview and a training keep legs of their own, each with its date',
    {
      goal: {
        type: 'training',
        place: place('J'),
        dates: [
          { date: '2026-12-09', arriveBy: '09:00', departFrom: '17:00' },
          { date: '2026-12-16', arriveBy: '09:00' },
        ],
      },
      travel: travelBy(NEAR),
      offers: [onDemand('Mon-Fri 08:00-18:00')],
    },
    `possible 3/3 shifts 2/2
L1 2026-12-09 → 08:50   08:20 ▸ 08:50
L2 2026-12-09 ← 17:00   17:00 ▸ 17:30
L3 2026-12-16 → 08:50   08:20 ▸ 08:50`,
  ],
  [
    'a start in the past is today: the rota goes on in its phase',
    {
      rota: rota('Mon 05:00-13:00, d7 21:00-05:00', 14, '2026-11-09'),
      job: { startsOn: '2026-11-09' },
      today: '2026-11-22',
      travel: travelBy(NEAR),
      offers: [driver('04:10 ±10, back 13:05 ±10')],
    },
    `possible 2/4 shifts 1/2
L1 Mon → 04:50   04:20 ▸ 04:50 detour 3
L2 Mon ← 13:00   13:00 ▸ 13:30 detour 3
L3 Mon → 20:50   - unmet wait 23520>1800 unmet detour 3600>600
L4 Tue ← 05:00   - unmet wait 28680>1800`,
  ],
];

describe('rotas, nights, holidays and changing clocks, drawn', () => {
  test.each(rows)('%s', (_name, scenario, drawing) => {
    expect(draw(scenario)).toBe(drawing);
  });
});

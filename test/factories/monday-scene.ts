import { driver, hours, offer, place, rota, type Scenario, travelBy } from './scenario.ts';

/** One ordinary offer of a kind, to whoever works on Mondays from five to one, and what is drawn when it serves. */

const MONDAY = rota('Mon 05:00-13:00');
const NEAR = 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33';
const ROADS = travelBy({
  car: 'H-J 30, B-H 8, B-J 35',
  lightCar: 'H-J 50',
  scooter: 'H-J 45',
  bike: 'H-J 40',
  foot: 'H-T 5',
});
export const SERVED = 'L1 Mon → 04:50   04:20 ▸ 04:50\nL2 Mon ← 13:00   13:00 ▸ 13:30';

export const loan = (details = {}, common = {}) =>
  offer(
    'vehicleLoan',
    { vehicleType: 'car', units: 1, depot: place('T'), tariff: { perDayCents: 500 }, ...details },
    common,
  );
export const onDemand = (details = {}, common = {}) =>
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
export const volunteer = (details = {}, common = {}) =>
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
export const carpool = (details = {}, common = {}) => driver('04:10 ±10, back 13:00 ±10', details, common);
export const CARPOOLED = 'L1 Mon → 04:50   04:20 ▸ 04:50 detour 3\nL2 Mon ← 13:00   13:00 ▸ 13:30 detour 3';

/** Served from the next cycle on: the first date comes too soon. */
export const TOO_SOON = SERVED.split('\n')
  .map((line) => `${line} unknown calendar\n   2026-12-07 notice unsure`)
  .join('\n');

export const scene = (one: ReturnType<typeof offer>, more: Partial<Scenario> = {}): Scenario => ({
  rota: MONDAY,
  travel: one.kind === 'carpool' ? travelBy(NEAR) : ROADS,
  offers: [one],
  ...more,
});

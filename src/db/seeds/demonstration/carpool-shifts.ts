import type { OfferInput } from '../../../domain/catalogue/offer.ts';
import { shiftWeekday } from '../../../domain/schedule/dates.ts';
import { clockTime } from './ground.ts';
import type { Random } from './random.ts';
import { EVERY_DAY, WEEKDAYS, WORKING_DAYS } from './vocabulary.ts';

type Trip = Extract<OfferInput, { kind: 'carpool' }>['details']['trips'][number];

/** A driver's usual day of work, minutes since midnight; `end < start` ends the day after. */
type Shift = { label: string; start: number; end: number };

const at = (hours: number, minutes = 0) => hours * 60 + minutes;

const SHIFTS: readonly (readonly [weight: number, shift: Shift])[] = [
  [24, { label: 'équipe du matin', start: at(5), end: at(13) }],
  [4, { label: 'très tôt le matin', start: at(6), end: at(14) }],
  [14, { label: 'journée', start: at(8), end: at(17) }],
  [10, { label: 'journée', start: at(8, 30), end: at(17, 30) }],
  [8, { label: 'journée', start: at(9), end: at(18) }],
  [5, { label: 'journée', start: at(7, 30), end: at(16, 30) }],
  [15, { label: 'équipe de l’après-midi', start: at(13), end: at(21) }],
  [3, { label: 'commerce, jusqu’au soir', start: at(11), end: at(19, 30) }],
  [14, { label: 'équipe de nuit', start: at(21), end: at(5) }],
  [3, { label: 'nuit à l’hôpital ou en établissement', start: at(20, 30), end: at(6, 30) }],
];

const DAYS: readonly (readonly [weight: number, days: readonly number[]])[] = [
  [58, WEEKDAYS],
  [8, [1, 2, 4, 5]],
  [6, [1, 3, 5]],
  [5, [2, 3, 4]],
  [10, WORKING_DAYS],
  [5, EVERY_DAY],
  [8, [5, 6, 7]],
];

/** What the drivers of a busy road work in turn, so that each such road has every kind of day. */
const TURN: readonly Shift[] = [
  { label: 'équipe du matin', start: at(5), end: at(13) },
  { label: 'équipe de nuit', start: at(21), end: at(5) },
  { label: 'journée', start: at(8), end: at(17) },
  { label: 'équipe de l’après-midi', start: at(13), end: at(21) },
];

export type Commute = { label: string; trips: Trip[] };

/**
 * The runs of one driver: there before the shift, back after it, on the days they work.
 * @param turn the driver's rank on a busy road; null: any shift may be drawn
 */
export function drawCommute(random: Random, driveMinutes: number, turn: number | null): Commute {
  const shift = turn === null ? random.weighted(SHIFTS) : (TURN[turn % TURN.length] as Shift);
  const weekdays = random.weighted(DAYS);
  const early = random.pick([10, 10, 15, 20]);
  const late = random.pick([5, 10, 10, 15]);
  const flexibilityMinutes = random.pick([5, 10, 10, 15, 20]);

  const leaves = toFive(shift.start - early - driveMinutes, Math.floor);
  const ends = shift.end <= shift.start ? shift.end + 1440 : shift.end;
  const returns = toFive(ends + late, Math.ceil);
  const trip = (direction: Trip['direction'], minutes: number): Trip => ({
    direction,
    weekdays: weekdays.map((day) => shiftWeekday(day, Math.floor(minutes / 1440))).sort((a, b) => a - b),
    departureTime: clockTime(minutes),
    flexibilityMinutes,
  });
  const outbound = trip('outbound', leaves);
  // A few only take somebody along on the way there: they go home by another road.
  return random.chance(0.07)
    ? { label: `${shift.label}, aller seulement`, trips: [outbound] }
    : { label: shift.label, trips: [outbound, trip('return', returns)] };
}

const toFive = (minutes: number, round: (value: number) => number) => round(minutes / 5) * 5;

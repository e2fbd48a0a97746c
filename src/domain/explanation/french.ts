import { DAY, printArrival, printDeparture } from '../clock-time.ts';
import { shiftWeekday, weekdayOf } from '../schedule/dates.ts';

/** How figures are said in French, for explanations and sentences. */

export const WEEKDAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
export const MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
];

const SHORT_MONTHS = [
  'janv.',
  'févr.',
  'mars',
  'avril',
  'mai',
  'juin',
  'juill.',
  'août',
  'sept.',
  'oct.',
  'nov.',
  'déc.',
];

export const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function weekdayName(weekday: number): string {
  return WEEKDAYS[weekday - 1] ?? '';
}

/** `2 h 05`, `12 min`: whole minutes, as people say times. */
export function durationText(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  if (whole > 0 && whole < 60) return 'moins d’une minute';
  const minutes = Math.round(whole / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
}

/** Whole minutes, rounded up so that the change asked for is enough: `12 min`, `7 h 38`. */
export const durationUp = (seconds: number) => durationText(Math.ceil(Math.abs(seconds) / 60) * 60);

/** A value beside its limit: one that is past it does not look equal to it. */
export function durationPair(actual: number, limit: number): [string, string] {
  const pair: [string, string] = [durationText(actual), durationText(limit)];
  if (actual <= limit || pair[0] !== pair[1]) return pair;
  const up = durationUp(actual);
  return up === pair[1] ? [up, durationText(Math.floor(limit / 60) * 60)] : [up, pair[1]];
}

/** Minutes, rounded up so that the change asked for is enough: `9`. */
export const minutesUp = (seconds: number) => String(Math.ceil(Math.abs(seconds) / 60));

/** Minutes as they were given: `6,3`. */
export const minutesText = (seconds: number) => String(Math.round((seconds / 60) * 10) / 10).replace('.', ',');

const spoken = (clock: string) => `${Number(clock.slice(0, 2))} h ${clock.slice(3)}`;

/** `4 h 25`, rounded down. */
export const departureText = (seconds: number) => spoken(printDeparture(seconds));
/** `4 h 52`, rounded up. */
export const arrivalText = (seconds: number) => spoken(printArrival(seconds));

/** `de 4 h 04 à 4 h 50`, with the evening before or the day after said. */
export function spanText(fromSeconds: number, toSeconds: number): string {
  return `de ${departureText(fromSeconds)}${dayText(fromSeconds)} à ${arrivalText(toSeconds)}${dayText(toSeconds)}`;
}

function dayText(seconds: number): string {
  if (seconds < 0) return ' la veille';
  return seconds >= DAY ? ' le lendemain' : '';
}

/** The weekday a moment falls on, counted from the leg's. */
export function weekdayAt(weekday: number, seconds: number): string {
  return weekdayName(shiftWeekday(weekday, Math.floor(seconds / DAY)));
}

/** `2 €`, `1,50 €`. */
export function moneyText(cents: number): string {
  const euros = cents / 100;
  return `${(Number.isInteger(euros) ? String(euros) : euros.toFixed(2)).replace('.', ',')} €`;
}

/** `850 m`, `31,5 km`. */
export function distanceText(metres: number): string {
  if (metres < 1000) return `${Math.round(metres)} m`;
  return `${String(Math.round(metres / 100) / 10).replace('.', ',')} km`;
}

/** `lundi 7 décembre 2026`. */
export function dateText(date: string): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const ordinal = day === 1 ? '1er' : String(day);
  return `${weekdayName(weekdayOf(date))} ${ordinal} ${MONTHS[month - 1]} ${year}`;
}

/** `30 nov.`, `1er juill.`: beside its weekday, within a year nobody doubts. */
export function shortDateText(date: string): string {
  const [, month, day] = date.split('-').map(Number) as [number, number, number];
  return `${day === 1 ? '1er' : day} ${SHORT_MONTHS[month - 1]}`;
}

export const count = (n: number, one: string, many: string) => `${n} ${n > 1 ? many : one}`;

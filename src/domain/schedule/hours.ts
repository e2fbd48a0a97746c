import type { Hours } from '../catalogue/offer.ts';
import { DAY, secondsOfDay } from '../clock-time.ts';
import { shiftWeekday } from './dates.ts';

/** `[from, to]` in seconds from the local midnight of one day. */
export type Window = { from: number; to: number };

/**
 * The windows that touch a weekday or the nights on either side of it, merged where they meet or overlap. A window
 * belongs to the day it starts on, and `to <= from` runs past midnight (`00:00`–`00:00` is the whole day).
 */
export function windowsAround(hours: readonly Hours[], weekday: number): readonly Window[] {
  const ofWeek = known.get(hours) ?? [];
  known.set(hours, ofWeek);
  const found = ofWeek[weekday] ?? readWindows(hours, weekday);
  ofWeek[weekday] = found;
  return found;
}

/** A catalogue is kept from one match to the next, and its hours are asked for every leg. */
const known = new WeakMap<readonly Hours[], (Window[] | undefined)[]>();

function readWindows(hours: readonly Hours[], weekday: number): Window[] {
  const windows: Window[] = [];
  for (const offset of [-2, -1, 0, 1, 2]) {
    const day = shiftWeekday(weekday, offset);
    for (const h of hours) {
      if (!h.weekdays.includes(day)) continue;
      const from = secondsOfDay(h.from);
      const to = secondsOfDay(h.to);
      windows.push({ from: offset * DAY + from, to: offset * DAY + (to <= from ? to + DAY : to) });
    }
  }
  return merged(windows);
}

/** The window that holds the whole of `[from, to]`, if any. */
export function windowHolding(windows: readonly Window[], from: number, to: number): Window | null {
  return windows.find((w) => w.from <= from && to <= w.to) ?? null;
}

/** The window nearest to `[from, to]`: the one that leaves the least of it outside. */
export function nearestWindow(windows: readonly Window[], from: number, to: number): Window | null {
  let best: Window | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const w of windows) {
    const outside = Math.max(0, w.from - from) + Math.max(0, to - w.to);
    if (outside < least) {
      least = outside;
      best = w;
    }
  }
  return best;
}

function merged(windows: Window[]): Window[] {
  windows.sort((a, b) => a.from - b.from || a.to - b.to);
  const out: Window[] = [];
  for (const w of windows) {
    const last = out.at(-1);
    if (last && w.from <= last.to) last.to = Math.max(last.to, w.to);
    else out.push({ ...w });
  }
  return out;
}

import { DAY } from '../../clock-time.ts';
import type { CarpoolIndex } from './carpool-index.ts';
import type { Stretch } from './near-runs.ts';

const SLOT_SECONDS = 900;
const SLOTS_A_DAY = DAY / SLOT_SECONDS;
/** A week and two days on either side of it. */
const DAYS_BEFORE = 2;
const SLOTS = (7 + 2 * DAYS_BEFORE) * SLOTS_A_DAY;

/**
 * Whether a leg's deadline lies within so many seconds of a run, for any of the run's days: told from counts of deadlines by
 * the quarter of an hour, whatever the number of legs.
 */
export type HourSlots = {
  /** `before` and `after`: seconds around the departure, flexibility included; negative `before`: later than it. */
  mayMeet(row: number, returns: number, before: number, after: number): boolean;
};

export function createHourSlots(index: CarpoolIndex, { legs }: Stretch): HourSlots {
  /** Deadlines before the slot. */
  const until = new Int32Array(SLOTS + 1);
  for (const { weekday, deadline, loose } of legs) {
    for (const week of [-7, 0, 7]) {
      const at = (weekday - 1 + week) * DAY + deadline;
      // On a night the clocks change an hour more or less counts for nothing.
      for (let moved = at - loose; moved <= at + loose; moved += SLOT_SECONDS) {
        const slot = slotOf(moved);
        if (slot >= 0 && slot < SLOTS) until[slot + 1] = (until[slot + 1] as number) + 1;
      }
    }
  }
  for (let slot = 0; slot < SLOTS; slot++) until[slot + 1] = (until[slot + 1] as number) + (until[slot] as number);

  return {
    mayMeet(row, returns, before, after) {
      const first = index.runStart[row] as number;
      const end = first + (index.runCount[row] as number);
      for (let run = first; run < end; run++) {
        if (index.runReturns[run] !== returns) continue;
        const departure = index.runDeparture[run] as number;
        const flexible = index.runFlexibility[run] as number;
        // On the first day; a day is a whole number of slots.
        let low = slotOf(departure - flexible - before);
        let high = slotOf(departure + flexible + after);
        if (high < low) continue;
        if (low < 0 || high + 6 * SLOTS_A_DAY >= SLOTS) return true;
        for (let days = index.runWeekdays[run] as number; days !== 0; days >>= 1) {
          if ((days & 1) === 1 && (until[high + 1] as number) > (until[low] as number)) return true;
          low += SLOTS_A_DAY;
          high += SLOTS_A_DAY;
        }
      }
      return false;
    },
  };
}

function slotOf(seconds: number): number {
  return Math.floor((seconds + DAYS_BEFORE * DAY) / SLOT_SECONDS);
}

import { addDays } from '../schedule/dates.ts';

type Held = { id: string; from: string; until: string };

/** What follows on the same vehicle, the next first; nothing of `hold` itself. Days `YYYY-MM-DD`, both included. */
const after = <H extends Held>(hold: Held, holds: readonly H[]): H[] =>
  holds
    .filter(({ id, from }) => id !== hold.id && from > hold.until)
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));

/** Until when it may last at most: the day before whatever follows. Null: nothing follows. */
export function latestDay<H extends Held>(hold: Held, holds: readonly H[]): { until: string; next: H } | null {
  const [next] = after(hold, holds);
  return next === undefined ? null : { until: addDays(next.from, -1), next };
}

/** Free for all those days. */
export const isFree = (
  holds: readonly Held[],
  { from, until }: { from: string; until: string },
  but?: string,
): boolean => holds.every((one) => one.id === but || one.until < from || one.from > until);

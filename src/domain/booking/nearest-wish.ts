import { Temporal } from 'temporal-polyfill';
import { DAY } from '../clock-time.ts';
import type { Counterfactual, Lever } from '../counterfactual/counterfactual.ts';
import type { OfferMatch } from '../matching/result.ts';
import { addDays } from '../schedule/dates.ts';
import { MOST_OF_LIMITS } from './journey.ts';
import type { RideWish } from './wish.ts';

/** What a wish may change of itself: its hour, or how much the person waits, rides and walks. */
export type WishChange =
  | { what: 'hour'; of: RideWish; to: RideWish; later: boolean }
  | { what: 'wait' | 'travel' | 'walk'; minutes: number };

/** Nothing here is anybody else's to change: a driver's hour or an offer's price is not. */
const WHAT: Partial<Record<Lever, WishChange['what']>> = {
  shiftStart: 'hour',
  shiftEnd: 'hour',
  maxWait: 'wait',
  maxTravel: 'travel',
  maxWalk: 'walk',
};

/**
 * The least change of each sort that would have somebody carry one of the wished rides, the smallest first. `matches` are impossible, with their single changes; their
 * legs are in the order of `wishes`.
 */
export function nearestWishes(
  matches: readonly Pick<OfferMatch, 'legs' | 'turning'>[],
  wishes: readonly RideWish[],
): WishChange[] {
  const least = new Map<WishChange['what'], { cost: number; change: WishChange }>();
  for (const { legs, turning = [] } of matches) {
    for (const one of turning) {
      const change = changeOf(
        one,
        legs.map(({ legId }) => legId),
        wishes,
      );
      if (change !== null && one.cost < (least.get(change.what)?.cost ?? Number.POSITIVE_INFINITY)) {
        least.set(change.what, { cost: one.cost, change });
      }
    }
  }
  return [...least.values()].sort((a, b) => a.cost - b.cost).map(({ change }) => change);
}

function changeOf(
  { lever, from, to, moves }: Counterfactual,
  legIds: readonly string[],
  wishes: readonly RideWish[],
): WishChange | null {
  const what = WHAT[lever];
  if (what === undefined || typeof to !== 'number') return null;
  if (what !== 'hour') {
    const minutes = Math.ceil(to / 60);
    return minutes > MOST_OF_LIMITS[what] ? null : { what, minutes };
  }
  const [leg, another] = moves ?? [];
  const of = leg === undefined || another !== undefined ? undefined : wishes[legIds.indexOf(leg)];
  if (of === undefined || typeof from !== 'number') return null;
  const later = to > from;
  // Away from what was wished: a part of a minute less would not reach it.
  const minutes = later ? Math.ceil(to / 60) : Math.floor(to / 60);
  return { what, of, to: { ...of, ...wallOf(of.date, minutes) }, later };
}

/** The wish at the hour at which a ride would most likely be there, or leave. */
export function atToldHour(
  wish: RideWish,
  { departAt, arriveAt }: { departAt: Temporal.Instant; arriveAt: Temporal.Instant },
  timeZone: string,
): WishChange {
  const isOut = wish.direction === 'outbound';
  const at = (isOut ? arriveAt : departAt).toZonedDateTimeISO(timeZone);
  const to = { ...wish, date: at.toPlainDate().toString(), at: at.toPlainTime().toString().slice(0, 5) };
  return { what: 'hour', of: wish, to, later: isOut };
}

/** The nearest of such hours in place of another hour: it is sure to be found, which an estimate’s bound is not. */
export function withToldHours(changes: readonly WishChange[], told: readonly WishChange[]): WishChange[] {
  const hours = told.flatMap((change) => (change.what === 'hour' ? [change] : []));
  const [nearest] = hours.toSorted((a, b) => farOf(a) - farOf(b));
  return nearest === undefined ? [...changes] : [nearest, ...changes.filter(({ what }) => what !== 'hour')];
}

function farOf({ of, to }: Extract<WishChange, { what: 'hour' }>): number {
  const [from, until] = [of, to].map(({ date, at }) => Temporal.PlainDateTime.from(`${date}T${at}`));
  return from === undefined || until === undefined ? 0 : Math.abs(from.until(until).total('minutes'));
}

const DAY_MINUTES = DAY / 60;

/** Minutes from the midnight of a day, before or after it, as a day and an hour. */
function wallOf(date: string, sinceMidnight: number): Pick<RideWish, 'date' | 'at'> {
  const days = Math.floor(sinceMidnight / DAY_MINUTES);
  const minutes = sinceMidnight - days * DAY_MINUTES;
  const two = (value: number) => String(value).padStart(2, '0');
  return { date: addDays(date, days), at: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` };
}

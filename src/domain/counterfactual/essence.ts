import type { KindContext } from '../matching/question.ts';
import { pointKey } from '../matching/travel.ts';
import { shiftWeekday } from '../schedule/dates.ts';
import type { Leg } from '../schedule/legs.ts';
import { clockOn, steadyClock } from '../schedule/local-clock.ts';
import { eased } from './option.ts';

/** Kinds that carry each ride on its own: a leg's answer does not hang on the other legs. */
export function carriesEachLeg({ offer: { kind } }: KindContext): boolean {
  return kind === 'carpool' || kind === 'demandResponsiveTransport' || kind === 'volunteerDriving';
}

/**
 * The least question that is impossible only where none of those legs can be served at all: without what can only take
 * away, on one ordinary date a leg, and one leg of all those that ask the same of the offer: `rides` says how many of the
 * rota each stands for.
 */
export function essence(
  ctx: KindContext,
  legIds: ReadonlySet<string>,
): { bare: KindContext; rides: ReadonlyMap<string, number> } {
  const easier = eased(ctx);
  const { legs, rides } = distinctLegs(ctx, legIds);
  const bare = { ...easier, facts: { ...easier.facts, legs, shifts: [], unrolledDays: null } };
  return { bare, rides };
}

type Distinct = { legs: Leg[]; rides: ReadonlyMap<string, number> };

/** Most changes leave the legs as they are: found once, so that what is worked out of a leg is, too. */
const found = new WeakMap<readonly Leg[], Map<string, Distinct>>();

function distinctLegs(ctx: KindContext, legIds: ReadonlySet<string>): Distinct {
  const { legs, cycleDays } = ctx.facts;
  const week = weekOf(ctx);
  const asked = `${[...legIds].join()} ${[...week.values()].join()} ${cycleDays === null} ${ctx.timeZone}`;
  const ofLegs = found.get(legs) ?? new Map<string, Distinct>();
  found.set(legs, ofLegs);
  const known = ofLegs.get(asked) ?? distinctOf(ctx, legIds, week);
  ofLegs.set(asked, known);
  return known;
}

function distinctOf(ctx: KindContext, legIds: ReadonlySet<string>, week: ReadonlyMap<number, string>): Distinct {
  const distinct = new Map<string, Leg>();
  const rides = new Map<string, number>();
  for (const leg of ctx.facts.legs) {
    if (!legIds.has(leg.id)) continue;
    const days = [-2, -1, 0, 1, 2].map((day) => week.get(shiftWeekday(leg.weekday, day))).join();
    const date = ordinaryDate(leg, ctx.timeZone);
    const own = ctx.facts.cycleDays === null || clockOn(date, ctx.timeZone) !== steadyClock ? date : '';
    const key = `${leg.direction} ${leg.deadlineSeconds} ${pointKey(leg.place)} ${days} ${own}`;
    const first = distinct.get(key) ?? { ...leg, dates: [date], occurrences: 1 };
    distinct.set(key, first);
    rides.set(first.id, (rides.get(first.id) ?? 0) + leg.occurrences);
  }
  return { legs: [...distinct.values()], rides };
}

/** Which runs or hours the offer has on each weekday, as a text to compare by. */
function weekOf({ offer: { details } }: KindContext): ReadonlyMap<number, string> {
  const lists =
    'trips' in details
      ? details.trips.map((t) => t.weekdays)
      : 'serviceHours' in details
        ? details.serviceHours.map((h) => h.weekdays)
        : 'usableHours' in details
          ? details.usableHours.map((h) => h.weekdays)
          : [];
  return new Map([1, 2, 3, 4, 5, 6, 7].map((day) => [day, lists.map((days) => (days.includes(day) ? 1 : 0)).join('')]));
}

function ordinaryDate(leg: Leg, timeZone: string): string {
  return leg.dates.find((date) => clockOn(date, timeZone) === steadyClock) ?? (leg.dates[0] as string);
}

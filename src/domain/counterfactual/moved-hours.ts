import { DAY } from '../clock-time.ts';
import type { MatchingFacts } from '../matching/facts.ts';
import { pointKey } from '../matching/travel.ts';
import { addDays, daysBetween, shiftWeekday } from '../schedule/dates.ts';
import type { Leg } from '../schedule/legs.ts';

/** Legs that one decision of an employer moves together: the same hour, way and place, whatever the day. */
export type HourGroup = {
  direction: Leg['direction'];
  legs: readonly Leg[];
  /** Seconds the hour may move before a shift would be too short, or meet its neighbour. */
  earlier: number;
  later: number;
};

/** A shift that an hour's move leaves shorter than this is another job. */
const SHORTEST_SHIFT_SECONDS = 3600;

const groups = new WeakMap<MatchingFacts, HourGroup[]>();

/** The hours of a rota; each date of another goal (an interview, a session) has an hour of its own. Kept with the facts. */
export function hourGroups(facts: MatchingFacts): HourGroup[] {
  const known = groups.get(facts);
  if (known !== undefined) return known;
  const byHour = new Map<string, Leg[]>();
  for (const leg of facts.legs) {
    const own = facts.cycleDays === null ? leg.id : '';
    const key = `${leg.direction} ${leg.deadlineSeconds} ${pointKey(leg.place)} ${own}`;
    const same = byHour.get(key);
    if (same === undefined) byHour.set(key, [leg]);
    else same.push(leg);
  }
  const room = roomAround(facts);
  const made = [...byHour.values()].map((legs): HourGroup => {
    const rooms = legs.map((leg) => room.get(leg.id) ?? FREE);
    const { direction } = legs[0] as Leg;
    return {
      direction,
      legs,
      earlier: Math.max(0, Math.min(...rooms.map((r) => r.earlier))),
      later: Math.max(0, Math.min(...rooms.map((r) => r.later))),
    };
  });
  groups.set(facts, made);
  return made;
}

type Room = { earlier: number; later: number };
const FREE: Room = { earlier: Number.POSITIVE_INFINITY, later: Number.POSITIVE_INFINITY };

/** How far each leg's hour may move on every one of its dates, the rota coming round again after its last. */
function roomAround(facts: MatchingFacts): Map<string, Room> {
  const legs = new Map(facts.legs.map((leg) => [leg.id, leg]));
  const at = (legId: string | null, date: string | null, margin: number) => {
    const leg = legId === null ? undefined : legs.get(legId);
    if (leg === undefined || date === null) return null;
    return daysBetween(facts.startsOn, date) * DAY + leg.deadlineSeconds + margin;
  };
  const worked = facts.shifts
    .flatMap(({ outboundLegId, returnLegId, dates }) =>
      dates.map((d) => ({
        outboundLegId,
        returnLegId,
        start: at(outboundLegId, d.outbound, facts.arrivalMarginSeconds),
        end: at(returnLegId, d.return, 0),
      })),
    )
    .sort((a, b) => (a.start ?? a.end ?? 0) - (b.start ?? b.end ?? 0));
  const room = new Map<string, Room>();
  const narrow = (legId: string | null, own: Partial<Room>) => {
    if (legId === null) return;
    const known = room.get(legId) ?? FREE;
    room.set(legId, {
      earlier: Math.min(known.earlier, own.earlier ?? known.earlier),
      later: Math.min(known.later, own.later ?? known.later),
    });
  };
  const period = facts.unrolledDays === null ? null : facts.unrolledDays * DAY;
  worked.forEach(({ outboundLegId, returnLegId, start, end }, i) => {
    if (start !== null && end !== null) {
      const spare = end - start - SHORTEST_SHIFT_SECONDS;
      narrow(outboundLegId, { later: spare });
      narrow(returnLegId, { earlier: spare });
    }
    const first = worked[0];
    const next = worked[i + 1] ?? (period === null || first === undefined ? undefined : first);
    const wraps = worked[i + 1] === undefined ? (period ?? 0) : 0;
    if (next === undefined || next.start === null || end === null) return;
    const gap = next.start + wraps - end;
    narrow(returnLegId, { later: gap });
    narrow(next.outboundLegId, { earlier: gap });
  });
  return room;
}

/** The same rota with the hours of some legs moved by so many seconds; a ride that passes midnight changes its day. */
export function withHoursMoved(facts: MatchingFacts, moved: ReadonlySet<string>, seconds: number): MatchingFacts {
  const days = new Map<string, number>();
  const legs = facts.legs.map((leg) => {
    if (!moved.has(leg.id)) return leg;
    const deadline = leg.deadlineSeconds + seconds;
    const over = Math.floor(deadline / DAY);
    if (over === 0) return { ...leg, deadlineSeconds: deadline };
    days.set(leg.id, over);
    return {
      ...leg,
      deadlineSeconds: deadline - over * DAY,
      weekday: shiftWeekday(leg.weekday, over),
      dates: leg.dates.map((d) => addDays(d, over)),
    };
  });
  if (days.size === 0) return { ...facts, legs };
  const onItsDay = (legId: string | null, date: string | null) =>
    date === null || legId === null ? date : addDays(date, days.get(legId) ?? 0);
  const shifts = facts.shifts.map((shift) => ({
    ...shift,
    dates: shift.dates.map((d) => ({
      outbound: onItsDay(shift.outboundLegId, d.outbound),
      return: onItsDay(shift.returnLegId, d.return),
    })),
  }));
  return { ...facts, legs, shifts };
}

import { DAY } from '../clock-time.ts';
import type { MatchingFacts } from '../matching/facts.ts';
import type { KindContext } from '../matching/question.ts';
import { addDays, daysBetween } from '../schedule/dates.ts';
import { LEVER_RULES } from './lever-rules.ts';
import type { Option } from './option.ts';

/** A start on a later day, for a rota; the dates of another goal are what they are. */
export function laterStartOptions(ctx: KindContext): Option[] {
  const { facts } = ctx;
  if (facts.cycleDays === null || facts.unrolledDays === null) return [];
  const at = (step: number) => ({ ...ctx, facts: startingLater(facts, step) });
  return [
    {
      lever: 'startsOn',
      unit: 'date',
      from: facts.startsOn,
      most: LEVER_RULES.levers.startsOn.most,
      to: (step) => addDays(facts.startsOn, step),
      stepTo: (to) => {
        const days = daysBetween(facts.startsOn, String(to));
        return days >= 1 ? days : null;
      },
      amount: (step) => step,
      weight: (step) => step,
      at,
      // A later day may be worse again (the offer ends, the vehicle is out): every day is tried.
      easing: () => null,
    },
  ];
}

/**
 * The same rota begun so many days later: what came before the new start comes after the end, as the rota comes round.
 * The age stays what it was: nobody is told to grow older.
 */
export function startingLater(facts: MatchingFacts, days: number): MatchingFacts {
  const period = facts.unrolledDays;
  if (period === null || days === 0) return facts;
  const startsOn = addDays(facts.startsOn, days);
  const legs = new Map(facts.legs.map((leg) => [leg.id, leg]));
  const dates = new Map<string, string[]>(facts.legs.map((leg) => [leg.id, []]));
  const shifts = facts.shifts.map((shift) => {
    const outbound = shift.outboundLegId === null ? undefined : legs.get(shift.outboundLegId);
    const startDay = Math.floor(((outbound?.deadlineSeconds ?? 0) + facts.arrivalMarginSeconds) / DAY);
    const moved = shift.dates.map((d) => {
      const begins = addDays(d.outbound ?? d.return ?? facts.startsOn, d.outbound === null ? 0 : startDay);
      const short = daysBetween(begins, startsOn);
      const on = short <= 0 ? 0 : Math.ceil(short / period) * period;
      const both = { outbound: later(d.outbound, on), return: later(d.return, on) };
      if (both.outbound !== null) dates.get(shift.outboundLegId ?? '')?.push(both.outbound);
      if (both.return !== null) dates.get(shift.returnLegId ?? '')?.push(both.return);
      return both;
    });
    return { ...shift, dates: moved.sort((a, b) => (String(a.outbound) < String(b.outbound) ? -1 : 1)) };
  });
  return {
    ...facts,
    startsOn,
    legs: facts.legs.map((leg) => ({ ...leg, dates: [...(dates.get(leg.id) ?? [])].sort() })),
    shifts,
  };
}

const later = (date: string | null, days: number) => (date === null ? null : addDays(date, days));

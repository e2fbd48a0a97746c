import type { ShiftPattern } from '../schedule/legs.ts';
import { fact } from './criterion.ts';
import { type LegAnswer, unserved } from './leg-match.ts';
import type { CriterionFact, LegException, LegMatch } from './result.ts';

/** One leg before the other ride of its shifts is looked at: on which dates it is not driven, or not surely. */
type Ride = { match: LegMatch; missed: ReadonlySet<string>; unsure: ReadonlySet<string> };

/**
 * What is taken out must come back, date by date: a ride counts only where the other ride of its shift is driven that
 * day too, is certain only where that one is, and a leg none of whose shifts is whole is not served at all.
 */
export function keepRoundTrips(answers: Map<string, LegAnswer>, shifts: readonly ShiftPattern[]): void {
  const before = new Map([...answers].map(([id, { match }]) => [id, rideOf(match)]));
  for (const [legId, answer] of answers) {
    const own = before.get(legId) as Ride;
    const dates = datesOf(legId, shifts);
    if (!own.match.served || dates.length === 0) continue;
    answers.set(legId, keptDates(answer, own, dates, before));
  }
}

function rideOf(match: LegMatch): Ride {
  const dates = (which: (e: LegException) => boolean) =>
    new Set(match.exceptions.filter(which).map((exception) => exception.date));
  return { match, missed: dates((e) => !e.served), unsure: dates((e) => e.served && !e.certain) };
}

/** Each date of a leg with the other ride of its shift, null where the shift has none. */
type PairedDate = { date: string; otherId: string | null; otherDate: string };

function datesOf(legId: string, shifts: readonly ShiftPattern[]): PairedDate[] {
  const found: PairedDate[] = [];
  for (const { outboundLegId, returnLegId, dates } of shifts) {
    if (outboundLegId !== legId && returnLegId !== legId) continue;
    const isOut = outboundLegId === legId;
    for (const { outbound, return: back } of dates) {
      const [date, otherDate] = isOut ? [outbound, back] : [back, outbound];
      if (date === null) continue;
      found.push({ date, otherId: isOut ? returnLegId : outboundLegId, otherDate: otherDate ?? date });
    }
  }
  return found;
}

function keptDates(
  { match, criteria }: LegAnswer,
  own: Ride,
  dates: readonly PairedDate[],
  rides: ReadonlyMap<string, Ride>,
): LegAnswer {
  const { legId } = match;
  const lost: string[] = [];
  const doubted: string[] = [];
  let [served, certain] = [0, 0];
  for (const { date, otherId, otherDate } of dates) {
    if (own.missed.has(date)) continue;
    const other = otherId === null ? null : (rides.get(otherId) ?? null);
    if (other !== null && (!other.match.served || other.missed.has(otherDate))) {
      lost.push(date);
      continue;
    }
    served++;
    if (match.outcome !== 'met' || own.unsure.has(date)) continue;
    if (other === null || (other.match.outcome === 'met' && !other.unsure.has(otherDate))) certain++;
    else doubted.push(date);
  }
  if (served === 0) {
    return {
      match: unserved(legId, 'unmet', match.estimated),
      criteria: [...criteria, fact('roundTrip', 'unmet', { legId, unit: 'text' })],
    };
  }
  // Where no date is sure, the doubt is of the leg, said once, and not of its dates one by one.
  const isDoubted = match.outcome === 'met' && certain === 0;
  const said: CriterionFact[] = [];
  if (isDoubted) said.push(fact('roundTrip', 'unknown', { legId, unit: 'text' }));
  else if (lost.length > 0) {
    said.push(fact('roundTrip', 'met', { legId, unit: 'count', actual: served, limit: dates.length }));
  }
  return {
    match: {
      ...match,
      outcome: isDoubted ? 'unknown' : match.outcome,
      servedOccurrences: served,
      certainOccurrences: certain,
      exceptions: withExceptions(match, lost, isDoubted ? [] : doubted),
    },
    criteria: [...criteria, ...said],
  };
}

function withExceptions(match: LegMatch, lost: readonly string[], doubted: readonly string[]): readonly LegException[] {
  if (lost.length === 0 && doubted.length === 0) return match.exceptions;
  const usual = { departSeconds: match.departSeconds as number, arriveSeconds: match.arriveSeconds as number };
  const told = new Map(match.exceptions.map((exception) => [exception.date, exception]));
  for (const date of lost) told.set(date, { date, reason: 'roundTrip', served: false, certain: true });
  for (const date of doubted) {
    told.set(date, { ...usual, ...told.get(date), date, reason: 'roundTrip', served: true, certain: false });
  }
  return [...told.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

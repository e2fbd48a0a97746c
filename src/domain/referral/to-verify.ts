import type { CriterionCode, CriterionFact } from '../matching/result.ts';

/**
 * What a provider can settle: its dates, its vehicles, its hours, its roads. What is open about the person (age, status, money,
 * health) is asked of the person, and is nothing to write to a provider.
 */
const SETTLED_BY_PROVIDER: readonly CriterionCode[] = [
  'validity',
  'freshness',
  'zone',
  'notice',
  'collection',
  'depot',
  'units',
  'waiting',
  'calendar',
  'weekday',
  'serviceHours',
  'schedule',
  'wait',
  'serviceZone',
  'stops',
  'duration',
  'detour',
  'approach',
  'rideDistance',
  'seat',
  'roundTrip',
  'session',
];

/** The rules that nobody could settle and that whoever is asked can, each once, in the order they are asked. */
export function toVerifyWithProvider(criteria: readonly Pick<CriterionFact, 'code' | 'outcome'>[]): CriterionCode[] {
  const open = new Set(criteria.filter(({ outcome }) => outcome === 'unknown').map(({ code }) => code));
  return SETTLED_BY_PROVIDER.filter((code) => open.has(code));
}

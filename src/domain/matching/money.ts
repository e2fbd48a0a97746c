import type { Tariff } from '../catalogue/offer.ts';

/** Mean days of a month: 365.25 ÷ 12. */
export const DAYS_PER_MONTH = 30.4375;

/** Rides in the unrolled rota → rides in a month; dated rides are simply counted. */
export function perMonth(rides: number, unrolledDays: number | null): number {
  return unrolledDays === null ? rides : (rides * DAYS_PER_MONTH) / unrolledDays;
}

/**
 * What a loan of that many calendar days costs, cents. Tiers are marginal: each day is charged at the tier it falls in,
 * and a part of a day at the end counts as that part.
 */
export function loanCostCents(tariff: Tariff, days: number): number {
  if (!('tiers' in tariff)) return Math.round(tariff.perDayCents * days);
  const tiers = [...tariff.tiers].sort((a, b) => a.fromDay - b.fromDay);
  const first = tiers[0];
  if (first === undefined) return 0;
  let cents = 0;
  tiers.forEach((tier, i) => {
    const from = i === 0 ? 0 : tier.fromDay - 1;
    const to = Math.min(days, (tiers[i + 1]?.fromDay ?? Number.POSITIVE_INFINITY) - 1);
    if (to > from) cents += (to - from) * tier.perDayCents;
  });
  return Math.round(cents);
}

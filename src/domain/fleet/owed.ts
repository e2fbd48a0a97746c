import { z } from 'zod';
import type { Tariff } from '../catalogue/offer.ts';
import { daysBetween } from '../schedule/dates.ts';

const cents = z.int().min(0).max(10_000_000);

/** The figures of a contract, fixed when it is made. Tiers are marginal, as the engine counts them: each day at its own price. */
export const loanTermsSchema = z.object({
  /** First day and last, both included. */
  from: z.iso.date(),
  until: z.iso.date(),
  tiers: z
    .array(z.object({ fromDay: z.int().min(1), perDayCents: cents }))
    .min(1)
    .max(20),
  depositCents: cents,
  /** For the whole loan; null: kilometres are not counted. */
  kmCap: z.int().min(0).max(1_000_000).nullable(),
  /** Of each kilometre beyond it. */
  kmBeyondCents: cents,
});
export type LoanTerms = z.infer<typeof loanTermsSchema>;

export const tiersOf = (tariff: Tariff | null): LoanTerms['tiers'] =>
  tariff === null
    ? [{ fromDay: 1, perDayCents: 0 }]
    : 'tiers' in tariff
      ? tariff.tiers
      : [{ fromDay: 1, perDayCents: tariff.perDayCents }];

export type DepositOutcome = { keptCents: number; reason: string | null };

/** What came to light after the return: a toll, a fine, cleaning. */
export type Charge = { on: string; label: string; cents: number };

export type Owed = {
  days: number;
  lines: readonly { days: number; perDayCents: number; cents: number }[];
  km: number | null;
  kmBeyond: number;
  kmCents: number;
  /** Absent where nothing was added since. */
  charges?: readonly Charge[];
  /** For days, kilometres and charges. */
  dueCents: number;
  depositCents: number;
  depositKeptCents: number;
  depositReason: string | null;
  depositBackCents: number;
};

/**
 * What a loan comes to, every calendar day from the first to the day it is back counted, both included. A vehicle that comes back
 * early is paid for until that day. The deposit is no part of what is due: it goes back but for what is kept, which needs a reason.
 */
export function owed(
  terms: LoanTerms,
  done: { from: string; until: string; km: number | null; deposit: DepositOutcome },
): Owed {
  const days = Math.max(0, daysBetween(done.from, done.until) + 1);
  const tiers = terms.tiers.toSorted((a, b) => a.fromDay - b.fromDay);
  const lines = tiers.flatMap(({ fromDay, perDayCents }, i) => {
    const last = (tiers[i + 1]?.fromDay ?? days + 1) - 1;
    const first = i === 0 ? 1 : fromDay;
    const n = Math.min(days, last) - first + 1;
    return n > 0 ? [{ days: n, perDayCents, cents: n * perDayCents }] : [];
  });
  const driven = drivenOf(terms, done.km);
  const depositKeptCents = Math.min(done.deposit.keptCents, terms.depositCents);
  return {
    days,
    lines,
    ...driven,
    dueCents: lines.reduce((sum, line) => sum + line.cents, 0) + driven.kmCents,
    depositCents: terms.depositCents,
    depositKeptCents,
    depositReason: depositKeptCents > 0 ? done.deposit.reason : null,
    depositBackCents: terms.depositCents - depositKeptCents,
  };
}

function drivenOf({ kmCap, kmBeyondCents }: LoanTerms, km: number | null) {
  const kmBeyond = kmCap === null || km === null ? 0 : Math.max(0, km - kmCap);
  return { km, kmBeyond, kmCents: kmBeyond * kmBeyondCents };
}

/** The same with the kilometres put right. */
export function withKm(terms: LoanTerms, told: Owed, km: number): Owed {
  const driven = drivenOf(terms, km);
  return { ...told, ...driven, dueCents: told.dueCents - told.kmCents + driven.kmCents };
}

/** The same with one charge more. */
export const withCharge = (told: Owed, charge: Charge): Owed => ({
  ...told,
  charges: [...(told.charges ?? []), charge],
  dueCents: told.dueCents + charge.cents,
});

import type { LoanTerms } from '../../domain/fleet/owed.ts';
import { FRENCH } from '../../i18n/languages.ts';

const say = FRENCH.t.fleet;

/** The figures of a contract, as its pages and its paper tell them. */
export function termRows({ tiers, depositCents, kmCap, kmBeyondCents }: LoanTerms): [string, string][] {
  const isFree = tiers.every(({ perDayCents }) => perDayCents === 0);
  return [
    [
      say.loan.price,
      isFree ? say.loan.free : tiers.map(({ fromDay, perDayCents }) => say.loan.tier(fromDay, perDayCents)).join(', '),
    ],
    [say.loan.deposit, depositCents === 0 ? say.loan.noDeposit : say.money(depositCents)],
    [say.loan.kilometres, kmCap === null ? say.loan.kmUnlimited : say.loan.kmCap(kmCap, kmBeyondCents)],
  ];
}

import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import type { WaitingEntry } from '../ports/allocation.ts';
import type { Referral } from '../ports/referrals.ts';
import type { Stores } from '../ports.ts';

/** How long a loan is where nobody said. */
const USUAL_DAYS = 30;
/** How much later it may begin then. */
const USUAL_LATER_DAYS = 7;

export type UsualEntry = Pick<WaitingEntry, 'wish' | 'facts'>;

/** What somebody waits for as far as the referral and its offer tell; the rest as it usually is, within what is published. */
export async function usualEntry(
  { deps, actor }: Context,
  stores: Stores,
  { offerId, facts }: Pick<Referral, 'offerId' | 'facts'>,
): Promise<UsualEntry> {
  const { territory } = await deps.territory(actor.territoryId);
  const { longestLoanDays, mostDaysLate } = territory.rules.allocation;
  const today = dateAt(deps.clock.now(), territory.timeZone);
  const offer = await stores.offers.find(offerId);
  const job = facts.find(({ code }) => code === 'startsOn')?.on ?? null;
  const seats = Number(facts.find(({ code }) => code === 'childSeats')?.value ?? Number.NaN);
  const days = Math.min(longestLoanDays, USUAL_DAYS);
  return {
    wish: {
      wantedFrom: job !== null && job > today ? job : today,
      acceptsLaterDays: Math.min(mostDaysLate, USUAL_LATER_DAYS),
      days: offer?.kind === 'vehicleLoan' ? Math.min(days, offer.details.maxDays ?? days) : days,
      vehicleTypes: offer?.kind === 'vehicleLoan' ? [offer.details.vehicleType] : [],
      licences: [],
      equipment: [],
    },
    facts: {
      jobStartsOn: job,
      legs: null,
      childSeats: Number.isInteger(seats) ? seats : null,
      distanceMetres: null,
    },
  };
}

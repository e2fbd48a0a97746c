import { z } from 'zod';
import { isoDateSchema } from '../../domain/clock-time.ts';
import { loanTermsSchema, tiersOf } from '../../domain/fleet/owed.ts';
import { daysBetween } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Borrower } from '../ports/fleet.ts';
import type { HandedFact, Referral } from '../ports/referrals.ts';
import type { Stores } from '../ports.ts';
import { noReferral } from '../referrals/load-referral.ts';
import { transactOnce } from '../transact-once.ts';
import { lockVehicle, noVehicle, ownStructure, text, todayOf } from './own-fleet.ts';
import { canBeLent, lockWaitingOf, serve } from './waiting-of-loan.ts';

const borrowerSchema = z.object({
  firstName: z.string().trim().min(1, 'Indiquez un prénom.').max(100),
  lastName: text(100),
  phone: text(40),
  email: text(254),
  address: text(300),
});

const loanSchema = z.object({
  vehicleId: z.string('Choisissez un véhicule.').min(1, 'Choisissez un véhicule.').max(100),
  from: isoDateSchema,
  until: isoDateSchema,
  referralId: z.string().max(100).nullable().default(null),
  /** As the referral tells them where absent. */
  borrower: borrowerSchema.optional(),
  /** As the offer tells them where absent. */
  tiers: loanTermsSchema.shape.tiers.optional(),
  depositCents: loanTermsSchema.shape.depositCents.optional(),
  kmCap: loanTermsSchema.shape.kmCap.default(null),
  kmBeyondCents: loanTermsSchema.shape.kmBeyondCents.default(0),
});
export type NewLoanInput = z.input<typeof loanSchema>;

/**
 * Lends a vehicle of the structure's own: out of an accepted referral, of the waiting list, or to somebody at the desk. It is confirmed at
 * once, and nothing else can have the vehicle on those days. Whoever waited for one does no more. Throws `forbidden`, `notFound`, `invalid`, and `conflict` where the vehicle is
 * taken or the referral has its loan already.
 */
export async function createLoan({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  ownStructure(ctx);
  const given = parseInput(loanSchema, input);
  return transactOnce(ctx, {
    effect: (stores) => createLoanIn(ctx, stores, given),
    answer: async (_stores, done) => done,
  });
}

/** The same inside a transaction, for whoever decides who is lent what. `isBridge`: a repair may take a vehicle more than once. */
export async function createLoanIn(
  ctx: Context,
  stores: Stores,
  input: NewLoanInput,
  { isBridge = false } = {},
): Promise<{ id: string }> {
  const organisationId = ctx.actor.organisationId ?? '';
  const given = parseInput(loanSchema, input);
  const { vehicleId, from, until, referralId } = given;
  if (until < from) throw invalid([{ path: 'until', message: 'Le dernier jour vient avant le premier.' }]);
  if (until < (await todayOf(ctx))) {
    throw invalid([{ path: 'until', message: 'Ces dates sont passées.' }]);
  }
  // In that order, as rounds do: the person on the list, then their referral, then the vehicle.
  const waiting = referralId === null ? null : await lockWaitingOf(stores, referralId);
  const referral = referralId === null ? null : await lockReferral(stores, referralId, organisationId);
  if (referral !== null && !isBridge) await requireNoLoan(stores, referral);
  const vehicle = await lockVehicle(stores, vehicleId);
  if (vehicle.status !== 'available') {
    throw invalid([{ path: 'vehicleId', message: 'Ce véhicule est sorti de la flotte.' }]);
  }
  const offer = await stores.offers.find(vehicle.offerId);
  if (offer === null || offer.kind !== 'vehicleLoan') throw noVehicle();
  const { details } = offer;
  const days = daysBetween(from, until) + 1;
  if (details.maxDays !== null && days > details.maxDays) {
    throw invalid([{ path: 'until', message: `Cette offre prête ${details.maxDays} jours au plus.` }]);
  }
  const borrower = given.borrower ?? (referral && borrowerOf(referral.facts));
  if (borrower === null) throw invalid([{ path: 'borrower.firstName', message: 'Indiquez un prénom.' }]);

  const id = ctx.deps.ids.next('loa');
  await stores.fleet.hold({
    id,
    kind: 'loan',
    vehicleId,
    offerId: vehicle.offerId,
    bookingId: null,
    from,
    until,
    status: 'confirmed',
  });
  await stores.fleet.insertContract({
    loanId: id,
    organisationId,
    beneficiaryId: referral?.beneficiaryId ?? null,
    referralId,
    waitingId: waiting?.id ?? null,
    borrower,
    terms: {
      from,
      until,
      tiers: given.tiers ?? tiersOf(details.tariff),
      depositCents: given.depositCents ?? details.depositCents,
      kmCap: given.kmCap,
      kmBeyondCents: given.kmBeyondCents,
    },
  });
  if (waiting !== null) await serve(stores, waiting);
  await stores.audit.record({
    action: 'loan.created',
    entity: 'loan',
    entityId: id,
    fields: ['vehicleId', 'from', 'until', 'borrower', 'terms', ...(referralId === null ? [] : ['referralId'])],
  });
  return { id };
}

/** Whoever asks second waits until the first is done. Throws `notFound`, `conflict`. */
async function lockReferral(stores: Stores, id: string, organisationId: string): Promise<Referral> {
  const referral = await stores.referrals.lock(id);
  if (referral === null || referral.providerOrganisationId !== organisationId) throw noReferral();
  if (!canBeLent(referral)) {
    throw new ProblemError('conflict', 'Acceptez d’abord cette orientation : le prêt vient ensuite.');
  }
  return referral;
}

/** One loan for each referral. Throws `conflict`. */
async function requireNoLoan({ fleet }: Stores, { id }: Referral): Promise<void> {
  if ((await fleet.findLoanOfReferral(id)) !== null) {
    throw new ProblemError('conflict', 'Cette orientation a déjà son prêt.');
  }
}

/** Who it is, as it was handed over with the referral; null where no name was. */
export function borrowerOf(facts: readonly HandedFact[]): Borrower | null {
  const told = (code: string) => facts.find((one) => one.code === code)?.value ?? null;
  const firstName = told('firstName');
  if (firstName === null) return null;
  return { firstName, lastName: told('lastName'), phone: told('phone'), email: null, address: null };
}

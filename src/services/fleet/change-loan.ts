import { z } from 'zod';
import { isoDateSchema } from '../../domain/clock-time.ts';
import { dateText } from '../../domain/explanation/french.ts';
import { isFree, latestDay } from '../../domain/fleet/latest-day.ts';
import { afterLoan, earliestEnd, type LoanAction } from '../../domain/fleet/loan-states.ts';
import { withCharge } from '../../domain/fleet/owed.ts';
import { addDays, daysBetween } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { HoldFile, VehicleHold } from '../ports/fleet.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { changedMeanwhile, lockLoan, lockVehicle, ownStructure, todayOf } from './own-fleet.ts';
import { waitAgain } from './waiting-of-loan.ts';

const reason = z.string().trim().min(1, 'Dites en quelques mots pourquoi.').max(500);
const name = z.string().trim().min(1, 'Écrivez le nom de la personne qui signe.').max(120);

const changeSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('confirm') }),
  z.object({ what: z.literal('refuse'), reason }),
  z.object({ what: z.literal('cancel'), reason }),
  z.object({ what: z.literal('sign'), signedByBorrower: name, signedByMember: name }),
  z.object({ what: z.literal('extend'), until: isoDateSchema }),
  z.object({ what: z.literal('shorten'), until: isoDateSchema }),
  z.object({
    what: z.literal('charge'),
    label: z.string().trim().min(1, 'Dites de quoi il s’agit.').max(120, '120 caractères au plus.'),
    cents: z.int('Un montant en euros.').min(1, 'Un montant en euros.').max(1_000_000, '10 000 € au plus.'),
  }),
  z.object({
    what: z.literal('move'),
    vehicleId: z.string('Choisissez un véhicule.').min(1, 'Choisissez un véhicule.'),
  }),
]);

const MOST_CHARGES = 20;
/** Whatever follows is looked for that far ahead. */
const AHEAD_DAYS = 3660;

/**
 * What a structure does with a loan before it is handed over, while it lasts, and where something is to be paid that came to light later. Throws `forbidden`, `notFound`, `invalid`, `conflict`
 * where somebody was quicker, it cannot be done from where it stands, or the vehicle is taken.
 */
export async function changeLoan({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; expectedVersion?: number; change: unknown };
}): Promise<{ id: string }> {
  ownStructure(ctx);
  const change = parseInput(changeSchema, input.change);
  const today = await todayOf(ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      const loan = await lockLoan(stores, input);
      const status = statusAfter(loan, change.what);
      const fields = await apply(stores, loan, change, today);
      if (status !== loan.status) await stores.fleet.changeHold(loan.id, { status });
      await stores.audit.record({ action: `loan.${change.what}`, entity: 'loan', entityId: loan.id, fields });
      return { id: loan.id };
    },
    answer: async (_stores, done) => done,
  });

  async function apply(
    stores: Stores,
    loan: HoldFile & { contract: NonNullable<HoldFile['contract']> },
    change: z.infer<typeof changeSchema>,
    today: string,
  ): Promise<string[]> {
    const { terms } = loan.contract;
    switch (change.what) {
      case 'confirm':
        return ['status'];
      case 'refuse':
      case 'cancel':
        await stores.fleet.changeContract(loan.id, { reasonText: change.reason });
        if (loan.contract.waitingId !== null) await waitAgain(stores, loan.contract.waitingId, change.reason);
        return ['status', 'reasonText'];
      case 'sign': {
        if (loan.contract.signedAt !== null) throw changedMeanwhile('Ce contrat');
        const { signedByBorrower, signedByMember } = change;
        const signedAt = ctx.deps.clock.now().toString();
        await stores.fleet.changeContract(loan.id, { signedAt, signedByBorrower, signedByMember });
        return ['signedAt', 'signedByBorrower', 'signedByMember'];
      }
      case 'extend': {
        if (change.until <= loan.until) {
          throw invalid([{ path: 'until', message: `Le prêt va déjà jusqu’au ${dateText(loan.until)}.` }]);
        }
        await extendable(stores, loan, change.until);
        await stores.fleet.changeHold(loan.id, { until: change.until });
        await stores.fleet.changeContract(loan.id, { terms: { ...terms, until: change.until } });
        return ['until'];
      }
      case 'shorten': {
        const least = earliestEnd(loan, today);
        if (least === null) {
          const message = 'Ce prêt ne peut pas finir plus tôt : notez son retour, ou annulez-le.';
          throw invalid([{ path: 'until', message }]);
        }
        if (change.until >= loan.until || change.until < least) {
          const message = `Un jour entre le ${dateText(least)} et le ${dateText(addDays(loan.until, -1))}.`;
          throw invalid([{ path: 'until', message }]);
        }
        await stores.fleet.changeHold(loan.id, { until: change.until });
        await stores.fleet.changeContract(loan.id, { terms: { ...terms, until: change.until } });
        return ['until'];
      }
      case 'charge': {
        const { owed } = loan.contract;
        if (owed === null || (owed.charges ?? []).length >= MOST_CHARGES) throw changedMeanwhile('Ce prêt');
        const { label, cents } = change;
        await stores.fleet.changeContract(loan.id, { owed: withCharge(owed, { on: today, label, cents }) });
        return ['owed'];
      }
      case 'move':
        await moveTo(stores, loan, change.vehicleId);
        if (loan.contract.signedAt === null) return ['vehicleId', 'offerId'];
        // What was signed names the other vehicle.
        await stores.fleet.changeContract(loan.id, { signedAt: null, signedByBorrower: null, signedByMember: null });
        return ['vehicleId', 'offerId', 'signedAt', 'signedByBorrower', 'signedByMember'];
    }
  }
}

/** Throws `conflict` where that cannot be done from there. */
export function statusAfter(loan: VehicleHold, action: LoanAction): VehicleHold['status'] {
  const status = afterLoan(loan.status, action);
  if (status === null) throw changedMeanwhile('Ce prêt');
  return status;
}

/** Refused in a sentence that says until when it could last. Throws `invalid`. */
async function extendable(stores: Stores, loan: VehicleHold, until: string): Promise<void> {
  const holds = await stores.fleet.listHolds({
    vehicleIds: [loan.vehicleId],
    from: loan.from,
    until: addDays(loan.until, AHEAD_DAYS),
  });
  const latest = latestDay(loan, holds);
  if (latest !== null && until > latest.until) {
    const follows =
      latest.next.kind === 'maintenance' ? 'un entretien est prévu' : 'le véhicule est promis à quelqu’un';
    const first = dateText(latest.next.from);
    const message =
      latest.until <= loan.until
        ? `Ce prêt ne peut pas être prolongé : ${follows} dès le ${first}. Un autre véhicule peut peut-être prendre la suite.`
        : `Possible jusqu’au ${dateText(latest.until)} au plus : ${follows} à partir du ${first}.`;
    throw invalid([{ path: 'until', message }]);
  }
  const offer = await stores.offers.find(loan.offerId);
  const maxDays = offer?.kind === 'vehicleLoan' ? offer.details.maxDays : null;
  if (maxDays !== null && daysBetween(loan.from, until) + 1 > maxDays) {
    const last = dateText(addDays(loan.from, maxDays - 1));
    throw invalid([{ path: 'until', message: `Cette offre prête ${maxDays} jours au plus : jusqu’au ${last}.` }]);
  }
}

/** To another vehicle of the structure that is free on those days. Figures of the contract stay as they are. Throws `invalid`, `notFound`, `conflict`. */
async function moveTo(stores: Stores, loan: VehicleHold, vehicleId: string): Promise<void> {
  const free = await listReplacements(stores, loan);
  const wanted = await lockVehicle(stores, vehicleId);
  if (!free.some(({ id }) => id === wanted.id)) {
    throw new ProblemError(
      'conflict',
      'Ce véhicule n’est pas libre ces jours-là, ou ne convient pas : choisissez-en un autre.',
    );
  }
  await stores.fleet.changeHold(loan.id, { vehicleId: wanted.id, offerId: wanted.offerId });
}

/**
 * Vehicles of the structure that could stand in: free on all those days, of the same type, and asking for no other licence. Those of the same
 * offer first.
 */
export async function listReplacements(stores: Stores, loan: VehicleHold) {
  const vehicles = await stores.fleet.list();
  const own = vehicles.find(({ id }) => id === loan.vehicleId);
  if (own === undefined) return [];
  const others = vehicles.filter(
    ({ id, status, vehicleType, requiredLicence }) =>
      id !== own.id &&
      status === 'available' &&
      vehicleType === own.vehicleType &&
      (requiredLicence === null || requiredLicence === own.requiredLicence),
  );
  const holds = await stores.fleet.listHolds({
    vehicleIds: others.map(({ id }) => id),
    from: loan.from,
    until: loan.until,
  });
  return others
    .filter(({ id }) =>
      isFree(
        holds.filter((one) => one.vehicleId === id),
        loan,
      ),
    )
    .toSorted((a, b) => Number(b.offerId === own.offerId) - Number(a.offerId === own.offerId));
}

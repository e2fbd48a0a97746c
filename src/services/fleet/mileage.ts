import { z } from 'zod';
import { isoDateSchema } from '../../domain/clock-time.ts';
import { dateText } from '../../domain/explanation/french.ts';
import { counterRange } from '../../domain/fleet/counter.ts';
import { withKm } from '../../domain/fleet/owed.ts';
import { addDays } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { invalid } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { HoldFile, KeptReading } from '../ports/fleet.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { lockLoan, lockVehicle, ownStructure } from './own-fleet.ts';

const km = z.int('Un nombre de kilomètres.').min(0).max(2_000_000);

const mileageSchema = z.object({
  readOn: isoDateSchema,
  km,
});

/** What the counter shows today. Throws `forbidden`, `notFound`, `invalid` where it would run backwards. */
export async function noteMileage({ ctx, input }: { ctx: Context; input: { id: string; reading: unknown } }) {
  const organisationId = ownStructure(ctx);
  const { readOn, km } = parseInput(mileageSchema, input.reading);
  return transactOnce(ctx, {
    async effect(stores) {
      await lockVehicle(stores, input.id);
      await recordMileage(stores, { organisationId, vehicleId: input.id, readOn, km, source: 'reading', path: 'km' });
      await stores.audit.record({
        action: 'vehicle.mileage',
        entity: 'vehicle',
        entityId: input.id,
        fields: ['mileageKm'],
      });
      return { id: input.id };
    },
    answer: async (_stores, done) => done,
  });
}

/**
 * A counter never runs backwards, whichever day it was read. `path`: the answer that is wrong where it would; `id`: of a reading that is put right. Throws
 * `invalid`.
 */
function fitting(readings: readonly KeptReading[], at: { readOn: string; id?: number }, km: number, path: string) {
  const { least, most } = counterRange(readings, at);
  const told = (n: number) => `${n.toLocaleString('fr-FR')} km`;
  const wrong = (message: string) =>
    invalid([{ path, message: `${message} Si ce relevé est faux, corrigez-le sur la fiche du véhicule.` }]);
  if (km < least) throw wrong(`Le compteur a déjà marqué ${told(least)}.`);
  if (most !== null && km > most)
    throw wrong(`Après le ${dateText(at.readOn)}, le compteur ne marquait que ${told(most)}.`);
}

/** What the counter showed, of a vehicle that is locked. Throws `invalid` as `noteMileage`. */
export async function recordMileage(
  { fleet }: Stores,
  { path, ...reading }: Parameters<Stores['fleet']['noteMileage']>[0] & { path: string },
): Promise<void> {
  fitting(await fleet.listMileage(reading.vehicleId), reading, reading.km, path);
  await fleet.noteMileage(reading);
  await agreeCounter(fleet, reading.vehicleId);
}

/** The vehicle shows what was read last. */
async function agreeCounter(fleet: Stores['fleet'], vehicleId: string): Promise<void> {
  const [last] = await fleet.listMileage(vehicleId);
  if (last !== undefined) await fleet.changeVehicle(vehicleId, {}, { mileageKm: last.km });
}

const correctionSchema = z.object({
  readingId: z.int('Choisissez le relevé à corriger.'),
  km,
  reason: z.string().trim().min(1, 'Dites en quelques mots pourquoi.').max(300, '300 caractères au plus.'),
});

/**
 * A reading was written down wrong: it is put right with a reason, and with it what its loan comes to; what was signed stays as it was. Several wrong ones
 * are put right from the oldest on. Throws `forbidden`, `notFound`, `invalid` where the counter would still run backwards.
 */
export async function correctMileage({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; correction: unknown };
}): Promise<{ id: string }> {
  ownStructure(ctx);
  const { readingId, km, reason } = parseInput(correctionSchema, input.correction);
  return transactOnce(ctx, {
    async effect(stores) {
      const { fleet, audit } = stores;
      const wrong = (await fleet.listMileage(input.id)).find(({ id }) => id === readingId);
      const held = wrong && (await loanOfReading(stores, input.id, wrong));
      // A loan, then its vehicle, as wherever both are locked.
      const loan = held && (await lockLoan(stores, held));
      const { id } = await lockVehicle(stores, input.id);
      if (wrong === undefined) throw invalid([{ path: 'readingId', message: 'Choisissez le relevé à corriger.' }]);
      fitting(await fleet.listMileage(id), wrong, km, 'km');
      const misreadKm = wrong.misreadKm ?? wrong.km;
      await fleet.correctMileage(readingId, { km, misreadKm, correction: reason });
      await agreeCounter(fleet, id);
      const fields = ['mileageKm', 'correction'];
      await audit.record({ action: 'vehicle.mileageCorrected', entity: 'vehicle', entityId: id, fields });
      if (loan) {
        const { contract } = loan;
        const mileageOutKm = wrong.source === 'start' ? km : contract.mileageOutKm;
        const mileageInKm = wrong.source === 'end' ? km : contract.mileageInKm;
        const driven = mileageOutKm === null || mileageInKm === null ? null : mileageInKm - mileageOutKm;
        const owed =
          contract.owed === null || driven === null ? {} : { owed: withKm(contract.terms, contract.owed, driven) };
        const change = { mileageOutKm, mileageInKm, ...owed };
        await fleet.changeContract(loan.id, change);
        const fields = Object.keys(change);
        await audit.record({ action: 'loan.mileageCorrected', entity: 'loan', entityId: loan.id, fields });
      }
      return { id };
    },
    answer: async (_stores, done) => done,
  });
}

const LONGEST_LOAN_DAYS = 3660;

/** The loan whose departure or return that reading was told with. */
async function loanOfReading(stores: Stores, vehicleId: string, read: KeptReading): Promise<HoldFile | undefined> {
  if (read.source === 'reading') return undefined;
  const [from, until] = [addDays(read.readOn, -LONGEST_LOAN_DAYS), addDays(read.readOn, LONGEST_LOAN_DAYS)];
  return (await stores.fleet.listHoldFiles({ vehicleId, from, until })).find(({ contract }) =>
    read.source === 'start'
      ? contract?.outOn === read.readOn && contract.mileageOutKm === read.km
      : contract?.returnedOn === read.readOn && contract.mileageInKm === read.km,
  );
}

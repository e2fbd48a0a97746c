import { z } from 'zod';
import { isoDateSchema } from '../../domain/clock-time.ts';
import { dateText } from '../../domain/explanation/french.ts';
import { type ConditionPoint, pointsOf } from '../../domain/fleet/condition.ts';
import { owed } from '../../domain/fleet/owed.ts';
import { INCIDENT_KINDS, isCycle } from '../../domain/fleet/vehicle.ts';
import { laterDate } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { type FieldError, invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { HoldFile, OwnVehicle } from '../ports/fleet.ts';
import { type MadePhoto, MOST_PHOTOS, type PhotoRefusal } from '../ports/photos.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { statusAfter } from './change-loan.ts';
import { recordMileage } from './mileage.ts';
import { lockLoan, lockVehicle, noLoan, ownStructure, todayOf } from './own-fleet.ts';

const name = z.string().trim().min(1, 'Écrivez le nom de la personne qui signe.').max(120);

const reportSchema = z.object({
  /** The day it left or was back, where it is written down later; null: today. */
  on: isoDateSchema.nullable().default(null),
  mileageKm: z.int('Écrivez ce que marque le compteur.').min(0).max(2_000_000).nullable().default(null),
  energyPercent: z.int('Un nombre de 0 à 100.').min(0, 'De 0 à 100.').max(100, 'De 0 à 100.').nullable().default(null),
  /** By code. What is not told is not looked at, and refused. */
  points: z.record(
    z.string(),
    z.object({ state: z.enum(['ok', 'damaged']), words: z.string().trim().max(300).default('') }),
  ),
  note: z
    .string()
    .trim()
    .max(1000)
    .transform((typed) => typed || null)
    .prefault(''),
  signedByBorrower: name,
  signedByMember: name,
});
const depositSchema = z.object({
  keptCents: z.int('Un montant en euros.').min(0).default(0),
  reason: z
    .string()
    .trim()
    .max(500)
    .transform((typed) => typed || null)
    .prefault(''),
});

const NOT_YET = { path: 'on', message: 'Ce jour n’est pas encore venu.' };
const WHY_NOT: Record<PhotoRefusal, string> = {
  notPicture: 'n’est pas une photo que nous savons lire. Envoyez une photo JPEG, PNG ou WebP.',
  tooManyPixels: 'a trop de points pour être lue. Envoyez une photo prise avec un téléphone.',
  tooBig: 'dépasse 8 Mo. Envoyez-la en plus petit.',
};

/** As a browser sends it; its name is shown to whoever sent it and kept nowhere. */
export type SentPhoto = { name: string; bytes: Uint8Array };
type Input = { id: string; expectedVersion?: number; report: unknown; photos?: readonly SentPhoto[] };

/**
 * The vehicle leaves: condition report with its photos, mileage, both names. Throws `forbidden`, `notFound`, `invalid`, and `conflict` where
 * somebody was quicker, the contract is not signed or the vehicle is not back from somebody else.
 */
export async function handOver({ ctx, input }: { ctx: Context; input: Input }): Promise<{ id: string }> {
  const organisationId = ownStructure(ctx);
  const report = parseInput(reportSchema, input.report);
  const photos = await madePhotos(ctx, input.photos ?? []);
  const today = await todayOf(ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      const loan = await lockLoan(stores, input);
      const status = statusAfter(loan, 'handOver');
      if (loan.contract.signedAt === null) {
        throw new ProblemError('conflict', 'Faites d’abord signer le contrat : le véhicule part ensuite.');
      }
      const vehicle = await lockVehicle(stores, loan.vehicleId);
      const holds = await stores.fleet.listHoldFiles(loan);
      if (holds.some((one) => one.id !== loan.id && one.status === 'out')) {
        throw new ProblemError('conflict', 'Ce véhicule n’est pas revenu du prêt d’avant : notez d’abord ce retour.');
      }
      const on = report.on ?? today;
      if (on > today) throw invalid([NOT_YET]);
      if (on < loan.from) {
        const message = `Ce prêt commence le ${dateText(loan.from)} : changez d’abord ses dates.`;
        throw invalid([{ path: 'on', message }]);
      }
      const mileageKm = await writeReport(ctx, stores, {
        loan,
        vehicle,
        moment: 'start',
        report,
        photos,
        on,
        organisationId,
      });
      await stores.fleet.changeHold(loan.id, { status });
      await stores.fleet.changeContract(loan.id, { outOn: on, mileageOutKm: mileageKm });
      await stores.audit.record({
        action: 'loan.handedOver',
        entity: 'loan',
        entityId: loan.id,
        fields: ['status', 'outOn', 'mileageOutKm', 'conditionReport', ...(photos.length > 0 ? ['photos'] : [])],
      });
      return { id: loan.id };
    },
    answer: async (_stores, done) => done,
  });
}

/**
 * The vehicle is back: report, mileage, what is owed and what becomes of the deposit. The days that were left are free again. Throws as
 * `handOver`.
 */
export async function takeBack({
  ctx,
  input,
}: {
  ctx: Context;
  input: Input & { deposit: unknown };
}): Promise<{ id: string }> {
  const organisationId = ownStructure(ctx);
  const report = parseInput(reportSchema, input.report);
  const deposit = parseInput(depositSchema, input.deposit);
  const photos = await madePhotos(ctx, input.photos ?? []);
  const today = await todayOf(ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      const loan = await lockLoan(stores, input);
      const status = statusAfter(loan, 'takeBack');
      const { contract } = loan;
      const { terms } = contract;
      if (deposit.keptCents > terms.depositCents) {
        throw invalid([{ path: 'keptCents', message: 'Plus que la caution.' }]);
      }
      if (deposit.keptCents > 0 && deposit.reason === null) {
        throw invalid([{ path: 'reason', message: 'Dites pourquoi la caution est gardée.' }]);
      }
      const from = contract.outOn ?? loan.from;
      const on = report.on ?? today;
      if (on > today) throw invalid([NOT_YET]);
      if (on < from) throw invalid([{ path: 'on', message: `Le véhicule est parti le ${dateText(from)}.` }]);
      const vehicle = await lockVehicle(stores, loan.vehicleId);
      const mileageKm = await writeReport(ctx, stores, {
        loan,
        vehicle,
        moment: 'end',
        report,
        photos,
        on,
        organisationId,
      });
      const km = mileageKm === null || contract.mileageOutKm === null ? null : mileageKm - contract.mileageOutKm;
      await stores.fleet.changeHold(loan.id, { status, until: laterDate(loan.from, on) });
      await stores.fleet.changeContract(loan.id, {
        returnedOn: on,
        mileageInKm: mileageKm,
        owed: owed(terms, { from, until: on, km, deposit }),
      });
      await stores.fleet.closeRecords(loan.id);
      await stores.audit.record({
        action: 'loan.takenBack',
        entity: 'loan',
        entityId: loan.id,
        fields: ['status', 'until', 'returnedOn', 'mileageInKm', 'owed', 'conditionReport'],
      });
      return { id: loan.id };
    },
    answer: async (_stores, done) => done,
  });
}

async function writeReport(
  ctx: Context,
  stores: Stores,
  given: {
    loan: HoldFile;
    vehicle: OwnVehicle;
    moment: 'start' | 'end';
    report: z.infer<typeof reportSchema>;
    photos: readonly MadePhoto[];
    on: string;
    organisationId: string;
  },
): Promise<number | null> {
  const { loan, vehicle, moment, report, photos, on, organisationId } = given;
  const { points, mileageKm, on: _, ...rest } = report;
  const errors: FieldError[] = [];
  const looked = pointsOf(vehicle.vehicleType).flatMap((code): ConditionPoint[] => {
    const told = points[code];
    if (told === undefined) errors.push({ path: `points.${code}`, message: 'Dites si c’est en bon état ou abîmé.' });
    else if (told.state === 'damaged' && told.words === '') {
      errors.push({ path: `points.${code}`, message: 'Décrivez en quelques mots ce qui est abîmé.' });
    }
    return told === undefined ? [] : [{ code, state: told.state, words: told.words || null }];
  });
  if (mileageKm === null && !isCycle(vehicle.vehicleType)) {
    errors.unshift({ path: 'mileageKm', message: 'Écrivez ce que marque le compteur.' });
  }
  if (errors.length > 0) throw invalid(errors);
  if (mileageKm !== null) {
    await recordMileage(stores, {
      organisationId,
      vehicleId: vehicle.id,
      readOn: on,
      km: mileageKm,
      source: moment,
      path: 'mileageKm',
    });
  }
  const reportId = ctx.deps.ids.next('rep');
  await stores.fleet.insertReport({
    ...rest,
    id: reportId,
    organisationId,
    loanId: loan.id,
    moment,
    mileageKm: mileageKm ?? 0,
    points: looked,
  });
  for (const [i, photo] of photos.entries()) {
    await stores.fleet.addPhoto({ ...photo, id: ctx.deps.ids.next('pho'), organisationId, reportId, position: i + 1 });
  }
  return mileageKm;
}

/** Before the transaction: pictures take their time. Throws `invalid` with what is wrong of each. */
async function madePhotos({ deps }: Context, sent: readonly SentPhoto[]): Promise<MadePhoto[]> {
  if (sent.length > MOST_PHOTOS) {
    throw invalid([{ path: 'photos', message: `${MOST_PHOTOS} photos au plus pour un état des lieux.` }]);
  }
  const errors: FieldError[] = [];
  const made: MadePhoto[] = [];
  // One after the other: each takes tens of megabytes while it is made.
  for (const { name, bytes } of sent) {
    const photo = (await deps.photos?.make(bytes)) ?? { refusal: 'notPicture' as const };
    if ('refusal' in photo) errors.push({ path: 'photos', message: `« ${name} » ${WHY_NOT[photo.refusal]}` });
    else made.push(photo);
  }
  if (errors.length > 0) throw invalid(errors);
  return made;
}

/** The bytes of a photo of one of the structure’s own loans. Throws `forbidden`, `notFound`. */
export async function readPhoto({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<Uint8Array> {
  ownStructure(ctx);
  const jpeg = await ctx.deps.database.transact(ctx.actor, ({ fleet }) => fleet.readPhoto(input.id));
  if (jpeg === null) throw noLoan();
  return jpeg;
}

const incidentSchema = z.object({
  happenedOn: z.iso.date('Une date comme 07/12/2026.'),
  kind: z.enum(INCIDENT_KINDS, 'Choisissez de quoi il s’agit.'),
  words: z.string().trim().min(1, 'Racontez en quelques mots.').max(1000),
  loanId: z.string().max(100).nullable().default(null),
});

/** Throws `forbidden`, `notFound`, `invalid`. */
export async function recordIncident({
  ctx,
  input,
}: {
  ctx: Context;
  input: { vehicleId: string; incident: unknown };
}): Promise<{ id: string }> {
  const organisationId = ownStructure(ctx);
  const incident = parseInput(incidentSchema, input.incident);
  if (incident.happenedOn > (await todayOf(ctx))) {
    throw invalid([{ path: 'happenedOn', message: 'Ce jour n’est pas encore venu.' }]);
  }
  return transactOnce(ctx, {
    async effect(stores) {
      const { id: vehicleId } = await lockVehicle(stores, input.vehicleId);
      if (incident.loanId !== null) await lockLoan(stores, { id: incident.loanId });
      const id = ctx.deps.ids.next('inc');
      await stores.fleet.insertIncident({ id, organisationId, vehicleId, ...incident });
      await stores.audit.record({
        action: 'incident.recorded',
        entity: 'incident',
        entityId: id,
        fields: Object.keys(incident),
      });
      return { id };
    },
    answer: async (_stores, done) => done,
  });
}

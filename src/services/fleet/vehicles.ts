import { z } from 'zod';
import { isoDateSchema } from '../../domain/clock-time.ts';
import { EQUIPMENT, GEARBOXES, isCycle, plateOf } from '../../domain/fleet/vehicle.ts';
import { addDays } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { changedMeanwhile, lockVehicle, ownStructure, text, todayOf } from './own-fleet.ts';

const vehicleSchema = z.object({
  offerId: z.string('Choisissez une offre.').min(1, 'Choisissez une offre.').max(100),
  label: z.string().trim().min(1, 'Donnez un nom au véhicule.').max(100),
  make: text(60),
  model: text(60),
  equipment: z.array(z.enum(EQUIPMENT)).max(EQUIPMENT.length).default([]),
  requiredLicence: z.enum(['B', 'AM']).nullable().default(null),
  gearbox: z.enum(GEARBOXES).nullable().default(null),
  seats: z.int('De 1 à 9 places.').min(1, 'De 1 à 9 places.').max(9, 'De 1 à 9 places.').nullable().default(null),
  plate: text(20).transform((typed) => typed && plateOf(typed)),
  insuranceDueOn: isoDateSchema.nullable().default(null),
  inspectionDueOn: isoDateSchema.nullable().default(null),
  mileageKm: z.int('Un nombre de kilomètres.').min(0).max(2_000_000).nullable().default(null),
});

/** Throws `forbidden`, `notFound`, `invalid`, and `conflict` where another vehicle has that plate. */
export async function addVehicle({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  const organisationId = ownStructure(ctx);
  const { plate, insuranceDueOn, inspectionDueOn, mileageKm, ...given } = parseInput(vehicleSchema, input);
  const today = await todayOf(ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      const { vehicleType } = await loanOffer(stores, given.offerId);
      const id = ctx.deps.ids.next('veh');
      const isNew = await stores.fleet.insertVehicle({
        ...given,
        id,
        organisationId,
        vehicleType,
        status: 'available',
        illustrative: false,
        papers: { plate: isCycle(vehicleType) ? null : plate, insuranceDueOn, inspectionDueOn, mileageKm },
      });
      if (!isNew)
        throw invalid([{ path: 'plate', message: 'Un véhicule de votre flotte porte déjà cette immatriculation.' }]);
      if (mileageKm !== null) {
        await stores.fleet.noteMileage({
          organisationId,
          vehicleId: id,
          readOn: today,
          km: mileageKm,
          source: 'reading',
        });
      }
      await agreeUnits(stores, given.offerId);
      await stores.audit.record({
        action: 'vehicle.added',
        entity: 'vehicle',
        entityId: id,
        fields: [...Object.keys(given), 'plate', 'insuranceDueOn', 'inspectionDueOn', 'mileageKm'],
      });
      return { id };
    },
    answer: async (_stores, done) => done,
  });
}

const changeSchema = vehicleSchema.omit({ offerId: true, mileageKm: true }).extend({ expectedVersion: z.int() });

/** Throws as `addVehicle`, and `conflict` where somebody changed it meanwhile. */
export async function changeVehicle({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; change: unknown };
}): Promise<{ id: string }> {
  ownStructure(ctx);
  const { expectedVersion, plate, insuranceDueOn, inspectionDueOn, ...change } = parseInput(changeSchema, input.change);
  return transactOnce(ctx, {
    async effect(stores) {
      const vehicle = await lockVehicle(stores, input.id);
      if (vehicle.version !== expectedVersion) throw changedMeanwhile('Ce véhicule');
      await stores.fleet.changeVehicle(input.id, change, { plate, insuranceDueOn, inspectionDueOn });
      await stores.audit.record({
        action: 'vehicle.changed',
        entity: 'vehicle',
        entityId: input.id,
        fields: [...Object.keys(change), 'plate', 'insuranceDueOn', 'inspectionDueOn'],
      });
      return { id: input.id };
    },
    answer: async (_stores, done) => done,
  });
}

/**
 * Takes a vehicle out of the fleet, or back into it. Nobody is left with a promise: whatever holds it from today on is moved or called off first.
 * Throws `forbidden`, `notFound`, `conflict`.
 */
export async function setWithdrawn({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; withdrawn: boolean };
}): Promise<{ id: string }> {
  ownStructure(ctx);
  const today = await todayOf(ctx);
  return transactOnce(ctx, {
    async effect(stores) {
      const vehicle = await lockVehicle(stores, input.id);
      const status = input.withdrawn ? 'withdrawn' : 'available';
      if (vehicle.status === status) return { id: input.id };
      if (input.withdrawn) {
        const open = await stores.fleet.listHoldFiles({
          vehicleId: input.id,
          from: today,
          until: addDays(today, 3660),
        });
        if (open.some((one) => ['requested', 'confirmed', 'out'].includes(one.status))) {
          throw new ProblemError(
            'conflict',
            'Ce véhicule est encore promis ou à l’atelier : déplacez ou annulez d’abord ce qui suit.',
          );
        }
      }
      await stores.fleet.changeVehicle(input.id, { status });
      await agreeUnits(stores, vehicle.offerId);
      await stores.audit.record({
        action: input.withdrawn ? 'vehicle.withdrawn' : 'vehicle.returned',
        entity: 'vehicle',
        entityId: input.id,
        fields: ['status'],
      });
      return { id: input.id };
    },
    answer: async (_stores, done) => done,
  });
}

/** The vehicles are what is lent: an offer that has some says how many are available. An offer without any keeps the number it was given. */
export async function agreeUnits(stores: Stores, offerId: string): Promise<void> {
  const units = await stores.fleet.countUnits(offerId);
  const offer = await stores.offers.find(offerId);
  if (units === null || offer === null || offer.kind !== 'vehicleLoan' || offer.details.units === units) return;
  const { version } = offer;
  const changed = { ...offer, version: version + 1, details: { ...offer.details, units } };
  if (!(await stores.offers.update(changed, version))) throw changedMeanwhile('L’offre');
  await stores.audit.record({ action: 'offer.changed', entity: 'offer', entityId: offerId, fields: ['details.units'] });
}

/** Throws `invalid` for an offer that is not the structure’s own, or lends nothing. */
async function loanOffer(stores: Stores, id: string) {
  const offer = (await stores.fleet.listOwnOffers()).find((one) => one.id === id);
  if (offer === undefined)
    throw invalid([{ path: 'offerId', message: 'Choisissez une de vos offres de mise à disposition.' }]);
  return offer;
}

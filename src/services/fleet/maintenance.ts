import { z } from 'zod';
import { isoDateSchema } from '../../domain/clock-time.ts';
import { MAINTENANCE_KINDS } from '../../domain/fleet/vehicle.ts';
import { addDays } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { invalid } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { HoldFile, OwnVehicle } from '../ports/fleet.ts';
import { transactOnce } from '../transact-once.ts';
import { listReplacements } from './change-loan.ts';
import { changedMeanwhile, lockVehicle, noLoan, ownStructure, text, todayOf } from './own-fleet.ts';

const cents = z.int('Un montant en euros.').min(0).max(10_000_000).nullable().default(null);

const planSchema = z.object({
  vehicleId: z.string().min(1).max(100),
  from: isoDateSchema,
  until: isoDateSchema,
  kind: z.enum(MAINTENANCE_KINDS, 'Choisissez de quoi il s’agit.'),
  garage: text(120),
  note: text(500),
});

/** What stands in the way of a maintenance, each with the free vehicles that could take its place. */
export type InTheWay = { hold: HoldFile; replacements: OwnVehicle[] };

/**
 * Keeps the vehicle for a garage on days to come. Where something is promised on one of them nothing is written, and it says what, with the
 * vehicles that could take its place. Throws `forbidden`, `notFound`, `invalid`; `conflict` where somebody was quicker.
 */
export async function planMaintenance({
  ctx,
  input,
}: {
  ctx: Context;
  input: unknown;
}): Promise<{ id: string; inTheWay?: undefined } | { id?: undefined; inTheWay: InTheWay[] }> {
  const organisationId = ownStructure(ctx);
  const { vehicleId, from, until, kind, garage, note } = parseInput(planSchema, input);
  if (until < from) throw invalid([{ path: 'until', message: 'Le dernier jour vient avant le premier.' }]);
  if (until < (await todayOf(ctx))) throw invalid([{ path: 'until', message: 'Ces dates sont passées.' }]);
  return transactOnce(ctx, {
    async effect(stores): Promise<string | null> {
      const vehicle = await lockVehicle(stores, vehicleId);
      if ((await stores.fleet.listHolds({ vehicleIds: [vehicleId], from, until })).length > 0) return null;
      const id = ctx.deps.ids.next('loa');
      const { offerId } = vehicle;
      await stores.fleet.hold({
        id,
        kind: 'maintenance',
        vehicleId,
        offerId,
        bookingId: null,
        from,
        until,
        status: 'confirmed',
      });
      await stores.fleet.insertMaintenance({ loanId: id, organisationId, kind, garage, note, costCents: null });
      await stores.audit.record({
        action: 'maintenance.planned',
        entity: 'maintenance',
        entityId: id,
        fields: ['vehicleId', 'from', 'until', 'kind', 'garage', 'note'],
      });
      return id;
    },
    async answer(stores, id) {
      if (id !== null) return { id };
      const holds = await stores.fleet.listHolds({ vehicleIds: [vehicleId], from, until });
      const inTheWay: InTheWay[] = [];
      for (const one of holds) {
        const hold = await stores.fleet.findHold(one.id);
        if (hold === null) continue;
        const movable = hold.kind === 'loan' && (hold.status === 'confirmed' || hold.status === 'requested');
        inTheWay.push({ hold, replacements: movable ? await listReplacements(stores, hold) : [] });
      }
      return { inTheWay };
    },
  });
}

const changeSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('cancelMaintenance') }),
  z.object({ what: z.literal('endMaintenance'), costCents: cents }),
]);

/** Calls one off, or says that the vehicle is back and what it cost: the days that are left are free again. Throws as `planMaintenance`. */
export async function changeMaintenance({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; change: unknown };
}): Promise<{ id: string; vehicleId: string }> {
  const organisationId = ownStructure(ctx);
  const change = parseInput(changeSchema, input.change);
  const today = await todayOf(ctx);
  return transactOnce(ctx, {
    async effect({ fleet, audit }) {
      const hold = await fleet.lockHold(input.id);
      if (hold === null || hold.maintenance === null) throw noLoan();
      const { id, vehicleId } = hold;
      if (hold.status !== 'confirmed' && hold.status !== 'out') throw changedMeanwhile('Cet entretien');
      if (change.what === 'cancelMaintenance') {
        await fleet.changeHold(id, { status: 'cancelled' });
      } else {
        const last = today > hold.until ? hold.until : today < hold.from ? hold.from : today;
        await fleet.changeHold(id, { status: 'returned', until: last });
        await fleet.changeMaintenance(id, { costCents: change.costCents });
        if (change.costCents !== null && change.costCents > 0) {
          await fleet.insertCost({
            id: ctx.deps.ids.next('cos'),
            organisationId,
            vehicleId,
            paidOn: today,
            kind: hold.maintenance.kind === 'repair' ? 'repair' : 'maintenance',
            cents: change.costCents,
            note: hold.maintenance.garage,
            loanId: id,
          });
        }
      }
      const action = change.what === 'cancelMaintenance' ? 'maintenance.cancelled' : 'maintenance.ended';
      await audit.record({ action, entity: 'maintenance', entityId: id, fields: ['status'] });
      return { id, vehicleId };
    },
    answer: async (_stores, done) => done,
  });
}

/** How far ahead a page asks what is planned. */
export const aheadOf = (today: string): { from: string; until: string } => ({
  from: addDays(today, -60),
  until: addDays(today, 400),
});

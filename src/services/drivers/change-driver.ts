import { z } from 'zod';
import { lastCheck } from '../../domain/drivers/driver.ts';
import { charterVersion, requiredChecks } from '../../domain/drivers/rules.ts';
import { phoneDigits } from '../../domain/people/phone.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { DriverChange, DriverFile } from '../ports/drivers.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { noDriver } from './assign-driver.ts';
import { absenceSchema, checkSchema, driverInputSchema } from './driver-input.ts';
import { takeBackLost } from './hand-back.ts';
import { CHECK_WORDS } from './refusal-words.ts';
import { publishTrips } from './usual-trips.ts';

const cap = (most: number) => z.int().min(0, 'Un nombre à partir de 0.').max(most, `${most} au plus.`).nullable();

const changeSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('accept') }),
  z.object({
    what: z.literal('refuse'),
    reason: z.string().trim().min(1, 'Dites en quelques mots pourquoi.').max(500),
  }),
  z.object({ what: z.literal('pause') }),
  z.object({ what: z.literal('resume') }),
  z.object({ what: z.literal('leave') }),
  z.object({ what: z.literal('charter') }),
  z.object({ what: z.literal('cap'), weeklyRides: cap(50), weeklyMinutes: cap(3000) }),
  checkSchema.safeExtend({ what: z.literal('check') }),
  absenceSchema.safeExtend({ what: z.literal('absence') }),
  z.object({ what: z.literal('presence'), absenceId: z.string().max(100) }),
  z.object({ what: z.literal('erase'), confirmation: z.string().max(300) }),
]);
export type DriverAction = z.infer<typeof changeSchema>['what'];

const FROM: Partial<Record<DriverAction, readonly DriverFile['status'][]>> = {
  accept: ['applied'],
  refuse: ['applied'],
  pause: ['active'],
  resume: ['paused'],
  leave: ['active', 'paused'],
};

/**
 * What a coordinator does with a driver of their structure. Whatever takes somebody off the road gives their rides to come back at once,
 * and their usual trips are offered or not accordingly, all in one transaction. Throws `forbidden`, `notFound`, `invalid`, `conflict`.
 */
export async function changeDriver({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; change: unknown };
}): Promise<{ id: string; takenBack: number }> {
  requireScope(ctx, 'bookings:answer');
  const change = parseInput(changeSchema, input.change);
  return transactOnce(ctx, {
    async effect(stores) {
      const driver = await stores.drivers.lock(input.id);
      if (driver === null) throw noDriver();
      const from = FROM[change.what];
      if (from !== undefined && !from.includes(driver.status)) {
        throw new ProblemError('conflict', 'Cette fiche a changé entre-temps : relisez-la, puis recommencez.');
      }
      const fields = await apply(ctx, stores, driver, change);
      await stores.audit.record({ action: `driver.${change.what}`, entity: 'driver', entityId: driver.id, fields });
      return { id: driver.id, takenBack: change.what === 'erase' ? 0 : await settle(ctx, stores, driver.id) };
    },
    answer: async (_stores, done) => done,
  });
}

/** Rides of whoever is off the road, and the catalogue. */
async function settle(ctx: Context, stores: Stores, id: string): Promise<number> {
  const takenBack = await takeBackLost(ctx, stores);
  const now = await stores.drivers.find(id);
  if (now !== null && now.status !== 'applied' && now.status !== 'refused') await publishTrips(ctx, stores, now);
  return takenBack;
}

async function apply(
  ctx: Context,
  stores: Stores,
  driver: DriverFile,
  change: z.infer<typeof changeSchema>,
): Promise<string[]> {
  const { territory } = await ctx.deps.territory(ctx.actor.territoryId);
  const rules = territory.rules.drivers;
  const { id } = driver;
  const set = async (what: DriverChange) => {
    await stores.drivers.change(id, what);
    return Object.keys(what);
  };
  switch (change.what) {
    case 'accept': {
      const today = dateAt(ctx.deps.clock.now(), territory.timeZone);
      const missing = requiredChecks(driver.kind, rules).filter((kind) => {
        const last = lastCheck(driver.checks, kind);
        return last === null || (last.validUntil !== null && last.validUntil < today);
      });
      if (missing.length > 0) {
        const words = missing.map((kind) => CHECK_WORDS[kind]).join(', ');
        throw invalid([{ path: 'check', message: `Datez d’abord ce que vous avez vu : ${words}.` }]);
      }
      return set({ status: 'active' });
    }
    case 'refuse':
      return set({ status: 'refused', statusReason: change.reason });
    case 'pause':
      return set({ status: 'paused' });
    case 'resume':
      return set({ status: 'active' });
    case 'leave':
      return set({ status: 'left' });
    case 'charter':
      return set({ charterVersion: charterVersion(rules), charterAcceptedAt: ctx.deps.clock.now().toString() });
    case 'cap':
      return set({ weeklyRides: change.weeklyRides, weeklyMinutes: change.weeklyMinutes });
    case 'check': {
      const today = dateAt(ctx.deps.clock.now(), territory.timeZone);
      if (change.checkedOn > today) {
        throw invalid([{ path: 'checkedOn', message: 'Ce jour n’est pas encore venu.' }]);
      }
      const { check: kind, checkedOn, validUntil } = change;
      await stores.drivers.addCheck({ id: ctx.deps.ids.next('chk'), driverId: id, kind, checkedOn, validUntil });
      return ['kind', 'checkedOn', 'validUntil'];
    }
    case 'absence':
      await stores.drivers.addAbsence({
        id: ctx.deps.ids.next('abs'),
        driverId: id,
        from: change.from,
        until: change.until,
      });
      return ['from', 'until'];
    case 'presence':
      await stores.drivers.removeAbsence(id, change.absenceId);
      return ['absences'];
    case 'erase': {
      const expected = [driver.firstName, driver.lastName].filter(Boolean).join(' ');
      if (change.confirmation.trim() !== expected) {
        throw invalid([{ path: 'confirmation', message: `Écrivez exactement « ${expected} » pour confirmer.` }]);
      }
      // Before the row goes: what they promised is given to others, and their trips are not offered any more.
      await stores.drivers.change(id, { status: 'left' });
      await settle(ctx, stores, id);
      await stores.drivers.erase(id);
      return [];
    }
  }
}

/** Before the empty form. Throws `forbidden`. */
export function readAddForm({ ctx }: { ctx: Context }): void {
  requireScope(ctx, 'bookings:answer');
}

/** Somebody who came to the desk: written down by the coordinator, and accepted once their papers are dated. Throws as `changeDriver`. */
export async function addDriver({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireScope(ctx, 'bookings:answer');
  const { organisationId } = ctx.actor;
  if (organisationId === null) throw new ProblemError('forbidden', 'Il faut travailler dans une structure.');
  const given = parseInput(driverInputSchema, input);
  return transactOnce(ctx, {
    async effect(stores) {
      const id = ctx.deps.ids.next('drv');
      const isNew = await stores.drivers.insert({
        ...given,
        id,
        organisationId,
        status: 'applied',
        phoneDigits: phoneDigits(given.phone) ?? '',
        weeklyRides: null,
        weeklyMinutes: null,
        charterVersion: null,
        linkHash: null,
        illustrative: false,
      });
      if (!isNew) throw invalid([{ path: 'phone', message: 'Ce numéro est déjà dans votre liste.' }]);
      await stores.audit.record({
        action: 'driver.added',
        entity: 'driver',
        entityId: id,
        fields: Object.keys(given),
      });
      return { id };
    },
    answer: async (_stores, done) => done,
  });
}

import { z } from 'zod';
import { pointsOf } from '../../domain/allocation/criteria.ts';
import type { LendableVehicle, WaitingPerson } from '../../domain/allocation/problem.ts';
import { addDays, dateAt, daysBetween, laterDate } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { WaitingEntry } from '../ports/allocation.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';

const MOST_DAYS = 120;
const MOST_PEOPLE = 200;
const DATE = 'Une date comme 07/12/2026.';
const periodSchema = z.object({ from: z.iso.date(DATE), until: z.iso.date(DATE) });

/**
 * Asks for the structure's vehicles to be shared out over a period among everybody who waits. Everything it rests on is kept as it is now; a worker
 * computes. Throws `forbidden`, `invalid`, `conflict` where nobody waits, or there is no vehicle.
 */
export async function startRound({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ id: string }> {
  requireScope(ctx, 'allocation:decide');
  const { actor, deps } = ctx;
  const period = parseInput(periodSchema, input);
  const { territory } = await deps.territory(actor.territoryId);
  const criteria = territory.rules.allocation;
  const today = dateAt(deps.clock.now(), territory.timeZone);
  if (period.from < today) throw invalid([{ path: 'from', message: 'Un jour à venir, ou aujourd’hui.' }]);
  const days = daysBetween(period.from, period.until) + 1;
  if (days < 1) throw invalid([{ path: 'until', message: 'Le dernier jour vient après le premier.' }]);
  if (days > MOST_DAYS) throw invalid([{ path: 'until', message: `Une période de ${MOST_DAYS} jours au plus.` }]);

  return transactOnce(ctx, {
    async effect(stores) {
      if (actor.organisationId === null) throw new ProblemError('forbidden', 'Une structure répartit ses véhicules.');
      const entries = await stores.allocation.listEntries({ statuses: ['waiting'] });
      const vehicles = await fleetOf(stores, actor.organisationId, period.from);
      if (entries.length === 0) throw new ProblemError('conflict', 'Personne n’attend de véhicule.');
      if (vehicles.length === 0) throw new ProblemError('conflict', 'Votre structure n’a pas de véhicule à prêter.');
      if (entries.length > MOST_PEOPLE) {
        throw new ProblemError('conflict', `Une répartition compte ${MOST_PEOPLE} personnes au plus.`);
      }
      const points = Object.fromEntries(
        entries.map(({ id, facts, waitingSince }) => [id, pointsOf({ ...facts, waitingSince }, period.from, criteria)]),
      );
      const id = deps.ids.next('rnd');
      await stores.allocation.insertRound({
        id,
        ...period,
        criteria,
        snapshot: {
          problem: {
            period,
            lossPerDay: criteria.lossPerDay,
            people: entries.map((entry) => waiting(entry, period.from, points[entry.id]?.total ?? 0)),
            vehicles: vehicles.map(({ lendable }) => lendable),
          },
          points,
          vehicles: Object.fromEntries(vehicles.map(({ lendable, label }) => [lendable.id, { label }])),
        },
      });
      const fields = ['from', 'until', 'criteria', 'snapshot'];
      await stores.audit.record({ action: 'allocation.started', entity: 'allocationRound', entityId: id, fields });
      await stores.outbox.append({ type: 'roundAsked', roundId: id, replay: false });
      return { id };
    },
    answer: async (_stores, done) => done,
  });
}

/** Whoever has waited past their day is taken to accept as much later as they said, from the first day on. */
function waiting({ id, wish, waitingSince }: WaitingEntry, first: string, points: number): WaitingPerson {
  const { acceptsLaterDays, ...rest } = wish;
  return {
    id,
    ...rest,
    acceptsUntil: addDays(laterDate(wish.wantedFrom, first), acceptsLaterDays),
    points,
    waitingSince,
  };
}

const AHEAD_DAYS = 400;

/** What the structure can lend, and what keeps each vehicle busy from that day on. */
async function fleetOf(
  { fleet, offers }: Stores,
  organisationId: string,
  from: string,
): Promise<{ label: string; lendable: LendableVehicle }[]> {
  const own = (await fleet.listLendable()).filter((vehicle) => vehicle.organisationId === organisationId);
  const longest = new Map<string, number | null>();
  for (const offerId of new Set(own.map((vehicle) => vehicle.offerId))) {
    const offer = await offers.find(offerId);
    longest.set(offerId, offer?.kind === 'vehicleLoan' ? offer.details.maxDays : null);
  }
  const until = addDays(from, AHEAD_DAYS);
  const holds = await fleet.listHolds({ vehicleIds: own.map(({ id }) => id), from, until });
  return own.map(({ id, offerId, label, vehicleType, requiredLicence, equipment }) => ({
    label,
    lendable: {
      id,
      type: vehicleType,
      licence: requiredLicence,
      equipment,
      mostDays: longest.get(offerId) ?? null,
      busy: holds.filter(({ vehicleId }) => vehicleId === id).map((hold) => ({ from: hold.from, until: hold.until })),
    },
  }));
}

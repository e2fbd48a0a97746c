import { z } from 'zod';
import { dateText } from '../../domain/explanation/french.ts';
import { addDays } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { createLoanIn } from '../fleet/create-loan.ts';
import { todayOf } from '../fleet/own-fleet.ts';
import { parseInput } from '../parse-input.ts';
import type { AllocationDecision, AllocationRound, DecidedLoan, WaitingEntry } from '../ports/allocation.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { lockWaiting } from './change-entry.ts';
import { noRound } from './get-round.ts';

const decisionSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('confirm') }),
  z.object({
    what: z.literal('override'),
    /** Null: no vehicle. */
    vehicleId: z.string().max(100).nullable(),
    start: z.iso.date('Une date comme 07/12/2026.').nullable(),
    reason: z.string().trim().min(1, 'Dites pourquoi vous décidez autrement.').max(500, '500 caractères au plus.'),
  }),
]);

/**
 * A person of the structure confirms what was proposed to one of those who wait, or decides otherwise and says why. Where it is a vehicle the loan is
 * there at once, and whoever referred them is told either way. Throws `forbidden`, `notFound`, `invalid`, and `conflict` where it was decided
 * already, the person waits no more, the vehicle is lent meanwhile, or the first day that was proposed is over.
 */
export async function decideLoan({
  ctx,
  input,
}: {
  ctx: Context;
  input: { roundId: string; entryId: string; decision: unknown };
}): Promise<{ id: string }> {
  requireScope(ctx, 'allocation:decide');
  const given = parseInput(decisionSchema, input.decision);
  return transactOnce(ctx, {
    async effect(stores) {
      const { allocation, audit, outbox } = stores;
      const round = await allocation.lockRound(input.roundId);
      if (round === null) throw noRound();
      const known = await allocation.lockDecision(input);
      if (known === null) throw noRound();
      if (known.decision !== null) throw new ProblemError('conflict', 'C’est déjà décidé pour cette personne.');
      const entry = await lockWaiting(ctx, stores, input.entryId);
      await stores.people.prolong(entry.beneficiaryId);
      const today = await todayOf(ctx);
      const loan = given.what === 'confirm' ? stillAhead(known.proposed, today) : otherLoan(round, entry, given, today);
      const loanId = loan === null ? null : await lend(ctx, stores, entry, loan);
      await allocation.decide(input, {
        decision: given.what === 'confirm' ? 'confirmed' : 'overridden',
        decided: loan,
        reason: given.what === 'confirm' ? null : given.reason,
        loanId,
      });
      await closeWhereDecided(stores, round);
      await audit.record({
        action: given.what === 'confirm' ? 'allocation.confirmed' : 'allocation.overridden',
        entity: 'waitingEntry',
        entityId: entry.id,
        fields: loan === null ? ['decision'] : ['decision', 'decided', 'loanId'],
      });
      await outbox.append({ type: 'loanDecided', roundId: round.id, entryId: entry.id });
      return { id: round.id };
    },
    answer: async (_stores, done) => done,
  });
}

function stillAhead(proposed: DecidedLoan | null, today: string): DecidedLoan | null {
  if (proposed !== null && proposed.start < today) {
    const was = `Ce prêt devait commencer le ${dateText(proposed.start)}`;
    throw new ProblemError('conflict', `${was} : recalculez la répartition, ou décidez d’un autre jour.`);
  }
  return proposed;
}

function otherLoan(
  round: AllocationRound,
  { wish }: WaitingEntry,
  { vehicleId, start }: { vehicleId: string | null; start: string | null },
  today: string,
): DecidedLoan | null {
  if (vehicleId === null) return null;
  if (round.snapshot.vehicles[vehicleId] === undefined) {
    throw invalid([{ path: 'vehicleId', message: 'Choisissez un véhicule de la liste.' }]);
  }
  if (start === null) throw invalid([{ path: 'start', message: 'Dites quel jour le prêt commence.' }]);
  if (start < today) throw invalid([{ path: 'start', message: 'Un jour à venir, ou aujourd’hui.' }]);
  return { vehicleId, start, until: addDays(start, wish.days - 1) };
}

/** The loan of the fleet, with its contract; the database keeps every other off the vehicle on those days. */
async function lend(
  ctx: Context,
  stores: Stores,
  { referralId }: WaitingEntry,
  { vehicleId, start, until }: DecidedLoan,
): Promise<string> {
  return (await createLoanIn(ctx, stores, { vehicleId, from: start, until, referralId })).id;
}

/** Nothing is left to decide: of everybody it is decided, or they wait no more. */
async function closeWhereDecided({ allocation }: Stores, round: AllocationRound): Promise<void> {
  const isOpen = async ({ decision, entryId }: AllocationDecision) =>
    decision === null && (await allocation.findEntry(entryId))?.status === 'waiting';
  for (const one of await allocation.listDecisions(round.id)) if (await isOpen(one)) return;
  await allocation.changeRound(round.id, { status: 'decided' });
}

import { dateAt } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { WaitingEntry } from '../ports/allocation.ts';
import type { HandedFact } from '../ports/referrals.ts';
import { loadReferral, noReferral } from '../referrals/load-referral.ts';
import { moveReferral } from '../referrals/move-referral.ts';
import { sidesOf } from '../referrals/view-referral.ts';
import { transactOnce } from '../transact-once.ts';
import { getAllocationCriteria } from './criteria-of.ts';
import { nameIn } from './view-waiting.ts';
import { waitingInputSchema } from './waiting-input.ts';

/** How long a loan is where nobody said. */
const USUAL_DAYS = 30;
/** How much later it may begin then. */
const USUAL_LATER_DAYS = 7;
const JOINED = 'Inscription sur notre liste d’attente : le véhicule est attribué selon les critères publiés.';

/**
 * Puts whoever was referred on the structure's waiting list. A referral that still waits for its answer is accepted with it: nobody reminds of it
 * any more, and whoever referred is told. What the criteria ask and nobody wrote is looked up afterwards in the diagnostic.
 * Throws `forbidden`, `notFound`, `invalid`, `conflict`.
 */
export async function joinList({
  ctx,
  input,
}: {
  ctx: Context;
  input: { referralId: string; entry: unknown };
}): Promise<{ id: string }> {
  requireScope(ctx, 'allocation:decide');
  const given = parseInput(waitingInputSchema(await getAllocationCriteria({ ctx })), input.entry);
  const { deps, actor } = ctx;
  const { territory } = await deps.territory(actor.territoryId);
  return transactOnce(ctx, {
    async effect(stores) {
      const known = await loadReferral(stores, input.referralId);
      if (!sidesOf(actor, known).includes('provider') || actor.organisationId === null) throw noReferral();
      if (known.parties.offer.kind !== 'vehicleLoan') {
        throw new ProblemError('conflict', 'La liste d’attente est celle des véhicules prêtés.');
      }
      await stores.people.prolong(known.beneficiaryId);
      const referral = await stores.referrals.lock(known.id);
      if (referral === null) throw noReferral();
      if (referral.status === 'sent') {
        await moveReferral(ctx, stores, referral, {
          action: 'accept',
          change: { answeredAt: deps.clock.now().toString(), questionOpen: false },
          event: { text: JOINED },
          outcome: { code: 'accepted' },
        });
      } else if (referral.status !== 'accepted') {
        throw new ProblemError('conflict', 'Cette orientation est close : la personne ne peut plus être inscrite.');
      }
      if ((await stores.fleet.findLoanOfReferral(referral.id)) !== null) {
        throw new ProblemError('conflict', 'Cette orientation a déjà son prêt.');
      }
      const id = deps.ids.next('wai');
      const isNew = await stores.allocation.insertEntry({
        id,
        organisationId: actor.organisationId,
        beneficiaryId: referral.beneficiaryId,
        referralId: referral.id,
        ...given,
        waitingSince: dateAt(deps.clock.now(), territory.timeZone),
        illustrative: referral.parties.offer.illustrative,
      });
      if (!isNew) throw new ProblemError('conflict', 'Cette personne est déjà sur la liste.');
      await stores.audit.record({
        action: 'waiting.joined',
        entity: 'waitingEntry',
        entityId: id,
        fields: ['wish', 'facts', 'waitingSince'],
      });
      await stores.outbox.append({ type: 'waitingJoined', entryId: id });
      return { id };
    },
    answer: async (_stores, done) => done,
  });
}

/** What is known before somebody joins: what the referral handed over, and the form as it would begin. Throws `forbidden`, `notFound`. */
export async function prepareJoining({
  ctx,
  input,
}: {
  ctx: Context;
  input: { referralId: string };
}): Promise<{ name: string | null; facts: readonly HandedFact[]; entry: Pick<WaitingEntry, 'wish' | 'facts'> }> {
  requireScope(ctx, 'allocation:decide');
  const { deps, actor } = ctx;
  const { territory } = await deps.territory(actor.territoryId);
  const { longestLoanDays, mostDaysLate } = territory.rules.allocation;
  const today = dateAt(deps.clock.now(), territory.timeZone);
  return deps.database.transact(actor, async (stores) => {
    const referral = await loadReferral(stores, input.referralId);
    if (!sidesOf(actor, referral).includes('provider')) throw noReferral();
    const offer = await stores.offers.find(referral.offerId);
    const job = referral.facts.find(({ code }) => code === 'startsOn')?.on ?? null;
    const seats = Number(referral.facts.find(({ code }) => code === 'childSeats')?.value ?? Number.NaN);
    const days = Math.min(longestLoanDays, USUAL_DAYS);
    return {
      name: nameIn(referral.facts),
      facts: referral.facts,
      entry: {
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
      },
    };
  });
}

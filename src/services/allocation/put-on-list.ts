import { dateAt } from '../../domain/schedule/dates.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { NewWaitingEntry } from '../ports/allocation.ts';
import type { Referral } from '../ports/referrals.ts';
import type { Stores } from '../ports.ts';

/** Throws `conflict`: other offers have no list. */
export function requireVehicle({ parties }: Referral): void {
  if (parties.offer.kind === 'vehicleLoan') return;
  throw new ProblemError('conflict', 'La liste d’attente est celle des véhicules prêtés.');
}

/**
 * The row on the list with its audit, in the caller's transaction. What the criteria ask and nobody wrote is looked up afterwards in the
 * diagnostic. Throws `conflict` where that referral is on the list already, or has its loan.
 */
export async function putOnList(
  { deps, actor }: Context,
  stores: Stores,
  referral: Referral,
  entry: Pick<NewWaitingEntry, 'organisationId' | 'wish' | 'facts'>,
): Promise<{ id: string }> {
  if ((await stores.fleet.findLoanOfReferral(referral.id)) !== null) {
    throw new ProblemError('conflict', 'Cette orientation a déjà son prêt.');
  }
  const { territory } = await deps.territory(actor.territoryId);
  const id = deps.ids.next('wai');
  const isNew = await stores.allocation.insertEntry({
    id,
    ...entry,
    beneficiaryId: referral.beneficiaryId,
    referralId: referral.id,
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
}

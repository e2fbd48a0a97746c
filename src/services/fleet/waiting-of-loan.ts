import type { WaitingEntry } from '../ports/allocation.ts';
import type { Stores } from '../ports.ts';

/** Of the waiting list, whoever that referral put there; locked. Null where nobody. */
export async function lockWaitingOf(stores: Stores, referralId: string): Promise<WaitingEntry | null> {
  const known = await stores.allocation.findEntryOfReferral(referralId);
  const entry = known && (await stores.allocation.lockEntry(known.id));
  return entry?.status === 'waiting' ? entry : null;
}

/** Whoever is lent a vehicle waits for none any more, wherever it was decided. */
export async function serve({ allocation, audit }: Stores, { id }: WaitingEntry): Promise<void> {
  await allocation.changeEntry(id, { status: 'served' });
  await audit.record({ action: 'waiting.served', entity: 'waitingEntry', entityId: id, fields: ['status'] });
}

/** Their loan came to nothing: they wait again, since the day they did. Where the referral is over, they leave the list for that reason. */
export async function waitAgain({ allocation, audit, referrals }: Stores, id: string, reason: string): Promise<void> {
  const entry = await allocation.lockEntry(id);
  if (entry?.status !== 'served') return;
  const referral = await referrals.find(entry.referralId);
  const waits = referral !== null && canBeLent(referral);
  await allocation.changeEntry(id, waits ? { status: 'waiting' } : { status: 'withdrawn', statusReason: reason });
  await audit.record({
    action: waits ? 'waiting.restored' : 'waiting.withdrawn',
    entity: 'waitingEntry',
    entityId: id,
    fields: waits ? ['status'] : ['status', 'statusReason'],
  });
}

/** The structure said yes to that referral, and it is not over. */
export const canBeLent = ({ status }: { status: string }): boolean => status === 'accepted' || status === 'started';

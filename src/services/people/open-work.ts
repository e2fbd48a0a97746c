import type { OpenWork } from '../ports/people.ts';
import type { Stores } from '../ports.ts';

/** Which kinds of work were moved, as an audit row names them; each referral that was has a row of its own. */
export async function auditOpenWork({ audit }: Stores, moved: OpenWork): Promise<string[]> {
  for (const referralId of moved.referrals) {
    await audit.record({
      action: 'referral.handedOver',
      entity: 'referral',
      entityId: referralId,
      fields: ['organisationId', 'referrer'],
    });
  }
  return Object.entries(moved).flatMap(([what, ids]) => (ids.length > 0 ? [what] : []));
}

/**
 * After an organisation lost sight of a person: nothing that waits is left with those who cannot see them any more. The provider
 * reads in the timeline whom to speak to.
 */
export async function takeBackOpenWork(stores: Stores, id: string): Promise<void> {
  const fields = await auditOpenWork(stores, await stores.people.takeBackOpenWork(id));
  if (fields.length === 0) return;
  await stores.audit.record({ action: 'person.openWorkTakenBack', entity: 'beneficiary', entityId: id, fields });
}

import { sql } from 'drizzle-orm';
import type { OfferKind } from '../../domain/catalogue/offer.ts';
import type { ReferralToPlace } from '../../services/ports/programmes.ts';
import type { Session } from '../session.ts';

/**
 * Referrals to offers of those kinds that the actor's organisation said yes to, and of which `table` keeps nothing yet; who was told yes
 * first comes first.
 */
export async function listReferralsToPlace(
  { tx, actor }: Session,
  { kinds, table }: { kinds: readonly OfferKind[]; table: 'enrolments' | 'workshop_jobs' },
): Promise<ReferralToPlace[]> {
  const { rows } = await tx.execute<ReferralToPlace>(sql`
    select r.id, r.beneficiary_id as "beneficiaryId", r.offer_id as "offerId", r.status, r.parties, r.facts,
      to_char(r.answered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "answeredAt",
      coalesce((r.parties #>> '{offer,illustrative}')::boolean, false) as illustrative
    from referrals r
    where r.territory_id = ${actor.territoryId} and r.provider_organisation_id = ${actor.organisationId}
      and r.status in ('accepted', 'started')
      and r.parties #>> '{offer,kind}' = any(${sql.param([...kinds])}::text[])
      and not exists (select from ${sql.raw(table)} e
        where e.territory_id = r.territory_id and e.referral_id = r.id)
    order by r.answered_at nulls last, r.id`);
  return rows;
}

import { type SQL, sql } from 'drizzle-orm';
import { LEAST_PEOPLE } from '../../domain/small-groups.ts';

export type ToCheckRow = { id: string; reports: string; people: string };

/**
 * Offers to verify or reported, with how many people stand on each: those whose last result it serves, who were sent to it and taken, who
 * have a ride or a vehicle of it. Each person counts once, in steps of five, and the order follows the steps: an exact count would tell
 * who came or went.
 */
export function toCheckQuery(
  territoryId: string,
  { confirmedUpTo, today, limit, skip }: { confirmedUpTo: string; today: string; limit: number; skip: number },
): SQL {
  return sql`
    with reported as (
      select offer_id, count(*) as n from offer_reports
      where territory_id = ${territoryId} and closed_at is null group by offer_id
    ), asked as (
      select o.id, o.confirmed_at, coalesce(r.n, 0) as reports
      from offers o left join reported r on r.offer_id = o.id
      where o.territory_id = ${territoryId} and o.archived_at is null
        and (o.confirmed_at is null or o.confirmed_at <= ${confirmedUpTo} or r.n is not null)
    ), last_diagnostics as (
      select distinct on (d.beneficiary_id) d.beneficiary_id, d.id
      from diagnostics d join beneficiaries b on b.territory_id = d.territory_id and b.id = d.beneficiary_id
      where d.territory_id = ${territoryId} and not d.trial and b.closed_at is null
      order by d.beneficiary_id, d.created_at desc, d.id
    ), last_results as (
      select distinct on (m.diagnostic_id) l.beneficiary_id, m.offer_ids
      from last_diagnostics l join matches m on m.territory_id = ${territoryId} and m.diagnostic_id = l.id
      where m.status = 'ready'
      order by m.diagnostic_id, m.version desc
    ), standing as (
      select unnest(offer_ids) as offer_id, beneficiary_id from last_results
      union select offer_id, beneficiary_id from referrals
        where territory_id = ${territoryId} and status in ('accepted', 'started')
      union select offer_id, beneficiary_id from bookings
        where territory_id = ${territoryId} and status in ('requested', 'confirmed') and date >= ${today}
      union select h.offer_id, c.beneficiary_id from vehicle_loans h
        join loan_contracts c on c.territory_id = h.territory_id and c.loan_id = h.id
        where h.territory_id = ${territoryId} and h.kind = 'loan' and h.status in ('confirmed', 'out')
          and c.beneficiary_id is not null
    ), counted as (
      select s.offer_id, count(distinct s.beneficiary_id) / ${LEAST_PEOPLE} * ${LEAST_PEOPLE} as people
      from standing s join asked a on a.id = s.offer_id group by s.offer_id
    )
    select a.id, a.reports, coalesce(c.people, 0) as people
    from asked a left join counted c on c.offer_id = a.id
    order by a.reports > 0 desc, coalesce(c.people, 0) desc, a.confirmed_at asc nulls first, a.id
    limit ${limit} offset ${skip}`;
}

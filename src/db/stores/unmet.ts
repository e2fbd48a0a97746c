import { sql } from 'drizzle-orm';
import type { UnmetNeed } from '../../domain/unmet/sum-unmet.ts';
import type { UnmetStore } from '../../services/ports/unmet.ts';
import type { Session } from '../session.ts';

export function createUnmetStore({ tx, actor: { territoryId } }: Session): UnmetStore {
  return {
    async list({ since, timeZone }) {
      const { rows } = await tx.execute<UnmetNeed>(sql`
        with last_diagnostics as (
          select distinct on (d.beneficiary_id) d.beneficiary_id, d.id
          from diagnostics d
          where d.territory_id = ${territoryId} and not d.trial
          order by d.beneficiary_id, d.created_at desc, d.id
        ), needs as (
          select l.beneficiary_id, u.direction, u.hour, u.from_commune, u.to_commune,
            case when u.lever is not null then jsonb_build_object(
              'offerId', u.offer_id, 'lever', u.lever, 'amount', u.amount, 'unit', u.unit) end as nearest
          from last_diagnostics l
          join unserved_legs u on u.territory_id = ${territoryId} and u.diagnostic_id = l.id
          union all
          select k.beneficiary_id, k.direction,
            extract(hour from coalesce(k.arrive_by, k.depart_from, k.depart_at) at time zone ${timeZone})::int,
            k."from"->>'commune', k."to"->>'commune', null
          from bookings k
          where k.territory_id = ${territoryId} and k.status = 'refused' and k.ride is not null and k.date >= ${since}
            and not exists (
              select from bookings other
              where other.territory_id = k.territory_id and other.beneficiary_id = k.beneficiary_id
                and other.date = k.date and other.direction = k.direction and other.ride is not null
                and other.status in ('requested', 'confirmed', 'done'))
        )
        select n.beneficiary_id as "personId",
          jsonb_build_object('direction', n.direction, 'hour', n.hour, 'from', n.from_commune, 'to', n.to_commune) as ride,
          n.nearest
        from needs n
        join beneficiaries b on b.territory_id = ${territoryId} and b.id = n.beneficiary_id
        where b.closed_at is null and n.hour is not null`);
      return rows;
    },
  };
}

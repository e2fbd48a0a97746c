import { sql } from 'drizzle-orm';
import type { NeedStore, PersonOnRecord } from '../../services/ports/employers.ts';
import type { Session } from '../session.ts';

export function createNeedStore({ tx, actor }: Session): NeedStore {
  return {
    async listPeopleInNeed(at) {
      // A result is packed: verdicts and coverages stand in it as they were told, whatever else is written once.
      const { rows } = await tx.execute<PersonOnRecord>(sql`
        select distinct on (d.beneficiary_id)
          d.beneficiary_id as "personId",
          jsonb_build_object('home', v.facts->'home', 'job', v.facts->'job', 'means', v.facts->'means') as facts,
          case when m.status = 'ready' then
            exists (
              select from jsonb_array_elements(coalesce(m.result->'packed'->'matches', m.result->'matches')) told
              where told->>'verdict' = 'possible' and (told->'coverage'->>'total')::int > 0
                and (told->'coverage'->>'served')::int = (told->'coverage'->>'total')::int)
            or exists (
              select from jsonb_array_elements(coalesce(m.result->'bundles', '[]')) told
              where (told->'coverage'->>'served')::int = (told->'coverage'->>'total')::int)
          end as "hasWay",
          coalesce((
            select jsonb_agg(jsonb_build_object('lever', g.lever, 'amount', g.amount))
            from match_gaps g
            where g.territory_id = d.territory_id and g.diagnostic_id = d.id and g.version = v.version
          ), '[]') as changes
        from diagnostics d
        join beneficiaries b on b.territory_id = d.territory_id and b.id = d.beneficiary_id
        join lateral (
          select * from diagnostic_versions v
          where v.territory_id = d.territory_id and v.diagnostic_id = d.id and v.created_at < ${at}
          order by v.version desc limit 1
        ) v on true
        left join matches m
          on m.territory_id = d.territory_id and m.diagnostic_id = d.id and m.version = v.version
        where d.territory_id = ${actor.territoryId} and not d.trial and (b.closed_at is null or b.closed_at >= ${at})
        order by d.beneficiary_id, v.created_at desc, d.id`);
      return rows;
    },
  };
}

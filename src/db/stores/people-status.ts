import { type SQL, sql } from 'drizzle-orm';
import type { PersonStatus } from '../../domain/people/status.ts';

/** Where a person stands: `src/domain/people/status.ts` says what each word means. */
export function statusOf(territoryId: SQL, id: SQL, closedAt: SQL): SQL<PersonStatus> {
  const referred = (...statuses: readonly string[]) =>
    sql`exists (select from referrals r where r.territory_id = ${territoryId} and r.beneficiary_id = ${id}
      and r.status in (${sql.join(
        statuses.map((status) => sql.raw(`'${status}'`)),
        sql`, `,
      )}))`;
  return sql`case
    when ${closedAt} is not null then 'closed'
    when ${referred('started')} then 'started'
    when ${referred('accepted')} then 'accepted'
    when ${referred('sent')} then 'waiting'
    when ${referred('ended')} then 'followed'
    when exists (select from diagnostics d where d.territory_id = ${territoryId} and d.beneficiary_id = ${id}
      and not d.trial) then 'toRefer'
    else 'toAssess' end`;
}

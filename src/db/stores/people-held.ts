import { sql } from 'drizzle-orm';
import type { Identity } from '../../domain/people/identity.ts';
import type { HistoryEntry, PeopleStore, PersonKeys, PersonOutline } from '../../services/ports/people.ts';
import type { Session } from '../session.ts';
import { identityColumns } from './people-files.ts';

type HeldPart = Pick<
  PeopleStore,
  'keysOf' | 'listLookalikes' | 'listKeys' | 'outline' | 'listHistory' | 'readEverything'
>;

/** Tables that hold something of a person, with how their rows lead to them. The names are the column names of what is handed out. */
const OF_PERSON = {
  beneficiaries: 't.id = $person',
  beneficiary_identities: 't.beneficiary_id = $person',
  referents: 't.beneficiary_id = $person',
  consents: 't.beneficiary_id = $person',
  scheme_statuses: 't.beneficiary_id = $person',
  assessments: 't.beneficiary_id = $person',
  diagnostics: 't.beneficiary_id = $person',
  diagnostic_versions:
    't.diagnostic_id in (select d.id from diagnostics d where d.territory_id = t.territory_id and d.beneficiary_id = $person)',
  matches:
    't.diagnostic_id in (select d.id from diagnostics d where d.territory_id = t.territory_id and d.beneficiary_id = $person)',
  match_gaps:
    't.diagnostic_id in (select d.id from diagnostics d where d.territory_id = t.territory_id and d.beneficiary_id = $person)',
  unserved_legs:
    't.diagnostic_id in (select d.id from diagnostics d where d.territory_id = t.territory_id and d.beneficiary_id = $person)',
  action_plans: 't.beneficiary_id = $person',
  plan_steps:
    't.plan_id in (select p.id from action_plans p where p.territory_id = t.territory_id and p.beneficiary_id = $person)',
  referrals: 't.beneficiary_id = $person',
  referral_events:
    't.referral_id in (select r.id from referrals r where r.territory_id = t.territory_id and r.beneficiary_id = $person)',
  loan_contracts: 't.beneficiary_id = $person',
  bookings: 't.beneficiary_id = $person',
  booking_events:
    't.booking_id in (select b.id from bookings b where b.territory_id = t.territory_id and b.beneficiary_id = $person)',
  enrolments: 't.beneficiary_id = $person',
  attendances:
    't.enrolment_id in (select e.id from enrolments e where e.territory_id = t.territory_id and e.beneficiary_id = $person)',
  workshop_jobs: 't.beneficiary_id = $person',
  waiting_entries: 't.beneficiary_id = $person',
  allocation_decisions:
    't.entry_id in (select w.id from waiting_entries w where w.territory_id = t.territory_id and w.beneficiary_id = $person)',
  way_ins: 't.beneficiary_id = $person',
  service_requests: 't.beneficiary_id = $person',
  contact_entries: 't.beneficiary_id = $person',
  call_backs: 't.beneficiary_id = $person',
  appointments: 't.beneficiary_id = $person',
} as const;

/** Secrets and copies for searching: they say nothing of the person. Figures of an allocation count others, who may be few. */
const LEFT_OUT = [
  'territory_id',
  'search_text',
  'phone_digits',
  'link_hashes',
  'link_hash',
  'share_hash',
  'token_hash',
  'purge_after',
  'figures',
];

/** What is known of a person altogether, and who else might be the same. */
export function createHeldStore({ tx, actor }: Session): HeldPart {
  const { territoryId, organisationId } = actor;
  const keys = sql`select b.id, i.search_text as name, i.birth_date as "birthDate", i.phone_digits as "phoneDigits", b.reference
    from beneficiary_identities i
    join beneficiaries b on b.territory_id = i.territory_id and b.id = i.beneficiary_id
    where i.territory_id = ${territoryId}`;

  return {
    keysOf: (id, identity: Identity): PersonKeys => {
      const { searchText, phoneDigits } = identityColumns(identity);
      return { id, name: searchText, birthDate: identity.birthDate, phoneDigits, reference: identity.reference };
    },

    async listLookalikes({ id, name, birthDate, phoneDigits, reference }) {
      const words = name.split(' ').filter((word) => word.length > 1);
      const { rows } = await tx.execute<PersonKeys>(sql`${keys} and b.id <> ${id} and (
        i.birth_date = ${birthDate} or i.phone_digits = ${phoneDigits} or b.reference = ${reference}
        or string_to_array(i.search_text, ' ') && ${sql.param(words)}::text[])
        order by b.id`);
      return rows;
    },

    async listKeys() {
      const { rows } = await tx.execute<PersonKeys>(sql`${keys} order by b.id`);
      return rows;
    },

    async outline(id) {
      const mine = (alias: string) =>
        sql.raw(`${alias}.territory_id = b.territory_id and ${alias}.beneficiary_id = b.id`);
      const { rows } = await tx.execute<RawOutline>(sql`select
        coalesce((select json_agg(json_build_object('id', s.id, 'mode', s.mode, 'madeOn', s.made_on, 'madeBy', s.made_by,
          'diagnosticId', s.diagnostic_id) order by s.made_on desc, s.created_at desc)
          from assessments s where ${mine('s')}), '[]') as assessments,
        coalesce((select json_agg(json_build_object('id', d.id, 'version', d.current_version, 'createdAt', d.created_at,
          'status', m.status, 'rides', cardinality(coalesce(m.offer_ids, '{}'))) order by d.created_at desc)
          from diagnostics d
          left join matches m on m.territory_id = d.territory_id and m.diagnostic_id = d.id and m.version = d.current_version
          where ${mine('d')} and not d.trial), '[]') as diagnostics,
        coalesce((select json_agg(json_build_object('id', p.id, 'status', p.status, 'updatedAt', p.updated_at,
          'steps', (select count(*) from plan_steps t where t.territory_id = p.territory_id and t.plan_id = p.id
            and t.status <> 'dropped'),
          'done', (select count(*) from plan_steps t where t.territory_id = p.territory_id and t.plan_id = p.id
            and t.status = 'done')) order by p.updated_at desc)
          from action_plans p where ${mine('p')}), '[]') as plans,
        coalesce((select json_agg(json_build_object('id', r.id, 'status', r.status,
          'offer', coalesce(r.parties #>> '{offer,title}', o.title, ''),
          'sentAt', coalesce(r.sent_at, r.created_at), 'answeredAt', r.answered_at) order by r.created_at desc)
          from referrals r left join offers o on o.territory_id = r.territory_id and o.id = r.offer_id
          where ${mine('r')}), '[]') as referrals
        from beneficiaries b where b.territory_id = ${territoryId} and b.id = ${id}`);
      const [row] = rows;
      if (!row) return { assessments: [], diagnostics: [], plans: [], referrals: [] };
      return {
        assessments: row.assessments,
        diagnostics: row.diagnostics.map((one) => ({ ...one, createdAt: iso(one.createdAt) })),
        plans: row.plans.map((one) => ({ ...one, updatedAt: iso(one.updatedAt) })),
        referrals: row.referrals.map((one) => ({
          ...one,
          sentAt: iso(one.sentAt),
          answeredAt: one.answeredAt && iso(one.answeredAt),
        })),
      };
    },

    async listHistory(id, limit) {
      const { rows } = await tx.execute<HistoryEntry>(sql`
        with related (id) as (
          select ${id}::text
          union select d.id from diagnostics d where d.territory_id = ${territoryId} and d.beneficiary_id = ${id}
          union select s.id from assessments s where s.territory_id = ${territoryId} and s.beneficiary_id = ${id}
          union select p.id from action_plans p where p.territory_id = ${territoryId} and p.beneficiary_id = ${id}
          union select a.id from appointments a where a.territory_id = ${territoryId} and a.beneficiary_id = ${id}
          union select q.id from service_requests q where q.territory_id = ${territoryId} and q.beneficiary_id = ${id})
        select at, action, fields, "byId", "byName" from (
          select e.at, e.action, e.fields, e.id as place, e.actor_id as "byId", null as "byName"
          from audit_entries e
          where e.territory_id = ${territoryId} and e.entity_id in (select r.id from related r)
            and e.organisation_id = ${organisationId}
          union all
          select v.at, 'referral.' || v.kind, '{}', v.id, null, v.by_name
          from referral_events v
          join referrals r on r.territory_id = v.territory_id and r.id = v.referral_id
          where v.territory_id = ${territoryId} and r.beneficiary_id = ${id}) lines
        order by at desc, place desc limit ${limit}`);
      return rows.map((row) => ({ ...row, at: iso(row.at) }));
    },

    async readEverything(id) {
      const held: Record<string, unknown[]> = {};
      for (const [table, leads] of Object.entries(OF_PERSON)) {
        const condition = sql.join(
          leads.split('$person').map((text) => sql.raw(text)),
          sql`${id}`,
        );
        const { rows } = await tx.execute<{
          row: unknown;
        }>(sql`select to_jsonb(t) - ${sql.param(LEFT_OUT)}::text[] as row
          from ${sql.raw(table)} t where t.territory_id = ${territoryId} and ${condition}`);
        held[table] = rows.map(({ row }) => row);
      }
      const { rows } = await tx.execute<{ row: unknown }>(sql`select to_jsonb(c) as row from circle_of_care(${id}) c`);
      return { ...held, beneficiary_access: rows.map(({ row }) => row) };
    },
  };
}

const iso = (instant: string) => new Date(instant).toISOString();

/** Instants are told as PostgreSQL does. */
type RawOutline = PersonOutline;

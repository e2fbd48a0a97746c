import { type SQL, sql } from 'drizzle-orm';
import type { PersonFacts } from '../../domain/people/needs-today.ts';
import { phoneDigits } from '../../domain/people/phone.ts';
import type { PersonStatus } from '../../domain/people/status.ts';
import { ProblemError } from '../../services/errors.ts';
import type { PeopleFilter, PeopleStore, PersonRow } from '../../services/ports/people.ts';
import { searchable } from '../search-text.ts';
import type { Session } from '../session.ts';
import { statusOf } from './people-status.ts';

type ListPart = Pick<PeopleStore, 'list' | 'gatherFacts'>;

/** Fewer digits than that are a reference or nothing. */
const FEWEST_DIGITS = 4;

const STATUS = statusOf(sql`b.territory_id`, sql`b.id`, sql`b.closed_at`);
/**
 * By name as it is said in a register, accents aside whatever the database's collation; files without a name come by their
 * reference.
 */
const SORT_KEY = sql`translate(
  lower(coalesce(nullif(concat_ws(' ', i.last_name, i.first_name), ''), b.reference, '')),
  'àâäáãåçéèêëíìîïñóòôöõúùûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy')`;

/** Instants as PostgreSQL says them, to the millisecond in UTC. */
const iso = (instant: string | null): string | null => (instant === null ? null : new Date(instant).toISOString());

/** The people whose file the actor's organisation holds. */
export function createListStore({ tx, actor }: Session): ListPart {
  const { territoryId, organisationId } = actor;

  /**
   * The whole file, now: who may see the facts alone has no list of people. Arrays, for they are made once: a planner that knows nothing
   * of tables just filled would ask for every person anew.
   */
  const held = sql`b.territory_id = ${territoryId} and b.id = any(array(
    select a.beneficiary_id from beneficiary_access a
    where a.territory_id = ${territoryId} and a.organisation_id = ${organisationId}
      and a.scope = 'file' and a."from" <= current_instant() and (a.until is null or a.until > current_instant())))`;

  return {
    async list(filter) {
      const conditions = sql.join([held, ...conditionsOf(filter)], sql` and `);
      const after = filter.cursor === undefined ? sql`true` : sql`(${SORT_KEY}, b.id) > ${readCursor(filter.cursor)}`;
      const from = sql`from beneficiaries b
        left join beneficiary_identities i on i.territory_id = b.territory_id and i.beneficiary_id = b.id`;
      // Of the page alone is asked what only the page shows.
      const { rows } = await tx.execute<RawRow>(sql`
        with b as (
          select b.territory_id, b.id, b.reference, b.organisation_id, b.created_at, b.closed_at,
            i.first_name, i.last_name, i.commune, ${SORT_KEY} as sort_key
          ${from} where ${conditions} and ${after}
          order by ${SORT_KEY}, b.id limit ${filter.limit + 1})
        select b.id, b.reference, b.created_at, b.first_name, b.last_name, b.commune, b.sort_key, ${STATUS} as status,
          r.member_id, r.organisation_id, coalesce(o.illustrative, false) as illustrative,
          (select max(c.at) from contact_entries c
            where c.territory_id = b.territory_id and c.beneficiary_id = b.id
              and c.kind in ('call', 'sms', 'email', 'letter', 'visit')) as last_entry,
          (select max(p.starts_at) from appointments p
            where p.territory_id = b.territory_id and p.beneficiary_id = b.id and p.status = 'kept') as last_appointment
        from b
        left join lateral (
          select r.member_id, r.organisation_id from referents r
          where r.territory_id = b.territory_id and r.beneficiary_id = b.id and r.until is null
          order by r."from" desc, r.id desc limit 1) r on true
        left join organisations o on o.territory_id = b.territory_id and o.id = b.organisation_id
        order by b.sort_key, b.id`);
      const { rows: counted } = await tx.execute<{ total: string }>(
        sql`select count(*) as total ${from} where ${conditions}`,
      );
      const page = rows.slice(0, filter.limit);
      const last = page.at(-1);
      return {
        items: page.map(rowOf),
        nextCursor: rows.length > filter.limit && last ? writeCursor(last) : null,
        total: Number(counted[0]?.total ?? 0),
      };
    },

    async gatherFacts(ids, day) {
      if (ids.length === 0) return new Map();
      const { rows } = await tx.execute<RawFacts>(factsQuery(territoryId, ids, day));
      return new Map(rows.map((row) => [row.id, factsOf(row)]));
    },
  };

  function conditionsOf({ referentId, q, status, open }: PeopleFilter): SQL[] {
    return [
      ...(referentId === undefined
        ? []
        : [
            sql`b.id = any(array(select f.beneficiary_id from referents f
            where f.territory_id = ${territoryId} and f.member_id = ${referentId} and f.until is null))`,
          ]),
      ...(status === undefined ? [] : [sql`${STATUS} = ${status}`]),
      ...(open ? [sql`b.closed_at is null`] : []),
      ...(q === undefined || q.trim() === '' ? [] : [found(q)]),
    ];
  }
}

/** Every word begins a name; or the digits are in the phone; or the reference begins so. */
function found(q: string): SQL {
  const words = searchable(q).split(' ').filter(Boolean);
  const named = words.map((word) => sql`position(${` ${word}`} in ' ' || i.search_text) > 0`);
  const ways = [sql`starts_with(lower(b.reference), ${q.trim().toLowerCase()})`];
  if (named.length > 0) ways.push(sql`(${sql.join(named, sql` and `)})`);
  const digits = phoneDigits(q) ?? q.replace(/\D/g, '');
  if (digits.length >= FEWEST_DIGITS) ways.push(sql`position(${digits} in i.phone_digits) > 0`);
  return sql`(${sql.join(ways, sql` or `)})`;
}

type RawRow = {
  id: string;
  reference: string | null;
  created_at: string;
  first_name: string | null;
  last_name: string | null;
  commune: string | null;
  status: PersonStatus;
  member_id: string | null;
  organisation_id: string | null;
  illustrative: boolean;
  sort_key: string;
  last_entry: string | null;
  last_appointment: string | null;
};

function rowOf(row: RawRow): PersonRow {
  const contacts = [iso(row.last_entry), iso(row.last_appointment)].filter((one) => one !== null);
  return {
    id: row.id,
    firstName: row.first_name,
    lastName: row.last_name,
    reference: row.reference,
    commune: row.commune,
    status: row.status,
    createdAt: iso(row.created_at) ?? '',
    referent:
      row.member_id === null || row.organisation_id === null
        ? null
        : { memberId: row.member_id, organisationId: row.organisation_id },
    lastContactAt: contacts.toSorted().at(-1) ?? null,
    illustrative: row.illustrative,
  };
}

const writeCursor = ({ sort_key, id }: RawRow) => Buffer.from(JSON.stringify([sort_key, id])).toString('base64url');

function readCursor(cursor: string): SQL {
  try {
    const [key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (typeof key === 'string' && typeof id === 'string') return sql`(${key}, ${id})`;
  } catch {
    // Told below: whatever it is, it is no place in this list.
  }
  throw new ProblemError('malformed', 'Ce curseur n’est pas d’une liste de personnes : reprenez-la du début.');
}

/** One row a person, each kind of fact an array of JSON. */
function factsQuery(
  territoryId: string,
  ids: readonly string[],
  { today, endsAt, timeZone }: { today: string; endsAt: string; timeZone: string },
): SQL {
  const day = (instant: SQL) => sql`(${instant} at time zone ${timeZone}::text)::date`;
  const ofPerson = (alias: string) =>
    sql.raw(`${alias}.territory_id = b.territory_id and ${alias}.beneficiary_id = b.id`);
  const list = (object: SQL, from: SQL) => sql`coalesce((select json_agg(json_build_object(${object})) ${from}), '[]')`;
  return sql`select b.id, b.closed_at is not null as closed, ${day(sql`b.created_at`)}::text as opened_on,
    exists (select from referents f where ${ofPerson('f')} and f.until is null and not exists (
      select from members m where m.territory_id = f.territory_id and m.id = f.member_id and m.closed_at is not null))
      as has_referent,
    ${list(
      sql`'id', r.id, 'status', r.status, 'sentOn', ${day(sql`coalesce(r.sent_at, r.created_at)`)},
        'settledOn', ${day(sql`coalesce(r.answered_at, r.updated_at)`)}, 'questionOpen', r.question_open,
        'previousId', r.previous_id, 'startedOn', r.started_on, 'followUps', array(
          select e.details ->> 'outcome' from referral_events e
          where e.territory_id = r.territory_id and e.referral_id = r.id and e.kind = 'followedUp')`,
      sql`from referrals r where ${ofPerson('r')}`,
    )} as referrals,
    (select json_build_object('diagnosticId', d.id, 'madeOn', ${day(sql`d.created_at`)}, 'rides',
        case when m.status = 'ready' then (select count(*) from offers o
          where o.territory_id = m.territory_id and o.id = any(m.offer_ids)
            and o.kind in ('carpool', 'vehicleLoan', 'demandResponsiveTransport', 'volunteerDriving', 'carShare')) end)
      from diagnostics d
      join matches m on m.territory_id = d.territory_id and m.diagnostic_id = d.id and m.version = d.current_version
      where ${ofPerson('d')} and not d.trial order by d.created_at desc, d.id desc limit 1) as latest_match,
    (select json_build_object('id', s.id, 'madeOn', s.made_on) from assessments s
      where ${ofPerson('s')} order by s.made_on desc, s.created_at desc limit 1) as last_assessment,
    ${list(
      sql`'dueAt', c.due_at, 'dueOn', ${day(sql`c.due_at`)}`,
      sql`from call_backs c where ${ofPerson('c')} and c.done_at is null and c.due_at < ${endsAt}`,
    )} as call_backs,
    ${list(
      sql`'startsAt', p.starts_at, 'on', ${day(sql`p.starts_at`)}`,
      sql`from appointments p where ${ofPerson('p')} and p.status = 'planned' and p.starts_at < ${endsAt}`,
    )} as appointments,
    coalesce((select json_agg(json_build_object('planId', t.plan_id, 'until', t.until)) from (
      select t.plan_id, min(t.until) as until
      from plan_steps t join action_plans l on l.territory_id = t.territory_id and l.id = t.plan_id
      where ${ofPerson('l')} and l.status <> 'closed' and t.status in ('todo', 'doing') and t.until < ${today}::date
      group by t.plan_id) t), '[]') as overdue_steps
  from beneficiaries b where b.territory_id = ${territoryId} and b.id = any(${sql.param([...ids])})`;
}

type RawFacts = {
  id: string;
  closed: boolean;
  opened_on: string;
  has_referent: boolean;
  referrals: PersonFacts['referrals'];
  latest_match: PersonFacts['latestMatch'];
  last_assessment: PersonFacts['lastAssessment'];
  call_backs: PersonFacts['callBacks'];
  appointments: PersonFacts['appointments'];
  overdue_steps: PersonFacts['overdueSteps'];
};

function factsOf(row: RawFacts): PersonFacts {
  return {
    closed: row.closed,
    openedOn: row.opened_on,
    hasReferent: row.has_referent,
    referrals: row.referrals,
    latestMatch: row.latest_match,
    lastAssessment: row.last_assessment,
    callBacks: row.call_backs.map(({ dueAt, dueOn }) => ({ dueAt: iso(dueAt) ?? '', dueOn })),
    appointments: row.appointments.map(({ startsAt, on }) => ({ startsAt: iso(startsAt) ?? '', on })),
    overdueSteps: row.overdue_steps,
  };
}

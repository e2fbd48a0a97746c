import { z } from 'zod';
import { type Need, needsToday, urgency } from '../../domain/people/needs-today.ts';
import { PERSON_STATUSES } from '../../domain/people/status.ts';
import { type Context, requireScope } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type { PeopleFilter, PersonRow } from '../ports/people.ts';
import type { Stores } from '../ports.ts';
import { type NamedColleague, namedColleagues } from './colleagues.ts';
import { dayOf } from './day.ts';

const LIMITS = { default: 25, max: 100 };
/** Of whom everything that needs somebody is looked at: nobody accompanies more people at once. */
const MOST_AT_ONCE = 2000;

const filterSchema = z.object({
  /** `mine`: those whose referent I am. `organisation`: all that mine holds. */
  whose: z.enum(['mine', 'organisation']).default('mine'),
  q: z.string().trim().max(200).optional(),
  status: z.enum(PERSON_STATUSES).optional(),
  /** Only those that need somebody today. */
  needing: z.boolean().default(false),
  limit: z.int().min(1).max(LIMITS.max).default(LIMITS.default),
  cursor: z.string().max(1000).optional(),
});
export type PeopleQuery = z.input<typeof filterSchema>;

export type ListedPerson = PersonRow & {
  /** The most urgent first; none of a closed file. */
  needs: Need[];
  referentName: string | null;
};

export type ListedPeople = {
  items: ListedPerson[];
  nextCursor: string | null;
  /** How many there are with that search. */
  total: number;
};

/**
 * My people, or my organisation's, by name, with what needs somebody today; those in need, the most urgent first. Throws
 * `forbidden`, `invalid`, `malformed` (cursor).
 */
export async function listPeople({ ctx, input }: { ctx: Context; input: PeopleQuery }): Promise<ListedPeople> {
  requireScope(ctx, 'people:read');
  const { whose, q, status, needing, limit, cursor } = parseInput(filterSchema, input);
  const day = await dayOf(ctx);
  const asked: PeopleFilter = {
    limit: needing ? MOST_AT_ONCE : limit,
    ...(whose === 'mine' ? { referentId: ctx.actor.id } : {}),
    ...(q ? { q } : {}),
    ...(status ? { status } : {}),
    ...(cursor === undefined || needing ? {} : { cursor }),
    ...(needing ? { open: true } : {}),
  };
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const page = await stores.people.list(asked);
    const items = await withNeeds(stores, page.items, day);
    if (!needing) return { ...page, items };
    const inNeed = items.filter(({ needs }) => needs.length > 0).toSorted(byUrgency);
    return { items: inNeed.slice(0, limit), nextCursor: null, total: inNeed.length };
  });
}

async function withNeeds(
  stores: Stores,
  rows: readonly PersonRow[],
  day: Awaited<ReturnType<typeof dayOf>>,
): Promise<ListedPerson[]> {
  const facts = await stores.people.gatherFacts(
    rows.map(({ id }) => id),
    day,
  );
  const names = new Map((await namedColleagues(stores)).map((one) => [one.id, one]));
  return rows.map((row) => {
    const known = facts.get(row.id);
    return {
      ...row,
      needs: known ? needsToday(known, day.today) : [],
      referentName: referentName(names.get(row.referent?.memberId ?? ''), row.referent?.organisationId),
    };
  });
}

/** Of another organisation the name alone would tell nobody whom to call. */
const referentName = (colleague: NamedColleague | undefined, organisationId: string | undefined): string | null => {
  if (colleague === undefined) return null;
  return colleague.organisationId === organisationId ? colleague.displayName : null;
};

function byUrgency(a: ListedPerson, b: ListedPerson): number {
  const [first, other] = [a.needs[0], b.needs[0]];
  if (!first || !other) return 0;
  return urgency(first) - urgency(other) || (first.at ?? first.on).localeCompare(other.at ?? other.on);
}

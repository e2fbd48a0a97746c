import { z } from 'zod';
import { SCOPES_OF_ROLE } from '../../domain/accounts/roles.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { PersonFile } from '../ports/people.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { type NamedColleague, namedColleagues } from './colleagues.ts';

const MOST_AT_ONCE = 500;

const schema = z.object({
  ids: z.array(z.string().max(100)).min(1, 'Cochez au moins une personne.').max(MOST_AT_ONCE),
  /** Of a member, of any organisation of the territory, who accompanies people. */
  toMemberId: z.string().min(1, 'Choisissez à qui confier ces personnes.').max(100),
  /** Of one's own organisation, when the person goes to another. */
  keepAccess: z.boolean().default(false),
});

/**
 * Why somebody was not handed over. `gone`: there is no such file, or not for us. `closed`: no longer accompanied. `elsewhere`: its
 * referent is of another organisation, which alone may hand it over.
 */
export type NotTransferred = { id: string; why: 'gone' | 'closed' | 'elsewhere' };
export type Transferred = { transferred: string[]; left: NotTransferred[] };

/** Under which the organisation to which a person is handed over sees the file. */
const BASIS = 'publicInterestMission';

/**
 * Hands people over to another referent, all at once: at no instant has one of them no referent, or two, and the next one sees
 * the file before the last one stops. Whoever cannot be handed over is told, the others are. Throws `forbidden`, `invalid`,
 * `conflict` (idempotency key).
 */
export async function transferPeople({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof schema>;
}): Promise<Transferred> {
  requireScope(ctx, 'people:transfer');
  const { ids, toMemberId, keepAccess } = parseInput(schema, input);
  const { organisationId } = ctx.actor;
  if (organisationId === null) throw new ProblemError('forbidden', 'Un dossier appartient à une structure.');
  return transactOnce(ctx, {
    async effect(stores): Promise<Transferred> {
      const next = await getNext(stores, toMemberId);
      const done: Transferred = { transferred: [], left: [] };
      // In one order for everybody: two transfers of the same people wait for one another, never in a ring.
      for (const id of [...new Set(ids)].toSorted()) {
        const why = await handOver(stores, { id, next, organisationId, keepAccess });
        if (why === null) done.transferred.push(id);
        else done.left.push({ id, why });
      }
      return done;
    },
    answer: async (_stores, done) => done,
  });
}

async function getNext(stores: Stores, memberId: string): Promise<NamedColleague> {
  const found = (await namedColleagues(stores)).find(({ id, present, role }) => {
    const scopes: readonly string[] = SCOPES_OF_ROLE[role];
    return id === memberId && present && scopes.includes('people:write');
  });
  if (found) return found;
  throw invalid([
    { path: 'toMemberId', message: 'Cette personne n’accompagne plus personne ici : choisissez-en une autre.' },
  ]);
}

async function handOver(
  stores: Stores,
  asked: { id: string; next: NamedColleague; organisationId: string; keepAccess: boolean },
): Promise<NotTransferred['why'] | null> {
  const { id, next, organisationId, keepAccess } = asked;
  const { people, audit } = stores;
  const file: PersonFile | null = await people.findAndLock(id);
  if (file === null) return 'gone';
  if (file.closedAt !== null) return 'closed';
  const present = (await people.listReferents(id)).filter(({ until }) => until === null);
  // A team that took the person up has a referent of its own beside ours: each organisation hands over what is its own.
  const isOurs = present.some((one) => one.organisationId === organisationId);
  if (present.length > 0 && !isOurs) return 'elsewhere';
  if (present.some(({ memberId }) => memberId === next.id)) return null;

  const goesAway = next.organisationId !== organisationId;
  if (goesAway) await letIn(stores, id, next.organisationId);
  await people.replaceReferent(id, { memberId: next.id, organisationId: next.organisationId });
  await people.prolong(id);
  const leaves = goesAway && !keepAccess;
  await audit.record({
    action: 'person.transferred',
    entity: 'beneficiary',
    entityId: id,
    fields: ['referent', ...(goesAway ? ['access'] : []), ...(leaves ? ['ownAccess'] : [])],
  });
  if (leaves) await people.leave(id);
  return null;
}

/** The whole file, unless they hold it already. */
async function letIn(stores: Stores, id: string, organisationId: string): Promise<void> {
  const held = (await stores.people.listCircle(id)).some(
    (access) => access.organisationId === organisationId && access.scope === 'file' && access.until === null,
  );
  if (!held) await stores.people.giveAccess(id, { organisationId, basis: BASIS });
}

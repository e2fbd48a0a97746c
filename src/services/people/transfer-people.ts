import { z } from 'zod';
import { SCOPES_OF_ROLE } from '../../domain/accounts/roles.ts';
import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { PersonFile } from '../ports/people.ts';
import type { Stores } from '../ports.ts';
import { transactOnce } from '../transact-once.ts';
import { type NamedColleague, namedColleagues } from './colleagues.ts';
import { auditOpenWork } from './open-work.ts';

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
 * the file before the last one stops. What is open goes with them. Whoever cannot be handed over is told, the others are. Throws `forbidden`, `invalid`,
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
      const colleagues = await namedColleagues(stores);
      const next = nextOf(colleagues, toMemberId);
      const giver = colleagues.find(({ id }) => id === ctx.actor.id);
      const by = giver ? `${giver.displayName}, ${giver.organisationName}` : null;
      const done: Transferred = { transferred: [], left: [] };
      // In one order for everybody: two transfers of the same people wait for one another, never in a ring.
      for (const id of [...new Set(ids)].toSorted()) {
        const why = await handOver(stores, { id, by, next, organisationId, keepAccess });
        if (why === null) done.transferred.push(id);
        else done.left.push({ id, why });
      }
      return done;
    },
    answer: async (_stores, done) => done,
  });
}

function nextOf(colleagues: readonly NamedColleague[], memberId: string): NamedColleague {
  const found = colleagues.find(({ id, present, role }) => {
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
  asked: { id: string; by: string | null; next: NamedColleague; organisationId: string; keepAccess: boolean },
): Promise<NotTransferred['why'] | null> {
  const { id, by, next, organisationId, keepAccess } = asked;
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
  const open = await handOverOpenWork(stores, { id, by, next });
  const leaves = goesAway && !keepAccess;
  await audit.record({
    action: 'person.transferred',
    entity: 'beneficiary',
    entityId: id,
    fields: ['referent', ...open, ...(goesAway ? ['access'] : []), ...(leaves ? ['ownAccess'] : [])],
  });
  if (leaves) await people.leave(id);
  return null;
}

/**
 * Nothing that waits is left with somebody who does not answer for the person any more, or cannot even see them. Says what there was. The
 * provider reads in the timeline whom to speak to; nobody writes to it for that.
 */
async function handOverOpenWork(
  stores: Stores,
  { id, by, next }: { id: string; by: string | null; next: NamedColleague },
): Promise<string[]> {
  const { people, referrals } = stores;
  const moved = await people.handOverOpenWork(id, next.id);
  for (const referralId of moved.referrals) {
    const to = `${next.displayName}, ${next.organisationName}`;
    const event = {
      referralId,
      kind: 'handedOver',
      byKind: 'prescriber',
      byName: by,
      text: null,
      details: { to },
    } as const;
    await referrals.addEvent(event);
  }
  return auditOpenWork(stores, moved);
}

/**
 * The whole file, for a mission of their own: what an agreement or a request had opened to them would end with it, and leave nobody
 * with the person.
 */
async function letIn(stores: Stores, id: string, organisationId: string): Promise<void> {
  const held = (await stores.people.listCircle(id)).some(
    (access) =>
      access.organisationId === organisationId &&
      access.scope === 'file' &&
      access.basis === BASIS &&
      access.until === null,
  );
  if (!held) await stores.people.giveAccess(id, { organisationId, basis: BASIS });
}

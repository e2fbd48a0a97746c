import { and, desc, eq, isNotNull, isNull, lte } from 'drizzle-orm';
import { ProblemError } from '../../services/errors.ts';
import type { Draft, DraftStore, TypedAnswers } from '../../services/ports/drafts.ts';
import { formDrafts } from '../schema/drafts.ts';
import type { Session } from '../session.ts';

/** A member comes back to a form the week after; whoever has no account, the same day. */
const KEPT_HOURS = { member: 7 * 24, visitor: 24 };
/** Long enough for whoever sends it twice. */
const KEPT_HOURS_ONCE_SENT = 24;

export function createDraftStore({ tx, actor, now }: Session): DraftStore {
  const { territoryId, organisationId, link = null } = actor;
  const isMember = actor.kind === 'member';
  const inTerritory = eq(formDrafts.territoryId, territoryId);
  /** The walls say whose organisation, or whose secret; of an organisation it is one member's. */
  const mine = isMember
    ? and(inTerritory, eq(formDrafts.memberId, actor.id))
    : and(inTerritory, isNotNull(formDrafts.holderHash));
  const one = (id: string) => and(mine, eq(formDrafts.id, id));
  const longest = KEPT_HOURS[isMember ? 'member' : 'visitor'];
  const keptUntil = (hours = longest) => now.add({ hours: Math.min(hours, longest) }).toString();

  return {
    async insert({ id, form, typed, keptHours }) {
      if (!isMember && link === null) throw new ProblemError('forbidden', 'Ce brouillon n’appartient à personne.');
      const at = now.toString();
      await tx.insert(formDrafts).values({
        territoryId,
        id,
        form,
        organisationId: isMember ? organisationId : null,
        memberId: isMember ? actor.id : null,
        holderHash: isMember ? null : link,
        answers: typed,
        createdAt: at,
        updatedAt: at,
        retentionClass: 'draft',
        purgeAfter: keptUntil(keptHours),
      });
    },
    async find(id) {
      const [row] = await tx.select().from(formDrafts).where(one(id));
      return row ? draftOf(row) : null;
    },
    async lock(id) {
      const [row] = await tx.select().from(formDrafts).where(one(id)).for('update');
      return row ? draftOf(row) : null;
    },
    async findOpen(form) {
      const [row] = await tx
        .select()
        .from(formDrafts)
        .where(and(mine, eq(formDrafts.form, form), isNull(formDrafts.doneAt)))
        .orderBy(desc(formDrafts.updatedAt), desc(formDrafts.id))
        .limit(1);
      return row ? draftOf(row) : null;
    },
    async save(id, typed) {
      await tx
        .update(formDrafts)
        .set({ answers: typed, updatedAt: now.toString(), purgeAfter: keptUntil() })
        .where(one(id));
    },
    async markDone(id, result) {
      const at = now.toString();
      const purgeAfter = now.add({ hours: KEPT_HOURS_ONCE_SENT }).toString();
      await tx.update(formDrafts).set({ answers: {}, doneAt: at, updatedAt: at, result, purgeAfter }).where(one(id));
    },
    async delete(id) {
      await tx.delete(formDrafts).where(one(id));
    },
    async deleteExpired(instant) {
      const gone = await tx
        .delete(formDrafts)
        .where(and(inTerritory, lte(formDrafts.purgeAfter, instant)))
        .returning({ id: formDrafts.id });
      return gone.length;
    },
  };
}

function draftOf(row: typeof formDrafts.$inferSelect): Draft {
  const { id, form, updatedAt, doneAt, result } = row;
  return { id, form, typed: row.answers as TypedAnswers, updatedAt, doneAt, result };
}

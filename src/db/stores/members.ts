import { and, asc, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Member, MemberStore, Organisation } from '../../services/ports/accounts.ts';
import type { Transaction } from '../connection.ts';
import { members } from '../schema/people.ts';
import { organisations } from '../schema/territories.ts';
import type { Session } from '../session.ts';

const COLUMNS = {
  territoryId: members.territoryId,
  id: members.id,
  organisationId: members.organisationId,
  organisationName: organisations.name,
  illustrative: organisations.illustrative,
  displayName: members.displayName,
  email: members.email,
  role: members.role,
  userId: members.userId,
  joinedAt: members.joinedAt,
  invitationExpiresAt: members.invitationExpiresAt,
  closedAt: members.closedAt,
};

/** Members with the name of their organisation, as far as the walls let see. */
export function selectMembers(tx: Transaction) {
  return tx
    .select(COLUMNS)
    .from(members)
    .innerJoin(
      organisations,
      and(eq(organisations.territoryId, members.territoryId), eq(organisations.id, members.organisationId)),
    );
}

/** Joined, or invited and still awaited. */
export const isOpen = (at: string) =>
  and(isNull(members.closedAt), or(isNotNull(members.joinedAt), gt(members.invitationExpiresAt, at)));

export function createMemberStore({ tx, actor, now }: Session): MemberStore {
  const { territoryId } = actor;
  const at = now.toString();
  const one = (id: string) => and(eq(members.territoryId, territoryId), eq(members.id, id));
  const first = (rows: Member[]): Member | null => rows[0] ?? null;

  return {
    list: ({ organisationId } = {}) =>
      selectMembers(tx)
        .where(
          and(
            eq(members.territoryId, territoryId),
            organisationId === undefined ? undefined : eq(members.organisationId, organisationId),
          ),
        )
        .orderBy(
          sql`${members.closedAt} is not null`,
          asc(organisations.name),
          asc(members.displayName),
          asc(members.id),
        ),

    find: async (id) => first(await selectMembers(tx).where(one(id))),

    findByEmail: async (organisationId, email) =>
      first(
        await selectMembers(tx).where(
          and(
            eq(members.territoryId, territoryId),
            eq(members.organisationId, organisationId),
            sql`lower(${members.email}) = lower(${email})`,
          ),
        ),
      ),

    async invite({ id, expiresAt, ...person }) {
      const columns = { ...person, userId: null, joinedAt: null, invitationExpiresAt: expiresAt, closedAt: null };
      const { organisationId: _fixed, ...again } = columns;
      const changed = await tx
        .update(members)
        .set({ ...again, purgeAfter: null })
        .where(one(id))
        .returning({ id: members.id });
      if (changed.length > 0) return;
      await tx.insert(members).values({ territoryId, id, ...columns, createdAt: at, retentionClass: 'account' });
    },

    async close(id) {
      const closed = await tx
        .update(members)
        .set({ closedAt: at })
        .where(and(one(id), isNull(members.closedAt)))
        .returning({ id: members.id });
      return closed.length > 0;
    },

    async setRole(id, role, from) {
      const changed = await tx
        .update(members)
        .set({ role })
        .where(and(one(id), isNull(members.closedAt), eq(members.role, from)))
        .returning({ id: members.id });
      return changed.length > 0;
    },

    async listOrganisations() {
      const rows = await tx
        .select({
          id: organisations.id,
          name: organisations.name,
          kind: organisations.kind,
          illustrative: organisations.illustrative,
        })
        .from(organisations)
        .where(eq(organisations.territoryId, territoryId))
        .orderBy(asc(organisations.name), asc(organisations.id));
      return rows as Organisation[];
    },

    async insertOrganisation(organisation) {
      await tx.insert(organisations).values({ territoryId, ...organisation, createdAt: at });
    },
  };
}

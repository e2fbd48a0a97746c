import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Role } from '../../domain/accounts/roles.ts';
import type { AccessPeriod, OpenWork, PeopleStore } from '../../services/ports/people.ts';
import { referents } from '../schema/file.ts';
import { beneficiaryAccess } from '../schema/people.ts';
import { retentionOf, type Session } from '../session.ts';
import { THIS_INSTANT } from './people-files.ts';

type CirclePart = Pick<
  PeopleStore,
  | 'listReferents'
  | 'listCircle'
  | 'listColleagues'
  | 'replaceReferent'
  | 'handOverOpenWork'
  | 'takeBackOpenWork'
  | 'giveAccess'
  | 'leave'
  | 'endSharedAccess'
  | 'endConsentedAccess'
>;

/** Who answers for a person, and who may see them. */
export function createCircleStore({ tx, actor, now }: Session): CirclePart {
  const { territoryId, organisationId } = actor;
  const kept = retentionOf(now, null);
  const ofPerson = (id: string) => and(eq(referents.territoryId, territoryId), eq(referents.beneficiaryId, id));

  return {
    listReferents: (id) =>
      tx
        .select({
          memberId: referents.memberId,
          organisationId: referents.organisationId,
          from: referents.from,
          until: referents.until,
        })
        .from(referents)
        .where(ofPerson(id))
        .orderBy(asc(referents.from), asc(referents.id)),

    async listCircle(id) {
      const { rows } = await tx.execute<RawAccess>(sql`select * from circle_of_care(${id})`);
      return rows.map(({ organisation_id, shared_by, consent_id, from, until, ...row }) => ({
        ...row,
        organisationId: organisation_id,
        sharedBy: shared_by,
        consentId: consent_id,
        from: new Date(from).toISOString(),
        until: until && new Date(until).toISOString(),
      }));
    },

    async listColleagues() {
      const { rows } = await tx.execute<RawColleague>(sql`select * from accompanying_members()`);
      return rows.map(({ organisation_id, display_name, ...row }) => ({
        ...row,
        organisationId: organisation_id,
        displayName: display_name,
      }));
    },

    async replaceReferent(id, next) {
      // Another transaction, begun later, may have named the one who leaves: the change comes after that.
      const at = sql<string>`greatest(current_instant(), (select max(f."from") from referents f
        where f.territory_id = ${territoryId} and f.beneficiary_id = ${id}))`;
      // That of a third organisation goes on.
      const concerned = [next.organisationId, ...(organisationId === null ? [] : [organisationId])];
      const [ended] = await tx
        .update(referents)
        .set({ until: at })
        .where(and(ofPerson(id), isNull(referents.until), inArray(referents.organisationId, concerned)))
        .returning({ until: referents.until });
      await tx
        .insert(referents)
        .values({ territoryId, beneficiaryId: id, ...next, from: ended?.until ?? THIS_INSTANT, ...kept });
    },

    async handOverOpenWork(id, memberId) {
      const { rows } = await tx.execute<MovedRow>(sql`select * from hand_over_open_work(${id}, ${memberId})`);
      return openWork(rows);
    },

    async takeBackOpenWork(id) {
      const { rows } = await tx.execute<MovedRow>(sql`select * from take_back_open_work(${id})`);
      return openWork(rows);
    },

    async giveAccess(id, access) {
      await tx
        .insert(beneficiaryAccess)
        .values({ territoryId, beneficiaryId: id, ...access, scope: 'file', from: THIS_INSTANT, ...kept });
    },

    async leave(id) {
      if (organisationId === null) return;
      await tx
        .update(beneficiaryAccess)
        .set({ until: THIS_INSTANT })
        .where(
          and(
            eq(beneficiaryAccess.territoryId, territoryId),
            eq(beneficiaryAccess.beneficiaryId, id),
            eq(beneficiaryAccess.organisationId, organisationId),
            sql`(${beneficiaryAccess.until} is null or ${beneficiaryAccess.until} > current_instant())`,
          ),
        );
    },

    async endConsentedAccess(id) {
      const { rows } = await tx.execute<{ ended: number }>(sql`select end_consented_access(${id}) as ended`);
      return rows[0]?.ended ?? 0;
    },

    async endSharedAccess(id, other) {
      const { rows } = await tx.execute<{ ended: boolean }>(sql`select end_shared_access(${id}, ${other}) as ended`);
      return rows[0]?.ended ?? false;
    },
  };
}

type MovedRow = { what: keyof OpenWork; moved_id: string };

function openWork(rows: readonly MovedRow[]): OpenWork {
  const moved: OpenWork = { referrals: [], appointments: [], callBacks: [] };
  for (const row of rows) moved[row.what].push(row.moved_id);
  return moved;
}

type RawAccess = Pick<AccessPeriod, 'scope' | 'basis' | 'from' | 'until'> & {
  organisation_id: string;
  shared_by: string | null;
  consent_id: string | null;
};

type RawColleague = { id: string; organisation_id: string; display_name: string; role: Role; present: boolean };

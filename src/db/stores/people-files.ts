import { and, eq, isNull, lte, ne, type SQL, sql } from 'drizzle-orm';
import type { Identity, Language } from '../../domain/people/identity.ts';
import { LANGUAGES } from '../../domain/people/identity.ts';
import { phoneDigits } from '../../domain/people/phone.ts';
import type { PeopleStore, PersonFile } from '../../services/ports/people.ts';
import { referents } from '../schema/file.ts';
import { beneficiaries, beneficiaryIdentities } from '../schema/people.ts';
import { organisations } from '../schema/territories.ts';
import { searchable } from '../search-text.ts';
import { retentionOf, type Session } from '../session.ts';
import { openBeneficiaryFiles } from './beneficiaries.ts';
import { statusOf } from './people-status.ts';

type FilePart = Pick<
  PeopleStore,
  | 'open'
  | 'openMany'
  | 'listIdentities'
  | 'find'
  | 'findAndLock'
  | 'changeIdentity'
  | 'isReferenceTaken'
  | 'listOwnReferences'
  | 'setClosed'
  | 'prolong'
  | 'mayErase'
  | 'erase'
  | 'erasePastTheirDay'
>;

/** When this transaction began, as row-level security knows it: what begins now can be seen at once. */
export const THIS_INSTANT = sql<string>`current_instant()`;

/** What an identity becomes in its table. The reference belongs to the file. */
export function identityColumns({ reference: _, ...identity }: Identity) {
  return {
    ...identity,
    searchText: searchable([identity.firstName, identity.lastName].filter(Boolean).join(' ')),
    phoneDigits: identity.phone === null ? null : phoneDigits(identity.phone),
  };
}

/** A statement has so many parameters at most. */
const AT_ONCE = 500;

/** Files opened, kept, changed, closed and erased. */
export function createFileStore(session: Session): FilePart {
  const { tx, actor, now } = session;
  const { territoryId } = actor;
  const kept = retentionOf(now, null);
  const one = (id: string) => and(eq(beneficiaries.territoryId, territoryId), eq(beneficiaries.id, id));
  const itsIdentity = and(
    eq(beneficiaryIdentities.territoryId, beneficiaries.territoryId),
    eq(beneficiaryIdentities.beneficiaryId, beneficiaries.id),
  );

  async function openMany(files: Parameters<PeopleStore['openMany']>[0]): Promise<string[]> {
    const { organisationId } = actor;
    if (organisationId === null) throw new Error('A file belongs to an organisation.');
    const unopened: string[] = [];
    for (let at = 0; at < files.length; at += AT_ONCE) {
      const some = files.slice(at, at + AT_ONCE);
      const taken = await openBeneficiaryFiles(
        session,
        some.map(({ id, identity }) => ({ id, reference: identity.reference })),
      );
      const opened = some.filter(({ id }) => !taken.includes(id));
      unopened.push(...taken);
      const keyOf = (id: string) => ({ territoryId, beneficiaryId: id, ...kept });
      const identities = opened.map(({ id, identity }) => ({ ...keyOf(id), ...identityColumns(identity) }));
      if (identities.length > 0) await tx.insert(beneficiaryIdentities).values(identities);
      const answering = opened.flatMap(({ id, referentId }) =>
        referentId === null ? [] : [{ ...keyOf(id), organisationId, memberId: referentId, from: THIS_INSTANT }],
      );
      if (answering.length > 0) await tx.insert(referents).values(answering);
    }
    return unopened;
  }

  async function find(id: string): Promise<PersonFile | null> {
    const { rows } = await tx.execute<{ held: boolean }>(sql`select holds_file(${id}) as held`);
    if (!rows[0]?.held) return null;
    const [row] = await tx
      .select({
        file: beneficiaries,
        identity: beneficiaryIdentities,
        organisation: { id: organisations.id, name: organisations.name, illustrative: organisations.illustrative },
        status: statusOf(sql`${beneficiaries.territoryId}`, sql`${beneficiaries.id}`, sql`${beneficiaries.closedAt}`),
      })
      .from(beneficiaries)
      .leftJoin(beneficiaryIdentities, itsIdentity)
      .leftJoin(
        organisations,
        and(
          eq(organisations.territoryId, beneficiaries.territoryId),
          eq(organisations.id, beneficiaries.organisationId),
        ),
      )
      .where(one(id));
    if (!row) return null;
    const { file, identity, organisation } = row;
    return {
      id: file.id,
      version: file.version,
      identity: readIdentity(identity, file.reference),
      status: row.status,
      openedBy: organisation && { id: organisation.id, name: organisation.name },
      illustrative: organisation?.illustrative ?? false,
      createdAt: file.createdAt,
      closedAt: file.closedAt,
      purgeAfter: file.purgeAfter,
    };
  }

  async function deleteWhere(condition: SQL | undefined): Promise<string[]> {
    const gone = await tx.delete(beneficiaries).where(condition).returning({ id: beneficiaries.id });
    return gone.map(({ id }) => id);
  }

  return {
    open: async (file) => (await openMany([file])).length === 0,
    openMany,

    async listIdentities(ids) {
      if (ids.length === 0) return new Map();
      const rows = await tx
        .select({ id: beneficiaries.id, reference: beneficiaries.reference, identity: beneficiaryIdentities })
        .from(beneficiaries)
        .leftJoin(beneficiaryIdentities, itsIdentity)
        .where(
          and(
            eq(beneficiaries.territoryId, territoryId),
            sql`${beneficiaries.id} = any(${sql.param([...ids])})`,
            sql`holds_file(${beneficiaries.id})`,
          ),
        );
      return new Map(rows.map(({ id, reference, identity }) => [id, readIdentity(identity, reference)]));
    },

    find,

    async findAndLock(id) {
      const locked = await tx.select({ id: beneficiaries.id }).from(beneficiaries).where(one(id)).for('update');
      return locked.length === 0 ? null : find(id);
    },

    async changeIdentity(id, identity, expectedVersion) {
      const changed = await tx
        .update(beneficiaries)
        .set({ reference: identity.reference, version: expectedVersion + 1, purgeAfter: kept.purgeAfter })
        .where(and(one(id), eq(beneficiaries.version, expectedVersion)))
        .returning({ id: beneficiaries.id });
      if (changed.length === 0) return false;
      const columns = identityColumns(identity);
      await tx
        .insert(beneficiaryIdentities)
        .values({ territoryId, beneficiaryId: id, ...kept, ...columns })
        .onConflictDoUpdate({
          target: [beneficiaryIdentities.territoryId, beneficiaryIdentities.beneficiaryId],
          set: { ...columns, purgeAfter: kept.purgeAfter },
        });
      return true;
    },

    async isReferenceTaken(reference, exceptId) {
      const [row] = await tx
        .select({ id: beneficiaries.id })
        .from(beneficiaries)
        .where(
          and(
            eq(beneficiaries.territoryId, territoryId),
            eq(beneficiaries.reference, reference),
            ne(beneficiaries.id, exceptId),
            sql`${beneficiaries.organisationId} = (select f.organisation_id from beneficiaries f
              where f.territory_id = ${territoryId} and f.id = ${exceptId})`,
          ),
        )
        .limit(1);
      return row !== undefined;
    },

    async listOwnReferences() {
      const { rows } = await tx.execute<{ reference: string }>(sql`select own_references() as reference`);
      return rows.map(({ reference }) => reference);
    },

    async setClosed(id, closed) {
      const changed = await tx
        .update(beneficiaries)
        .set({ closedAt: closed ? now.toString() : null, purgeAfter: kept.purgeAfter })
        .where(and(one(id), closed ? isNull(beneficiaries.closedAt) : sql`${beneficiaries.closedAt} is not null`))
        .returning({ id: beneficiaries.id });
      return changed.length > 0;
    },

    async prolong(beneficiaryId) {
      await tx.execute(sql`select prolong_file(${beneficiaryId}, ${kept.purgeAfter})`);
    },

    async mayErase(id) {
      const { rows } = await tx.execute<{ may: boolean }>(sql`select may_erase(${id}) as may`);
      return rows[0]?.may ?? false;
    },

    erase: async (id) => (await deleteWhere(one(id))).length > 0,

    async erasePastTheirDay(limit) {
      // Trials have a clock of their own.
      const { rows } = await tx.execute<{ id: string }>(sql`select b.id from beneficiaries b
        where b.territory_id = ${territoryId} and b.retention_class = 'file' and b.purge_after <= current_instant()
        order by b.id limit ${limit}`);
      const ids = rows.map(({ id }) => id);
      if (ids.length === 0) return [];
      return deleteWhere(
        and(
          eq(beneficiaries.territoryId, territoryId),
          sql`${beneficiaries.id} = any(${sql.param(ids)})`,
          lte(beneficiaries.purgeAfter, now.toString()),
        ),
      );
    },
  };
}

function readIdentity(row: typeof beneficiaryIdentities.$inferSelect | null, reference: string | null): Identity {
  return {
    firstName: row?.firstName ?? null,
    lastName: row?.lastName ?? null,
    phone: row?.phone ?? null,
    email: row?.email ?? null,
    language: languageOf(row?.language ?? null),
    birthDate: row?.birthDate ?? null,
    commune: row?.commune ?? null,
    reference,
    discreet: row?.discreet ?? false,
    safeHours: row?.safeHours ?? [],
  };
}

/** A row of before, or of a program, may say it otherwise. */
function languageOf(text: string | null): Language | null {
  if (text === null) return null;
  return LANGUAGES.find((language) => language === text) ?? 'other';
}

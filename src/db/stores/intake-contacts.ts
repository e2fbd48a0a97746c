import { and, asc, desc, eq, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { CallBack, ContactStore, PersonToReach, Subject } from '../../services/ports/intake.ts';
import { callBacks, contactEntries, serviceRequests } from '../schema/intake.ts';
import { beneficiaries, beneficiaryIdentities, members } from '../schema/people.ts';
import { organisations } from '../schema/territories.ts';
import { retentionOf, type Session } from '../session.ts';

type SubjectTable = { territoryId: AnyPgColumn; beneficiaryId: AnyPgColumn; requestId: AnyPgColumn };

/** The rows about one person or request. */
export function aboutSubject(table: SubjectTable, subject: Subject): SQL | undefined {
  return 'beneficiaryId' in subject
    ? eq(table.beneficiaryId, subject.beneficiaryId)
    : eq(table.requestId, subject.requestId);
}

export function subjectColumns(subject: Subject): { beneficiaryId: string | null; requestId: string | null } {
  return 'beneficiaryId' in subject
    ? { beneficiaryId: subject.beneficiaryId, requestId: null }
    : { beneficiaryId: null, requestId: subject.requestId };
}

export function subjectOf(row: { beneficiaryId: string | null; requestId: string | null }): Subject {
  if (row.beneficiaryId !== null) return { beneficiaryId: row.beneficiaryId };
  return { requestId: row.requestId ?? '' };
}

const CALL_BACK_COLUMNS = {
  id: callBacks.id,
  beneficiaryId: callBacks.beneficiaryId,
  requestId: callBacks.requestId,
  memberId: callBacks.memberId,
  memberName: members.displayName,
  dueAt: callBacks.dueAt,
  reason: callBacks.reason,
  doneAt: callBacks.doneAt,
};

type CallBackRow = Omit<CallBack, 'subject'> & { beneficiaryId: string | null; requestId: string | null };
const callBackOf = ({ beneficiaryId, requestId, ...row }: CallBackRow): CallBack => ({
  ...row,
  subject: subjectOf({ beneficiaryId, requestId }),
});

export function createContactStore({ tx, actor, now }: Session): ContactStore {
  const { territoryId, organisationId } = actor;
  const kept = retentionOf(now, null);
  const ours = organisationId === null ? sql`false` : eq(callBacks.organisationId, organisationId);
  const oneCallBack = (id: string) => and(eq(callBacks.territoryId, territoryId), ours, eq(callBacks.id, id));
  const memberId = actor.kind === 'member' ? actor.id : null;

  /** Whose work it is: rows of their own belong to an organisation. */
  function ownOrganisation(): string {
    if (organisationId === null) throw new Error('A contact belongs to an organisation.');
    return organisationId;
  }

  const selectCallBacks = () =>
    tx
      .select(CALL_BACK_COLUMNS)
      .from(callBacks)
      .leftJoin(members, and(eq(members.territoryId, callBacks.territoryId), eq(members.id, callBacks.memberId)))
      .$dynamic();

  /** By id of the file. Facts alone may be shared with us: calling somebody takes the whole file. */
  async function personsOfFiles(ids: readonly string[]): Promise<Map<string, PersonToReach>> {
    if (ids.length === 0) return new Map();
    const rows = await tx
      .select({
        id: beneficiaries.id,
        firstName: beneficiaryIdentities.firstName,
        lastName: beneficiaryIdentities.lastName,
        reference: beneficiaries.reference,
        phone: beneficiaryIdentities.phone,
        email: beneficiaryIdentities.email,
        discreet: beneficiaryIdentities.discreet,
        safeHours: beneficiaryIdentities.safeHours,
      })
      .from(beneficiaries)
      .leftJoin(
        beneficiaryIdentities,
        and(
          eq(beneficiaryIdentities.territoryId, beneficiaries.territoryId),
          eq(beneficiaryIdentities.beneficiaryId, beneficiaries.id),
        ),
      )
      .where(
        and(
          eq(beneficiaries.territoryId, territoryId),
          inArray(beneficiaries.id, [...ids]),
          sql`holds_file(${beneficiaries.id})`,
        ),
      );
    return new Map(
      rows.map(({ id, discreet, safeHours, ...row }) => [
        id,
        { ...row, discreet: discreet ?? false, safeHours: safeHours ?? [], callWhen: null },
      ]),
    );
  }

  /** By id of the request, where it was sent to the actor's team. */
  async function personsOfRequests(ids: readonly string[]): Promise<Map<string, PersonToReach>> {
    if (ids.length === 0 || organisationId === null) return new Map();
    const rows = await tx
      .select({ id: serviceRequests.id, person: serviceRequests.person })
      .from(serviceRequests)
      .where(
        and(
          eq(serviceRequests.territoryId, territoryId),
          inArray(serviceRequests.id, [...ids]),
          eq(serviceRequests.toOrganisationId, organisationId),
        ),
      );
    return new Map(
      rows.map(({ id, person }) => {
        const { firstName = null, lastName = null, phone = null, email = null, callWhen = null } = person;
        const { discreet = false } = person;
        return [id, { firstName, lastName, phone, email, callWhen, discreet, reference: null, safeHours: [] }];
      }),
    );
  }

  async function listPersons(subjects: readonly Subject[]): Promise<(PersonToReach | null)[]> {
    const files = await personsOfFiles(
      subjects.flatMap((subject) => ('beneficiaryId' in subject ? [subject.beneficiaryId] : [])),
    );
    const requests = await personsOfRequests(
      subjects.flatMap((subject) => ('requestId' in subject ? [subject.requestId] : [])),
    );
    return subjects.map((subject) =>
      'beneficiaryId' in subject
        ? (files.get(subject.beneficiaryId) ?? null)
        : (requests.get(subject.requestId) ?? null),
    );
  }

  return {
    findPerson: async (subject) => (await listPersons([subject]))[0] ?? null,
    listPersons,

    async insertContact({ subject, ...entry }) {
      await tx.insert(contactEntries).values({
        territoryId,
        organisationId: ownOrganisation(),
        memberId,
        ...subjectColumns(subject),
        ...entry,
        createdAt: now.toString(),
        ...kept,
      });
    },

    listContacts: (subject, limit) =>
      tx
        .select({
          id: contactEntries.id,
          kind: contactEntries.kind,
          at: contactEntries.at,
          text: contactEntries.text,
          organisationName: sql<string>`coalesce(${organisations.name}, '')`,
          memberName: members.displayName,
        })
        .from(contactEntries)
        .leftJoin(
          organisations,
          and(
            eq(organisations.territoryId, contactEntries.territoryId),
            eq(organisations.id, contactEntries.organisationId),
          ),
        )
        .leftJoin(
          members,
          and(eq(members.territoryId, contactEntries.territoryId), eq(members.id, contactEntries.memberId)),
        )
        .where(and(eq(contactEntries.territoryId, territoryId), aboutSubject(contactEntries, subject)))
        .orderBy(desc(contactEntries.at), desc(contactEntries.createdAt), asc(contactEntries.id))
        .limit(limit),

    async insertCallBack({ subject, ...callBack }) {
      await tx.insert(callBacks).values({
        territoryId,
        organisationId: ownOrganisation(),
        ...subjectColumns(subject),
        ...callBack,
        createdAt: now.toString(),
        ...kept,
      });
    },

    async findCallBack(id) {
      const [row] = await selectCallBacks().where(and(oneCallBack(id), isNull(callBacks.doneAt)));
      return row ? callBackOf(row) : null;
    },

    async lockCallBack(id) {
      const [locked] = await tx.select({ id: callBacks.id }).from(callBacks).where(oneCallBack(id)).for('update');
      if (!locked) return null;
      const [row] = await selectCallBacks().where(oneCallBack(id));
      return row ? callBackOf(row) : null;
    },

    async listCallBacks({ memberId: asked, limit }) {
      // Those of the whole team are everybody's.
      const whose = asked === undefined ? undefined : or(eq(callBacks.memberId, asked), isNull(callBacks.memberId));
      const rows = await selectCallBacks()
        .where(and(eq(callBacks.territoryId, territoryId), ours, isNull(callBacks.doneAt), whose))
        .orderBy(asc(callBacks.dueAt), asc(callBacks.id))
        .limit(limit);
      return rows.map(callBackOf);
    },

    async listCallBacksOf(subject) {
      const rows = await selectCallBacks()
        .where(and(eq(callBacks.territoryId, territoryId), aboutSubject(callBacks, subject), isNull(callBacks.doneAt)))
        .orderBy(asc(callBacks.dueAt), asc(callBacks.id));
      return rows.map(callBackOf);
    },

    async settleCallBack(id) {
      await tx.update(callBacks).set({ doneAt: now.toString(), doneBy: actor.id }).where(oneCallBack(id));
    },

    async settleDueCallBacks(subject) {
      await tx
        .update(callBacks)
        .set({ doneAt: now.toString(), doneBy: actor.id })
        .where(
          and(
            eq(callBacks.territoryId, territoryId),
            ours,
            aboutSubject(callBacks, subject),
            isNull(callBacks.doneAt),
            lte(callBacks.dueAt, now.toString()),
          ),
        );
    },

    async postponeCallBack(id, to) {
      await tx.update(callBacks).set(to).where(oneCallBack(id));
    },

    async renewCallBack(id, to) {
      await tx
        .update(callBacks)
        .set({ ...to, doneAt: null, doneBy: null })
        .where(oneCallBack(id));
    },
  };
}

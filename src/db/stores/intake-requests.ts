import { and, asc, count, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { alias, type SelectedFields } from 'drizzle-orm/pg-core';
import { ACCESS_BY_REQUEST } from '../../domain/intake/request.ts';
import { phoneDigits } from '../../domain/people/phone.ts';
import type { RequestStore, ServiceRequest } from '../../services/ports/intake.ts';
import { outcomes, referents } from '../schema/file.ts';
import { appointments, callBacks, contactEntries, serviceRequests } from '../schema/intake.ts';
import { beneficiaries, beneficiaryAccess, beneficiaryIdentities, members } from '../schema/people.ts';
import { organisations } from '../schema/territories.ts';
import { searchable } from '../search-text.ts';
import { retentionOf, type Session } from '../session.ts';

/** A request that nobody closes is kept as long as one that was answered: whoever asked may ask what became of it. */
const REQUEST_DAYS = 365;

const sender = alias(organisations, 'sender');
const team = alias(organisations, 'team');

const COLUMNS = {
  id: serviceRequests.id,
  origin: serviceRequests.origin,
  fromOrganisationId: serviceRequests.fromOrganisationId,
  fromMemberId: serviceRequests.fromMemberId,
  sender: serviceRequests.sender,
  toOrganisationId: serviceRequests.toOrganisationId,
  beneficiaryId: serviceRequests.beneficiaryId,
  person: serviceRequests.person,
  need: serviceRequests.need,
  goal: serviceRequests.goal,
  status: serviceRequests.status,
  assignedTo: serviceRequests.assignedTo,
  outcome: serviceRequests.outcome,
  outcomeText: serviceRequests.outcomeText,
  createdAt: serviceRequests.createdAt,
  updatedAt: serviceRequests.updatedAt,
  fromOrganisationName: sender.name,
  toOrganisationName: sql<string>`coalesce(${team.name}, '')`,
  assignedName: members.displayName,
} satisfies SelectedFields;

export function createRequestStore({ tx, actor, now }: Session): RequestStore {
  const { territoryId, organisationId } = actor;
  const here = eq(serviceRequests.territoryId, territoryId);
  const ours = organisationId === null ? sql`false` : eq(serviceRequests.toOrganisationId, organisationId);
  const one = (id: string) => and(here, eq(serviceRequests.id, id));

  const requests = () =>
    tx
      .select(COLUMNS)
      .from(serviceRequests)
      .leftJoin(
        sender,
        and(eq(sender.territoryId, serviceRequests.territoryId), eq(sender.id, serviceRequests.fromOrganisationId)),
      )
      .leftJoin(
        team,
        and(eq(team.territoryId, serviceRequests.territoryId), eq(team.id, serviceRequests.toOrganisationId)),
      )
      .leftJoin(
        members,
        and(eq(members.territoryId, serviceRequests.territoryId), eq(members.id, serviceRequests.assignedTo)),
      )
      .$dynamic();

  async function find(id: string): Promise<ServiceRequest | null> {
    const [row] = await requests().where(one(id));
    return row ?? null;
  }

  return {
    listTeams: () =>
      tx
        .select({
          id: organisations.id,
          name: organisations.name,
          phone: organisations.phone,
          email: organisations.email,
        })
        .from(organisations)
        .where(and(eq(organisations.territoryId, territoryId), eq(organisations.kind, 'mobilityPlatform')))
        .orderBy(asc(organisations.name), asc(organisations.id)),

    async findPhone(id) {
      const [row] = await tx
        .select({ phone: organisations.phone })
        .from(organisations)
        .where(and(eq(organisations.territoryId, territoryId), eq(organisations.id, id)));
      return row?.phone ?? null;
    },

    // Nothing is read back: a visitor may send a request, and see none.
    async insertRequest(request) {
      await tx.insert(serviceRequests).values({
        territoryId,
        ...request,
        fromOrganisationId: organisationId,
        status: 'received',
        createdAt: now.toString(),
        updatedAt: now.toString(),
        retentionClass: 'request',
        purgeAfter: now.add({ hours: 24 * REQUEST_DAYS }).toString(),
      });
    },

    findRequest: find,

    async lockReceived(id) {
      const [locked] = await tx
        .select({ id: serviceRequests.id })
        .from(serviceRequests)
        .where(and(one(id), ours))
        .for('update');
      return locked ? find(id) : null;
    },

    listReceived: ({ statuses, assignedTo, limit, offset }) => {
      const answered = statuses.every((status) => status === 'closed' || status === 'declined');
      const mine = assignedTo === undefined ? undefined : eq(serviceRequests.assignedTo, assignedTo);
      return requests()
        .where(and(here, ours, inArray(serviceRequests.status, [...statuses]), mine))
        .orderBy(answered ? desc(serviceRequests.updatedAt) : asc(serviceRequests.createdAt), asc(serviceRequests.id))
        .limit(limit)
        .offset(offset);
    },

    countReceived: () =>
      tx
        .select({ status: serviceRequests.status, assignedTo: serviceRequests.assignedTo, count: count() })
        .from(serviceRequests)
        .where(and(here, ours))
        .groupBy(serviceRequests.status, serviceRequests.assignedTo),

    listSent: async ({ fromMemberId, limit }) => {
      if (organisationId === null) return [];
      const mine = fromMemberId === undefined ? undefined : eq(serviceRequests.fromMemberId, fromMemberId);
      return requests()
        .where(and(here, eq(serviceRequests.fromOrganisationId, organisationId), mine))
        .orderBy(desc(serviceRequests.createdAt), asc(serviceRequests.id))
        .limit(limit);
    },

    listRequestsOf: (beneficiaryId) =>
      requests()
        .where(and(here, eq(serviceRequests.beneficiaryId, beneficiaryId)))
        .orderBy(desc(serviceRequests.createdAt), asc(serviceRequests.id)),

    async changeRequest(id, change) {
      await tx
        .update(serviceRequests)
        .set({ ...change, updatedAt: now.toString() })
        .where(one(id));
    },

    async moveToFile(requestId, beneficiaryId) {
      const set = { beneficiaryId, requestId: null };
      for (const table of [contactEntries, callBacks, appointments]) {
        await tx
          .update(table)
          .set(set)
          .where(and(eq(table.territoryId, territoryId), eq(table.requestId, requestId)));
      }
    },

    async endAccessByRequest(beneficiaryId) {
      if (organisationId === null) return;
      await tx
        .update(beneficiaryAccess)
        .set({ until: sql`current_instant()` })
        .where(
          and(
            eq(beneficiaryAccess.territoryId, territoryId),
            eq(beneficiaryAccess.beneficiaryId, beneficiaryId),
            eq(beneficiaryAccess.organisationId, organisationId),
            eq(beneficiaryAccess.basis, ACCESS_BY_REQUEST),
            isNull(beneficiaryAccess.until),
            // Another request led here too: the file stays with whoever it was given to.
            sql`not exists (select from service_requests r where r.territory_id = ${territoryId}
              and r.beneficiary_id = ${beneficiaryId} and r.to_organisation_id = ${organisationId}
              and r.status <> 'declined')`,
          ),
        );
    },

    async holdsFile(beneficiaryId) {
      const { rows } = await tx.execute<{ holds: boolean }>(sql`select holds_file(${beneficiaryId}) as holds`);
      return rows[0]?.holds ?? false;
    },

    async listLikelyFiles({ firstName, lastName, phone, email }, limit) {
      const digits = phone === undefined ? null : phoneDigits(phone);
      const names = [firstName, lastName].filter((name) => name !== undefined);
      const alike = [
        digits === null ? undefined : eq(beneficiaryIdentities.phoneDigits, digits),
        email === undefined ? undefined : eq(sql`lower(${beneficiaryIdentities.email})`, email.toLowerCase()),
        // Forms are filled in with names the other way round.
        names.length < 2
          ? undefined
          : inArray(beneficiaryIdentities.searchText, [
              searchable(names.join(' ')),
              searchable(names.toReversed().join(' ')),
            ]),
      ].filter((condition) => condition !== undefined);
      if (alike.length === 0) return [];
      return tx
        .select({
          id: beneficiaryIdentities.beneficiaryId,
          firstName: beneficiaryIdentities.firstName,
          lastName: beneficiaryIdentities.lastName,
          commune: beneficiaryIdentities.commune,
        })
        .from(beneficiaryIdentities)
        .where(and(eq(beneficiaryIdentities.territoryId, territoryId), or(...alike)))
        .orderBy(asc(beneficiaryIdentities.beneficiaryId))
        .limit(limit);
    },

    async nameReferent(beneficiaryId, memberId) {
      if (organisationId === null) return;
      await tx
        .insert(referents)
        .values({
          territoryId,
          beneficiaryId,
          organisationId,
          memberId,
          from: sql`current_instant()`,
          ...retentionOf(now, null),
        })
        .onConflictDoNothing();
    },

    async makeDiscreet(beneficiaryId) {
      await tx
        .update(beneficiaryIdentities)
        .set({ discreet: true })
        .where(
          and(
            eq(beneficiaryIdentities.territoryId, territoryId),
            eq(beneficiaryIdentities.beneficiaryId, beneficiaryId),
          ),
        );
      await tx
        .update(beneficiaries)
        .set({ version: sql`${beneficiaries.version} + 1` })
        .where(and(eq(beneficiaries.territoryId, territoryId), eq(beneficiaries.id, beneficiaryId)));
    },

    async recordOutcome({ code, on }) {
      await tx.insert(outcomes).values({ territoryId, on, subject: 'request', code });
    },

    async deleteExpiredRequests(instant) {
      const gone = await tx
        .delete(serviceRequests)
        .where(and(here, isNull(serviceRequests.beneficiaryId), lt(serviceRequests.purgeAfter, instant)))
        .returning({ id: serviceRequests.id });
      return gone.length;
    },
  };
}

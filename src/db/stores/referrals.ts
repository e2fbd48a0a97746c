import { and, asc, desc, eq, gt, inArray, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { ReferralOfPerson, ReferralStore } from '../../services/ports/referrals.ts';
import { outcomes } from '../schema/file.ts';
import { referralEvents, referrals } from '../schema/follow-up.ts';
import { beneficiaries, beneficiaryIdentities } from '../schema/people.ts';
import { retentionOf, type Session } from '../session.ts';
import { createReferralParties } from './referral-parties.ts';
import { referralColumns, referralOf } from './referral-rows.ts';

export function createReferralStore(session: Session): ReferralStore {
  const { tx, actor, now } = session;
  const { territoryId, organisationId } = actor;
  const at = now.toString();
  const mine = eq(referrals.territoryId, territoryId);
  const one = (id: string) => and(mine, eq(referrals.id, id));

  /** With the person where the walls show them, in their order: a provider sees the row alone. */
  function select(where: SQL | undefined) {
    return tx
      .select({
        ...referralColumns,
        person: {
          reference: beneficiaries.reference,
          firstName: beneficiaryIdentities.firstName,
          lastName: beneficiaryIdentities.lastName,
        },
      })
      .from(referrals)
      .leftJoin(
        beneficiaries,
        and(eq(beneficiaries.territoryId, referrals.territoryId), eq(beneficiaries.id, referrals.beneficiaryId)),
      )
      .leftJoin(
        beneficiaryIdentities,
        and(
          eq(beneficiaryIdentities.territoryId, referrals.territoryId),
          eq(beneficiaryIdentities.beneficiaryId, referrals.beneficiaryId),
        ),
      )
      .where(where);
  }
  type Found = Awaited<ReturnType<typeof select>>[number];
  const withPerson = ({ person, ...row }: Found): ReferralOfPerson => ({ ...referralOf(row), person });

  return {
    ...createReferralParties(session),

    async claim(beneficiaryId, offerId) {
      const lock = JSON.stringify(['referral', territoryId, beneficiaryId, offerId]);
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`);
    },

    async insert({ facts, documents, ...referral }) {
      if (organisationId === null) throw new TypeError('An organisation refers, not a stranger.');
      await tx.insert(referrals).values({
        territoryId,
        organisationId,
        ...referral,
        facts: [...facts],
        documents: [...documents],
        status: 'sent',
        sentAt: at,
        createdAt: at,
        updatedAt: at,
        ...retentionOf(now, null),
      });
    },

    async find(id) {
      const [row] = await select(one(id));
      return row ? withPerson(row) : null;
    },

    async findByLink() {
      if (actor.link === undefined) return null;
      const [row] = await tx
        .select(referralColumns)
        .from(referrals)
        .where(and(mine, sql`${referrals.linkHashes} @> array[${actor.link}]`))
        .limit(1);
      return row ? referralOf(row) : null;
    },

    async lock(id) {
      const [row] = await tx.select(referralColumns).from(referrals).where(one(id)).for('update');
      return row ? referralOf(row) : null;
    },

    async lockIfFree(id) {
      const [row] = await tx.select(referralColumns).from(referrals).where(one(id)).for('update', { skipLocked: true });
      return row ? referralOf(row) : null;
    },

    async change(id, change) {
      const { purgeAfter } = retentionOf(now, null);
      await tx
        .update(referrals)
        .set({ ...change, version: sql`${referrals.version} + 1`, updatedAt: at, purgeAfter })
        .where(one(id));
    },

    async addLink(id, hash) {
      await tx
        .update(referrals)
        .set({ linkHashes: sql`array_append(${referrals.linkHashes}, ${hash})` })
        .where(one(id));
    },

    async prolongLinks(id, until) {
      await tx.update(referrals).set({ linkExpiresAt: until }).where(one(id));
    },

    async addEvent(event) {
      const [row] = await tx
        .insert(referralEvents)
        .values({ territoryId, at, ...event, ...retentionOf(now, null) })
        .returning({ id: referralEvents.id });
      return (row as { id: number }).id;
    },

    async listEvents(referralId) {
      return tx
        .select({
          id: referralEvents.id,
          at: referralEvents.at,
          kind: referralEvents.kind,
          byKind: referralEvents.byKind,
          byName: referralEvents.byName,
          text: referralEvents.text,
          details: referralEvents.details,
        })
        .from(referralEvents)
        .where(and(eq(referralEvents.territoryId, territoryId), eq(referralEvents.referralId, referralId)))
        .orderBy(asc(referralEvents.id));
    },

    async addOutcome(outcome) {
      await tx.insert(outcomes).values({ territoryId, subject: 'referral', ...outcome });
    },

    async list({ side, beneficiaryId, statuses, limit, cursor }) {
      if (organisationId === null) return { items: [], nextCursor: null };
      const column = side === 'prescriber' ? referrals.organisationId : referrals.providerOrganisationId;
      const [after] =
        cursor === undefined ? [] : await tx.select({ at: referrals.createdAt }).from(referrals).where(one(cursor));
      const rows = await select(
        and(
          mine,
          eq(column, organisationId),
          beneficiaryId === undefined ? undefined : eq(referrals.beneficiaryId, beneficiaryId),
          statuses === undefined ? undefined : inArray(referrals.status, [...statuses]),
          after && cursor
            ? or(lt(referrals.createdAt, after.at), and(eq(referrals.createdAt, after.at), lt(referrals.id, cursor)))
            : undefined,
        ),
      )
        .orderBy(desc(referrals.createdAt), desc(referrals.id))
        .limit(limit + 1);
      const items = rows.slice(0, limit).map(withPerson);
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    },

    async listOfPerson(beneficiaryId) {
      const rows = await tx
        .select(referralColumns)
        .from(referrals)
        .where(and(mine, eq(referrals.beneficiaryId, beneficiaryId)))
        .orderBy(desc(referrals.createdAt), desc(referrals.id));
      return rows.map(referralOf);
    },

    async listStarted(limit) {
      if (organisationId === null) return [];
      const rows = await select(
        and(
          mine,
          eq(referrals.organisationId, organisationId),
          eq(referrals.status, 'started'),
          isNotNull(referrals.startedOn),
        ),
      )
        .orderBy(asc(referrals.startedOn), asc(referrals.id))
        .limit(limit);
      const ids = rows.map(({ id }) => id);
      const told =
        ids.length === 0
          ? []
          : await tx
              .select({ referralId: referralEvents.referralId, details: referralEvents.details })
              .from(referralEvents)
              .where(
                and(
                  eq(referralEvents.territoryId, territoryId),
                  inArray(referralEvents.referralId, ids),
                  eq(referralEvents.kind, 'followedUp'),
                ),
              );
      return rows.map((row) => ({
        ...withPerson(row),
        answered: told.filter((one) => one.referralId === row.id).flatMap(({ details }) => details.outcome ?? []),
      }));
    },

    async listWaiting({ sentBefore, after, limit }) {
      return tx
        .select({ id: referrals.id, organisationId: referrals.organisationId })
        .from(referrals)
        .where(and(mine, eq(referrals.status, 'sent'), lt(referrals.sentAt, sentBefore), gt(referrals.id, after)))
        .orderBy(asc(referrals.id))
        .limit(limit);
    },
  };
}

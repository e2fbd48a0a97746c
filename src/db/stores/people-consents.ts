import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { Scheme, SchemeState } from '../../domain/people/schemes.ts';
import type { PeopleStore } from '../../services/ports/people.ts';
import { consents, schemeStatuses } from '../schema/file.ts';
import { retentionOf, type Session } from '../session.ts';

type ConsentPart = Pick<
  PeopleStore,
  'listConsents' | 'recordConsent' | 'withdrawConsent' | 'listSchemes' | 'addScheme' | 'changeScheme' | 'removeScheme'
>;

/** What a person agreed to, and where they stand in other schemes. */
export function createConsentStore({ tx, actor, now }: Session): ConsentPart {
  const { territoryId } = actor;
  const kept = retentionOf(now, null);
  const scheme = (beneficiaryId: string, id: string) =>
    and(
      eq(schemeStatuses.territoryId, territoryId),
      eq(schemeStatuses.beneficiaryId, beneficiaryId),
      eq(schemeStatuses.id, id),
    );

  return {
    listConsents: (beneficiaryId) =>
      tx
        .select({
          id: consents.id,
          purpose: consents.purpose,
          wording: consents.wording,
          channel: consents.channel,
          givenAt: consents.givenAt,
          recordedBy: consents.recordedBy,
          withdrawnAt: consents.withdrawnAt,
        })
        .from(consents)
        .where(and(eq(consents.territoryId, territoryId), eq(consents.beneficiaryId, beneficiaryId)))
        .orderBy(desc(consents.givenAt), desc(consents.id)),

    async recordConsent(beneficiaryId, consent) {
      await tx.insert(consents).values({ territoryId, beneficiaryId, ...consent, recordedBy: actor.id, ...kept });
    },

    async withdrawConsent(beneficiaryId, id) {
      const changed = await tx
        .update(consents)
        .set({ withdrawnAt: now.toString(), withdrawnBy: actor.id })
        .where(
          and(
            eq(consents.territoryId, territoryId),
            eq(consents.beneficiaryId, beneficiaryId),
            eq(consents.id, id),
            isNull(consents.withdrawnAt),
          ),
        )
        .returning({ id: consents.id });
      return changed.length > 0;
    },

    async listSchemes(beneficiaryId) {
      const rows = await tx
        .select()
        .from(schemeStatuses)
        .where(and(eq(schemeStatuses.territoryId, territoryId), eq(schemeStatuses.beneficiaryId, beneficiaryId)))
        .orderBy(asc(schemeStatuses.createdAt), asc(schemeStatuses.id));
      return rows.map(({ id, reference, from, until, createdAt, ...row }) => ({
        id,
        scheme: row.scheme as Scheme,
        status: row.status as SchemeState,
        reference,
        from,
        until,
        createdAt,
      }));
    },

    async addScheme(beneficiaryId, id, status) {
      await tx.insert(schemeStatuses).values({
        territoryId,
        id,
        beneficiaryId,
        ...status,
        recordedBy: actor.id,
        createdAt: now.toString(),
        ...kept,
      });
    },

    async changeScheme(beneficiaryId, id, status) {
      const changed = await tx
        .update(schemeStatuses)
        .set(status)
        .where(scheme(beneficiaryId, id))
        .returning({ id: schemeStatuses.id });
      return changed.length > 0;
    },

    async removeScheme(beneficiaryId, id) {
      const gone = await tx
        .delete(schemeStatuses)
        .where(scheme(beneficiaryId, id))
        .returning({ id: schemeStatuses.id });
      return gone.length > 0;
    },
  };
}

import { and, eq, sql } from 'drizzle-orm';
import type { Identity } from '../../domain/people/identity.ts';
import { phoneDigits } from '../../domain/people/phone.ts';
import type { PeopleStore } from '../../services/ports/people.ts';
import { referents } from '../schema/file.ts';
import { beneficiaries, beneficiaryIdentities } from '../schema/people.ts';
import { searchable } from '../search-text.ts';
import { retentionOf, type Session } from '../session.ts';
import { openBeneficiaryFile } from './beneficiaries.ts';

type FilePart = Pick<PeopleStore, 'open' | 'prolong'>;

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

/** Files opened, kept and closed. */
export function createFileStore(session: Session): FilePart {
  const { tx, actor, now } = session;
  const { territoryId } = actor;
  const kept = retentionOf(now, null);

  return {
    async open({ id, identity, referentId }) {
      const { organisationId } = actor;
      if (organisationId === null) throw new Error('A file belongs to an organisation.');
      if (!(await openBeneficiaryFile(session, id, identity.reference))) return false;
      const key = { territoryId, beneficiaryId: id, ...kept };
      await tx.insert(beneficiaryIdentities).values({ ...key, ...identityColumns(identity) });
      if (referentId !== null) {
        await tx.insert(referents).values({ ...key, organisationId, memberId: referentId, from: THIS_INSTANT });
      }
      return true;
    },

    async prolong(beneficiaryId) {
      await tx
        .update(beneficiaries)
        .set({ purgeAfter: kept.purgeAfter })
        .where(and(eq(beneficiaries.territoryId, territoryId), eq(beneficiaries.id, beneficiaryId)));
    },
  };
}

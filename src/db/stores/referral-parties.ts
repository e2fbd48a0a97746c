import { and, desc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { ReferralStore } from '../../services/ports/referrals.ts';
import { offers } from '../schema/catalogue.ts';
import { diagnostics } from '../schema/diagnostics.ts';
import { referents } from '../schema/file.ts';
import { beneficiaries, beneficiaryIdentities, members } from '../schema/people.ts';
import { organisations } from '../schema/territories.ts';
import type { Session } from '../session.ts';

type PartiesPart = Pick<
  ReferralStore,
  'findPerson' | 'findPersonByReference' | 'findDiagnostic' | 'findProvider' | 'findOrganisation' | 'findPrescriber'
>;

/** Who is at both ends of a referral: the person, the provider, whoever refers. */
export function createReferralParties({ tx, actor }: Session): PartiesPart {
  const { territoryId, organisationId } = actor;
  const organisation = {
    id: organisations.id,
    name: organisations.name,
    phone: organisations.phone,
    email: organisations.email,
  };

  return {
    async findPerson(beneficiaryId) {
      const [row] = await tx
        .select({
          reference: beneficiaries.reference,
          firstName: beneficiaryIdentities.firstName,
          lastName: beneficiaryIdentities.lastName,
          phone: beneficiaryIdentities.phone,
          email: beneficiaryIdentities.email,
          discreet: beneficiaryIdentities.discreet,
          safeHours: beneficiaryIdentities.safeHours,
          holds: sql<boolean>`holds_file(${beneficiaries.id})`,
        })
        .from(beneficiaries)
        .leftJoin(
          beneficiaryIdentities,
          and(
            eq(beneficiaryIdentities.territoryId, beneficiaries.territoryId),
            eq(beneficiaryIdentities.beneficiaryId, beneficiaries.id),
          ),
        )
        .where(and(eq(beneficiaries.territoryId, territoryId), eq(beneficiaries.id, beneficiaryId)));
      if (!row?.holds) return null;
      const { holds: _, discreet, ...person } = row;
      return { ...person, discreet: discreet ?? false };
    },

    async findPersonByReference(reference) {
      if (organisationId === null) return null;
      const [row] = await tx
        .select({ id: beneficiaries.id })
        .from(beneficiaries)
        .where(
          and(
            eq(beneficiaries.territoryId, territoryId),
            eq(beneficiaries.organisationId, organisationId),
            eq(beneficiaries.reference, reference),
          ),
        );
      return row?.id ?? null;
    },

    async findDiagnostic(beneficiaryId) {
      const [row] = await tx
        .select({ id: diagnostics.id })
        .from(diagnostics)
        .where(and(eq(diagnostics.territoryId, territoryId), eq(diagnostics.beneficiaryId, beneficiaryId)))
        .orderBy(desc(diagnostics.createdAt), desc(diagnostics.id))
        .limit(1);
      return row?.id ?? null;
    },

    async findProvider(offerId, siret) {
      // Whoever typed an offer in is not who offers it: the resource centre's offers are not put to the resource centre.
      const [own] = await tx
        .select(organisation)
        .from(organisations)
        .innerJoin(
          offers,
          and(eq(offers.territoryId, organisations.territoryId), eq(offers.organisationId, organisations.id)),
        )
        .where(
          and(eq(organisations.territoryId, territoryId), eq(offers.id, offerId), eq(organisations.kind, 'provider')),
        );
      if (own) return { id: own.id, email: own.email };
      if (siret === null) return null;
      const [known] = await tx
        .select(organisation)
        .from(organisations)
        .where(and(eq(organisations.territoryId, territoryId), eq(organisations.siret, siret)))
        .orderBy(organisations.id)
        .limit(1);
      return known ? { id: known.id, email: known.email } : null;
    },

    async findOrganisation(id) {
      const [row] = await tx
        .select(organisation)
        .from(organisations)
        .where(and(eq(organisations.territoryId, territoryId), eq(organisations.id, id)));
      return row ?? null;
    },

    async findPrescriber({ beneficiaryId, organisationId: refersId, memberId }) {
      const open = and(
        eq(members.territoryId, territoryId),
        eq(members.organisationId, refersId),
        isNull(members.closedAt),
        isNotNull(members.joinedAt),
      );
      const [row] = await tx
        .select({ memberId: members.id, email: members.email })
        .from(members)
        .leftJoin(
          referents,
          and(
            eq(referents.territoryId, members.territoryId),
            eq(referents.memberId, members.id),
            eq(referents.organisationId, members.organisationId),
            eq(referents.beneficiaryId, beneficiaryId),
            isNull(referents.until),
          ),
        )
        .where(and(open, or(isNotNull(referents.id), memberId === null ? undefined : eq(members.id, memberId))))
        .orderBy(sql`${referents.id} is null`)
        .limit(1);
      return row ?? null;
    },
  };
}

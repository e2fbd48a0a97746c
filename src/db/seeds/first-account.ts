import { randomBytes } from 'node:crypto';
import { isRole, ROLES, type Role } from '../../domain/accounts/roles.ts';
import { createAdministration, type OrganisationFacts } from '../administration.ts';
import { organisationIdOf } from './access-key.ts';
import { createAccountWriter } from './account-writer.ts';
import { systemClock } from './territory.ts';

/** What an account may be, for whoever asks people. */
export const ACCOUNT_ROLES: readonly string[] = ROLES;
export const isAccountRole = (text: string): text is Role => isRole(text);

/** As long as an operator needs to hand it over. */
const LINK_HOURS = 24;

export type FirstAccount = {
  /** Of the owner of a prepared database. */
  url: string;
  territoryId: string;
  email: string;
  displayName: string;
  role: Role;
  /** Its id comes from its name: another account for the same name is the same organisation's. */
  organisation: { name: string; kind: OrganisationFacts['kind'] };
  /** Of the site, without a slash at the end. */
  publicUrl: string;
};

/**
 * Invites somebody without anybody to do it: the first administrator of a territory. What comes back is a link that signs in
 * once, within 24 hours; it is kept nowhere. Whoever is a member already gets one as well, and keeps their account.
 */
export async function createFirstAccount(wanted: FirstAccount): Promise<{ link: string; memberId: string }> {
  const { url, territoryId, displayName, role, organisation } = wanted;
  const email = wanted.email.toLowerCase();
  const administration = createAdministration({ url, clock: systemClock });
  const writer = createAccountWriter({ url, clock: systemClock });
  try {
    const organisationId = organisationIdOf(organisation.name);
    await administration.upsertOrganisation(territoryId, { id: organisationId, ...organisation, illustrative: false });
    const userId = await writer.findUser(email);
    const member = { id: `mem_${randomBytes(13).toString('hex')}`, organisationId, displayName, email, role, userId };
    const memberId = await administration.upsertMember(territoryId, member);
    const token = await writer.createLink({ email, name: displayName, lifeSeconds: LINK_HOURS * 3600 });
    return { memberId, link: `${wanted.publicUrl}/connexion/lien?jeton=${token}` };
  } finally {
    await Promise.all([administration.close(), writer.close()]);
  }
}

/** Lost telephone and lost recovery codes: the second factor goes, the password stays. False where there is no such account. */
export async function removeSecondFactor({ url, email }: { url: string; email: string }): Promise<boolean> {
  const writer = createAccountWriter({ url, clock: systemClock });
  try {
    return await writer.removeSecondFactor(email.toLowerCase());
  } finally {
    await writer.close();
  }
}

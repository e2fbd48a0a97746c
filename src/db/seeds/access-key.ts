import { createHash, randomBytes } from 'node:crypto';
import { SCOPES, type Scope } from '../../services/ports.ts';
import { createAdministration, type OrganisationFacts } from '../administration.ts';
import { systemClock } from './territory.ts';

const REQUESTS_PER_MINUTE = 1200;

/** What a new key may be given, for whoever asks people. */
export const KEY_SCOPES: readonly string[] = SCOPES;

export type AccessKeyWanted = {
  /** Of the owner of a prepared database. */
  url: string;
  territoryId: string;
  /** Its id comes from its name: another key for the same name is the same organisation's. */
  organisation: { name: string; kind: OrganisationFacts['kind'] };
  /** Every one of `KEY_SCOPES` where absent. */
  scopes?: readonly string[];
};

/**
 * An API key for an organisation of a territory that is in the database. The key in clear is given once: only its hash is kept.
 * Throws a `RangeError` that names the scope nobody knows.
 */
export async function createAccessKey({ url, territoryId, organisation, scopes = SCOPES }: AccessKeyWanted) {
  const unknown = scopes.find((scope) => !KEY_SCOPES.includes(scope));
  if (unknown !== undefined) throw new RangeError(unknown);
  const apiKey = `pb-${randomBytes(24).toString('hex')}`;
  const organisationId = organisationIdOf(organisation.name);
  const id = `key_${randomBytes(8).toString('hex')}`;
  const administration = createAdministration({ url, clock: systemClock });
  try {
    await administration.upsertOrganisation(territoryId, { id: organisationId, ...organisation, illustrative: false });
    await administration.upsertApiKey(territoryId, {
      id,
      organisationId,
      label: organisation.name,
      hash: createHash('sha256').update(apiKey).digest('hex'),
      scopes: scopes as readonly Scope[],
      requestsPerMinute: REQUESTS_PER_MINUTE,
    });
  } finally {
    await administration.close();
  }
  return { apiKey, id, organisationId };
}

/** The same for the same name, whoever asks. */
export const organisationIdOf = (name: string): string => `org_${slug(name)}`;

/** Letters and digits, and a few characters of its hash: two names never make one organisation. */
function slug(name: string): string {
  const letters = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_');
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 6);
  return `${letters.replaceAll(/^_+|_+$/g, '').slice(0, 30)}_${digest}`;
}

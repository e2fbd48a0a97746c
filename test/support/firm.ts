import postgres from 'postgres';
import { createAdministration } from '../../src/db/administration.ts';
import { type Role, SCOPES_OF_ROLE } from '../../src/domain/accounts/roles.ts';
import type { Context } from '../../src/services/context.ts';
import type { Actor } from '../../src/services/ports.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { startApi, type TestApi } from './api.ts';

/** `org_firm` and `org_rival` are employers, `org_team` calls back, `org_one` accompanies people; `org_far` is behind the wall. */
const ORGANISATIONS = [
  { id: 'org_firm', name: 'Fonderie de la Saulx', kind: 'employer' },
  { id: 'org_rival', name: 'Laiterie du Barrois', kind: 'employer' },
  { id: 'org_team', name: 'Plateforme mobilité', kind: 'mobilityPlatform' },
  { id: 'org_other_team', name: 'Relais mobilité du Nord', kind: 'mobilityPlatform' },
] as const;

export type Firm = TestApi & {
  owner: postgres.Sql;
  as(role: Role, organisationId: string, territoryId?: string): Context;
  /** Whoever passes by, with no code in their hand. */
  passerBy: Context;
  stop(): Promise<void>;
};

/** The real Meuse with two employers and two teams of mobility advisers. */
export async function openFirm(): Promise<Firm> {
  const api = await startApi();
  const owner = postgres(api.url, { max: 1, onnotice: () => {} });
  const administration = createAdministration({ url: api.url, clock: api.deps.clock });
  for (const organisation of ORGANISATIONS) {
    await administration.upsertOrganisation('meuse', { ...organisation, illustrative: true });
  }
  await administration.upsertOrganisation('voisin', {
    id: 'org_firm',
    name: 'Usine d’à côté',
    kind: 'employer',
    illustrative: true,
  });
  await administration.close();
  return {
    ...api,
    owner,
    as(role, organisationId, territoryId = 'meuse') {
      const scopes = new Set(SCOPES_OF_ROLE[role]);
      const id = `mem_${role}_${organisationId}`;
      const actor: Actor = { kind: 'member', id, territoryId, organisationId, role, scopes };
      return { actor, deps: api.deps };
    },
    passerBy: { actor: visitorOf('meuse'), deps: api.deps },
    async stop() {
      await owner.end();
      await api.stop();
    },
  };
}

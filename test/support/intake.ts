import { type Role, SCOPES_OF_ROLE } from '../../src/domain/accounts/roles.ts';
import type { Context } from '../../src/services/context.ts';
import type { Actor } from '../../src/services/ports.ts';
import { visitorOf } from '../../src/services/visitor.ts';
import { insertRow, worker } from '../factories/rows.ts';
import { openOffice } from './office.ts';

const TEAMS = [
  { id: 'org-m', kind: 'mobilityPlatform', phone: '03 29 00 00 01', email: 'equipe@exemple.fr' },
  { id: 'org-e', kind: 'employer', phone: null, email: null },
] as const;

/** A team of two advisers, two employers, prescribers of two organisations; a team of the same name behind the wall. */
const MEMBERS = [
  { id: 'mem-ines', territoryId: 'meuse', organisationId: 'org-m', role: 'mobilityAdvisor' },
  { id: 'mem-jo', territoryId: 'meuse', organisationId: 'org-m', role: 'mobilityAdvisor' },
  { id: 'mem-emma', territoryId: 'meuse', organisationId: 'org-e', role: 'employer' },
  { id: 'mem-loin', territoryId: 'vosges', organisationId: 'org-m', role: 'mobilityAdvisor' },
  { id: 'mem-amelie', territoryId: 'meuse', organisationId: 'org-a', role: 'referent' },
  { id: 'mem-basile', territoryId: 'meuse', organisationId: 'org-a', role: 'prescriber' },
  { id: 'mem-chloe', territoryId: 'meuse', organisationId: 'org-b', role: 'mobilityAdvisor' },
] as const satisfies readonly { id: string; territoryId: string; organisationId: string; role: Role }[];
type MemberName = (typeof MEMBERS)[number]['id'];

/** An office where requests come in. */
export async function openIntakeOffice() {
  const office = await openOffice();
  for (const territory_id of ['meuse', 'vosges']) {
    for (const team of TEAMS) {
      await insertRow(office.owner, 'organisations', { territory_id, name: `Équipe ${team.id}`, ...team });
    }
  }
  for (const { id, territoryId, organisationId, role } of MEMBERS.slice(0, 4)) {
    await insertRow(office.owner, 'members', {
      ...{ id, role, territory_id: territoryId, organisation_id: organisationId },
      display_name: `Nom de ${id}`,
      email: `${id}@exemple.fr`,
      joined_at: '2026-11-01T08:00:00Z',
      retention_class: 'account',
    });
  }

  function as(name: MemberName): Context {
    const found = MEMBERS.find(({ id }) => id === name) as (typeof MEMBERS)[number];
    const { id, territoryId, organisationId, role } = found;
    const scopes = new Set(SCOPES_OF_ROLE[role]);
    const actor: Actor = { kind: 'member', id, territoryId, organisationId, role, scopes };
    return { actor, deps: office.deps };
  }

  return {
    ...office,
    as,
    visitor: (): Context => ({ actor: visitorOf('meuse'), deps: office.deps }),
    worker: (): Context => ({ actor: worker(), deps: office.deps }),
    /** Mails that wait to be sent, the oldest first. */
    mails: () =>
      office.owner<{ to: string; subject: string; body: string; about: string }[]>`
        select to_address as to, subject, body, about_entity as about from messages order by created_at, id`,
  };
}
export type IntakeOffice = Awaited<ReturnType<typeof openIntakeOffice>>;

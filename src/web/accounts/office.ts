import { type Role, SCOPES_OF_ROLE } from '../../domain/accounts/roles.ts';
import type { Scope } from '../../domain/accounts/scopes.ts';

/** Where each role begins its day. */
const HOMES: Record<Role, string> = {
  prescriber: '/pro',
  referent: '/pro',
  mobilityAdvisor: '/pro',
  resourceCentre: '/ressources',
  provider: '/structure/orientations',
  employer: '/entreprise',
  department: '/compte',
  admin: '/compte/equipe',
};

export const homeOf = (role: Role): string => HOMES[role];

type PlaceRule = {
  name: string;
  href: string;
  scope: Scope;
  /** What lies under it, where that is not its own address; null: nothing. */
  within?: string | null;
  /** Left to another place for whoever has that right. */
  unless?: Scope;
};

/** The pages that a professional goes back to all day, by what opens them. */
const PLACES = [
  { name: 'day', href: '/pro', scope: 'people:read', within: null },
  { name: 'people', href: '/pro/personnes', scope: 'people:read' },
  { name: 'referrals', href: '/pro/orientations', scope: 'referrals:write' },
  { name: 'inbox', href: '/pro/demandes', scope: 'requests:handle' },
  {
    name: 'asked',
    href: '/pro/demandes/envoyees',
    scope: 'requests:send',
    within: '/pro/demandes',
    unless: 'requests:handle',
  },
  { name: 'calls', href: '/pro/rappels', scope: 'people:read' },
  { name: 'appointments', href: '/pro/rendez-vous', scope: 'people:read' },
  { name: 'put', href: '/structure/orientations', scope: 'referrals:answer' },
  { name: 'teaching', href: '/structure/formations', scope: 'programmes:write' },
  { name: 'workshop', href: '/structure/atelier', scope: 'workshop:write' },
  { name: 'waiting', href: '/structure/attente', scope: 'allocation:decide' },
  { name: 'fleet', href: '/structure/flotte', scope: 'fleet:write' },
  { name: 'sites', href: '/entreprise', scope: 'sites:write' },
  { name: 'offers', href: '/ressources', scope: 'offers:write' },
  { name: 'unmet', href: '/ressources/besoins', scope: 'territory:read' },
  { name: 'network', href: '/ressources/partenaires', scope: 'network:read' },
  { name: 'team', href: '/compte/equipe', scope: 'members:manage' },
] as const satisfies readonly PlaceRule[];

export type OfficePlace = Pick<(typeof PLACES)[number], 'name' | 'href'>;

/** Those of a role, and which of them the page at that path belongs to: one at most. */
export function officeOf(role: Role, path: string): (OfficePlace & { here: boolean })[] {
  const scopes: readonly Scope[] = SCOPES_OF_ROLE[role];
  const own = (PLACES as readonly PlaceRule[]).filter(
    ({ scope, unless }) => scopes.includes(scope) && (unless === undefined || !scopes.includes(unless)),
  );
  const [here] = own
    .filter(
      ({ href, within = href }) =>
        path === href || path === within || (within !== null && path.startsWith(`${within}/`)),
    )
    .toSorted((a, b) => (b.within ?? b.href).length - (a.within ?? a.href).length);
  return own.map(
    (place) => ({ name: place.name, href: place.href, here: place === here }) as OfficePlace & { here: boolean },
  );
}

import { type Role, SCOPES_OF_ROLE } from '../../domain/accounts/roles.ts';
import type { Scope } from '../../domain/accounts/scopes.ts';

/** Where each role begins its day. */
const HOMES: Record<Role, string> = {
  prescriber: '/pro',
  referent: '/pro',
  mobilityAdvisor: '/pro',
  resourceCentre: '/compte',
  provider: '/structure/orientations',
  employer: '/entreprise',
  department: '/compte',
  admin: '/compte/equipe',
};

export const homeOf = (role: Role): string => HOMES[role];

/** The pages that a professional goes back to all day, by what opens them. */
const PLACES = [
  { name: 'day', href: '/pro', scope: 'people:read' },
  { name: 'inbox', href: '/pro/demandes', scope: 'requests:handle' },
  { name: 'asked', href: '/pro/demandes/envoyees', scope: 'requests:send' },
  { name: 'referrals', href: '/pro/orientations', scope: 'referrals:write' },
  { name: 'calls', href: '/pro/rappels', scope: 'people:read' },
  { name: 'appointments', href: '/pro/rendez-vous', scope: 'people:read' },
  { name: 'put', href: '/structure/orientations', scope: 'referrals:answer' },
  { name: 'rides', href: '/structure/trajets', scope: 'bookings:answer' },
  { name: 'sites', href: '/entreprise', scope: 'sites:write' },
  { name: 'team', href: '/compte/equipe', scope: 'members:manage' },
] as const satisfies readonly { name: string; href: string; scope: Scope }[];

export type OfficePlace = (typeof PLACES)[number];

/** Those of a role, and which of them the page at that path belongs to: a person's file belongs to the day. */
export function officeOf(role: Role, path: string): (OfficePlace & { here: boolean })[] {
  const isIn = ({ href }: OfficePlace) => path === href || path.startsWith(`${href}/`);
  const [here] = PLACES.filter(isIn).toSorted((a, b) => b.href.length - a.href.length);
  return PLACES.filter(({ scope }) => (SCOPES_OF_ROLE[role] as readonly Scope[]).includes(scope)).map((place) => ({
    ...place,
    here: place === here,
  }));
}

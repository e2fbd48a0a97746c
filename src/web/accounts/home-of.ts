import type { Role } from '../../domain/accounts/roles.ts';

/** Where each role begins its day. */
const HOMES: Record<Role, string> = {
  prescriber: '/pro',
  referent: '/pro',
  mobilityAdvisor: '/pro',
  resourceCentre: '/compte',
  provider: '/structure',
  employer: '/entreprise',
  department: '/compte',
  admin: '/compte/equipe',
};

export const homeOf = (role: Role): string => HOMES[role];

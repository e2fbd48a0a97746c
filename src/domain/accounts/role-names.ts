import type { Role } from './roles.ts';

/** Each role in the words of the field. */
export const ROLE_NAMES: Record<Role, string> = {
  prescriber: 'Prescripteur',
  referent: 'Référent de parcours',
  mobilityAdvisor: 'Conseiller mobilité',
  resourceCentre: 'Pôle ressources',
  provider: 'Structure porteuse',
  employer: 'Employeur',
  department: 'Département (pilotage)',
  admin: 'Administration des comptes',
};

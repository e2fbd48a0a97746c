import type { Scope } from './scopes.ts';

const ACCOMPANIES = [
  'offers:read',
  'diagnostics:read',
  'diagnostics:write',
  'people:read',
  'people:write',
  'plans:write',
  'referrals:write',
  'requests:send',
  'needs:read',
  'bookings:write',
  'network:read',
] as const satisfies readonly Scope[];

/** What each role may do. Whose people, and whose organisation, the walls of the database say besides. */
export const SCOPES_OF_ROLE = {
  /** Makes diagnostics, refers, follows up. */
  prescriber: ACCOMPANIES,
  /** Prescriber who answers for the person's whole pathway, and hands it over. */
  referent: [...ACCOMPANIES, 'people:transfer'],
  /** Receives the requests of prescribers, people and employers. */
  mobilityAdvisor: [...ACCOMPANIES, 'people:transfer', 'requests:handle'],
  /** Maintains the catalogue; sees nobody. */
  resourceCentre: [
    'offers:read',
    'offers:write',
    'imports:write',
    'territory:read',
    'needs:read',
    'network:read',
    'network:write',
  ],
  /** Answers what is put to its organisation. */
  provider: [
    'offers:read',
    'referrals:answer',
    'bookings:answer',
    'fleet:write',
    'allocation:decide',
    'programmes:write',
    'workshop:write',
    'network:read',
  ],
  /** Declares where and when people work. */
  employer: ['offers:read', 'requests:send', 'sites:write', 'needs:read', 'network:read'],
  /** Steers: sums, never a name. */
  department: ['offers:read', 'territory:read', 'needs:read', 'network:read'],
  /** Keeps the accounts; sees nobody who is accompanied. */
  admin: ['offers:read', 'members:manage', 'network:read'],
} as const satisfies Record<string, readonly Scope[]>;

export type Role = keyof typeof SCOPES_OF_ROLE;
export const ROLES = Object.keys(SCOPES_OF_ROLE) as readonly Role[];

export const isRole = (text: string): text is Role => Object.hasOwn(SCOPES_OF_ROLE, text);

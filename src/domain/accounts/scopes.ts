/** What an API key, an account or a worker may do. */
export const SCOPES = [
  'offers:read',
  'offers:write',
  'diagnostics:read',
  'diagnostics:write',
  // A person's file: name, contacts, history. Row-level security says whose.
  'people:read',
  'people:write',
  // Hands files over to another referent, and takes them.
  'people:transfer',
  'plans:write',
  'referrals:write',
  // As the one who is asked.
  'referrals:answer',
  // Asks a mobility adviser to take somebody up.
  'requests:send',
  // The mobility adviser's inbox, appointments and call-backs.
  'requests:handle',
  // Job sites, shift patterns and carpool lines of one's own organisation.
  'sites:write',
  // How many people could work somewhere if one thing changed: never who.
  'needs:read',
  // Asks for rides for the people one accompanies.
  'bookings:write',
  // As the driver or the structure that is asked.
  'bookings:answer',
  'imports:write',
  // Sums over the whole territory, of no one in particular.
  'territory:read',
  // Invites, closes and gives roles.
  'members:manage',
] as const;
export type Scope = (typeof SCOPES)[number];

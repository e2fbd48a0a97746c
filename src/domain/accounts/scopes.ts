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
  // Keeps the waiting list of one's own structure, and decides who is lent which vehicle.
  'allocation:decide',
  // Runs the vehicles of one's own structure: loans, maintenance, papers.
  'fleet:write',
  // Teaches: groups, places, attendance and progress of those put to one's own structure.
  'programmes:write',
  // Repairs and sells: quotes, appointments, handing over.
  'workshop:write',
  'imports:write',
  // Sums over the whole territory, of no one in particular.
  'territory:read',
  // Directory of partners, with the people at work there; events, library and news of the territory.
  'network:read',
  'network:write',
  // Invites, closes and gives roles.
  'members:manage',
] as const;
export type Scope = (typeof SCOPES)[number];

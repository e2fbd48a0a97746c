import type { Actor } from './ports.ts';

/** The public in one territory: its public catalogue, and trials without a name. */
export function visitorOf(territoryId: string): Actor {
  const scopes = new Set(['offers:read', 'diagnostics:read'] as const);
  return { kind: 'visitor', id: 'visitor', territoryId, organisationId: null, scopes };
}

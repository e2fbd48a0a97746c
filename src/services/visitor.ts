import type { Actor } from './ports.ts';

/** The public in one territory: its public catalogue, trials without a name, and what the secret they show was made for. */
export function visitorOf(territoryId: string, link?: string): Actor {
  const scopes = new Set(['offers:read', 'diagnostics:read'] as const);
  return {
    kind: 'visitor',
    id: 'visitor',
    territoryId,
    organisationId: null,
    scopes,
    ...(link === undefined ? {} : { link }),
  };
}

import type { Router, RouterMetrics } from '../../geo/router.ts';

/** What this process asked of the engines behind a router, by engine and mode; nothing of those it asked nothing of. */
export function metricsOf({ metrics }: Pick<Router, 'metrics'>): RouterMetrics[] {
  return (metrics?.() ?? [])
    .filter(({ calls, failures }) => calls + failures > 0)
    .map(({ router, mode, calls, cells, failures, milliseconds }) => {
      return { router, mode, calls, cells, failures, milliseconds };
    });
}

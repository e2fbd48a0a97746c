import { and, eq } from 'drizzle-orm';
import type { RideSearchStore } from '../../services/ports/ride-searches.ts';
import { diagnostics, matches } from '../schema/diagnostics.ts';
import { hold, type Session } from '../session.ts';

export function createRideSearchStore(session: Session): RideSearchStore {
  const { tx, actor } = session;
  const one = (id: string) => and(eq(diagnostics.territoryId, actor.territoryId), eq(diagnostics.id, id));

  return {
    async find(id) {
      await hold(session, id);
      const [row] = await tx
        .select({
          version: diagnostics.currentVersion,
          watchedUntil: diagnostics.watchedUntil,
          staleResultAt: diagnostics.staleResultAt,
          computedAt: matches.computedAt,
        })
        .from(diagnostics)
        .innerJoin(
          matches,
          and(
            eq(matches.territoryId, diagnostics.territoryId),
            eq(matches.diagnosticId, diagnostics.id),
            eq(matches.version, diagnostics.currentVersion),
          ),
        )
        .where(one(id));
      return row ?? null;
    },
    async watch(id, { until, staleResultAt }) {
      await hold(session, id);
      await tx
        .update(diagnostics)
        .set({ watchedUntil: until, ...(staleResultAt !== undefined && { staleResultAt }) })
        .where(one(id));
    },
  };
}

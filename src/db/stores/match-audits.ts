import { eq, sql } from 'drizzle-orm';
import type { AuditStore } from '../../services/ports.ts';
import { matchAudits } from '../schema/match-audits.ts';
import type { Session } from '../session.ts';

const NONE = { audited: 0, differing: 0, voided: 0, lastAt: null, lastDifference: null };

export function createMatchAuditStore({ tx, actor, now }: Session): AuditStore {
  const { territoryId } = actor;
  const { audited, differing, voided, lastAt, lastDifference } = matchAudits;

  return {
    async note(outcome) {
      const lastAt = now.toString();
      const counted = { voided: Number(outcome === 'void'), audited: Number(outcome !== 'void') };
      const difference = outcome === 'equal' || outcome === 'void' ? null : outcome;
      const different = Number(difference !== null);
      await tx
        .insert(matchAudits)
        .values({ territoryId, ...counted, differing: different, lastAt, lastDifference: difference })
        .onConflictDoUpdate({
          target: matchAudits.territoryId,
          set: {
            audited: sql`${audited} + ${counted.audited}`,
            differing: sql`${differing} + ${different}`,
            voided: sql`${voided} + ${counted.voided}`,
            lastAt,
            ...(difference === null ? {} : { lastDifference: difference }),
          },
        });
    },

    async sums() {
      const [row] = await tx
        .select({ audited, differing, voided, lastAt, lastDifference })
        .from(matchAudits)
        .where(eq(matchAudits.territoryId, territoryId));
      return row ?? NONE;
    },
  };
}

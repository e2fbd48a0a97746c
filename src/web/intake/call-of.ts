import type { Context } from 'hono';
import { listTeams } from '../../services/intake/list-teams.ts';
import type { PagesEnv } from '../layout/visit.ts';

/** The number to call: of the only team, else of the territory. */
export async function callOf(c: Context<PagesEnv>): Promise<{ phone: string | null; hours: string | null }> {
  const { ctx, territory } = c.var.visit;
  const [only, another] = await listTeams({ ctx });
  if (only?.phone && !another) return { phone: only.phone, hours: null };
  const { phone, hours } = territory.rules.emergencyPlan;
  return { phone, hours: phone === null ? null : hours };
}

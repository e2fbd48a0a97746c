import { type Context, requireScope } from '../context.ts';
import type { PersonToReach } from '../ports/intake.ts';
import { listTeams } from './list-teams.ts';
import { personOf } from './subject.ts';

/** What the form of a request begins with. */
export type RequestForm = {
  teams: { id: string; name: string; phone: string | null }[];
  /** Whose file would be shared. */
  shared: (PersonToReach & { id: string }) | null;
};

/** Throws `forbidden`, `notFound` for a file that is not the sender's. */
export async function prepareRequest({
  ctx,
  input: { beneficiaryId },
}: {
  ctx: Context;
  input: { beneficiaryId?: string };
}): Promise<RequestForm> {
  requireScope(ctx, 'requests:send');
  const teams = await listTeams({ ctx });
  if (beneficiaryId === undefined) return { teams, shared: null };
  requireScope(ctx, 'people:read');
  return ctx.deps.database.transact(ctx.actor, async (stores) => ({
    teams,
    shared: { ...(await personOf(stores, { beneficiaryId })), id: beneficiaryId },
  }));
}

import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Job } from '../ports/workshop.ts';
import type { Stores } from '../ports.ts';
import { CHANGED } from '../programmes/programme-access.ts';

/** The same words for somebody else's as for one that never was. */
export const noJob = () => new ProblemError('notFound', 'Cette demande n’existe pas, ou plus.');

/** Throws `forbidden`, also for who works in no structure. */
export function requireWorkshop(ctx: Context): void {
  requireScope(ctx, 'workshop:write');
  if (ctx.actor.organisationId === null) throw new ProblemError('forbidden', 'Il faut travailler dans une structure.');
}

/** Throws `notFound`, `conflict`. */
export async function lockJob(stores: Stores, id: string, expectedVersion: number | undefined): Promise<Job> {
  const job = await stores.workshop.lock(id);
  if (job === null) throw noJob();
  if (expectedVersion !== undefined && job.version !== expectedVersion) throw new ProblemError('conflict', CHANGED);
  return job;
}

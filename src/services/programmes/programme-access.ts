import { dateAt } from '../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { Cohort, Enrolment } from '../ports/programmes.ts';
import type { Stores } from '../ports.ts';

/** The same words for somebody else's as for one that never was. */
export const noCohort = () => new ProblemError('notFound', 'Ce groupe n’existe pas, ou plus.');
export const noEnrolment = () => new ProblemError('notFound', 'Cette inscription n’existe pas, ou plus.');
export const CHANGED = 'Quelqu’un a changé cette page entre-temps : relisez-la, puis recommencez.';

/** Throws `forbidden`, also for who works in no structure. */
export function requireTeaching(ctx: Context): void {
  requireScope(ctx, 'programmes:write');
  if (ctx.actor.organisationId === null) throw new ProblemError('forbidden', 'Il faut travailler dans une structure.');
}

/** `YYYY-MM-DD` in the territory. */
export async function todayThere({ deps, actor }: Context): Promise<string> {
  const { territory } = await deps.territory(actor.territoryId);
  return dateAt(deps.clock.now(), territory.timeZone);
}

/** Nobody else gives a place in it until the transaction ends. Throws `notFound`, `conflict`. */
export async function lockCohort(stores: Stores, id: string, expectedVersion?: number): Promise<Cohort> {
  const cohort = await stores.programmes.lockCohort(id);
  if (cohort === null) throw noCohort();
  if (expectedVersion !== undefined && cohort.version !== expectedVersion) throw new ProblemError('conflict', CHANGED);
  return cohort;
}

/**
 * An enrolment of the actor's structure with its group, both locked, the group first, as everybody does. Throws `notFound`, `conflict`.
 */
export async function lockEnrolment(
  stores: Stores,
  { id, expectedVersion }: { id: string; expectedVersion?: number | undefined },
): Promise<{ enrolment: Enrolment; cohort: Cohort }> {
  const known = await stores.programmes.findEnrolment(id);
  if (known === null) throw noEnrolment();
  const cohort = await stores.programmes.lockCohort(known.cohortId);
  // Seen and not theirs: the referent reads how far their people are, and changes nothing of it.
  if (cohort === null) throw noEnrolment();
  const enrolment = await stores.programmes.lockEnrolment(id);
  if (enrolment === null) throw noEnrolment();
  if (expectedVersion !== undefined && enrolment.version !== expectedVersion) {
    throw new ProblemError('conflict', CHANGED);
  }
  return { enrolment, cohort };
}

import { ProblemError } from '../errors.ts';
import type { JobSite, ShiftPattern } from '../ports/employers.ts';
import type { Actor, Stores } from '../ports.ts';

/** Somebody else's site answers as one that never was. */
export const unknownSite = () => new ProblemError('notFound', 'Ce site n’existe pas, ou plus.');
export const unknownPattern = () => new ProblemError('notFound', 'Ces horaires n’existent pas, ou plus.');

/** A site of the actor's own organisation that is not archived. Throws `notFound`. */
export async function getOwnSite({ employers }: Stores, { organisationId }: Actor, id: string): Promise<JobSite> {
  const site = await employers.findSite(id);
  if (site === null || organisationId === null || site.organisationId !== organisationId) throw unknownSite();
  return site;
}

/** A rota worked at one of their sites, with that site. Throws `notFound`. */
export async function getOwnPattern(
  stores: Stores,
  actor: Actor,
  { siteId, id }: { siteId: string; id: string },
): Promise<{ site: JobSite; pattern: ShiftPattern }> {
  const site = await getOwnSite(stores, actor, siteId);
  const pattern = site.patterns.find((one) => one.id === id);
  if (pattern === undefined) throw unknownPattern();
  return { site, pattern };
}

import { figuresOf } from '../../domain/employer/figures.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import type { CarpoolLine, JobSite, LineRole, ShiftPattern } from '../ports/employers.ts';
import type { Actor, Stores } from '../ports.ts';
import { isBefore, toldWeek } from './told-week.ts';

/** At least so many people: a multiple of five, 0 where they are too few to be told. */
export type LineFigures = Record<LineRole, number>;
export type OwnLine = {
  line: CarpoolLine;
  site: JobSite;
  pattern: ShiftPattern | null;
  /** As on Monday, whoever came or was forgotten since; null until the next one, where the line was opened this week. */
  figures: LineFigures | null;
};

const unknownLine = () => new ProblemError('notFound', 'Cette ligne n’existe pas, ou plus.');

/**
 * The lines of the actor's own organisation, closed ones last, with how many had answered on Monday: never who. Told day by day, a
 * figure that moves as one person picks up a telephone would tell who did. Throws `forbidden`.
 */
export async function listOwnLines({ ctx }: { ctx: Context }): Promise<OwnLine[]> {
  requireScope(ctx, 'sites:write');
  const { actor, deps } = ctx;
  const { organisationId } = actor;
  if (organisationId === null) return [];
  const lines = await deps.database.transact(actor, async (stores) => {
    const own = await stores.employers.listLines({ organisationId });
    return Promise.all(own.map(async (line) => ({ line, ...(await whereOf(stores, line)) })));
  });
  // The employer never reads an answer: they are counted as a worker of the territory, and only figures leave here.
  const worker: Actor = { ...actor, kind: 'system', organisationId: null };
  const week = await toldWeek(ctx);
  const ids = lines.map(({ line }) => line.id);
  const stood = { since: week.begins.toString(), until: week.ends.toString() };
  const counts = await deps.database.transact(worker, ({ employers }) => employers.countAnswers(ids, stood));
  return lines.map((one) => ({
    ...one,
    figures: isBefore(one.line.createdAt, week) ? figuresFor(one.line.id, counts) : null,
  }));
}

/** One of them. Throws `forbidden`, `notFound`. */
export async function getOwnLine({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<OwnLine> {
  const line = (await listOwnLines({ ctx })).find((one) => one.line.id === input.id);
  if (line === undefined) throw unknownLine();
  return line;
}

/** Its poster leads nowhere from then on; whoever answered is called back all the same. Throws `forbidden`, `notFound`. */
export async function closeLine({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<void> {
  requireScope(ctx, 'sites:write');
  const { actor, deps } = ctx;
  await deps.database.transact(actor, async ({ employers, audit }) => {
    const line = await employers.findLine(input.id);
    if (line === null || line.organisationId !== actor.organisationId) throw unknownLine();
    if (!(await employers.closeLine(line.id))) return;
    await audit.record({ action: 'line.closed', entity: 'carpoolLine', entityId: line.id, fields: ['closedAt'] });
  });
}

/** The site and the hours of a line, archived or not. */
export async function whereOf(
  { employers }: Stores,
  { siteId, patternId }: Pick<CarpoolLine, 'siteId' | 'patternId'>,
): Promise<{ site: JobSite; pattern: ShiftPattern | null }> {
  const site = await employers.findAnySite(siteId);
  if (site === null) throw unknownLine();
  return { site, pattern: patternId === null ? null : await employers.findPattern(patternId) };
}

/** Drivers and passengers are other people: each is told by itself, and no sum of both. */
function figuresFor(
  lineId: string,
  counts: readonly { lineId: string; role: LineRole; people: number }[],
): LineFigures {
  const figure = (role: LineRole) => {
    const people = counts.find((one) => one.lineId === lineId && one.role === role)?.people ?? 0;
    const some = new Set(Array.from({ length: people }, (_, i) => String(i)));
    return figuresOf([{ key: role, people: some }]).get(role) ?? 0;
  };
  return { driver: figure('driver'), passenger: figure('passenger') };
}

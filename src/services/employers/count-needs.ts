import type { LonLat } from '../../../geo/router.ts';
import { tableOrEstimate } from '../../../geo/with-fallback.ts';
import { figuresOf } from '../../domain/employer/figures.ts';
import {
  NEED_CHANGES,
  type NeedChange,
  type NeededSite,
  needCells,
  needKey,
  type PersonInNeed,
} from '../../domain/employer/needs.ts';
import { type Context, requireScope } from '../context.ts';
import type { JobSite, PersonOnRecord } from '../ports/employers.ts';
import type { Actor, Gazetteer } from '../ports.ts';
import { isBefore, toldWeek } from './told-week.ts';

/** At least so many people: a multiple of five, 0 where they are too few to be told. */
export type NeedFigures = Record<NeedChange, number>;

export type CountedSite = {
  site: JobSite;
  /** Null until the next Monday, where the site was declared or changed this week. */
  figures: NeedFigures | null;
  /** The same for each rota, of those who already go for a job there at its hours. */
  patterns: { id: string; figures: NeedFigures | null }[];
};

export type CountedNeeds = {
  /** The Monday whose state is told, and the next one, `YYYY-MM-DD`. */
  asOf: string;
  next: string;
  /** Times by road are estimated. */
  estimated: boolean;
  sites: CountedSite[];
};

/**
 * How many people of the territory could work at the actor's sites if one thing changed, whoever accompanies them: at least so
 * many, by fives, never who. Everything is told as it was on Monday, and of sites as they were then: neither a diagnostic that
 * was just made nor a site moved to and fro tells anybody apart (ADR 0024). Throws `forbidden`.
 */
export async function countNeeds({ ctx }: { ctx: Context }): Promise<CountedNeeds> {
  requireScope(ctx, 'sites:write');
  requireScope(ctx, 'needs:read');
  const { actor, deps } = ctx;
  const { gazetteer } = await deps.territory(actor.territoryId);
  const week = await toldWeek(ctx);

  const { organisationId } = actor;
  const own =
    organisationId === null
      ? []
      : await deps.database.transact(actor, ({ employers }) => employers.listSites({ organisationId }));
  const isSettled = ({ updatedAt }: { updatedAt: string }) => isBefore(updatedAt, week);
  const settled = own.filter(isSettled);

  // No organisation sees the others' people: the rows are read as a worker of the territory, and only figures leave here.
  const worker: Actor = { ...actor, kind: 'system', organisationId: null };
  const recorded =
    settled.length === 0
      ? []
      : await deps.database.transact(worker, ({ employers }) => employers.listPeopleInNeed(week.begins.toString()));
  const people = recorded.map((one) => personInNeed(one, gazetteer));

  const { sites, estimated } = await timed(ctx, settled, people, gazetteer);
  const counted = sites.map((site, index) => ({
    ...site,
    patterns: (settled[index] as JobSite).patterns
      .filter(isSettled)
      .map(({ id, cycle }) => ({ id, shifts: cycle.shifts })),
  }));
  const figures = figuresOf(needCells(people, counted));
  const figuresFor = (siteId: string, patternId: string | null): NeedFigures | null =>
    figures.has(needKey(siteId, patternId, 'line'))
      ? (Object.fromEntries(
          NEED_CHANGES.map((change) => [change, figures.get(needKey(siteId, patternId, change)) ?? 0]),
        ) as NeedFigures)
      : null;
  return {
    asOf: week.asOf,
    next: week.next,
    estimated,
    sites: own.map((site) => ({
      site,
      figures: figuresFor(site.id, null),
      patterns: site.patterns.map(({ id }) => ({ id, figures: figuresFor(site.id, id) })),
    })),
  };
}

function personInNeed({ personId, facts, hasWay, changes }: PersonOnRecord, gazetteer: Gazetteer): PersonInNeed {
  const { home, job, means } = facts;
  const licence = means?.licences?.find(({ category }) => category === 'B');
  return {
    id: personId,
    commune: home.commune ?? gazetteer.locate(home)?.code ?? null,
    maxTravelMinutes: job?.maxTravelMinutes ?? null,
    drives: licence === undefined ? null : licence.status === 'valid',
    hasCar: means?.vehicles === undefined ? null : means.vehicles.includes('car'),
    job: job ? { lon: job.lon, lat: job.lat, shifts: job.cycle.shifts } : null,
    hasWay,
    changes,
  };
}

/** From the middle of each commune where somebody lives to each site, in one table. */
async function timed(
  { deps, actor }: Context,
  sites: readonly JobSite[],
  people: readonly PersonInNeed[],
  gazetteer: Gazetteer,
): Promise<{ sites: Omit<NeededSite, 'patterns'>[]; estimated: boolean }> {
  const communes = [...new Set(people.flatMap(({ commune }) => (commune === null ? [] : [commune])))].flatMap(
    (code) => {
      const commune = gazetteer.findByCode(code);
      return commune === null ? [] : [commune];
    },
  );
  if (sites.length === 0 || communes.length === 0) {
    return { estimated: false, sites: sites.map(({ id, place }) => ({ id, place, secondsFrom: new Map() })) };
  }
  const lonLat = ({ lon, lat }: { lon: number; lat: number }): LonLat => [lon, lat];
  const request = {
    mode: 'car',
    sources: communes.map(lonLat),
    destinations: sites.map(({ place }) => lonLat(place)),
  } as const;
  const { tables } = await tableOrEstimate(deps.routers(actor.territoryId), [request]);
  const [table] = tables;
  return {
    estimated: table?.source === 'estimate',
    sites: sites.map(({ id, place }, column) => {
      const secondsFrom = new Map<string, number>();
      communes.forEach(({ code }, row) => {
        const seconds = table?.durations[row * sites.length + column] ?? -1;
        if (seconds >= 0) secondsFrom.set(code, seconds);
      });
      return { id, place, secondsFrom };
    }),
  };
}

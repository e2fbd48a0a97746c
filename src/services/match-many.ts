import { keptResult } from '../domain/matching/kept-result.ts';
import { personPlaces } from '../domain/matching/person-places.ts';
import type { PlaceVector } from '../domain/matching/prune/road-bounds.ts';
import type { MatchResult } from '../domain/matching/result.ts';
import { LISTING } from '../domain/matching/tally.ts';
import { isAudited } from './audit-match.ts';
import { type CatalogueCopy, createCatalogueCopy } from './catalogue-copy.ts';
import type { Context } from './context.ts';
import { type CatalogueFollower, createFollower } from './follow-catalogue.ts';
import { type MatchWork, matchCatalogue } from './match-catalogue.ts';
import { factsOfRecord } from './match-offers.ts';
import { createPlaceVectors, type PlaceVectors } from './place-vectors.ts';
import type { Database, DiagnosticRecord, Stores } from './ports.ts';

/** A result to be stored, and the catalogue it rests on at least. */
export type Matched = {
  record: DiagnosticRecord;
  /** ISO 8601: the day its rota was unrolled from. */
  computedAt: string;
  catalogueVersion: number;
  result: MatchResult;
  /** To be held against the reference: something was ruled out by bounds, and it is this one's turn. */
  isToBeAudited: boolean;
};

/**
 * Matches several diagnostics on the catalogue as it is; stores nothing. Each is told as soon as it is there. Throws when one
 * cannot be matched, and leaves those after it.
 */
export type MatchMany = (call: {
  ctx: Context;
  records: readonly DiagnosticRecord[];
  onMatched(matched: Matched): Promise<void>;
}) => Promise<void>;

/** The catalogue of each territory, kept in this process. */
export function followCatalogues(
  database: Pick<Database, 'transact' | 'onCatalogueChange'>,
  unreadable: (territoryId: string, offer: { offerId: string; reason: string }) => void,
): CatalogueFollower<CatalogueCopy> {
  return createFollower<CatalogueCopy>({
    database,
    create: createCatalogueCopy,
    apply: (copy, changes) => copy.apply(changes),
    known(copy, id, version) {
      const offer = copy.find(id);
      return offer?.version === version ? offer : undefined;
    },
    unreadable,
  });
}

/** One result in so many is held against the reference, unless the operator says otherwise. */
export const AUDIT_EVERY = 200;

/** A result as it was made, and with it the wish that it be audited. */
export async function storeMatched(
  { matches, outbox }: Pick<Stores, 'matches' | 'outbox'>,
  { record, computedAt, catalogueVersion, result, isToBeAudited }: Matched,
): Promise<void> {
  const { id: diagnosticId, version } = record;
  await matches.saveReady(diagnosticId, version, computedAt, result, catalogueVersion);
  if (!isToBeAudited) return;
  await outbox.append({ type: 'auditWanted', diagnosticId, version, computedAt, catalogueVersion });
}

/** One diagnostic after the other; what the router is asked about their places, it is asked for all of them together. */
export function createMatchMany(
  catalogues: CatalogueFollower<CatalogueCopy>,
  placeVectors: PlaceVectors = createPlaceVectors(),
  auditEvery = AUDIT_EVERY,
): MatchMany {
  return async ({ ctx, records, onMatched }) => {
    const { turn } = ctx.deps.routers(ctx.actor.territoryId);
    const { target } = await catalogues.current(ctx);
    const bounding = await boundingOf(ctx, placeVectors, target, records);
    for (const record of records) {
      // Where nothing is asked of a router there is no other moment to let people go first.
      if (turn !== undefined) (await turn())();
      // One instant for the whole match: read back later, the rota must be unrolled from the same day.
      const computedAt = ctx.deps.clock.now();
      const then = { ...ctx, deps: { ...ctx.deps, clock: { now: () => computedAt } } };
      const { target: copy, version } = await catalogues.current(ctx);
      let isPruned = false;
      const noteWork = ({ tried, carpools }: MatchWork) => {
        isPruned = tried < carpools;
      };
      const { result, facts } = await matchCatalogue({ ctx: then, record, copy, bounding, noteWork });
      await onMatched({
        record,
        computedAt: computedAt.toString(),
        catalogueVersion: version,
        result: keptResult(result, facts),
        isToBeAudited: isPruned && !result.provisional && isAudited(record, auditEvery),
      });
    }
  };
}

const UNBOUNDED = { landmarks: null, vectors: new Map<string, PlaceVector>() };

/** Landmark times of everybody's places. Without them nothing is ruled out, and all is put to the router. */
async function boundingOf(
  ctx: Context,
  placeVectors: PlaceVectors,
  copy: CatalogueCopy,
  records: readonly DiagnosticRecord[],
) {
  const { territoryId } = ctx.actor;
  const dataSet = copy.dataSet();
  const { configured } = ctx.deps.routers(territoryId);
  if (dataSet === null || copy.size(false) <= LISTING.allUpTo || !configured.supports('car')) return UNBOUNDED;
  const handle = await ctx.deps.territory(territoryId);
  const places = records.flatMap((record) => personPlaces(factsOfRecord(ctx, handle, record)));
  return (await placeVectors.of(ctx, dataSet, places)) ?? UNBOUNDED;
}

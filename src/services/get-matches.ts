import { Temporal } from 'temporal-polyfill';
import type { Offer } from '../domain/catalogue/offer.ts';
import { offersTold } from '../domain/matching/offers-told.ts';
import type { MatchResult } from '../domain/matching/result.ts';
import { type Context, requireScope, type TerritoryHandle } from './context.ts';
import { ProblemError } from './errors.ts';
import { loadDiagnostic } from './get-diagnostic.ts';
import { factsOfRecord } from './match-offers.ts';
import type { DiagnosticRecord, StoredMatch, Stores } from './ports.ts';
import { type Presentation, type PresentedMatch, presentMatch } from './present-match.ts';
import { viewOffer } from './view-offer.ts';

export const MAX_WAIT_SECONDS = 30;
const BATCH = 500;
/** As many misses as a result ever tells. */
const MISSES = 1000;

export type Matches = {
  diagnosticId: string;
  version: number;
  status: 'pending' | 'ready' | 'failed';
  computedAt: string | null;
  /** Why it failed, in French. */
  failure: string | null;
  /** The catalogue changed in a way that may concern it: the result is there, and being made again. */
  rematching: boolean;
} & Omit<PresentedMatch, 'router' | 'dataSet'> & { router: MatchResult['router'] | null; dataSet: string | null };

export type GetMatchesInput = {
  diagnosticId: string;
  /** The newest where absent. */
  version?: number;
  /** How long to wait for a pending result, at most `MAX_WAIT_SECONDS`. */
  waitSeconds?: number;
};

/** The result of a diagnostic, with everything said in French. Throws `forbidden`, `notFound`. */
export async function getMatches({ ctx, input }: { ctx: Context; input: GetMatchesInput }): Promise<Matches> {
  requireScope(ctx, 'diagnostics:read');
  const { diagnosticId, waitSeconds = 0 } = input;
  let found = await read(ctx, diagnosticId, input.version);
  if (found.stored.status === 'pending' && waitSeconds > 0) {
    const timeoutMs = Math.min(waitSeconds, MAX_WAIT_SECONDS) * 1000;
    const { version } = found.record;
    await ctx.deps.database.waitForMatch({ diagnosticId, version, actor: ctx.actor, timeoutMs });
    found = await read(ctx, diagnosticId, version);
  }
  const { record, stored, offers } = found;
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const facts = factsOfRecord(asOf(ctx, stored.computedAt), handle, record);
  const result = stored.result ?? NOTHING_YET;
  const { router, dataSet, ...presented } = presentMatch(result, { facts, offers, handle });
  return {
    diagnosticId,
    version: record.version,
    status: stored.status,
    computedAt: stored.computedAt,
    failure: stored.failure,
    rematching: stored.rematching,
    router: stored.result === null ? null : router,
    dataSet: stored.result === null ? null : dataSet,
    ...presented,
  };
}

const NOTHING_YET: MatchResult = {
  router: 'estimate',
  dataSet: '',
  provisional: false,
  matches: [],
  counts: { possible: 0, toVerify: 0, impossible: 0, byCode: {} },
  bundles: [],
  pathway: [],
};

type Found = { record: DiagnosticRecord; stored: StoredMatch; offers: Presentation['offers'] };

async function read(ctx: Context, diagnosticId: string, version: number | undefined): Promise<Found> {
  const { gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const record = await loadDiagnostic(ctx, stores, diagnosticId, version);
    const stored = await stores.matches.find(diagnosticId, record.version);
    if (stored === null) throw new ProblemError('notFound', 'Ce diagnostic n’a pas de résultat.');
    const offers = await offersOf(stores, stored.result);
    return { record, stored, offers: new Map([...offers].map(([id, offer]) => [id, named(ctx, offer, gazetteer)])) };
  });
}

/** The offers a result tells of, as they are now; those archived since are absent. */
async function offersOf(stores: Stores, result: MatchResult | null): Promise<Map<string, Offer>> {
  if (result === null) return new Map();
  const misses = result.matches.filter(({ verdict }) => verdict === 'impossible').slice(0, MISSES);
  const told = [...new Set([...offersTold(result), ...misses.map(({ offerId }) => offerId)])];
  const offers = new Map<string, Offer>();
  for (let at = 0; at < told.length; at += BATCH) {
    const page = await stores.offers.list({ ids: told.slice(at, at + BATCH), limit: BATCH });
    for (const offer of page.items) offers.set(offer.id, offer);
  }
  return offers;
}

/** A result names the offer and its provider as far as the actor may know them. */
export function named(ctx: Context, offer: Offer, gazetteer: TerritoryHandle['gazetteer']): Offer {
  const { title, provider } = viewOffer(ctx.actor, offer, gazetteer);
  return { ...offer, title, provider };
}

/**
 * The rota is unrolled from the start or from today, whichever is later: to read a result back, today is the day it
 * was computed, or its legs would not be the stored ones any more.
 */
function asOf(ctx: Context, instant: string | null): Context {
  if (instant === null) return ctx;
  const then = Temporal.Instant.from(instant);
  return { ...ctx, deps: { ...ctx.deps, clock: { now: () => then } } };
}

import { Temporal } from 'temporal-polyfill';
import type { Offer } from '../domain/catalogue/offer.ts';
import { offersTold } from '../domain/matching/offers-told.ts';
import type { MatchResult, OfferMatch } from '../domain/matching/result.ts';
import { type Context, requireScope, type TerritoryHandle } from './context.ts';
import { ProblemError } from './errors.ts';
import { loadDiagnostic, noDiagnostic } from './get-diagnostic.ts';
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
  const found = await readMatch(ctx, input, (stores, result) => offersOf(ctx, stores, idsTold(result)));
  return presentFound(ctx, found, found.stored.result?.matches ?? [], found.chosen);
}

export type Found<Chosen> = { record: DiagnosticRecord; stored: StoredMatch; chosen: Chosen };

/**
 * The newest version of a diagnostic, or that one, with its result once it is there or the wait is over, and what `choose`
 * reads for it in the same transaction. Throws `notFound`.
 */
export async function readMatch<Chosen>(
  ctx: Context,
  input: GetMatchesInput & { beneficiaryId?: string },
  choose: (stores: Stores, result: MatchResult | null, record: DiagnosticRecord) => Promise<Chosen>,
): Promise<Found<Chosen>> {
  const { diagnosticId, waitSeconds = 0 } = input;
  const read = (version: number | undefined) =>
    ctx.deps.database.transact(ctx.actor, async (stores) => {
      const record = await loadDiagnostic(ctx, stores, diagnosticId, version);
      // Under another person's address there is no such diagnostic.
      if (input.beneficiaryId !== undefined && record.beneficiaryId !== input.beneficiaryId) throw noDiagnostic();
      const stored = await stores.matches.find(diagnosticId, record.version);
      if (stored === null) throw new ProblemError('notFound', 'Ce diagnostic n’a pas de résultat.');
      return { record, stored, chosen: await choose(stores, stored.result, record) };
    });
  const found = await read(input.version);
  if (found.stored.status !== 'pending' || waitSeconds <= 0) return found;
  const timeoutMs = Math.min(waitSeconds, MAX_WAIT_SECONDS) * 1000;
  const { version } = found.record;
  await ctx.deps.database.waitForMatch({ diagnosticId, version, actor: ctx.actor, timeoutMs });
  return read(version);
}

/** What was found, with these of its offers put into words. */
export async function presentFound(
  ctx: Context,
  { record, stored }: Pick<Found<unknown>, 'record' | 'stored'>,
  told: readonly OfferMatch[],
  offers: Presentation['offers'],
): Promise<Matches> {
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const facts = factsOfRecord(asOf(ctx, stored.computedAt), handle, record);
  const result = stored.result ?? NOTHING_YET;
  const { router, dataSet, ...presented } = presentMatch({ ...result, matches: told }, { facts, offers, handle });
  return {
    diagnosticId: record.id,
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

/** Every offer that a result tells of. */
function idsTold(result: MatchResult | null): string[] {
  if (result === null) return [];
  const misses = result.matches.filter(({ verdict }) => verdict === 'impossible').slice(0, MISSES);
  return [...new Set([...offersTold(result), ...misses.map(({ offerId }) => offerId)])];
}

/** Those offers as they are now, as far as the actor may know them; those archived since are absent. */
export async function offersOf(ctx: Context, stores: Stores, ids: readonly string[]): Promise<Map<string, Offer>> {
  const { gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  const offers = new Map<string, Offer>();
  for (let at = 0; at < ids.length; at += BATCH) {
    const page = await stores.offers.list({ ids: ids.slice(at, at + BATCH), limit: BATCH });
    for (const offer of page.items) offers.set(offer.id, named(ctx, offer, gazetteer));
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

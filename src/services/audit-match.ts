import { Temporal } from 'temporal-polyfill';
import { differenceBetween } from '../domain/matching/compare-results.ts';
import { keptResult } from '../domain/matching/kept-result.ts';
import type { CatalogueCopy } from './catalogue-copy.ts';
import type { Context } from './context.ts';
import { ProblemError } from './errors.ts';
import type { CatalogueFollower } from './follow-catalogue.ts';
import { ownTimesOf } from './match-catalogue.ts';
import { matchOffers } from './match-offers.ts';
import type { AuditDifference, StoredMatch } from './ports.ts';

/** One result as it was stored: another one since is not meant. */
export type AuditWish = { diagnosticId: string; version: number; computedAt: string; catalogueVersion: number };

/** One in so many results is audited; always the same versions, so that whoever tries again agrees. 0: none. */
export function isAudited({ id, version }: { id: string; version: number }, everyNth: number): boolean {
  if (everyNth <= 0) return false;
  let hash = 0x811c9dc5;
  for (const character of `${id} ${version}`) hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  return (hash >>> 0) % everyNth === 0;
}

/**
 * Holds one stored result against the reference matcher, on the same catalogue, for the same instant, and counts how it went.
 * Where they differ the reference's result takes its place. Where the catalogue, the roads or the result itself changed
 * meanwhile there is nothing to compare.
 */
export async function auditMatch({
  ctx,
  input,
  catalogues,
}: {
  ctx: Context;
  input: AuditWish;
  catalogues: Pick<CatalogueFollower<CatalogueCopy>, 'current'>;
}): Promise<'equal' | 'void' | AuditDifference> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'Cela revient aux tâches de fond.');
  const { diagnosticId, version, computedAt, catalogueVersion } = input;
  const { database } = ctx.deps;
  const outcome = await compare();
  await database.transact(ctx.actor, ({ audits }) => audits.note(outcome));
  return outcome;

  async function compare(): Promise<'equal' | 'void' | AuditDifference> {
    const { record, stored } = await database.transact(ctx.actor, async ({ diagnostics, matches }) => ({
      record: await diagnostics.find(diagnosticId, version),
      stored: await matches.find(diagnosticId, version),
    }));
    if (record === null || !isThat(stored) || stored.result.provisional) return 'void';
    const { target, version: current } = await catalogues.current(ctx);
    if (current !== catalogueVersion) return 'void';
    const then = { now: () => Temporal.Instant.from(computedAt) };
    const { result, facts } = await matchOffers({
      ctx: { ...ctx, deps: { ...ctx.deps, clock: then } },
      record,
      offers: target.all(record.expiresAt !== null),
      own: ownTimesOf(target),
    });
    const { result: was } = stored;
    // What is taken of an offer is read from the database: it too must be what it was.
    if ((await catalogues.current(ctx)).version !== catalogueVersion) return 'void';
    if (result.router !== was.router || result.dataSet !== was.dataSet || result.provisional) return 'void';
    const reference = keptResult(result, facts);
    const found = differenceBetween(was, reference);
    if (found === null) return 'equal';
    // One that was made since rests on more: it stays.
    await database.transact(ctx.actor, ({ matches }) => matches.replaceReady(input, reference));
    return { diagnosticId, version, ...found };
  }

  function isThat(stored: StoredMatch | null): stored is StoredMatch & { result: NonNullable<StoredMatch['result']> } {
    if (stored?.status !== 'ready' || stored.result === null || stored.computedAt === null) return false;
    return Date.parse(stored.computedAt) === Date.parse(computedAt);
  }
}

import type { OfferInput } from '../../domain/catalogue/offer.ts';
import { isImportFormat } from '../../domain/imports/formats.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { groundOf } from '../ground.ts';
import type { Import, ImportRow, Present } from '../ports/imports.ts';
import type { Stores } from '../ports.ts';
import { applyBatch } from './apply-batch.ts';
import { checkRecords, type Known, keyText, versionKey } from './check-records.ts';
import type { FileRecord } from './file-record.ts';
import { readFile } from './read-file.ts';
import { undoBatch } from './undo-batch.ts';

/** In one transaction: what is lost with a worker, and how often somebody who watches sees it move. */
const BATCH = 500;

/**
 * Takes an import as far as it goes by itself: reads and checks its file, applies what was confirmed, takes back what is to be. May
 * be run again after anything: what is done is not done twice. Says whether one was left in the way of others.
 */
export async function runImport({
  ctx,
  input: { importId },
}: {
  ctx: Context;
  input: { importId: string };
}): Promise<void> {
  if (ctx.actor.kind !== 'system') throw new ProblemError('forbidden', 'Cela revient aux tâches de fond.');
  for (;;) {
    const one = await ctx.deps.database.transact(ctx.actor, ({ imports }) => imports.find(importId));
    if (one === null) return;
    // What is written is by whoever asked for it.
    const by: Context = { ...ctx, actor: { ...ctx.actor, id: one.confirmedBy ?? one.createdBy } };
    if (one.status === 'pending') await checkFile(by, one);
    else if (one.status === 'applying') await inBatches(by, one, applyBatch, 'done');
    else if (one.status === 'undoing') await inBatches(by, one, undoBatch, 'undone');
    else return;
  }
}

type Batch = (ctx: Context, stores: Stores, one: Import, limit: number) => Promise<number>;

async function inBatches(ctx: Context, { id }: Import, batch: Batch, end: 'done' | 'undone'): Promise<void> {
  const working = end === 'done' ? 'applying' : 'undoing';
  for (let isOver = false; !isOver; ) {
    isOver = await ctx.deps.database.transact(ctx.actor, async (stores) => {
      const one = await stores.imports.lock(id);
      if (one?.status !== working) return true;
      const count = await batch(ctx, stores, one, BATCH);
      const at = ctx.deps.clock.now().toString();
      if (count === BATCH) {
        await stores.imports.update(id, { done: one.done + count });
        return false;
      }
      const over = end === 'done' ? { appliedAt: at } : { undoneAt: at };
      await stores.imports.update(id, { done: one.done + count, status: end, ...over });
      await stores.audit.record({ action: `import.${end}`, entity: 'import', entityId: id, fields: ['status'] });
      return true;
    });
  }
}

async function checkFile(ctx: Context, { id, format, dryRun }: Import): Promise<void> {
  const { database, ids } = ctx.deps;
  const { bytes, structures } = await database.transact(ctx.actor, async ({ imports }) => ({
    bytes: await imports.readFile(id),
    structures: await imports.listRecords('partner', 'data-inclusion'),
  }));
  if (bytes === null || !isImportFormat(format))
    return fail(ctx, id, 'Ce fichier n’est plus là : envoyez-le de nouveau.');
  const knownStructures = new Map([...structures.values()].map((record) => [String(record.id), record]));
  let records: FileRecord[];
  try {
    records = await readFile(format, bytes, { knownStructures });
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'invalid')
      return fail(ctx, id, error.errors[0]?.message ?? error.message);
    throw error;
  }

  const { today, ground } = await groundOf(ctx);
  const known = await database.transact(ctx.actor, (stores) => findKnown(stores, records, format));
  const rows = checkRecords(records, known, { ground, today, ids: { next: (prefix) => ids.next(prefix) } });
  await keepRows(ctx, id, rows);
  const accepted = rows.filter(({ outcome }) => outcome !== 'rejected').length;
  await database.transact(ctx.actor, async (stores) => {
    if ((await stores.imports.lock(id))?.status !== 'pending') return;
    const total = rows.filter(({ outcome }) => outcome === 'create' || outcome === 'change').length;
    await stores.imports.update(id, {
      ...{ rows: rows.length, accepted, rejected: rows.length - accepted, done: 0, total },
      status: dryRun ? 'checked' : 'applying',
      checkedAt: ctx.deps.clock.now().toString(),
    });
    await stores.imports.deleteFile(id);
    await stores.audit.record({ action: 'import.checked', entity: 'import', entityId: id, fields: ['rows'] });
  });
}

/** Whatever was kept of a check that was cut off goes first. */
async function keepRows({ actor, deps }: Context, id: string, rows: readonly ImportRow[]): Promise<void> {
  await deps.database.transact(actor, async ({ imports }) => {
    await imports.deleteRows(id);
    await imports.update(id, { done: 0, total: rows.length });
  });
  for (let at = 0; at < rows.length; at += BATCH) {
    await deps.database.transact(actor, async ({ imports }) => {
      const batch = rows.slice(at, at + BATCH);
      await imports.insertRows(id, batch);
      await imports.update(id, { done: at + batch.length });
    });
  }
}

async function findKnown(
  { imports, freshness }: Stores,
  records: readonly FileRecord[],
  format: string,
): Promise<Known> {
  const keysOf = (target: FileRecord['target']) =>
    records.flatMap((record) => (record.target === target && record.key !== null ? [record.key] : []));
  const offerIds = records.flatMap((record) => (record.target === 'offer' && record.id !== null ? [record.id] : []));
  const offers = await imports.findOffers({ ids: offerIds, keys: keysOf('offer') });
  const partners = await imports.findPartners(keysOf('partner'));
  const places = await imports.findPlaces(keysOf('place'));
  const byKey = <T extends { source: string; externalId: string }>(all: readonly Present<T>[]) =>
    new Map(all.map((one) => [keyText(one.value), one]));
  const offersById = new Map(offers.map((offer) => [offer.id, offer]));
  const older = records.flatMap((record) =>
    record.target === 'offer' && record.id && record.version && record.version !== offersById.get(record.id)?.version
      ? [{ id: record.id, version: record.version }]
      : [],
  );
  const earlier = await imports.listOfferVersions(older);
  return {
    offersById,
    offers: new Map(offers.map((offer) => [offerKey(offer.value), offer])),
    mergedInto: await findMerged({ imports, freshness }, offersById),
    partners: byKey(partners),
    places: byKey(places),
    earlier: new Map(earlier.map((offer) => [versionKey(offer.id, offer.version), offer])),
    records: await imports.listRecords('offer', format),
    partnerRecords: await imports.listRecords('partner', format),
  };
}

/** Those that are as their merge left them: one that was put back or archived by hand since is none. */
async function findMerged(
  { imports, freshness }: Pick<Stores, 'imports' | 'freshness'>,
  offersById: ReadonlyMap<string, Present<OfferInput>>,
): Promise<Map<string, string>> {
  const merged = (await freshness.listPairs()).flatMap(({ firstId, secondId, merge }) => {
    if (merge === null) return [];
    const gone = offersById.get(merge.keptId === firstId ? secondId : firstId);
    return gone?.isArchived && gone.version === merge.goneAfter ? [[gone.id, merge.keptId] as const] : [];
  });
  const kept = await imports.findOffers({ ids: merged.map(([, keptId]) => keptId) });
  const titles = new Map(kept.map(({ id, value }) => [id, value.title]));
  return new Map(
    merged.flatMap(([goneId, keptId]) => (titles.has(keptId) ? [[goneId, titles.get(keptId) ?? '']] : [])),
  );
}

const offerKey = ({ operator, externalId }: OfferInput) =>
  keyText({ source: operator ?? '', externalId: externalId ?? '' });

/** Nothing of it was, or will be, imported. For whoever sent it: `failure`. */
export async function fail({ actor, deps }: Context, id: string, failure: string): Promise<void> {
  await deps.database.transact(actor, async ({ imports, audit }) => {
    if ((await imports.lock(id)) === null) return;
    await imports.update(id, { status: 'failed', failure });
    await imports.deleteFile(id);
    await audit.record({ action: 'import.failed', entity: 'import', entityId: id, fields: ['status'] });
  });
}

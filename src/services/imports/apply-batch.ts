import type { Context } from '../context.ts';
import { asFleetHasIt } from '../fleet/fleet-units.ts';
import type { Import, ImportRow } from '../ports/imports.ts';
import type { AuditEntry, Stores } from '../ports.ts';

const WORDS = { offer: 'offer', partner: 'partner', place: 'meetingPlace' } as const;

/**
 * Applies the next rows of an import that was confirmed. What others made or changed since the check is left alone, and told. Says
 * how many rows were looked at.
 */
export async function applyBatch(
  { deps }: Context,
  stores: Stores,
  { id, format }: Import,
  limit: number,
): Promise<number> {
  const rows = await stores.imports.listToApply(id, limit);
  const at = deps.clock.now().toString();
  const taken = await takenSince(stores, rows);
  const creates = rows.filter(({ outcome, targetId }) => outcome === 'create' && !taken.has(targetId ?? ''));
  await insertAll(stores, creates);
  await stores.imports.markCreated(
    id,
    creates.map(({ position }) => position),
  );
  const entries: AuditEntry[] = creates.map((row) => audited(row, 'created'));

  for (const row of rows.filter((one) => !creates.includes(one))) {
    const applied = row.outcome === 'create' ? null : await changed(stores, row);
    if (applied !== null) entries.push(audited(row, 'changed'));
    const fields = applied === null ? { outcome: 'conflict' as const } : { versionAfter: applied.version };
    await stores.imports.updateRow(id, row.position, { ...fields, appliedAt: at });
  }
  const kept = rows.filter((row) => entries.some(({ entityId }) => entityId === row.targetId));
  await stores.imports.keepRecords(
    kept.flatMap(({ target, targetId, change }) =>
      change && 'record' in change && change.record && targetId
        ? [{ target, targetId, format, record: change.record }]
        : [],
    ),
  );
  await stores.audit.recordAll(entries);
  return rows.length;
}

const audited = ({ target, targetId }: ImportRow, done: 'created' | 'changed'): AuditEntry => ({
  action: `${WORDS[target]}.imported`,
  entity: WORDS[target],
  entityId: targetId ?? '',
  fields: [done],
});

/** Ids that new rows were to have, whose source and reference somebody else took meanwhile. */
async function takenSince({ imports }: Stores, rows: readonly ImportRow[]): Promise<Set<string>> {
  const news = rows.flatMap(({ outcome, targetId, change }) =>
    outcome === 'create' && change && targetId ? [{ targetId, change }] : [],
  );
  const keyed = news.flatMap(({ targetId, change }) => {
    const key =
      change.target === 'offer'
        ? { source: change.offer.operator, externalId: change.offer.externalId }
        : change.target === 'partner'
          ? change.partner
          : change.place;
    const { source, externalId } = key;
    return source === null || externalId === null
      ? []
      : [{ target: change.target, targetId, key: { source, externalId } }];
  });
  const keysOf = (target: ImportRow['target']) => keyed.filter((one) => one.target === target).map(({ key }) => key);
  const there = [
    ...(await imports.findOffers({ keys: keysOf('offer') })).map(({ value }) => ({
      target: 'offer',
      source: value.operator,
      externalId: value.externalId,
    })),
    ...(await imports.findPartners(keysOf('partner'))).map(({ value }) => ({ target: 'partner', ...value })),
    ...(await imports.findPlaces(keysOf('place'))).map(({ value }) => ({ target: 'place', ...value })),
  ];
  const taken = new Set(there.map(({ target, source, externalId }) => JSON.stringify([target, source, externalId])));
  return new Set(
    keyed
      .filter(({ target, key }) => taken.has(JSON.stringify([target, key.source, key.externalId])))
      .map(({ targetId }) => targetId),
  );
}

async function insertAll({ imports }: Stores, rows: readonly ImportRow[]): Promise<void> {
  const changes = rows.flatMap(({ targetId, change }) => (targetId && change ? [{ id: targetId, change }] : []));
  await imports.insertOffers(
    changes.flatMap(({ id, change }) => (change.target === 'offer' ? [{ ...change.offer, id, version: 1 }] : [])),
  );
  await imports.insertPartners(
    changes.flatMap(({ id, change }) => (change.target === 'partner' ? [{ ...change.partner, id }] : [])),
  );
  await imports.insertPlaces(
    changes.flatMap(({ id, change }) => (change.target === 'place' ? [{ ...change.place, id }] : [])),
  );
}

async function changed(stores: Stores, { targetId, change, versionBefore }: ImportRow) {
  if (targetId === null || change === null || versionBefore === null) return null;
  const { imports } = stores;
  switch (change.target) {
    case 'offer':
      return imports.changeOffer(targetId, await asFleetHasIt(stores, targetId, change.offer), versionBefore);
    case 'partner':
      return imports.changePartner(targetId, change.partner, versionBefore);
    case 'place':
      return imports.changePlace(targetId, change.place, versionBefore);
  }
}

import type { Context } from '../context.ts';
import type { Import, ImportRow } from '../ports/imports.ts';
import type { Stores } from '../ports.ts';

/**
 * Takes back the last rows of an import that were not yet: what it made goes out of the catalogue, what it changed is again what it
 * was. What others changed since is left alone, and told. Says how many rows were looked at.
 */
export async function undoBatch(_ctx: Context, stores: Stores, { id, format }: Import, limit: number): Promise<number> {
  const rows = await stores.imports.listToUndo(id, limit);
  for (const row of rows) {
    const restored = await takeBack(stores, row);
    await stores.imports.updateRow(id, row.position, { undone: restored === null ? 'kept' : 'restored' });
    if (restored === null || row.targetId === null) continue;
    await takeBackRecord(stores, row, format);
    await stores.audit.record({ action: 'import.takenBack', entity: row.target, entityId: row.targetId, fields: [] });
  }
  return rows.length;
}

/** What the source said before is known again, or nothing: its next file is compared with that. */
async function takeBackRecord({ imports }: Stores, { target, targetId, change }: ImportRow, format: string) {
  if (targetId === null || change === null || !('record' in change)) return;
  await imports.keepRecords([{ target, targetId, format, record: change.recordBefore ?? {} }]);
}

async function takeBack({ imports }: Stores, { target, targetId, change, versionBefore, versionAfter }: ImportRow) {
  if (targetId === null || versionAfter === null || change === null) return null;
  const wasThere = versionBefore !== null;
  switch (change.target) {
    case 'offer': {
      const before = wasThere ? await imports.findOfferVersion(targetId, versionBefore) : null;
      return before === null
        ? imports.archive(target, targetId, versionAfter)
        : imports.changeOffer(targetId, before, versionAfter);
    }
    case 'partner':
      return change.before
        ? imports.changePartner(targetId, change.before, versionAfter)
        : imports.archive(target, targetId, versionAfter);
    case 'place':
      return change.before
        ? imports.changePlace(targetId, change.before, versionAfter)
        : imports.archive(target, targetId, versionAfter);
  }
}

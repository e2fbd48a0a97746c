import { readFileSync } from 'node:fs';
// All that a worker loads, asked for here or not.
import '../src/compose.ts';
import { readTerritory } from '../src/db/seeds/territory/read-territory.ts';
import { createMatchMany, followCatalogues, type Matched } from '../src/services/match-many.ts';
import type { CatalogueChanges, CataloguePosition, DiagnosticRecord } from '../src/services/ports.ts';
import { contextOf, handleOf } from './circumstances.ts';
import type { Memory } from './memory.ts';
import { type Network, openRouter } from './network.ts';
import { readRecords } from './record-file.ts';

/** What comes before the offers in the file that this program is told of. */
export type HeldFrom = { network: Network; landmarks: Uint8Array | null; records: DiagnosticRecord[] };

/** Holds a catalogue as a worker does, matches as a worker does, and says what memory that took. */
const values = readRecords(process.argv[2] as string);
const { network, landmarks, records } = values.next().value as HeldFrom;
const handle = handleOf(await readTerritory('meuse'));
const router = openRouter(network);
const ctx = contextOf(handle, { offers: { changesSince }, roads: { findLandmarks: async () => landmarks } })(router);
const catalogues = followCatalogues(ctx.deps.database, (_territoryId, { reason }) => {
  throw new Error(reason);
});
const matchMany = createMatchMany(catalogues);
// A result is written out to be stored, all of it at once.
const onMatched = async ({ result }: Matched) => void Buffer.from(JSON.stringify(result));
for (const record of records) await matchMany({ ctx, records: [record], onMatched });

const rssMb = (bytes: number) => Math.round(bytes / 2 ** 20);
const memory: Memory = { workerRssMb: rssMb(process.memoryUsage().rss), workerPeakRssMb: rssMb(peakRss()) };
process.send?.(memory, () => process.disconnect());
await catalogues.close();
await router.close();

/** The next offers in the file, all of one version of the catalogue. */
async function changesSince(_: CataloguePosition, { limit }: { limit: number }): Promise<CatalogueChanges> {
  const changed: CatalogueChanges['changed'] = [];
  for (let next = values.next(); next.done !== true; next = values.next()) {
    changed.push(next.value as CatalogueChanges['changed'][number]);
    if (changed.length === limit) break;
  }
  const more = changed.length === limit;
  const next = { version: 1, offerId: more ? (changed.at(-1)?.offer.id ?? null) : null };
  return { changed, removed: [], unreadable: [], next, more };
}

/** Bytes. Linux counts what the process was forked from into `maxRSS`, however large that was. */
function peakRss(): number {
  const { maxRSS } = process.resourceUsage();
  if (process.platform !== 'linux') return maxRSS * 1024;
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes ?? maxRSS) * 1024;
}

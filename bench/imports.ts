import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { createAdministration } from '../src/db/administration.ts';
import { prepareDatabase } from '../src/db/prepare.ts';
import { seedTerritory } from '../src/db/seeds/territory.ts';
import type { OfferOf } from '../src/domain/catalogue/offer.ts';
import { offerHeadings, writeOfferRow } from '../src/domain/imports/offer-rows.ts';
import type { Place } from '../src/domain/place.ts';
import { systemClock } from '../src/gateways/clock.ts';
import { startEmbeddedPostgres } from '../src/launch/embedded-postgres.ts';
import type { Context } from '../src/services/context.ts';
import { csv } from '../src/services/csv-file.ts';
import { decideImport } from '../src/services/imports/decide-import.ts';
import { writeWorkbook } from '../src/services/imports/files/write-workbook.ts';
import { getImport } from '../src/services/imports/read-import.ts';
import { runImport } from '../src/services/imports/run-import.ts';
import { uploadImport } from '../src/services/imports/upload-import.ts';
import { measureOffers } from '../src/services/measure-offers.ts';
import { SCOPES } from '../src/services/ports.ts';
import { createRoadSurvey } from '../src/services/road-survey.ts';
import { MEASURED_TOGETHER } from '../workers/measure-offers.ts';
import { readGround } from './ground.ts';
import { findNetwork, openRouter } from './network.ts';
import { round } from './speed.ts';
import { offersOf } from './world.ts';

/** A file of carpools, from the press to the last offer that is known on the road. On one process and a database that writes to the disk. */
export type Imports = {
  offers: number;
  network: string;
  csvMegabytes: number;
  csvCheckedSeconds: number;
  appliedSeconds: number;
  /** Null where there are no roads to measure on. */
  landmarksSeconds: number | null;
  totalSeconds: number;
  /** The same file again: nothing changes. */
  againSeconds: number;
  workbookCheckedSeconds: number;
  undoneSeconds: number;
  peakRssMb: number;
};

const TERRITORY = 'meuse';

/** Moved to the fixed places, they are not of the communes they were drawn in any more. */
function settled(offer: OfferOf<'carpool'>): OfferOf<'carpool'> {
  const bare = ({ commune: _, ...place }: Place): Place => place;
  const { origin, destination, meetingPoints } = offer.details;
  const places = { origin: bare(origin), destination: bare(destination), meetingPoints: meetingPoints.map(bare) };
  return { ...offer, details: { ...offer.details, ...places } };
}

export async function measureImports(size: number, progress: (line: string) => void): Promise<Imports> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'pouvoir-bouger-bench-imports-'));
  const server = await startEmbeddedPostgres({ dataDir, log: () => {} });
  let peakRssMb = 0;
  const watching = setInterval(() => {
    peakRssMb = Math.max(peakRssMb, process.memoryUsage.rss() / 1024 / 1024);
  }, 200);
  try {
    await prepareDatabase({ url: server.url, log: () => {} });
    await seedTerritory({ url: server.url, territoryId: TERRITORY, log: () => {} });
    const administration = createAdministration({ url: server.url, clock: systemClock });
    await administration.upsertOrganisation(TERRITORY, {
      id: 'org_bench',
      name: 'Banc',
      kind: 'resourceCentre',
      illustrative: true,
    });
    await administration.close();
    const composition = await compose(readConfig({ DATABASE_URL: server.url, DATA_DIR: dataDir }), () => {});
    const network = await findNetwork(progress);
    const isReal = network.roads.kind !== 'estimate';
    const router = isReal ? openRouter(network) : null;
    const deps = {
      ...composition.deps,
      ...(router === null
        ? {}
        : {
            routers: () => ({ configured: router, estimate: router, since: null }),
            survey: createRoadSurvey(() => ({ configured: router, estimate: router, since: null })),
          }),
    };
    const who = { territoryId: TERRITORY, organisationId: 'org_bench', scopes: new Set(SCOPES), id: 'bench' };
    const ctx: Context = { actor: { ...who, kind: 'program' }, deps };
    const system: Context = { actor: { ...who, kind: 'system', organisationId: null }, deps };
    const clock = async (work: () => Promise<unknown>) => {
      const begun = performance.now();
      await work();
      return round((performance.now() - begun) / 1000);
    };
    const check = async (bytes: Uint8Array) => {
      const { id } = await uploadImport({
        ctx,
        input: { format: 'csv-carpool', fileName: 'banc', bytes, dryRun: true },
      });
      await runImport({ ctx: system, input: { importId: id } });
      return id;
    };
    const decide = async (id: string, decision: 'confirm' | 'undo') => {
      await decideImport({ ctx, input: { id, decision } });
      await runImport({ ctx: system, input: { importId: id } });
    };

    progress('le fichier');
    const ground = await readGround();
    const drivers = [...offersOf(ground, size + 200)]
      .flatMap((offer) => (offer.kind === 'carpool' ? [settled(offer)] : []))
      .slice(0, size);
    const rows = drivers.map(({ id, ...offer }) => writeOfferRow({ ...offer, externalId: id, operator: 'banc' }));
    const table = [offerHeadings('carpool'), ...rows];
    const file = new TextEncoder().encode(csv(table));

    progress('lecture, vérification');
    let id = '';
    const csvCheckedSeconds = await clock(async () => {
      id = await check(file);
    });
    const { accepted, rejectedRows } = await getImport({ ctx, input: { id, most: 1 } });
    if (accepted !== drivers.length)
      throw new Error(`Only ${accepted} of ${drivers.length} are accepted: ${rejectedRows[0]?.problems[0]?.message}`);
    progress('import');
    const appliedSeconds = await clock(() => decide(id, 'confirm'));
    progress('repères');
    const landmarksSeconds =
      router &&
      (await clock(async () => {
        while ((await measureOffers({ ctx: system, input: { limit: MEASURED_TOGETHER } })) === MEASURED_TOGETHER);
      }));
    progress('le même fichier');
    const againSeconds = await clock(() => check(file));
    const book = await writeWorkbook([{ name: 'Offres', rows: table }]);
    const workbookCheckedSeconds = await clock(() => check(book));
    progress('annulation');
    const undoneSeconds = await clock(() => decide(id, 'undo'));
    await router?.close();
    await composition.close();
    const totalSeconds = round(csvCheckedSeconds + appliedSeconds + (landmarksSeconds ?? 0));
    return {
      ...{ offers: drivers.length, network: network.name, csvMegabytes: round(file.length / 1024 / 1024) },
      ...{
        csvCheckedSeconds,
        appliedSeconds,
        landmarksSeconds,
        totalSeconds,
        againSeconds,
        workbookCheckedSeconds,
        undoneSeconds,
      },
      peakRssMb: Math.round(peakRssMb),
    };
  } finally {
    clearInterval(watching);
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

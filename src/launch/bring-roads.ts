import { mkdirSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { download, forgetDownload } from '../../geo/roads/download.ts';
import { DownloadError } from '../../geo/roads/download-error.ts';
import { installRoads, removeOldEditions } from '../../geo/roads/install-roads.ts';
import { type Roads, roadsFolder } from '../../geo/roads/roads-folder.ts';
import { type Pbf, readPbf } from '../../geo/tiles/pbf.ts';
import { TilesError } from '../../geo/tiles/tiles-error.ts';
import { createValhallaRouter } from '../../geo/valhalla.ts';
import { currentRoads } from './current-roads.ts';
import { openDataFolder } from './data-folder.ts';
import { LaunchError } from './launch-error.ts';
import { identifyProcess } from './process-identity.ts';
import { releaseProcessLock, takeProcessLock } from './process-lock.ts';
import { durationForPeople, type Progress, sizeForPeople } from './progress.ts';
import type { RoadsArguments } from './roads-arguments.ts';
import { examineRoads } from './roads-examination.ts';
import { chooseGround, type Ground, readGrounds, tellCoverage } from './roads-territory.ts';

/** Room to build in, by the size of the extract: the engine's own needs while it builds. */
const ROOM_TO_BUILD = 4;
/** How long running processes have to take up the new roads before the old ones are left for the next run to remove. */
const SWITCH_PATIENCE_MS = 60_000;

const STAGES: Readonly<Record<string, string>> = {
  'checking the extract': 'Vérification de l’extrait',
  'reading the roads': 'Lecture des routes',
  'reading the turn restrictions': 'Lecture des interdictions de tourner',
  'reading the positions': 'Lecture des positions',
  'joining the roads': 'Assemblage du réseau',
  'writing the tiles': 'Écriture du réseau',
  'looking at the junctions': 'Étude des carrefours',
  'adding the turn restrictions': 'Ajout des interdictions de tourner',
  'checking the tiles': 'Contrôle du réseau',
  'packing the tiles': 'Rangement du réseau',
  'finding a way': 'Premiers trajets',
  ready: 'Essai des routes',
};

export type RoadsTask = {
  dataDir: string;
  wanted: RoadsArguments;
  say(text: string): void;
  complain(text: string): void;
  progress: Progress;
  signal: AbortSignal;
};

/**
 * From an extract, here or elsewhere, to the roads a territory uses. Whatever fails, the roads of before stay in use.
 *
 * @throws what `explainFailure` has a sentence for, and the reason of the signal.
 */
export async function bringRoads(task: RoadsTask): Promise<void> {
  const { dataDir, wanted, complain } = task;
  openDataFolder(dataDir);
  mkdirSync(join(dataDir, 'roads'), { recursive: true });
  const release = await lockRoads(dataDir);
  try {
    const grounds = await readGrounds(dataDir, complain);
    if (wanted.territoryId !== null) chooseGround(grounds, choiceOf(wanted), null);
    const fetched = await fetchExtract(task);
    try {
      await buildFrom(task, grounds, fetched);
    } catch (error) {
      // What came damaged would be found again by the next run: it is brought anew.
      if (isDamaged(error)) await forget(fetched);
      throw error;
    }
    await forget(fetched);
  } finally {
    task.progress.end();
    release();
  }
}

async function buildFrom(task: RoadsTask, grounds: readonly Ground[], fetched: Fetched): Promise<void> {
  const { dataDir, wanted, signal } = task;
  const pbf = await readPbf(fetched.file, { signal });
  const ground = chooseGround(grounds, choiceOf(wanted), pbf.bbox);
  const extract = await describeExtract(fetched, pbf);
  if (wanted.onlyIfNew && isBuiltFrom(dataDir, ground.id, extract)) return;
  await build(task, ground, fetched.file, pbf, extract);
}

const choiceOf = ({ territoryId, preferredId }: RoadsArguments) => ({ asked: territoryId, preferred: preferredId });
const isDamaged = (error: unknown) => error instanceof TilesError && ['notPbf', 'cutShort'].includes(error.code);
const forget = async ({ file, url }: Fetched) => (url === null ? undefined : forgetDownload(file));

async function lockRoads(dataDir: string): Promise<() => void> {
  const us = identifyProcess(process.pid);
  if (us === null) throw new LaunchError('Ce système ne dit pas quels processus tournent (/proc ou la commande ps).');
  const lock = join(dataDir, 'roads', 'lock.json');
  await takeProcessLock({
    lock,
    us,
    patience: { runningMs: 0, stoppingMs: 0 },
    onWait: () => {},
    refuse: ({ pid }) =>
      new LaunchError(
        `Une autre commande (processus ${pid}) prépare déjà des routes dans ${dataDir} : attendez qu’elle ait fini, ou arrêtez-la.`,
      ),
  });
  return () => releaseProcessLock(lock, us);
}

type Fetched = { file: string; name: string; url: string | null };

async function fetchExtract({ dataDir, wanted, say, progress, signal }: RoadsTask): Promise<Fetched> {
  const { source } = wanted;
  if (source.kind === 'file') return { file: source.path, name: basename(source.path), url: null };
  say(`Téléchargement de ${source.url}`);
  const folder = join(dataDir, 'roads', 'downloads');
  const { file, bytes } = await download({
    url: source.url,
    folder,
    signal,
    onProgress({ receivedBytes, totalBytes }) {
      const share = totalBytes === null ? null : receivedBytes / totalBytes;
      const of = totalBytes === null ? '' : ` sur ${sizeForPeople(totalBytes)}`;
      progress.tell('Téléchargement', share, `${sizeForPeople(receivedBytes)}${of}`);
    },
    makeRoom: (rest, total) => assertRoom(folder, rest + ROOM_TO_BUILD * total),
  });
  progress.end();
  say(`Reçu : ${sizeForPeople(bytes)}`);
  return { file, name: basename(new URL(source.url).pathname), url: source.url };
}

async function assertRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes) return;
  throw new DownloadError(
    'noRoom',
    `Il faut environ ${sizeForPeople(bytes)} libres pour préparer ces routes, et il en reste ${sizeForPeople(bavail * bsize)} ` +
      'dans le dossier de données. Libérez de la place, ou choisissez un autre dossier avec DATA_DIR.',
  );
}

async function describeExtract({ file, name, url }: Fetched, { bytes, osmState }: Pbf): Promise<Roads['extract']> {
  const { mtime } = await stat(file);
  return {
    name,
    url,
    bytes,
    modifiedAt: url === null ? mtime.toISOString() : null,
    osmState: osmState?.toISOString() ?? null,
  };
}

/** The same size and time of change, or at least the same state of the same map in as many bytes: a copy. */
function isBuiltFrom(dataDir: string, territoryId: string, extract: Roads['extract']): boolean {
  const built = currentRoads(dataDir, territoryId)?.extract;
  if (!built || built.bytes !== extract.bytes || built.osmState !== extract.osmState) return false;
  return built.osmState !== null || built.modifiedAt === extract.modifiedAt;
}

async function build(
  { dataDir, say, complain, progress, signal }: RoadsTask,
  ground: Ground,
  pbf: string,
  { bbox, bytes, osmState }: Pbf,
  extract: Roads['extract'],
): Promise<void> {
  const folder = roadsFolder(dataDir, ground.id);
  if (folder === null) throw new LaunchError(`« ${ground.id} » n’est pas un identifiant de territoire.`);
  const day = osmState === null ? '' : `, état du ${osmState.toISOString().slice(0, 10)}`;
  say(`Routes de « ${ground.name} » d’après ${extract.name} (${sizeForPeople(bytes)}${day})`);
  for (const lack of tellCoverage(ground, bbox)) complain(`Attention : ${lack}`);
  await assertRoom(join(dataDir, 'roads'), ROOM_TO_BUILD * bytes);
  let lacks: string[] = [];
  const { edition, roads } = await installRoads({
    folder,
    territoryId: ground.id,
    pbf,
    extract,
    openRouter: ({ tiles, dataSet, places }) => createValhallaRouter({ tiles, dataSet, places }),
    examine: async (router) => {
      lacks = await examineRoads(router, ground, signal);
    },
    now: () => new Date(),
    onProgress: ({ stage, share }) => progress.tell(STAGES[stage] ?? stage, share),
    signal,
  });
  progress.end();
  for (const lack of lacks) complain(`Attention : ${lack}`);
  const { buildSeconds, tileBytes, dataSet } = roads;
  say(
    `Routes en service pour « ${ground.name} » : ${dataSet} (édition ${edition}, ${sizeForPeople(tileBytes)}, ` +
      `construites en ${durationForPeople(buildSeconds)}).`,
  );
  if (await removeOldEditions(folder, SWITCH_PATIENCE_MS, signal)) return;
  say('Les routes d’avant servent encore à un processus en marche : elles seront effacées la prochaine fois.');
}

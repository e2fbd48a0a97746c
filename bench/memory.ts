import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeRoadFacts } from '../src/domain/matching/prune/road-facts.ts';
import WORKER from '../src/launch/worker-process.json' with { type: 'json' };
import { encodeLandmarks } from '../src/services/landmark-set.ts';
import type { CatalogueChanges } from '../src/services/ports.ts';
import type { HeldFrom } from './memory-worker.ts';
import { writeRecords } from './record-file.ts';
import { recordsAnywhere, type World } from './world.ts';

/** What a worker that holds the catalogue takes of the machine's memory once it has matched, and what it took at most. */
export type Memory = { workerRssMb: number; workerPeakRssMb: number };

/** In a process of its own, started as workers are, that reads the catalogue page by page as from the database. */
export async function measureMemory(world: World, matches: number): Promise<Memory> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pouvoir-bouger-bench-'));
  try {
    const file = path.join(folder, 'catalogue');
    writeRecords(file, held(world, matches));
    return await inAWorker(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function* held(world: World, matches: number): Generator<HeldFrom | CatalogueChanges['changed'][number]> {
  const { network, landmarks, ground, copy } = world;
  yield {
    network,
    landmarks: landmarks === null ? null : encodeLandmarks(landmarks),
    // Those who are timed, and the two before them.
    records: recordsAnywhere(ground).slice(0, matches + 2),
  } satisfies HeldFrom;
  for (const id of [...copy.others.keys(), ...copy.indexing.index.ids]) {
    const offer = copy.find(id);
    if (offer !== undefined) yield { offer, roads: roadsOf(world, id, offer.version) };
  }
}

/** As they are kept in the database. */
function roadsOf({ copy }: World, offerId: string, offerVersion: number) {
  const { index, rowOf } = copy.indexing;
  const row = rowOf(offerId);
  const dataSet = copy.dataSet();
  if (row === undefined || dataSet === null || index.measured[row] !== 1) return null;
  const points = index.pointCount[row] as number;
  const from = index.pointStart[row] as number;
  const own = index.ownStart[row] as number;
  const width = 2 * index.points.landmarks;
  const vectors = Array.from({ length: points }, (_, p) => ({
    times: index.points.times.subarray((from + p) * width, (from + p + 1) * width),
    slack: index.points.slack[from + p] as number,
  }));
  const ownSeconds = index.ownSeconds.subarray(own, own + points ** 2);
  const ownMetres = index.ownMetres.subarray(own, own + points ** 2);
  return { offerId, offerVersion, dataSet, ...encodeRoadFacts({ points, vectors, ownSeconds, ownMetres }) };
}

function inAWorker(file: string): Promise<Memory> {
  const child = fork(new URL('./memory-worker.ts', import.meta.url), [file], {
    execArgv: ['--import', 'tsx', ...WORKER.flags],
    env: { ...WORKER.environment, ...process.env },
  });
  return new Promise((resolve, reject) => {
    child.once('message', (memory) => resolve(memory as Memory));
    child.once('exit', (code) => reject(new Error(`The worker of the benchmark stopped with code ${code}.`)));
  });
}

import type { Router, TableRequest } from '../geo/router.ts';
import { matchOffers } from '../src/services/match-diagnostic.ts';
import { createWorld } from './world.ts';

/** What one size of catalogue gives; names and goals are those of the benchmark table in the documentation. */
export type Measure = {
  offers: number;
  router: string;
  matchP50Ms: number;
  matchP95Ms: number;
  ratioToRouterLimit: number;
  /** Table calls and cells of the median match. */
  routerCalls: number;
  routerCells: number;
  workerRssMb: number;
};

async function measure(offers: number, diagnostics: number, url: string | null): Promise<Measure> {
  const world = await createWorld(offers, url);
  const recorder = recording(world.router);
  const { estimate } = world.ctx.deps.routers('meuse');
  const routers = { configured: recorder.router, estimate: world.router === estimate ? recorder.router : estimate };
  const ctx = { ...world.ctx, deps: { ...world.ctx.deps, routers: () => routers } };
  const records = world.records.slice(0, diagnostics);
  await matchOffers({ ctx, record: records[0] as (typeof records)[number], offers: world.offers });

  const samples: { ms: number; replayMs: number; calls: number; cells: number }[] = [];
  for (const record of records) {
    recorder.start();
    const begin = performance.now();
    await matchOffers({ ctx, record, offers: world.offers });
    const ms = performance.now() - begin;
    const requests = recorder.stop();
    const replay = performance.now();
    for (const together of requests) await Promise.all(together.map((request) => world.router.table(request)));
    const replayMs = performance.now() - replay;
    const cells = requests.flat().reduce((sum, r) => sum + r.sources.length * r.destinations.length, 0);
    samples.push({ ms, replayMs, calls: requests.flat().length, cells });
  }
  const times = samples.map((s) => s.ms).sort((a, b) => a - b);
  const median = samples.toSorted((a, b) => a.ms - b.ms)[Math.floor(samples.length / 2)] as (typeof samples)[number];
  const replays = samples.map((s) => s.replayMs).sort((a, b) => a - b);
  return {
    offers,
    router: world.router.name,
    matchP50Ms: round(at(times, 0.5)),
    matchP95Ms: round(at(times, 0.95)),
    ratioToRouterLimit: round(at(times, 0.5) / at(replays, 0.5)),
    routerCalls: median.calls,
    routerCells: median.cells,
    workerRssMb: Math.round(process.memoryUsage().rss / 2 ** 20),
  };
}

/** The same router, remembering which tables were asked for, by the turn of the event loop they were asked in. */
function recording(router: Router) {
  let turns: TableRequest[][] | null = null;
  let turn: TableRequest[] | null = null;
  return {
    router: {
      ...router,
      table(request: TableRequest) {
        if (turns !== null && turn === null) {
          turn = [];
          turns.push(turn);
          setImmediate(() => {
            turn = null;
          });
        }
        turn?.push(request);
        return router.table(request);
      },
    } satisfies Router,
    start() {
      turns = [];
      turn = null;
    },
    stop(): TableRequest[][] {
      const seen = turns ?? [];
      turns = null;
      return seen;
    },
  };
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const round = (value: number) => Math.round(value * 100) / 100;

/** One measure in a process of its own: `measure.ts <offers> <diagnostics> [osrm url]`, the answer over IPC. */
const [size, count, osrmUrl] = process.argv.slice(2);
const measured = await measure(Number(size), Number(count), osrmUrl ?? null);
if (process.send) process.send(measured);
else process.stdout.write(`${JSON.stringify(measured)}\n`);
process.disconnect?.();

import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { measureAllocation } from './allocation.ts';
import { measureBookings } from './bookings.ts';
import { measureCatalogueSearch } from './catalogue-search.ts';
import type { Equality } from './equality.ts';
import { readGround } from './ground.ts';
import { measureImports } from './imports.ts';
import type { Memory } from './memory.ts';
import { findNetwork, prepareMatrix } from './network.ts';
import type { AllAgain, OneOffer } from './rematch.ts';
import type { ResultPage } from './result-page.ts';
import type { Speed, SpeedPlan } from './speed.ts';
import type { Task, TaskResult } from './task.ts';

/** `npm run bench`: the table of the matching engine at three sizes, and what booking costs; `-- --json` for machines, `-- --bookings` for that alone, `-- --allocation` for sharing vehicles out, `-- --catalogue-search` for the search of the catalogue. */

/**
 * `again`: people matched from scratch for `rematchAllPerSecond`. `results`, `bounds`: people held against the reference.
 * `pages`: visits to a result page; none where the catalogue would be too long in the writing.
 */
const SIZES: readonly {
  offers: number;
  plan: SpeedPlan;
  again: number;
  results: number;
  bounds: number;
  pages: number;
}[] = [
  { offers: 1_000, plan: { matches: 12, references: 2, routes: 0 }, again: 6, results: 500, bounds: 0, pages: 20 },
  { offers: 10_000, plan: { matches: 12, references: 2, routes: 40 }, again: 6, results: 20, bounds: 0, pages: 20 },
  { offers: 100_000, plan: { matches: 12, references: 1, routes: 0 }, again: 6, results: 3, bounds: 500, pages: 0 },
];

const json = process.argv.includes('--json');
const startedAt = performance.now();
const progress = (line: string) => {
  if (!json) process.stderr.write(`\r\x1b[K${Math.round((performance.now() - startedAt) / 1000)} s  ${line}`);
};

if (process.argv.includes('--catalogue-search')) {
  progress('recherche dans 100 000 offres');
  const search = await measureCatalogueSearch();
  if (!json) process.stderr.write('\r\x1b[K');
  process.stdout.write(`${JSON.stringify(search)}\n`);
  process.exit(0);
}

if (process.argv.includes('--allocation')) {
  progress('répartition de 20 véhicules entre 60 personnes');
  const allocation = await measureAllocation();
  if (!json) process.stderr.write('\r\x1b[K');
  process.stdout.write(`${JSON.stringify(allocation)}\n`);
  process.exit(0);
}

if (process.argv.includes('--imports')) {
  const imports = await measureImports(10_000, progress);
  if (!json) process.stderr.write('\r\x1b[K');
  process.stdout.write(`${JSON.stringify(imports)}\n`);
  process.exit(0);
}

progress('réservations');
const bookings = await measureBookings();
if (process.argv.includes('--bookings')) {
  if (!json) process.stderr.write('\r\x1b[K');
  process.stdout.write(`${JSON.stringify(bookings)}\n`);
  process.exit(0);
}

const network = await findNetwork(progress);
const { places } = await readGround();
if (network.roads.kind !== 'estimate') await prepareMatrix(network, places, progress);

type NoneOf<T> = { [K in keyof T]: T[K] | null };
type Row = Speed &
  Memory &
  NoneOf<ResultPage> & {
    offers: number;
    equalToReference: boolean;
    /** People whose whole results, and whose bounds, were held against the reference; who differed. */
    equalResultsOf: number;
    equalBoundsOf: number;
    differing: string[];
    rematchOneOfferMs: number;
    rematchConcerned: number;
    /** With one process, and with two. */
    rematchAllPerSecond: [one: number, two: number];
    rematchAllCpuSeconds: number;
  };
const NO_PAGE: NoneOf<ResultPage> = { resultPageMs: null, resultPageP95Ms: null, resultPageBytes: null };
const results: Row[] = [];
for (const { offers, plan, again, results: compared, bounds, pages } of SIZES) {
  progress(`${offers} offres : catalogue`);
  // One alone at first: what is timed must not share the machine.
  const first = await open(offers);
  progress(`${offers} offres : vitesse`);
  const speed = (await first.run({ name: 'speed', plan })) as Speed;
  progress(`${offers} offres : une offre change`);
  const oneOffer = (await first.run({ name: 'oneOffer' })) as OneOffer;
  progress(`${offers} offres : page de résultat`);
  const page = pages === 0 ? NO_PAGE : ((await first.run({ name: 'resultPage', visits: pages })) as ResultPage);
  progress(`${offers} offres : tout de nouveau, un processus`);
  const alone = (await first.run({ name: 'allAgain', from: 0, count: again })) as AllAgain;
  progress(`${offers} offres : mémoire d’une tâche de fond`);
  // Memory is not timed: the other catalogue is made meanwhile.
  const [memory, second] = await Promise.all([
    first.run({ name: 'memory', matches: plan.matches }) as Promise<Memory>,
    open(offers),
  ]);
  const both = [first, second];
  const together = (name: 'allAgain' | 'results' | 'bounds', count: number) => {
    const half = Math.ceil(count / 2);
    const halves = [
      { from: 0, count: half },
      { from: half, count: count - half },
    ];
    return Promise.all(both.map(({ run }, i) => run({ name, ...(halves[i] as (typeof halves)[number]) })));
  };
  progress(`${offers} offres : tout de nouveau, deux processus`);
  const pair = (await together('allAgain', again)) as AllAgain[];
  progress(`${offers} offres : mêmes réponses que la référence`);
  const equal = (await together('results', compared)) as Equality[];
  const bounded = bounds === 0 ? [] : ((await together('bounds', bounds)) as Equality[]);
  for (const { close } of both) close();
  const checks = [...equal, ...bounded];
  results.push({
    offers,
    ...speed,
    ...memory,
    ...page,
    equalToReference: checks.every(({ differing }) => differing.length === 0),
    equalResultsOf: sum(equal, 'diagnostics'),
    equalBoundsOf: sum(bounded, 'diagnostics'),
    differing: checks.flatMap(({ differing }) => differing),
    rematchOneOfferMs: oneOffer.rematchOneOfferMs,
    rematchConcerned: oneOffer.concerned,
    rematchAllPerSecond: [perSecond([alone]), perSecond(pair)],
    rematchAllCpuSeconds: round(alone.cpuSeconds / alone.diagnostics),
  });
  // A run that is cut short still says what it measured.
  if (!json) process.stderr.write(`\r\x1b[K${JSON.stringify(results.at(-1))}\n`);
}
const [, middle, large] = results;
const report = {
  network: network.name,
  router: network.router,
  cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  date: new Date().toISOString(),
  seconds: Math.round((performance.now() - startedAt) / 1000),
  nonRouterGrowth: large && middle ? round(large.nonRouterMs / middle.nonRouterMs) : null,
  results,
  bookings,
};
if (!json) process.stderr.write('\r\x1b[K');
process.stdout.write(json ? `${JSON.stringify(report)}\n` : table());

/** A process with a catalogue of that size, once it is there. */
async function open(offers: number): Promise<{ run(task: Task): Promise<TaskResult>; close(): void }> {
  const child = fork(new URL('./task.ts', import.meta.url), {
    // The pages it times are of TSX.
    execArgv: ['--import', 'tsx'],
    // As a worker is started.
    env: { UV_THREADPOOL_SIZE: '2', ...process.env },
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`The benchmark of ${offers} offers stopped with code ${code}.`)));
  });
  ended.catch(() => {});
  const answered = () =>
    Promise.race([ended, new Promise<{ result?: TaskResult }>((resolve) => child.once('message', resolve))]);
  child.send({ network, offers });
  await answered();
  return {
    async run(task) {
      child.send(task);
      return (await answered()).result as TaskResult;
    },
    close: () => child.disconnect(),
  };
}

function perSecond(runs: readonly AllAgain[]): number {
  return round(sum(runs, 'diagnostics') / Math.max(...runs.map(({ seconds }) => seconds)));
}

function sum<K extends string>(items: readonly Record<K, number>[], name: K): number {
  return items.reduce((total, item) => total + item[name], 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** One line a figure, one column a size. */
function table(): string {
  const names = Object.keys(results[0] ?? {}) as (keyof Row)[];
  const rows = names.map((name): string[] => [name, ...results.map((result) => String(result[name]))]);
  const widths = [0, 1, 2, 3].map((c) => Math.max(...rows.map((row) => row[c]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, c) => (c === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[c] ?? 0))).join('  '),
  );
  return [
    `Network: ${report.network}. Router: ${report.router}. ${report.cpu}. ${report.date}. ${report.seconds} s`,
    `nonRouterGrowth (100,000 ÷ 10,000): ${report.nonRouterGrowth}`,
    ...lines,
    `bookings: ${JSON.stringify(report.bookings)}`,
    '',
  ].join('\n');
}

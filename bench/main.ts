import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { readConfig } from '../src/config.ts';
import type { Measure } from './measure.ts';

/** `npm run bench`: the reference matcher at two sizes; `-- --json` for machines. */

const SIZES: readonly { offers: number; diagnostics: number }[] = [
  { offers: 1_000, diagnostics: 40 },
  { offers: 10_000, diagnostics: 20 },
];
const COLUMNS = [
  'offers',
  'matchP50Ms',
  'matchP95Ms',
  'ratioToRouterLimit',
  'routerCalls',
  'routerCells',
  'workerRssMb',
] as const satisfies readonly (keyof Measure)[];

const json = process.argv.includes('--json');
const osrmUrl = readConfig(process.env).osrm.car;
const network = osrmUrl === null ? 'none: crow-flight estimates of the Meuse' : `OSRM at ${new URL(osrmUrl).host}`;

const results: Measure[] = [];
for (const size of SIZES) {
  if (!json) process.stderr.write(`${size.offers} offers, ${size.diagnostics} diagnostics…\n`);
  results.push(await inProcessOfItsOwn(size.offers, size.diagnostics));
}
const report = {
  network,
  router: results[0]?.router ?? 'none',
  cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  date: new Date().toISOString(),
  results,
};
process.stdout.write(json ? `${JSON.stringify(report)}\n` : table());

/** Memory is told per size, so each size has a process that held nothing else. */
function inProcessOfItsOwn(offers: number, diagnostics: number): Promise<Measure> {
  return new Promise((resolve, reject) => {
    const args = [String(offers), String(diagnostics), ...(osrmUrl === null ? [] : [osrmUrl])];
    const child = fork(new URL('./measure.ts', import.meta.url), args, { execArgv: ['--import', 'tsx'] });
    child.once('message', (measure) => resolve(measure as Measure));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The measure of ${offers} offers stopped with code ${code}.`)));
  });
}

function table(): string {
  const rows = [COLUMNS as readonly string[], ...results.map((r) => COLUMNS.map((c) => String(r[c])))];
  const widths = COLUMNS.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  '));
  return `Reference matcher. Network: ${report.network}. Router: ${report.router}. ${report.cpu}. ${report.date}\n\n${lines.join('\n')}\n`;
}

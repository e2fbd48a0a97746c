import { spawn } from 'node:child_process';
import { ensureInstalled } from '../bin/install.mjs';
import { commandLine, findNode24, root } from '../bin/platform.mjs';

const CACHE = 'node_modules/.cache';
/** Everything that needs no service, the slowest first; two at a time, as the smallest machine has two cores. */
const PARTS = [
  ['unit tests', 'node_modules/vitest/vitest.mjs', ['run', '--project', 'unit']],
  ['types', 'node_modules/typescript/bin/tsc', ['-p', '.', '--incremental', '--tsBuildInfoFile', `${CACHE}/tsc`]],
  ['unused code', 'node_modules/knip/bin/knip.js', ['--no-progress', '--cache', '--cache-location', `${CACHE}/knip`]],
  [
    'architecture',
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    [
      '--config',
      '.dependency-cruiser.mjs',
      '--no-progress',
      ...'src geo workers bin scripts bench test territories'.split(' '),
    ],
  ],
  ['format and lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']],
];
const AT_A_TIME = 2;

await commandLine(async () => {
  await ensureInstalled({ withDevelopment: true });
  const startedAt = Date.now();
  const waiting = [...PARTS];
  const failed = [];
  const work = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      if (!(await check(part))) failed.push(part[0]);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(failed.length === 0 ? `\nAll is well (${seconds} s)` : `\nTo mend: ${failed.join(', ')} (${seconds} s)`);
  return failed.length === 0 ? 0 : 1;
});

/** Runs one part; its output is shown only when it fails. */
function check([name, program, args]) {
  const startedAt = Date.now();
  const child = spawn(findNode24(), [program, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      console.log(`${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
      if (code !== 0) console.log(output.trimEnd());
      resolve(code === 0);
    });
  });
}

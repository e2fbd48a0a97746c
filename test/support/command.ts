import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const root = resolve(import.meta.dirname, '../..');

/** Variables of whoever runs the tests that would change what is tested. */
const UNWANTED =
  /^(PORT|HOST|DATA_DIR|DATABASE_URL|REDIS_URL|OSRM_.*|OSM_PBF|TERRITORY|DEMO.*|NODE_OPTIONS|VITEST.*|NODE_ENV|INIT_CWD|npm_.*)$/;

export type Spawned = {
  process: ChildProcess;
  /** What it has written on the screen so far. */
  output(): string;
  /** Its exit code, null where a signal ended it. */
  ended: Promise<number | null>;
};

/** A program of ours, knowing nothing of whoever runs the tests but what it is given. */
export function spawnProgram(
  args: readonly string[],
  environment: Record<string, string>,
  ids: { uid?: number; gid?: number } = {},
): Spawned {
  const inherited = Object.entries(process.env).filter(([name]) => !UNWANTED.test(name));
  const child = spawn(process.execPath, args, {
    ...ids,
    cwd: root,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
  }
  return { process: child, output: () => text, ended: new Promise((done) => child.on('close', done)) };
}

export type Command = Spawned & {
  /** Until it has written that; throws with what it wrote if it ends before. */
  said(words: string): Promise<void>;
};

/** One of `bin/`, as npm runs it. */
export function runCommand(
  program: 'bin/roads.mjs' | 'bin/key.mjs',
  args: readonly string[],
  { dataDir, environment = {} }: { dataDir: string; environment?: Record<string, string> },
): Command {
  const spawned = spawnProgram([program, ...args], { DATA_DIR: dataDir, ...environment });
  const { process: child, output } = spawned;
  return {
    ...spawned,
    async said(words) {
      while (!output().includes(words)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`It ended before « ${words} »:\n${output()}`);
        await sleep(10);
      }
    },
  };
}

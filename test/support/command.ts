import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './platform.ts';

/** Variables of whoever runs the tests that would change what is tested. */
const UNWANTED =
  /^(PORT|HOST|DATA_DIR|DATABASE_URL|REDIS_URL|OSRM_.*|OSM_PBF|TERRITORY|DEMO.*|NODE_OPTIONS|VITEST.*|NODE_ENV|INIT_CWD|npm_.*)$/;

export type Command = {
  process: ChildProcess;
  output(): string;
  /** Until it has written that; throws with what it wrote if it ends before. */
  said(words: string): Promise<void>;
  /** Its exit code, null where a signal ended it. */
  ended: Promise<number | null>;
};

/** One of `bin/`, as npm runs it. */
export function runCommand(
  program: 'bin/roads.mjs' | 'bin/key.mjs',
  args: readonly string[],
  { dataDir, environment = {} }: { dataDir: string; environment?: Record<string, string> },
): Command {
  const inherited = Object.entries(process.env).filter(([name]) => !UNWANTED.test(name));
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    env: { ...Object.fromEntries(inherited), DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | null>((done) => child.on('close', done));
  return {
    process: child,
    output: () => text,
    ended,
    async said(words) {
      while (!text.includes(words)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`It ended before « ${words} »:\n${text}`);
        await sleep(10);
      }
    },
  };
}

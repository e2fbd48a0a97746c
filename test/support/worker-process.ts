import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import WORKER from '../../src/launch/worker-process.json' with { type: 'json' };

const MAIN = join(import.meta.dirname, '../../workers/main.ts');

export type WorkerProcess = {
  child: ChildProcess;
  /** Everything it has written. */
  output(): string;
  /** Resolves once it works; rejects when it ends before. */
  ready: Promise<void>;
  /** Resolves with the exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>;
};

/** The real `workers/main.ts` in a process of its own, as the supervisor starts it. */
export function startWorkerProcess(environment: Record<string, string>): WorkerProcess {
  const { PATH = '', NODE_OPTIONS: _theTestsOwn, ...rest } = process.env;
  const child = fork(MAIN, {
    execArgv: ['--import', 'tsx', ...WORKER.flags],
    env: { ...WORKER.environment, ...rest, PATH, DEMO: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      written += text;
    });
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      if ((message as { type?: unknown }).type === 'ready') resolve();
    });
    void ended.then((how) => reject(new Error(`the worker ended (${how}) before it was ready:\n${written}`)));
  });
  ready.catch(() => {}); // for those who do not wait for it
  return { child, output: () => written, ready, ended };
}

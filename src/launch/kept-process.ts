import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcesses, identifyProcess, type ProcessRecord } from './process-identity.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** One that lasted so long did work: its next death is news, and the pauses start small again. */
const STEADY_MS = 60_000;
const STOP_MS = 8_000;

/** A process of ours that is started again whenever it ends. */
export type KeptProcess = {
  record(): ProcessRecord | null;
  /** It has said `{ type: 'ready' }` since it last started. */
  isReady(): boolean;
  /** How many times in a row it ended before it was steady. */
  failures(): number;
  stop(): Promise<void>;
};

/** Each thread of the pool keeps its own memory of the road engine, which computes two things at once. */
const ALL = { flags: [], environment: { UV_THREADPOOL_SIZE: '2' } };

export function keepProcess(options: {
  /** For people. */
  label: string;
  program: string;
  /** Flags of Node, and environment it has unless the operator's says otherwise. */
  node?: { flags: readonly string[]; environment: Record<string, string> };
  environment: NodeJS.ProcessEnv;
  log: (line: string) => void;
  /** Called whenever the process is another one. */
  onChange: () => void;
}): KeptProcess {
  const { label, program, node = ALL, environment, log, onChange } = options;
  let record: ProcessRecord | null = null;
  let ready = false;
  let failures = 0;
  let stopping = false;

  function start(): void {
    if (stopping) return;
    const startedAt = Date.now();
    // The channel tells it when we die (`disconnect`): it then ends by itself. No signal of the terminal reaches it.
    const started = fork(program, {
      env: { ...node.environment, ...environment },
      execArgv: ['--import', 'tsx', ...node.flags],
      detached: true,
      stdio: 'inherit',
    });
    record = identifyProcess(started.pid ?? 0);
    onChange();
    started.on('message', (message: { type?: unknown }) => {
      if (message.type === 'ready') ready = true;
    });
    const ended = (why: string) => {
      record = null;
      ready = false;
      if (!stopping) void startAgain(Date.now() - startedAt, why);
    };
    started.on('error', (error) => (started.pid === undefined ? ended(error.message) : undefined));
    started.on('exit', (code, signal) => ended(signal ?? `code ${code}`));
  }

  async function startAgain(lastedMs: number, why: string): Promise<void> {
    failures = lastedMs > STEADY_MS ? 1 : failures + 1;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
    log(`${label} : arrêt inattendu (${why}), nouveau départ dans ${pause / 1000} s`);
    await sleep(pause);
    start();
  }

  start();
  return {
    record: () => record,
    isReady: () => ready,
    failures: () => failures,
    async stop() {
      stopping = true;
      if (record !== null) await endProcesses([record], STOP_MS);
    },
  };
}

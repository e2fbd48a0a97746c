import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endProcesses, identifyProcess, type ProcessRecord } from './process-identity.ts';

const PROGRAM = fileURLToPath(new URL('./roads.ts', import.meta.url));
const STOP_MS = 8_000;

export type BackgroundRoads = {
  /** Null once it has ended. */
  record(): ProcessRecord | null;
  stop(): Promise<void>;
};

/**
 * Builds the roads of `OSM_PBF` beside the running platform, where those in use were made from another file; meanwhile times
 * are what they were. Its own messages go to the screen as it works.
 */
export function buildRoadsInBackground({
  pbf,
  territoryId,
  environment,
  complain,
  onChange,
}: {
  pbf: string;
  /** Whose roads are meant where the extract holds communes of several. */
  territoryId: string;
  environment: NodeJS.ProcessEnv;
  complain(line: string): void;
  onChange(): void;
}): BackgroundRoads {
  const child = fork(PROGRAM, ['--if-new', '--as-log', '--prefer', territoryId, pbf], {
    env: environment,
    execArgv: ['--import', 'tsx'],
    detached: true,
    stdio: 'inherit',
  });
  let record = identifyProcess(child.pid ?? 0);
  let stopping = false;
  child.on('error', () => {});
  child.on('exit', (code) => {
    record = null;
    onChange();
    if (code === 0 || stopping) return;
    complain(
      `Les routes d’OSM_PBF (${pbf}) n’ont pas été construites : les temps de trajet restent ce qu’ils étaient.`,
    );
  });
  return {
    record: () => record,
    async stop() {
      stopping = true;
      if (record !== null) await endProcesses([record], STOP_MS);
    },
  };
}

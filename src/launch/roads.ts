/**
 * `npm run roads -- <extract>`: the roads of a territory, from an OpenStreetMap extract. The platform may be running: it takes
 * them up by itself.
 */
import { ConfigError, config } from '../config.ts';
import { bringRoads } from './bring-roads.ts';
import { LaunchError } from './launch-error.ts';
import { createProgress } from './progress.ts';
import { type RoadsArguments, readRoadsArguments } from './roads-arguments.ts';
import { explainFailure } from './roads-failures.ts';
import { createScreen } from './screen.ts';

const INTERRUPTED = 130;
const screen = createScreen();
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
// Whoever started us was killed: nobody would stop us any more.
process.on('disconnect', () => stop.abort());

let wanted: RoadsArguments | null = null;
try {
  wanted = readRoadsArguments(process.argv.slice(2));
  const say = wanted.asLog ? (text: string) => screen.say(`[routes] ${text}`) : screen.say;
  const complain = wanted.asLog ? (text: string) => screen.complain(`[routes] ${text}`) : screen.complain;
  const live = process.stdout.isTTY === true && !wanted.asLog;
  const progress = createProgress({ live, line: say, write: (text) => process.stdout.write(text) });
  await bringRoads({ dataDir: config().dataDir, wanted, say, complain, progress, signal: stop.signal });
  process.exitCode = 0;
} catch (error) {
  tell(error);
}
process.exit();

function tell(error: unknown): void {
  process.exitCode = stop.signal.aborted ? INTERRUPTED : 1;
  const prefix = wanted?.asLog ? '[routes] ' : '\n';
  if (stop.signal.aborted) {
    screen.complain(`${prefix}Interrompu. Relancez la même commande : un téléchargement reprend où il en est.`);
    return;
  }
  const known =
    error instanceof ConfigError || error instanceof LaunchError ? error.message : explainFailure(error, nameOf());
  const sentence =
    known ?? `Erreur inattendue : ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  screen.complain(`${prefix}${sentence}`);
}

function nameOf(): string {
  if (wanted === null) return 'le fichier';
  return wanted.source.kind === 'url' ? wanted.source.url : wanted.source.path;
}

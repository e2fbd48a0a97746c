import { ConfigError, config } from '../config.ts';
import { LaunchError } from './launch-error.ts';
import { createScreen } from './screen.ts';
import { launch } from './supervisor.ts';

const screen = createScreen();
const stop = new AbortController();

// The terminal sends Ctrl-C to us and to our parent, which passes it on: the second one changes nothing.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());
// Our parent was killed: nobody would stop us any more.
process.on('disconnect', () => stop.abort());

try {
  await launch({ config: config(), screen, stop: stop.signal });
  process.exitCode = 0;
} catch (error) {
  screen.complain(`\n${tell(error)}`);
  process.exitCode = 1;
}
process.exit();

/** One sentence where we know what is wrong and what to do; a stack only for what nobody foresaw. */
function tell(error: unknown): string {
  if (error instanceof LaunchError || error instanceof ConfigError) return error.message;
  return `Erreur inattendue au démarrage : ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

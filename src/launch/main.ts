import { ConfigError, config } from '../config.ts';
import { LaunchError } from './launch-error.ts';
import { createScreen } from './screen.ts';

const screen = createScreen();
const stop = new AbortController();

// The terminal sends Ctrl-C to us and to our parent, which passes it on: the second one changes nothing.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());
// Our parent was killed: nobody would stop us any more.
process.on('disconnect', () => stop.abort());

try {
  const settings = config();
  // Loading the rest takes a second, which a wrong value should not wait for.
  const { launch } = await import('./supervisor.ts');
  await launch({ config: settings, screen, stop: stop.signal });
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

/**
 * `npm run demo`: writes the demonstration anew, with dates told from today, in the database of the platform that
 * runs here, of `DATABASE_URL`, or in the embedded one, started for the time it takes.
 */
import { ConfigError, config } from '../config.ts';
import { prepareDatabase } from '../db/prepare.ts';
import { openDemonstration } from './demonstration.ts';
import { LaunchError } from './launch-error.ts';
import { createScreen } from './screen.ts';
import { withDatabase } from './with-database.ts';

const screen = createScreen();

try {
  const settings = config();
  const { apiKey } = await withDatabase(settings, screen.step, async (url) => {
    await prepareDatabase({ url, log: screen.step });
    return openDemonstration(settings, url, screen.step, { renew: true });
  });
  screen.say(`\nLa démonstration est écrite à nouveau, à la date d’aujourd’hui. Clé d’API : ${apiKey}`);
  process.exitCode = 0;
} catch (error) {
  const isForPeople = error instanceof LaunchError || error instanceof ConfigError;
  screen.complain(isForPeople ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = 1;
}

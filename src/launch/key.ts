/**
 * `npm run key -- --territory <id> --name "<organisation>"`: an API key for an organisation of a territory, shown once. In the
 * database of the platform that runs here, of `DATABASE_URL`, or in the embedded one, started for the time it takes.
 */
import { parseArgs } from 'node:util';
import { ConfigError, config } from '../config.ts';
import { prepareDatabase } from '../db/prepare.ts';
import { createAccessKey, KEY_SCOPES } from '../db/seeds/access-key.ts';
import { listTerritoryFolders, TerritoryFolderError } from '../db/seeds/territory/list-territories.ts';
import { seedTerritory } from '../db/seeds/territory.ts';
import { LaunchError } from './launch-error.ts';
import { createScreen } from './screen.ts';
import { withDatabase } from './with-database.ts';

const KINDS = ['resourceCentre', 'prescriber', 'provider', 'employer', 'department', 'integrator'] as const;
const USAGE = [
  'Utilisation : npm run key -- --territory identifiant --name "Nom de la structure" [--kind sorte] [--rights droit,droit]',
  `  sorte : ${KINDS.join(', ')} (prescriber par défaut)`,
  `  droits : ${KEY_SCOPES.join(', ')} (tous par défaut)`,
].join('\n');

const screen = createScreen();

try {
  const settings = config();
  const { territoryId, name, kind, scopes } = readArguments(process.argv.slice(2), settings.territoryId);
  const folder = (await listTerritoryFolders(settings.dataDir)).find(({ id }) => id === territoryId);
  if (!folder) throw new LaunchError(`Aucun territoire ne s’appelle « ${territoryId} » ici (voir docs/operations.md).`);
  const { apiKey, id } = await withDatabase(settings, screen.step, async (url) => {
    await prepareDatabase({ url, log: screen.step });
    // A territory just described may not have been started with yet.
    await seedTerritory({ url, territoryId, root: folder.root, log: screen.step });
    return createAccessKey({ url, territoryId, organisation: { name, kind }, ...(scopes ? { scopes } : {}) });
  });
  screen.say(`\nClé d’API de « ${name} » pour le territoire ${territoryId} (${id}) :\n\n  ${apiKey}\n`);
  screen.say('Notez-la maintenant : elle n’est gardée nulle part et ne sera plus montrée.');
  process.exitCode = 0;
} catch (error) {
  const isForPeople = [LaunchError, ConfigError, TerritoryFolderError].some((known) => error instanceof known);
  screen.complain(isForPeople ? (error as Error).message : String(error instanceof Error ? error.stack : error));
  process.exitCode = 1;
}
process.exit();

function readArguments(args: string[], defaultTerritory: string) {
  const { territory = defaultTerritory, name, kind = 'prescriber', rights } = parse(args);
  if (name === undefined || name.trim() === '') throw new LaunchError(USAGE);
  const known = KINDS.find((one) => one === kind);
  if (!known) throw new LaunchError(`« ${kind} » n’est pas une sorte de structure.\n${USAGE}`);
  const scopes = rights?.split(',').map((right) => right.trim());
  const unknown = scopes?.find((scope) => !KEY_SCOPES.includes(scope));
  if (unknown !== undefined) throw new LaunchError(`« ${unknown} » n’est pas un droit.\n${USAGE}`);
  return { territoryId: territory, name: name.trim(), kind: known, scopes };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args, options: { territory: text, name: text, kind: text, rights: text } }).values;
  } catch (error) {
    throw new LaunchError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

/**
 * `npm run account -- --email <address> --name "<person>" --organisation "<name>" --role <role>`: somebody's account, by a link that
 * signs in once and is shown once. For the first administrator of a territory: the others are invited on the site.
 * `--forget-second-factor` instead, for who lost telephone and recovery codes.
 */
import { parseArgs } from 'node:util';
import { type Config, ConfigError, config } from '../config.ts';
import { prepareDatabase } from '../db/prepare.ts';
import { ACCOUNT_ROLES, createFirstAccount, isAccountRole, removeSecondFactor } from '../db/seeds/first-account.ts';
import { listTerritoryFolders, TerritoryFolderError } from '../db/seeds/territory/list-territories.ts';
import { seedTerritory } from '../db/seeds/territory.ts';
import { LaunchError } from './launch-error.ts';
import { createScreen } from './screen.ts';
import { withDatabase } from './with-database.ts';

const KINDS = ['mobilityPlatform', 'resourceCentre', 'prescriber', 'provider', 'employer', 'department'] as const;
const USAGE = [
  'Utilisation : npm run account -- --email adresse --name "Prénom Nom" --organisation "Nom de la structure"',
  '                 [--territory identifiant] [--role rôle] [--kind sorte]',
  '              npm run account -- --email adresse --forget-second-factor',
  `  rôle : ${ACCOUNT_ROLES.join(', ')} (admin par défaut)`,
  `  sorte : ${KINDS.join(', ')} (mobilityPlatform par défaut)`,
].join('\n');

const screen = createScreen();

try {
  const settings = config();
  const asked = readArguments(process.argv.slice(2), settings.territoryId);
  if (asked.forgetSecondFactor) await forget(settings, asked.email);
  else await create(settings, asked);
  process.exitCode = 0;
} catch (error) {
  const isForPeople = [LaunchError, ConfigError, TerritoryFolderError].some((known) => error instanceof known);
  screen.complain(isForPeople ? (error as Error).message : String(error instanceof Error ? error.stack : error));
  process.exitCode = 1;
}
process.exit();

type Asked = Extract<ReturnType<typeof readArguments>, { forgetSecondFactor: false }>;

async function create(settings: Config, { territoryId, ...wanted }: Asked): Promise<void> {
  const folder = (await listTerritoryFolders(settings.dataDir)).find(({ id }) => id === territoryId);
  if (!folder) throw new LaunchError(`Aucun territoire ne s’appelle « ${territoryId} » ici (voir docs/operations.md).`);
  const { link } = await withDatabase(settings, screen.step, async (url) => {
    await prepareDatabase({ url, log: screen.step });
    // A territory just described may not have been started with yet.
    await seedTerritory({ url, territoryId, root: folder.root, log: screen.step });
    return createFirstAccount({ url, territoryId, publicUrl: settings.publicUrl, ...wanted });
  });
  screen.say(`\nLien de connexion de ${wanted.email} (${territoryId}, ${wanted.role}) :\n\n  ${link}\n`);
  screen.say('Il sert une fois, pendant 24 heures, et n’est gardé nulle part : remettez-le à cette personne seule.');
}

async function forget(settings: Config, email: string): Promise<void> {
  const known = await withDatabase(settings, screen.step, async (url) => {
    await prepareDatabase({ url, log: screen.step });
    return removeSecondFactor({ url, email });
  });
  if (!known) throw new LaunchError(`Aucun compte n’a l’adresse ${email}.`);
  screen.say(`La double vérification de ${email} est retirée, et ses appareils sont déconnectés.`);
}

function readArguments(args: string[], defaultTerritory: string) {
  const values = parse(args);
  const { territory = defaultTerritory, organisation = '', role = 'admin', kind = 'mobilityPlatform' } = values;
  const [email, displayName] = [values.email?.trim() ?? '', values.name?.trim() ?? ''];
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw new LaunchError(USAGE);
  if (values['forget-second-factor']) return { forgetSecondFactor: true as const, email };
  if (displayName === '' || organisation.trim() === '') throw new LaunchError(USAGE);
  if (!isAccountRole(role)) throw new LaunchError(`« ${role} » n’est pas un rôle.\n${USAGE}`);
  const known = KINDS.find((one) => one === kind);
  if (!known) throw new LaunchError(`« ${kind} » n’est pas une sorte de structure.\n${USAGE}`);
  return {
    forgetSecondFactor: false as const,
    territoryId: territory,
    email,
    displayName,
    role,
    organisation: { name: organisation.trim(), kind: known },
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const options = {
    ...{ territory: text, email: text, name: text, organisation: text, role: text, kind: text },
    'forget-second-factor': { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new LaunchError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

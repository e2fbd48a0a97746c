import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

/** What the operator decides, checked. Nothing else reads the environment. */
export type Config = {
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  /** Of an external PostgreSQL; null where the embedded one is to be started. */
  databaseUrl: string | null;
  /** Null: the queues live in PostgreSQL. */
  redisUrl: string | null;
  /** Whose pages and health are shown to who names no territory. */
  territoryId: string;
  /** Base URL of an OSRM server for each mode; null: the territory's own roads, else estimates. */
  osrm: { car: string | null; bike: string | null; foot: string | null };
  /** Whose roads those servers hold: that territory's unless told otherwise. */
  osrmTerritories: readonly string[];
  /** One match in so many is held against the reference matcher; 0: none. */
  auditEvery: number;
  /** An OSM extract to build roads from after the start, absolute; null: the roads stay as they are. */
  osmPbf: string | null;
  demo: boolean;
  /** What links in mails begin with, without a slash at the end. */
  publicUrl: string;
  /** Of the mail server, and in whose name; null: mails become files of the data folder. */
  mail: { smtpUrl: string; from: string } | null;
  /** The demonstration's API key; null: drawn at random on the first start. */
  demoApiKey: string | null;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** A value that cannot be used; `message` says which ones and what to write instead, one a line. */
export class ConfigError extends Error {
  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'ConfigError';
  }
}

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'PORT doit être un nombre entre 1 et 65535 (3000 par défaut).')
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65535, 'PORT doit être un nombre entre 1 et 65535 (3000 par défaut).');

const host = z
  .string()
  .refine(
    (value) => isIP(value) !== 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(value),
    'HOST doit être une adresse ou un nom de machine, sans « http:// » ni port (127.0.0.1 par défaut).',
  );

const urlOf = (name: string, protocols: readonly string[], example: string) =>
  z.string().refine((value) => {
    const url = URL.parse(value);
    return url !== null && protocols.includes(url.protocol) && url.hostname !== '';
  }, `${name} doit être une adresse comme ${example}.`);

const osrmUrl = (name: string) =>
  urlOf(name, ['http:', 'https:'], 'http://127.0.0.1:5000').transform((value) => value.replace(/\/+$/, ''));

const environment = z.object({
  PORT: port.default(3000),
  HOST: host.default('127.0.0.1'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: urlOf(
    'DATABASE_URL',
    ['postgres:', 'postgresql:'],
    'postgres://utilisateur:motdepasse@machine:5432/base',
  ).optional(),
  REDIS_URL: urlOf('REDIS_URL', ['redis:', 'rediss:'], 'redis://127.0.0.1:6379').optional(),
  OSRM_URL: osrmUrl('OSRM_URL').optional(),
  OSRM_URL_CAR: osrmUrl('OSRM_URL_CAR').optional(),
  OSRM_URL_BIKE: osrmUrl('OSRM_URL_BIKE').optional(),
  OSRM_URL_FOOT: osrmUrl('OSRM_URL_FOOT').optional(),
  OSM_PBF: z
    .string()
    .regex(
      /^(?!https?:)/i,
      'OSM_PBF doit être un fichier de cette machine ; pour une adresse : npm run roads -- https://…',
    )
    .optional(),
  PUBLIC_URL: urlOf('PUBLIC_URL', ['http:', 'https:'], 'https://mobilite.exemple.fr')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  SMTP_URL: urlOf('SMTP_URL', ['smtp:', 'smtps:'], 'smtps://utilisateur:motdepasse@courriel.exemple.fr').optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^[^\r\n]*[^\s<>]+@[^\s<>]+>?$/,
      'MAIL_FROM doit être une adresse comme Pouvoir Bouger <mobilite@exemple.fr>.',
    )
    .optional(),
  OSRM_TERRITORIES: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{1,40}( *, *[a-z][a-z0-9-]{1,40})*$/,
      'OSRM_TERRITORIES doit être une liste d’identifiants de territoires, comme meuse,vosges.',
    )
    .transform((list) => list.split(',').map((id) => id.trim()))
    .optional(),
  TERRITORY: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{1,40}$/,
      'TERRITORY doit être l’identifiant d’un territoire, comme meuse (celui par défaut).',
    )
    .default('meuse'),
  DEMO: z
    .enum(['1', '0', 'force'], 'DEMO vaut 1 (avec la démonstration), 0 (sans) ou force (même ouverte au réseau).')
    .optional(),
  AUDIT_EVERY: z
    .string()
    .regex(
      /^\d{1,7}$/,
      'AUDIT_EVERY doit être un nombre entier : un appariement sur autant est vérifié (200 par défaut, 0 aucun).',
    )
    .transform(Number)
    .default(200),
  DEMO_API_KEY: z
    .string()
    .regex(
      /^[\x21-\x7e]{1,512}$/,
      'DEMO_API_KEY ne doit contenir ni espace ni accent, et compter 512 caractères au plus.',
    )
    .optional(),
});

/**
 * The configuration those variables ask for; an empty one counts as absent.
 *
 * @throws ConfigError naming every wrong value.
 */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => issue.message));
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    territoryId: values.TERRITORY,
    osrm: {
      car: values.OSRM_URL_CAR ?? values.OSRM_URL ?? null,
      bike: values.OSRM_URL_BIKE ?? null,
      foot: values.OSRM_URL_FOOT ?? null,
    },
    osrmTerritories: values.OSRM_TERRITORIES ?? [values.TERRITORY],
    auditEvery: values.AUDIT_EVERY,
    osmPbf: values.OSM_PBF === undefined ? null : resolve(values.OSM_PBF),
    publicUrl: values.PUBLIC_URL ?? `http://${urlHost(values.HOST)}:${values.PORT}`,
    mail: readMail(values),
    demo: readDemo(values),
    demoApiKey: values.DEMO_API_KEY ?? null,
  };
}

/** The configuration of this process. */
export function config(): Config {
  return readConfig(process.env);
}

/** The environment of a process we start: ours, with the database really used and the demonstration as decided. */
export function environmentWith(databaseUrl: string, { demo }: Config): NodeJS.ProcessEnv {
  return { ...process.env, DATABASE_URL: databaseUrl, DEMO: demo ? 'force' : '0' };
}

type Values = z.infer<typeof environment>;

/** An address of version 6 stands in brackets; what listens everywhere is reached here as localhost. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return isIP(host) === 6 ? `[${host}]` : host;
}

function readMail({ SMTP_URL, MAIL_FROM }: Values): Config['mail'] {
  if (SMTP_URL === undefined) return null;
  if (MAIL_FROM !== undefined) return { smtpUrl: SMTP_URL, from: MAIL_FROM };
  throw new ConfigError([
    'SMTP_URL demande MAIL_FROM : l’adresse d’envoi des courriels, comme Pouvoir Bouger <mobilite@exemple.fr>.',
  ]);
}

/** Its secrets are for trying, on one's own machine: never in front of a network unless that is really meant. */
function readDemo({ DEMO, DEMO_API_KEY, DATABASE_URL, HOST }: Values): boolean {
  const demo = DEMO ?? (DATABASE_URL === undefined ? '1' : '0');
  if (demo === '0' || isLoopback(HOST)) return demo !== '0';
  if (demo === '1') {
    throw new ConfigError([
      `La démonstration et ses comptes ne s’ouvrent pas sur HOST=${HOST}, que d’autres machines atteignent. ` +
        'Mettez DEMO=0 pour démarrer sans elle, ou DEMO=force si c’est bien voulu.',
    ]);
  }
  if (DEMO_API_KEY !== undefined && DEMO_API_KEY.length < 16) {
    throw new ConfigError([
      `Sur HOST=${HOST}, que d’autres machines atteignent, DEMO_API_KEY doit compter au moins 16 caractères. ` +
        'Sans elle, la clé est tirée au hasard.',
    ]);
  }
  return true;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

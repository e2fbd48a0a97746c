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
  /** Addresses and networks whose `X-Forwarded-For` is believed; none by default. */
  trustedProxies: readonly string[];
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
  /** Of the provider of SMS; null: they become files of the data folder. */
  sms: SmsConfig | null;
  /** Of a geocoder that is asked for addresses; null: nothing that people type leaves this machine. */
  banUrl: string | null;
  /** The demonstration's API key; null: drawn at random on the first start. */
  demoApiKey: string | null;
  /** What sessions are signed with; null: kept in the data folder. */
  authSecret: string | null;
  /** An OpenID provider, such as ProConnect, that professionals may sign in with. */
  oidc: OidcConfig | null;
};

/** An SMS account at OVHcloud, and what signs calls to its API. */
export type SmsConfig = {
  url: string;
  service: string;
  /** Null: a short number that can be answered. */
  sender: string | null;
  applicationKey: string;
  applicationSecret: string;
  consumerKey: string;
};

export type OidcConfig = {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Null: the issuer tells them. */
  endpoints: { authorization: string; token: string; userinfo: string; jwks: string; endSession: string | null } | null;
  /** The provider verifies every address and says so of none. */
  emailsAreVerified: boolean;
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

/** Tokens travel there: in clear only on this machine. */
const secretUrl = (name: string, example: string) =>
  urlOf(name, ['http:', 'https:'], example).refine((value) => {
    const { protocol, hostname } = new URL(value);
    return protocol === 'https:' || isLoopback(hostname);
  }, `${name} doit commencer par https://.`);

const oidcUrl = (name: string) => secretUrl(name, 'https://auth.exemple.fr/api');

const smsSecret = (name: string) =>
  z.string().regex(/^[\x21-\x7e]{1,128}$/, `${name} doit être la clé donnée par OVHcloud, sans espace.`);

/** Whether it is an address, or a network of them, as `10.0.0.0/8`. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
}

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
    .refine(
      (value) => new URL(value).pathname === '/' && new URL(value).search === '',
      'PUBLIC_URL est l’adresse du site seule, sans chemin : https://mobilite.exemple.fr.',
    )
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
  SMS_URL: secretUrl('SMS_URL', 'https://eu.api.ovh.com/1.0')
    .transform((value) => value.replace(/\/+$/, ''))
    .default('https://eu.api.ovh.com/1.0'),
  SMS_SERVICE: z
    .string()
    .regex(/^[\w-]{1,60}$/, 'SMS_SERVICE doit être le nom du compte SMS chez OVHcloud, comme sms-ab12345-1.')
    .optional(),
  SMS_SENDER: z
    .string()
    .regex(
      /^(?=.*[A-Za-z])[A-Za-z0-9 ]{3,11}$/,
      'SMS_SENDER doit compter de 3 à 11 lettres et chiffres sans accent, comme MOBILITE55, et être déclaré chez OVHcloud.',
    )
    .optional(),
  SMS_APPLICATION_KEY: smsSecret('SMS_APPLICATION_KEY').optional(),
  SMS_APPLICATION_SECRET: smsSecret('SMS_APPLICATION_SECRET').optional(),
  SMS_CONSUMER_KEY: smsSecret('SMS_CONSUMER_KEY').optional(),
  BAN_URL: urlOf('BAN_URL', ['http:', 'https:'], 'https://data.geopf.fr/geocodage')
    .transform((value) => value.replace(/\/+$/, ''))
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
  TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .refine(
      (list) => list.every(isNetwork),
      'TRUSTED_PROXIES doit être une liste d’adresses ou de réseaux, comme 127.0.0.1,10.0.0.0/8.',
    )
    .default([]),
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
  AUTH_SECRET: z
    .string()
    .regex(
      /^[\x21-\x7e]{32,512}$/,
      'AUTH_SECRET doit compter au moins 32 caractères, sans espace ni accent : openssl rand -base64 48.',
    )
    .optional(),
  OIDC_NAME: z.string().max(60, 'OIDC_NAME doit compter 60 caractères au plus.').default('ProConnect'),
  OIDC_ISSUER: oidcUrl('OIDC_ISSUER').optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_AUTHORIZATION_URL: oidcUrl('OIDC_AUTHORIZATION_URL').optional(),
  OIDC_TOKEN_URL: oidcUrl('OIDC_TOKEN_URL').optional(),
  OIDC_USERINFO_URL: oidcUrl('OIDC_USERINFO_URL').optional(),
  OIDC_JWKS_URL: oidcUrl('OIDC_JWKS_URL').optional(),
  OIDC_END_SESSION_URL: oidcUrl('OIDC_END_SESSION_URL').optional(),
  OIDC_EMAILS_VERIFIED: z
    .enum(['1', '0'], 'OIDC_EMAILS_VERIFIED vaut 1 (ce service vérifie toutes les adresses) ou 0.')
    .default('0'),
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
    trustedProxies: values.TRUSTED_PROXIES,
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
    sms: readSms(values),
    banUrl: values.BAN_URL ?? null,
    demo: readDemo(values),
    demoApiKey: values.DEMO_API_KEY ?? null,
    authSecret: values.AUTH_SECRET ?? null,
    oidc: readOidc(values),
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

function readSms(values: Values): SmsConfig | null {
  const { SMS_SERVICE: service, SMS_APPLICATION_KEY: applicationKey } = values;
  const { SMS_APPLICATION_SECRET: applicationSecret, SMS_CONSUMER_KEY: consumerKey } = values;
  if (!service && !applicationKey && !applicationSecret && !consumerKey) return null;
  if (service && applicationKey && applicationSecret && consumerKey) {
    const { SMS_URL: url, SMS_SENDER: sender = null } = values;
    return { url, service, sender, applicationKey, applicationSecret, consumerKey };
  }
  throw new ConfigError([
    'Les SMS demandent SMS_SERVICE, SMS_APPLICATION_KEY, SMS_APPLICATION_SECRET et SMS_CONSUMER_KEY ensemble.',
  ]);
}

function readOidc(values: Values): OidcConfig | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values;
  if (!issuer && !clientId && !clientSecret) return null;
  if (!issuer || !clientId || !clientSecret) {
    throw new ConfigError(['La connexion OpenID demande OIDC_ISSUER, OIDC_CLIENT_ID et OIDC_CLIENT_SECRET ensemble.']);
  }
  const { OIDC_AUTHORIZATION_URL: authorization, OIDC_TOKEN_URL: token } = values;
  const { OIDC_USERINFO_URL: userinfo, OIDC_JWKS_URL: jwks, OIDC_END_SESSION_URL: endSession = null } = values;
  const given = [authorization, token, userinfo, jwks].filter((url) => url !== undefined).length;
  if (given !== 0 && given !== 4) {
    throw new ConfigError([
      'Donnez OIDC_AUTHORIZATION_URL, OIDC_TOKEN_URL, OIDC_USERINFO_URL et OIDC_JWKS_URL ensemble, ou aucune.',
    ]);
  }
  const endpoints =
    authorization && token && userinfo && jwks ? { authorization, token, userinfo, jwks, endSession } : null;
  return {
    name: values.OIDC_NAME,
    issuer,
    clientId,
    clientSecret,
    endpoints,
    emailsAreVerified: values.OIDC_EMAILS_VERIFIED === '1',
  };
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

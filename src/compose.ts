import { join } from 'node:path';
import { createEstimateRouter } from '../geo/estimate.ts';
import { createOsrmRouter, type OsrmOptions } from '../geo/osrm.ts';
import { followRoads } from '../geo/roads/follow-roads.ts';
import { createTerritoryRouters } from '../geo/roads/territory-routers.ts';
import type { LonLat, Mode, Router } from '../geo/router.ts';
import { createValhallaRouter } from '../geo/valhalla.ts';
import { OSRM_CALIBRATION } from '../geo/valhalla-calibration.ts';
import { JOB_NAMES, type Jobs } from '../workers/queues.ts';
import type { Config } from './config.ts';
import { openAuthDatabase } from './db/auth-database.ts';
import { createDatabase } from './db/client.ts';
import { RELAY_ROLE } from './db/connection.ts';
import { createOutboxReader, type OutboxReader } from './db/outbox.ts';
import { createAccounts } from './gateways/accounts.ts';
import { keptSecret } from './gateways/auth-secret.ts';
import { systemClock } from './gateways/clock.ts';
import { createBanGeocoder } from './gateways/geocoder-ban.ts';
import { createEmbeddedGeocoder } from './gateways/geocoder-embedded.ts';
import { randomIds } from './gateways/ids.ts';
import { createJobQueue } from './gateways/job-queue.ts';
import type { JobQueue } from './gateways/job-queue-port.ts';
import { prepareJobQueue } from './gateways/job-queue-postgres.ts';
import { createLog, type Log } from './gateways/log.ts';
import { createFolderMailer } from './gateways/mailer-folder.ts';
import { createSmtpMailer } from './gateways/mailer-smtp.ts';
import { createHighsOptimiser } from './gateways/optimiser-highs.ts';
import { createPhotoMaker } from './gateways/photos.ts';
import { createFolderSms } from './gateways/sms-folder.ts';
import { createHttpSms } from './gateways/sms-http.ts';
import { createTerritoryRegistry } from './gateways/territory-registry.ts';
import type { Deps } from './services/context.ts';
import { createMatchMany, followCatalogues, type MatchMany } from './services/match-many.ts';
import { createOpenDiagnostics } from './services/open-diagnostics.ts';
import { createPeopleFirst, type PeopleFirst } from './services/people-first.ts';
import { createPlaceVectors } from './services/place-vectors.ts';
import type { Kept } from './services/rematch-offers.ts';
import { createRoadSurvey } from './services/road-survey.ts';
import { visitorOf } from './services/visitor.ts';

export { createLog, createOutage, rarely } from './gateways/log.ts';
export type { JobQueue, Log, OutboxReader };

const UNREADABLE_TERRITORY =
  'territoire illisible, laissé de côté : corrigez sa ligne de la table « territories », ou son territory.json puis relancez ' +
  '« npm start »';

export type Composition = {
  deps: Deps;
  /** Keeps the catalogue of each territory that is matched, from its first match on. */
  matchMany: MatchMany;
  /** What re-matching keeps of open diagnostics, from its first look on. */
  kept: Kept;
  /** Who goes first on this process's event loop and router. */
  peopleFirst: PeopleFirst;
  queue: JobQueue<Jobs>;
  /** Brings the queue's own tables up to date; needs the database to be there and prepared. Nothing to do on Redis. */
  prepareQueue(): Promise<void>;
  openOutbox(): OutboxReader;
  /** Closes what was opened; the outbox is whoever opened it's to close. */
  close(): Promise<void>;
};

/**
 * The only place where adapters meet services. Connects to nothing yet: a process may start while PostgreSQL, Redis or the
 * router is away, and takes up a territory's roads as they come.
 *
 * Connections to PostgreSQL: at most 11 for the verbs (10 and one that listens), 4 for signing in, 2 for the outbox where it is opened, and
 * those of the queue (`createJobQueue`).
 */
export async function compose(config: Config, log: Log = createLog('site')): Promise<Composition> {
  const { databaseUrl, redisUrl } = config;
  if (databaseUrl === null) throw new TypeError('compose needs the address of a database');
  const clock = systemClock;
  const database = createDatabase({ url: databaseUrl, clock });
  const { territory } = createTerritoryRegistry(database, {
    onUnreadable: (id, reason) => log('error', UNREADABLE_TERRITORY, { territoire: id, raison: reason }),
  });
  const estimate = createEstimateRouter();
  const osrm = createOsrmRouters(config, async (id) => (await territory(id)).gazetteer.communes());
  const roads = followRoads({
    dataDir: config.dataDir,
    // Where OSRM times the cars, the other modes are reckoned as it would.
    openRouter: ({ territoryId, ...edition }) =>
      createValhallaRouter({ ...edition, calibration: osrm.of(territoryId).car ? OSRM_CALIBRATION : {} }),
    log,
  });
  const startedAt = clock.now().toString();
  const routers = createTerritoryRouters({ osrm: osrm.of, roads, estimate, startedAt });
  const catalogues = followCatalogues(database, (territoryId, { offerId }) =>
    log('error', 'offre illisible, laissée de côté', { territoire: territoryId, offre: offerId }),
  );
  const places = createPlaceVectors();
  const peopleFirst = createPeopleFirst();
  // Nobody waits for an offer to be measured.
  const survey = createRoadSurvey((territoryId) => ({ ...routers(territoryId), turn: peopleFirst.turn }));
  const mails = openMailer(config);
  const texts = openSms(config);
  const authStore = openAuthDatabase({ url: databaseUrl, clock });
  const secret = () => config.authSecret ?? keptSecret(config.dataDir);
  const accounts = createAccounts({
    store: authStore,
    secret,
    publicUrl: config.publicUrl,
    oidc: config.oidc,
    isExpected: async (email) => (await database.memberships.list({ email })).length > 0,
    log: (line) => log('error', line),
  });
  const optimiser = createHighsOptimiser();
  const queue = createJobQueue<Jobs>({ names: JOB_NAMES, databaseUrl, redisUrl, role: RELAY_ROLE, log });

  return {
    deps: {
      database,
      clock,
      ids: randomIds,
      routers,
      territory,
      queue,
      survey,
      publicUrl: config.publicUrl,
      mailer: mails.mailer,
      sms: texts.sms,
      accounts,
      geocoders: [
        createEmbeddedGeocoder({
          gazetteer: async (id) => (await territory(id)).gazetteer,
          knownPlaces: (id, text, limit) =>
            database.transact(visitorOf(id), ({ places }) => places.search(text, limit)),
        }),
        ...(config.banUrl === null
          ? []
          : [
              createBanGeocoder({
                url: config.banUrl,
                near: async (id) => middleOf((await territory(id)).gazetteer.communes()),
              }),
            ]),
      ],
      quoteSecret: secret,
      photos: createPhotoMaker(),
      optimiser,
      ...(config.demo && mails.mailbox ? { mailbox: mails.mailbox } : {}),
      ...(config.demo && texts.box ? { smsBox: texts.box } : {}),
    },
    matchMany: createMatchMany(catalogues, places, config.auditEvery),
    kept: { open: createOpenDiagnostics(), nearness: { catalogues, places } },
    peopleFirst,
    queue,
    async prepareQueue() {
      if (queue.backend === 'postgres') await prepareJobQueue({ databaseUrl, role: RELAY_ROLE });
    },
    openOutbox: () => createOutboxReader({ url: databaseUrl }),
    async close() {
      await queue.close();
      await catalogues.close();
      await optimiser.close();
      // The database before the roads: a match cut off from its router must not be stored on estimates.
      await database.close();
      await mails.mailer.close();
      await authStore.close();
      await Promise.all([roads, estimate, osrm].map((part) => part.close()));
    },
  };
}

const middleOf = (points: readonly { lon: number; lat: number }[]) => ({
  lon: points.reduce((sum, { lon }) => sum + lon, 0) / points.length,
  lat: points.reduce((sum, { lat }) => sum + lat, 0) / points.length,
});

/** The operator's mail server, else a folder, which can be looked into. */
function openMailer({ mail, dataDir }: Config) {
  if (mail !== null) return { mailer: createSmtpMailer({ url: mail.smtpUrl, from: mail.from }), mailbox: null };
  const folder = createFolderMailer(join(dataDir, 'courriels'));
  return { mailer: folder, mailbox: folder };
}

/** The operator's provider, else a folder, which can be looked into. */
function openSms({ sms, dataDir }: Config) {
  if (sms !== null) return { sms: createHttpSms(sms), box: null };
  const folder = createFolderSms(join(dataDir, 'sms'));
  return { sms: folder, box: folder };
}

/**
 * That of a territory: whether a server holds its roads is asked about its own communes. Whatever the mode and the territory, a
 * server is asked by one line. A licence-free car or a scooter is slower than a car: no OSRM server is theirs.
 */
function createOsrmRouters(
  { osrm, osrmTerritories }: Config,
  communesOf: (territoryId: string) => Promise<readonly { lon: number; lat: number }[]>,
) {
  const known = new Map<string, Partial<Record<Mode, Router>>>();
  const lines: OsrmOptions['lines'] = new Map();

  function create(territoryId: string): Partial<Record<Mode, Router>> {
    const modes = (['car', 'bike', 'foot'] as const).filter((mode) => osrm[mode] !== null);
    if (modes.length === 0 || !osrmTerritories.includes(territoryId)) return {};
    const probe = async () => (await communesOf(territoryId)).map(({ lon, lat }): LonLat => [lon, lat]);
    const urls = Object.fromEntries(modes.map((mode) => [mode, osrm[mode]]));
    const router = createOsrmRouter({ urls, probe, lines });
    return Object.fromEntries(modes.map((mode) => [mode, router]));
  }

  return {
    of(territoryId: string) {
      const routers = known.get(territoryId) ?? create(territoryId);
      known.set(territoryId, routers);
      return routers;
    },
    async close() {
      await Promise.all(
        [...known.values()].flatMap((routers) => [...new Set(Object.values(routers))]).map((router) => router.close()),
      );
    },
  };
}

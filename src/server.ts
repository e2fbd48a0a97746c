import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { compose, createLog } from './compose.ts';
import { type Config, ConfigError, config } from './config.ts';
import { failureSummary } from './services/errors.ts';
import { createApp } from './web/app.tsx';
import { proxiedAddress } from './web/proxied-address.ts';

/** Requests under way get so long to end; a result somebody waits for can be asked for again. */
const GRACE_MS = 4_000;

const log = createLog('site');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
// Whoever started us was killed: nobody would stop us any more.
process.on('disconnect', () => stop.abort());
process.on('uncaughtException', (error) => {
  log('error', 'erreur imprévue, arrêt', { raison: failureSummary(error) });
  process.exit(1);
});

const settings = readSettings();
const composition = await compose(settings, log);
const app = createApp(composition.deps, {
  territoryId: settings.territoryId,
  addressOf: proxiedAddress(settings.trustedProxies),
  log: (line) => log('error', line),
});
if (!stop.signal.aborted) {
  const server = await listen(settings);
  log('info', 'à l’écoute', { adresse: settings.host, port: settings.port });
  process.send?.({ type: 'ready' });
  await aborted(stop.signal);
  log('info', 'arrêt en cours');
  await close(server);
}
await composition.close();
process.exit(0);

function readSettings(): Config {
  try {
    const settings = config();
    if (settings.databaseUrl !== null) return settings;
    log('error', 'DATABASE_URL manque : « npm start » démarre la base de données et le site ensemble.');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log('error', error.message);
  }
  process.exit(1);
}

function listen({ host, port }: Config): Promise<Server> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, () => resolve(server)) as Server;
    server.on('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? `Le port ${port} est déjà pris : arrêtez ce qui l’occupe, ou choisissez-en un autre (PORT=…).`
          : `Impossible d’écouter sur ${host}:${port} (${error.code}).`;
      log('error', why);
      process.exit(1);
    });
  });
}

/** No new request, idle connections closed, the others given a moment. */
async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await Promise.race([closed, sleep(GRACE_MS)]);
  server.closeAllConnections();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { type Composition, compose, createLog, rarely } from '../src/compose.ts';
import { type Config, ConfigError, config } from '../src/config.ts';
import { failureSummary, stackFrames } from '../src/services/errors.ts';
import { allocateRoundWork } from './allocate-round.ts';
import { auditMatchWork } from './audit-match.ts';
import { followUpWork } from './follow-up.ts';
import { keepSchedules } from './keep-schedules.ts';
import { matchDiagnosticWork, matchInBackgroundWork } from './match-diagnostic.ts';
import { matchDiagnosticsWork } from './match-diagnostics.ts';
import { measureOffersWork } from './measure-offers.ts';
import { purgeExpiredWork } from './purge-expired.ts';
import { startRelay } from './relay-outbox.ts';
import { rematchOffersWork } from './rematch-offers.ts';
import { rematchProvisionalWork } from './rematch-provisional.ts';
import { runImportWork } from './run-import.ts';
import { sendMessageWork } from './send-message.ts';
import { sendWayInWork } from './send-way-in.ts';
import { tellBookingWork } from './tell-booking.ts';
import { tellDecisionWork } from './tell-decision.ts';
import { tellMetrics } from './tell-metrics.ts';
import { tellReferralWork } from './tell-referral.ts';
import { weighEntryWork } from './weigh-entry.ts';
import { startWork } from './work.ts';

const log = createLog('tâches de fond');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
// Whoever started us was killed: nobody would stop us any more.
process.on('disconnect', () => stop.abort());
process.on('uncaughtException', (error) => {
  log('error', 'erreur imprévue, arrêt', { raison: failureSummary(error) });
  for (const frame of stackFrames(error)) console.error(frame);
  process.exit(1);
});

const settings = readSettings();
const composition = await compose(settings, log);
await queuePrepared(composition);
const end = stop.signal.aborted ? null : start(composition);
if (end) {
  process.send?.({ type: 'ready' });
  log('info', 'prêtes', { file: composition.queue.backend });
  await aborted(stop.signal);
  log('info', 'arrêt en cours');
}
await end?.();
await composition.close();
process.exit(0);

function readSettings(): Config {
  try {
    const settings = config();
    if (settings.databaseUrl !== null) return settings;
    log(
      'error',
      'DATABASE_URL manque : « npm run workers » travaille pour une plateforme déjà démarrée, sur la même base qu’elle. ' +
        'Indiquez son adresse (et celle de Redis dans REDIS_URL, si elle l’utilise). « npm start » lance déjà ses tâches de fond.',
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log('error', error.message);
  }
  process.exit(1);
}

/** The database may come after us, or be prepared by whoever starts the platform while we wait. */
async function queuePrepared({ prepareQueue }: Composition): Promise<void> {
  const complain = rarely(60_000, (error: unknown) =>
    log('warn', 'base de données en attente', { raison: failureSummary(error) }),
  );
  for (let pauseMs = 200; !stop.signal.aborted; pauseMs = Math.min(2 * pauseMs, 3_000)) {
    try {
      return await prepareQueue();
    } catch (error) {
      complain(error);
      await sleep(pauseMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  }
}

/** What comes back ends it all, in the order that loses nothing: first what brings work, then the work under way. */
function start({ deps, queue, matchMany, kept, peopleFirst, openOutbox }: Composition): () => Promise<void> {
  const tools = { deps, log, matchMany, kept, peopleFirst };
  startWork(queue, matchDiagnosticWork, tools);
  startWork(queue, matchInBackgroundWork, tools);
  startWork(queue, matchDiagnosticsWork, tools);
  startWork(queue, rematchOffersWork, tools);
  startWork(queue, measureOffersWork, tools);
  startWork(queue, rematchProvisionalWork, tools);
  startWork(queue, auditMatchWork, tools);
  startWork(queue, purgeExpiredWork, tools);
  startWork(queue, sendMessageWork, tools);
  startWork(queue, sendWayInWork, tools);
  startWork(queue, tellReferralWork, tools);
  startWork(queue, tellBookingWork, tools);
  startWork(queue, weighEntryWork, tools);
  startWork(queue, allocateRoundWork, tools);
  startWork(queue, tellDecisionWork, tools);
  startWork(queue, runImportWork, tools);
  startWork(queue, followUpWork, tools);
  const relay = startRelay({
    outbox: openOutbox(),
    queue,
    log,
    now: () => new Date(deps.clock.now().epochMilliseconds),
  });
  const schedules = keepSchedules({
    works: [rematchOffersWork, measureOffersWork, rematchProvisionalWork, purgeExpiredWork, followUpWork],
    queue,
    database: deps.database,
    log,
  });
  const telling = tellMetrics({ ...deps, log });
  return async () => {
    telling.close();
    schedules.close();
    await relay.close();
    await queue.close();
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

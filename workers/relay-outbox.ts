import type { JobQueue, Log, OutboxReader } from '../src/compose.ts';
import { rarely } from '../src/compose.ts';
import { failureSummary } from '../src/services/errors.ts';
import type { Jobs } from './queues.ts';

type Waiting = Parameters<Parameters<OutboxReader['claim']>[1]>[0][number];

const BATCH = 100;
const LONGEST_PAUSE_MS = 5_000;
const SENT_KEPT_MS = 7 * 24 * 3_600_000;
const FORGET_EVERY_MS = 3_600_000;

/**
 * Turns what transactions left in the outbox into jobs, within milliseconds of their commit. An event is marked sent only once
 * its job is stored, and the job's id comes from the event's: after a crash it is sent again, and is still one job. Goes on,
 * with pauses, while the database or the queue is away.
 *
 * `pollMs`: how often to look without having been told, should a notification be lost.
 */
export function startRelay(options: {
  outbox: OutboxReader;
  queue: Pick<JobQueue<Jobs>, 'enqueue'>;
  log: Log;
  now: () => Date;
  pollMs?: number;
}): { close(): Promise<void> } {
  const { outbox, queue, log, now, pollMs = 1_000 } = options;
  let closed = false;
  let told = false;
  let stopWaiting = () => {};
  const wake = () => {
    told = true;
    stopWaiting();
  };
  const complain = rarely(10_000, (error: unknown, times) =>
    log('warn', 'boîte d’envoi en attente', { fois: times, raison: failureSummary(error) }),
  );

  /** Until told, or for so long. */
  async function wait(ms: number): Promise<void> {
    if (closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      stopWaiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    stopWaiting = () => {};
  }

  async function run(): Promise<void> {
    let listening = false;
    let failures = 0;
    let forgetAt = now().getTime();
    while (!closed) {
      try {
        if (!listening) {
          await outbox.onNotify(wake);
          listening = true;
        }
        told = false;
        const sent = await outbox.claim(BATCH, (events) => send(queue, events));
        failures = 0;
        if (now().getTime() >= forgetAt) {
          await outbox.deleteSentBefore(new Date(now().getTime() - SENT_KEPT_MS).toISOString());
          forgetAt = now().getTime() + FORGET_EVERY_MS;
        }
        if (sent < BATCH && !told) await wait(pollMs);
      } catch (error) {
        complain(error);
        failures += 1;
        // Told or not: what is away stays away for a while.
        await wait(Math.min(100 * 2 ** failures, LONGEST_PAUSE_MS));
      }
    }
  }

  const running = run();
  return {
    async close() {
      closed = true;
      wake();
      await running;
      await outbox.close();
    },
  };
}

async function send(queue: Pick<JobQueue<Jobs>, 'enqueue'>, events: readonly Waiting[]): Promise<void> {
  await Promise.all(
    events.map(async ({ id, territoryId, event }) => {
      switch (event.type) {
        case 'diagnosticRecorded': {
          const { diagnosticId, version, inBackground } = event;
          const what = `match-${diagnosticId}-${version}`;
          const data = { territoryId, diagnosticId, version };
          // The event's id makes it one job however often it is sent; a version that is matched again is another event, which
          // waits for no job of the same version that has not run yet.
          const priority = inBackground ? 1 : undefined;
          await queue.enqueue('match-diagnostic', data, { jobId: `${what}-${id}`, coalesce: what, priority });
          return;
        }
        // Every match reads the catalogue as it is: nothing to do yet. Matching open diagnostics again comes with their list.
        case 'offerChanged':
          return;
      }
    }),
  );
}

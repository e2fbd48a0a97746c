import type { JobQueue, Log, OutboxReader } from '../src/compose.ts';
import { createOutage } from '../src/compose.ts';
import type { Jobs } from './queues.ts';

type Waiting = Parameters<Parameters<OutboxReader['claim']>[1]>[0][number];

const BATCH = 100;
const LONGEST_PAUSE_MS = 5_000;
const SENT_KEPT_MS = 7 * 24 * 3_600_000;
const FORGET_EVERY_MS = 3_600_000;
/**
 * Changes of a catalogue that come within so long are one job, done so long after the first of them: when the last of
 * them has been committed.
 */
const BURST_MS = 1_500;

/**
 * Turns what transactions left in the outbox into jobs, within milliseconds of their commit. An event is marked sent only once
 * its job is stored, and the job's id comes from the event's: after a crash it is sent again, and is still one job. Goes on,
 * with pauses, while the database or the queue is away.
 *
 * `pollMs`: how often to look without having been told, should a notification be lost. `burstMs`, `delayMs`: changes of a
 * catalogue within the first are one job, done so long after the first of them.
 */
export function startRelay(options: {
  outbox: OutboxReader;
  queue: Pick<JobQueue<Jobs>, 'enqueue'>;
  log: Log;
  now: () => Date;
  pollMs?: number;
  burstMs?: number;
  delayMs?: number;
}): { close(): Promise<void> } {
  const { outbox, queue, log, now, pollMs = 1_000, burstMs = BURST_MS, delayMs = burstMs } = options;
  const slot = () => Math.floor(now().getTime() / burstMs);
  let closed = false;
  let told = false;
  let stopWaiting = () => {};
  const wake = () => {
    told = true;
    stopWaiting();
  };
  const outage = createOutage({ log, away: 'boîte d’envoi en attente', back: 'boîte d’envoi de nouveau relevée' });

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
        const sent = await outbox.claim(BATCH, (events) =>
          send(queue, events, { atMs: now().getTime(), slot: slot(), delayMs }),
        );
        failures = 0;
        outage.answered();
        if (now().getTime() >= forgetAt) {
          await outbox.deleteSentBefore(new Date(now().getTime() - SENT_KEPT_MS).toISOString());
          forgetAt = now().getTime() + FORGET_EVERY_MS;
        }
        if (sent < BATCH && !told) await wait(pollMs);
      } catch (error) {
        outage.failed(error);
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

async function send(
  queue: Pick<JobQueue<Jobs>, 'enqueue'>,
  events: readonly Waiting[],
  burst: { atMs: number; slot: number; delayMs: number },
): Promise<void> {
  await Promise.all(
    events.map(async ({ id, territoryId, event }) => {
      switch (event.type) {
        case 'diagnosticRecorded': {
          const { diagnosticId, version, inBackground } = event;
          const what = `match-${diagnosticId}-${version}`;
          const data = { territoryId, diagnosticId, version };
          // The event's id makes it one job however often it is sent; a version that is matched again is another event, which
          // waits for no job of the same version that has not run yet.
          const name = inBackground ? 'match-in-background' : 'match-diagnostic';
          await queue.enqueue(name, data, { jobId: `${what}-${id}`, coalesce: what });
          return;
        }
        case 'catalogueChanged': {
          const { slot, delayMs } = burst;
          const data = { territoryId };
          // By the slot, never by "one waits or runs already": the one that runs may have looked before this change.
          for (const name of ['rematch-offers', 'measure-offers'] as const) {
            await queue.enqueue(name, data, { jobId: `${name}-${territoryId}-${slot}`, delayMs });
          }
          return;
        }
        case 'messageWritten': {
          const { messageId, notBefore } = event;
          const waitMs = notBefore === undefined ? 0 : Date.parse(notBefore) - burst.atMs;
          const jobId = `message-${messageId}-${id}`;
          await queue.enqueue('send-message', { territoryId, messageId }, { jobId, delayMs: Math.max(0, waitMs) });
          return;
        }
        case 'wayInAsked': {
          const { wayInId } = event;
          await queue.enqueue('send-way-in', { territoryId, wayInId }, { jobId: `way-in-${wayInId}-${id}` });
          return;
        }
        case 'referralMoved': {
          const { referralId, eventId } = event;
          await queue.enqueue(
            'tell-referral',
            { territoryId, referralId, eventId },
            { jobId: `tell-${eventId}-${id}` },
          );
          return;
        }
        case 'bookingMoved': {
          const { bookingId, eventId } = event;
          const jobId = `tell-booking-${eventId}-${id}`;
          await queue.enqueue('tell-booking', { territoryId, bookingId, eventId }, { jobId });
          return;
        }
        case 'importMoved': {
          const { importId } = event;
          await queue.enqueue('run-import', { territoryId, importId }, { jobId: `import-${importId}-${id}` });
          return;
        }
        case 'waitingJoined': {
          const { entryId } = event;
          await queue.enqueue('weigh-entry', { territoryId, entryId }, { jobId: `weigh-${entryId}-${id}` });
          return;
        }
        case 'roundAsked': {
          const { roundId, replay } = event;
          await queue.enqueue('allocate-round', { territoryId, roundId, replay }, { jobId: `round-${roundId}-${id}` });
          return;
        }
        case 'loanDecided': {
          const { roundId, entryId } = event;
          const jobId = `decided-${entryId}-${id}`;
          await queue.enqueue('tell-decision', { territoryId, roundId, entryId }, { jobId });
          return;
        }
        case 'auditWanted': {
          const { type: _, ...wish } = event;
          await queue.enqueue('audit-match', { territoryId, ...wish }, { jobId: `audit-${id}` });
          return;
        }
        case 'rematchWanted': {
          const { diagnosticIds, trial } = event;
          // Those whom somebody accompanies come before nameless trials.
          const options = { jobId: `rematch-${id}`, priority: trial ? 2 : 1 };
          await queue.enqueue('match-diagnostics', { territoryId, diagnosticIds }, options);
          return;
        }
      }
    }),
  );
}

import { setTimeout as sleep } from 'node:timers/promises';
import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq';
import { failureSummary, stackFrames } from '../services/errors.ts';
import type { GivenUp, JobHandler, JobStore, WorkHandle, WorkOptions } from './job-queue-port.ts';
import type { Log } from './log.ts';

/**
 * A killed worker's job is taken up again at the latest `lockMs + checkMs` after. A handler that keeps the event loop
 * busy for more than half of `lockMs` may see its job run twice.
 */
export type WorkerTiming = {
  lockMs: number;
  checkMs: number;
  /** How long a closing worker lets its jobs end before it gives them back. */
  graceMs: number;
  /** How long to keep a job whose `giveUp` threw before trying again. */
  giveUpRetryMs: number;
};
/** The grace leaves time to close before whoever sent SIGTERM sends SIGKILL, eight seconds later for our supervisor. */
const TIMING: WorkerTiming = { lockMs: 10_000, checkMs: 3_000, graceMs: 4_500, giveUpRetryMs: 5_000 };

/** A job that took its worker down this often is given up rather than tried again. */
const MAX_STALLS = 3;

/** BullMQ would count stalls itself, and drop the job without a word to anybody. */
const NEVER = 1_000_000;

const GIVEN_BACK = Symbol('given back');

export function startWorker<Data>(options: {
  name: string;
  handler: JobHandler<Data>;
  concurrency: number;
  giveUp?: WorkOptions<Data>['giveUp'];
  store: Pick<JobStore, 'openWorker'>;
  timing?: Partial<WorkerTiming>;
  log: Log;
  /** The store failed this worker, or is away. */
  onFailure: (error: unknown) => void;
}): WorkHandle {
  const { name, handler, giveUp, log } = options;
  const timing = { ...TIMING, ...options.timing };
  const running = new Map<string, (reason: symbol) => void>();

  async function process(job: Job<Data>, token = ''): Promise<void> {
    const jobId = job.id ?? '';
    const attempt = job.attemptsMade + 1;
    const tooOften = job.stalledCounter > MAX_STALLS;
    const givenBack = new Promise<never>((_resolve, reject) => running.set(jobId, reject));
    givenBack.catch(() => {}); // it may come when nothing waits for it any more
    try {
      if (tooOften) throw new Error(`took its worker down ${job.stalledCounter} times`);
      // A function of its own, so that a handler that throws before its first await rejects all the same.
      const handled = (async () => handler(job.data, { jobId, attempt }))();
      await Promise.race([handled, givenBack]);
    } catch (thrown) {
      if (thrown === GIVEN_BACK) {
        await job.moveToWait(token);
        log('info', 'tâche rendue à la file', { file: name, tâche: jobId });
        throw new WaitingError();
      }
      const last = tooOften || attempt >= (job.opts.attempts ?? 1);
      log(last ? 'error' : 'warn', last ? 'tâche abandonnée' : 'tâche en échec, nouvel essai', {
        file: name,
        tâche: jobId,
        essai: attempt,
        raison: failureSummary(thrown),
      });
      if (last) await answerFor(job, token, { reason: thrown, starts: job.attemptsStarted });
      throw tooOften ? new UnrecoverableError(failureSummary(thrown)) : storableFailure(thrown);
    } finally {
      running.delete(jobId);
    }
  }

  async function answerFor(job: Job<Data>, token: string, failure: GivenUp): Promise<void> {
    try {
      await giveUp?.(job.data, failure);
    } catch (error) {
      const about = { file: name, tâche: job.id ?? '', raison: failureSummary(error) };
      log('error', 'abandon d’une tâche impossible à enregistrer, elle est gardée', about);
      await job.moveToDelayed(Date.now() + timing.giveUpRetryMs, token);
      throw new DelayedError();
    }
  }

  const { worker, abandon, end } = options.store.openWorker(name, process, {
    concurrency: options.concurrency,
    lockDuration: timing.lockMs,
    stalledInterval: timing.checkMs,
    maxStalledCount: NEVER,
    runRetryDelay: 1_000,
  });
  worker.on('error', options.onFailure);
  worker.on('stalled', (jobId) =>
    log('warn', 'un travailleur est mort en cours de tâche, nouvel essai', { file: name, tâche: jobId }),
  );

  async function close(): Promise<void> {
    // With nothing running there is nothing to save, so nobody waits for a store that is away.
    const idle = running.size === 0;
    if (idle) abandon();
    const closed = worker.close();
    const giveBack = setTimeout(() => {
      for (const reject of running.values()) reject(GIVEN_BACK);
    }, timing.graceMs);
    const hurry = setTimeout(abandon, timing.graceMs + 1_000);
    const enough = sleep((idle ? 0 : timing.graceMs) + 2_000, undefined, { ref: false });
    await Promise.race([closed, enough]);
    for (const timer of [giveBack, hurry]) clearTimeout(timer);
    await end();
  }

  let closing: Promise<void> | undefined;
  return {
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** What a queue may keep of an error: its summary and the frames of its stack, without the original message. */
function storableFailure(thrown: unknown): Error {
  const stored = new Error(failureSummary(thrown));
  stored.stack = [stored.message, ...stackFrames(thrown)].join('\n');
  return stored;
}

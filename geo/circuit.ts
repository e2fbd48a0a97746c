import { RouterError } from './router.ts';

/**
 * `closed`: questions go through. `open`: they fail at once, the server is left alone. `halfOpen`: the probe has succeeded;
 * the first answer closes it, the first failure opens it again.
 */
export type CircuitState = 'closed' | 'open' | 'halfOpen';

export type CircuitOptions = {
  /** Said in errors: which server. */
  name: string;
  /** Asks the server the least that shows it can be relied on, in bounded time; throws where it cannot. */
  probe: () => Promise<void>;
  /** A clock that never goes back, in milliseconds. */
  nowMs: () => number;
  /** That many `unavailable` or `garbage` failures in a row open it. */
  failuresToOpen?: number;
  /** How long the server is left alone; twice as long each time it opens again without an answer in between. */
  coolDownMs?: number;
  longestCoolDownMs?: number;
  /** The first question waits for a probe. */
  startsUnproven?: boolean;
};

export type Circuit = {
  /**
   * Resolves where a question may be asked. Throws `RouterError` `unavailable` at once while open; once the cool-down is
   * over, everybody waits for the one probe.
   */
  enter(): Promise<void>;
  /** Enters, asks, and draws the conclusions. */
  run<T>(ask: () => Promise<T>): Promise<T>;
  /** Opens at once: the server answers, but cannot be relied on. */
  trip(reason: Error): void;
  /** A failure met outside `run`. */
  countFailure(failure: RouterError): void;
  view(): { state: CircuitState; openForMs: number; reason: string };
};

/**
 * A server that is away makes everybody wait for its time-out, and everybody's second attempts keep it from getting up.
 * After a few failures it is left alone: estimates then answer without delay, and one probe now and then finds it back.
 */
export function createCircuit(options: CircuitOptions): Circuit {
  const { probe, nowMs, failuresToOpen = 3, coolDownMs = 5_000, longestCoolDownMs = 60_000 } = options;
  let state: CircuitState = options.startsUnproven ? 'open' : 'closed';
  let untilMs = Number.NEGATIVE_INFINITY;
  let reason = 'not asked yet';
  let failures = 0;
  let nextCoolDownMs = coolDownMs;
  /** Answers to questions asked before the last change of state say nothing about what is now. */
  let era = 0;
  let probing: Promise<void> | null = null;

  function open(error: Error): void {
    state = 'open';
    era++;
    failures = 0;
    reason = error.message;
    untilMs = nowMs() + nextCoolDownMs;
    nextCoolDownMs = Math.min(2 * nextCoolDownMs, longestCoolDownMs);
  }

  function succeeded(): void {
    failures = 0;
    if (state === 'closed') return;
    state = 'closed';
    era++;
    nextCoolDownMs = coolDownMs;
  }

  function failed(error: RouterError): void {
    if (state === 'open' || (error.code !== 'unavailable' && error.code !== 'garbage')) return;
    failures++;
    if (state === 'halfOpen' || failures >= failuresToOpen) open(error);
  }

  async function prove(): Promise<void> {
    try {
      await probe();
      if (state !== 'open') return;
      state = 'halfOpen';
      era++;
    } catch (error) {
      if (!(error instanceof RouterError)) throw error;
      open(error);
    }
  }

  function refuseIfOpen(): void {
    if (state !== 'open') return;
    const seconds = Math.max(1, Math.ceil((untilMs - nowMs()) / 1000));
    throw new RouterError('unavailable', `${options.name} is left alone for ${seconds} s (${reason})`);
  }

  async function enter(): Promise<void> {
    if (state === 'open' && nowMs() >= untilMs) {
      probing ??= prove().finally(() => {
        probing = null;
      });
    }
    if (probing) await probing;
    refuseIfOpen();
  }

  return {
    enter,
    async run(ask) {
      await enter();
      const asked = era;
      try {
        const answer = await ask();
        if (asked === era) succeeded();
        return answer;
      } catch (error) {
        // A refusal is an answer; an abort, or a mistake in the code, says nothing about the server.
        if (asked === era && error instanceof RouterError) {
          if (error.code === 'refused') succeeded();
          else failed(error);
        }
        throw error;
      }
    },
    trip: (error) => {
      if (state !== 'open') open(error);
    },
    countFailure: failed,
    view: () => ({
      state,
      openForMs: state === 'open' ? Math.max(0, untilMs - nowMs()) : 0,
      reason: state === 'open' ? reason : '',
    }),
  };
}

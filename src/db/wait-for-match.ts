import type { Listener } from './listener.ts';
import { MATCH_CHANNEL, matchPayload } from './stores/matches.ts';

/** Should a notification be lost with the connection that carried it, the match is looked at again this often. */
const SAFETY_POLL_MS = 5_000;

type Wait = {
  diagnosticId: string;
  version: number;
  timeoutMs: number;
  /** Reads the match: true when it is no longer pending. */
  isSettled(): Promise<boolean>;
};

/** All who wait in this process share one subscription. */
export function createMatchWaiter(listener: Listener): (wait: Wait) => Promise<boolean> {
  const waiting = new Map<string, Set<() => void>>();
  const wakeAll = (wakers: Iterable<() => void> = []) => {
    for (const wake of wakers) wake();
  };
  let listening: Promise<unknown> | null = null;

  function listen(): Promise<unknown> {
    listening ??= listener
      .listen({
        channel: MATCH_CHANNEL,
        onMessage: (payload) => wakeAll(waiting.get(payload)),
        onReady: () => {
          for (const wakers of waiting.values()) wakeAll(wakers);
        },
      })
      .catch((error) => {
        listening = null;
        throw error;
      });
    return listening;
  }

  return async ({ diagnosticId, version, timeoutMs, isSettled }) => {
    const deadline = performance.now() + timeoutMs;
    const key = matchPayload(diagnosticId, version);
    let alarm = createAlarm();
    const wake = () => alarm.ring();
    const wakers = waiting.get(key) ?? new Set();
    waiting.set(key, wakers.add(wake));
    try {
      // Listening starts before the first look: what settles in between is heard.
      if (timeoutMs > 0) await listen();
      for (;;) {
        alarm = createAlarm();
        if (await isSettled()) return true;
        const left = deadline - performance.now();
        if (left <= 0) return false;
        await alarm.within(Math.min(left, SAFETY_POLL_MS));
      }
    } finally {
      wakers.delete(wake);
      if (wakers.size === 0) waiting.delete(key);
    }
  };
}

function createAlarm() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    ring: resolve,
    async within(milliseconds: number): Promise<void> {
      const timer = setTimeout(resolve, milliseconds);
      await promise;
      clearTimeout(timer);
    },
  };
}

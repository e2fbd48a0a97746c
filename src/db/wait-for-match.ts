import type postgres from 'postgres';
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

/** Waits on notifications of one shared connection, opened by the first wait and kept. */
export function createMatchWaiter(sql: postgres.Sql): (wait: Wait) => Promise<boolean> {
  const waiting = new Map<string, Set<() => void>>();
  const wakeAll = (wakers: Iterable<() => void> = []) => {
    for (const wake of wakers) wake();
  };
  const wakeEverybody = () => {
    for (const wakers of waiting.values()) wakeAll(wakers);
  };
  let listening: Promise<unknown> | null = null;

  /** postgres.js connects again by itself, and says so: what was notified in between is looked at then. */
  function listen(): Promise<unknown> {
    listening ??= sql
      .listen(MATCH_CHANNEL, (payload) => wakeAll(waiting.get(payload)), wakeEverybody)
      .catch((error) => {
        listening = null;
        throw error;
      });
    return listening;
  }

  return async ({ diagnosticId, version, timeoutMs, isSettled }) => {
    const deadline = performance.now() + timeoutMs;
    const key = matchPayload(diagnosticId, version);
    let awake = deferred();
    const wake = () => awake.resolve();
    const wakers = waiting.get(key) ?? new Set();
    waiting.set(key, wakers.add(wake));
    try {
      // Listening starts before the first look: what settles in between is heard.
      if (timeoutMs > 0) await listen();
      for (;;) {
        awake = deferred();
        if (await isSettled()) return true;
        const left = deadline - performance.now();
        if (left <= 0) return false;
        await awake.within(Math.min(left, SAFETY_POLL_MS));
      }
    } finally {
      wakers.delete(wake);
      if (wakers.size === 0) waiting.delete(key);
    }
  };
}

function deferred() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    resolve,
    async within(milliseconds: number): Promise<void> {
      const timer = setTimeout(resolve, milliseconds);
      await promise;
      clearTimeout(timer);
    },
  };
}

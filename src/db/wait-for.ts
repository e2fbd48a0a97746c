import type { Listener } from './listener.ts';

/** Should a notification be lost with the connection that carried it, what is waited for is looked at again this often. */
const SAFETY_POLL_MS = 5_000;

type Wait = {
  /** What is notified on the channel. */
  payload: string;
  timeoutMs: number;
  /** Looks: true when there is nothing to wait for any more. */
  isSettled(): Promise<boolean>;
};

/** All who wait for something of that channel in this process share one subscription. */
export function createWaiter(listener: Listener, channel: string): (wait: Wait) => Promise<boolean> {
  const waiting = new Map<string, Set<() => void>>();
  const wakeAll = (wakers: Iterable<() => void> = []) => {
    for (const wake of wakers) wake();
  };
  let listening: Promise<unknown> | null = null;

  function listen(): Promise<unknown> {
    listening ??= listener
      .listen({
        channel,
        onMessage: (told) => wakeAll(waiting.get(told)),
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

  return async ({ payload, timeoutMs, isSettled }) => {
    const deadline = performance.now() + timeoutMs;
    let alarm = createAlarm();
    const wake = () => alarm.ring();
    const wakers = waiting.get(payload) ?? new Set();
    waiting.set(payload, wakers.add(wake));
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
      if (wakers.size === 0) waiting.delete(payload);
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

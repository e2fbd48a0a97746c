import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves as soon as the condition holds; throws, with its text, when it still does not after `timeoutMs`. */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`still not so after ${timeoutMs} ms: ${condition}`);
    await sleep(5);
  }
}

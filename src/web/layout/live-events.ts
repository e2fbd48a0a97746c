import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { ProblemError } from '../../services/errors.ts';

/** What holds a connection open without sending is cut by what lies between. */
const HEARTBEAT_MS = 15_000;
/** After that the browser asks again by itself, and who may see it is looked up anew. */
const LIFE_MS = 5 * 60_000;
const RETRY_MS = 3_000;
const MOST_PER_HOLDER = 4;
const MOST_AT_ONCE = 300;

/** Counts the streams that are open in this process. */
export function createStreamCount(mostPerHolder = MOST_PER_HOLDER, mostAtOnce = MOST_AT_ONCE) {
  const open = new Map<string, number>();
  let all = 0;
  return {
    /** Throws `tooManyRequests`. Gives back what ends it. */
    begin(holder: string): () => void {
      const own = open.get(holder) ?? 0;
      if (own >= mostPerHolder || all >= mostAtOnce) {
        throw new ProblemError('tooManyRequests', 'Trop de pages attendent en même temps.', {
          retryAfterSeconds: RETRY_MS / 1000,
        });
      }
      open.set(holder, own + 1);
      all++;
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        all--;
        const left = (open.get(holder) ?? 1) - 1;
        if (left > 0) open.set(holder, left);
        else open.delete(holder);
      };
    },
  };
}
export type StreamCount = ReturnType<typeof createStreamCount>;

/** Waits at most so long. Who may see it is asked each time: throws `forbidden`, `notFound`. */
export type Watch = (timeoutMs: number) => Promise<'changed' | 'waiting'>;

/** One event, `changed`, as soon as there is something new to read, then the end. Throws before anything is sent. */
export async function liveEvents(
  c: Context,
  { watch, streams, holder }: { watch: Watch; streams: StreamCount; holder: string },
): Promise<Response> {
  const first = await watch(0);
  const end = streams.begin(holder);
  const until = performance.now() + LIFE_MS;
  const answer = streamSSE(
    c,
    async (stream) => {
      stream.onAbort(end);
      try {
        await stream.write(`retry: ${RETRY_MS}\n\n`);
        let seen = first;
        while (seen === 'waiting' && !stream.aborted && performance.now() < until) {
          seen = await watch(HEARTBEAT_MS);
          if (seen === 'waiting') await stream.write(':\n\n');
        }
        if (seen === 'changed') await stream.writeSSE({ event: 'changed', data: '' });
      } finally {
        end();
      }
    },
    // What is watched is gone, or the database: the page's next request says so.
    async () => {},
  );
  // What compresses waits for more to come: a line must leave when it is written.
  answer.headers.set('cache-control', 'no-store, no-transform');
  answer.headers.set('x-accel-buffering', 'no');
  return answer;
}

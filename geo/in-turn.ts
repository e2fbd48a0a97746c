import type { Turn } from './router.ts';

/** One small piece of work in its turn, which is given back whatever becomes of it; at once where no turn is taken. */
export async function inTurn<T>(turn: Turn | undefined, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (turn === undefined) return work();
  const leave = await turn(signal);
  try {
    return await work();
  } finally {
    leave();
  }
}

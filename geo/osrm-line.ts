/** Lets so many in at once; the others wait in line, and leave it when they give up. */
export type Line = {
  /** Gives the way out, to be taken once. Throws the signal's reason. */
  enter(signal?: AbortSignal): Promise<() => void>;
};

export function createLine(places: number): Line {
  let free = places;
  const waiting = new Set<() => void>();

  function leave(): void {
    const [next] = waiting;
    if (next === undefined) {
      free++;
      return;
    }
    waiting.delete(next);
    next();
  }

  return {
    async enter(signal) {
      signal?.throwIfAborted();
      if (free > 0) {
        free--;
        return leave;
      }
      await new Promise<void>((resolve, reject) => {
        const goIn = () => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        };
        const giveUp = () => {
          waiting.delete(goIn);
          reject(signal?.reason);
        };
        waiting.add(goIn);
        signal?.addEventListener('abort', giveUp, { once: true });
      });
      return leave;
    },
  };
}

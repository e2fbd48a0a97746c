/** A turn in which to work; `give` passes it on, with what went wrong where those who wait are to hear of it. */
export type Turn = { give(failure?: unknown): void };

/**
 * So many at once, the others in the order in which they came. Who waits for longer than `patienceMs` is refused with what `tooLong`
 * makes.
 */
export function createTurns({
  places,
  patienceMs,
  tooLong,
}: {
  places: number;
  patienceMs: number;
  tooLong(): Error;
}): () => Promise<Turn> {
  type Waiting = { begin(turn: Turn): void; refuse(error: unknown): void };
  const queue = new Set<Waiting>();
  let free = places;

  const next = () => {
    const [first] = queue;
    if (first === undefined) free++;
    else first.begin(turn());
  };
  const turn = (): Turn => {
    let given = false;
    return {
      give(failure) {
        if (given) return;
        given = true;
        if (failure !== undefined) for (const one of [...queue]) one.refuse(failure);
        next();
      },
    };
  };

  return async () => {
    if (free > 0) {
      free--;
      return turn();
    }
    return new Promise<Turn>((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        queue.delete(waiting);
      };
      const waiting: Waiting = {
        begin(turn) {
          leave();
          resolve(turn);
        },
        refuse(error) {
          leave();
          reject(error);
        },
      };
      const timer = setTimeout(() => waiting.refuse(tooLong()), patienceMs);
      queue.add(waiting);
    });
  };
}

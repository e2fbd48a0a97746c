import type { Router, TableRequest } from '../geo/router.ts';

/** A router that remembers which tables were asked for, by the turn of the event loop they were asked in, and how long it was at work. */
export function recording(router: Router) {
  let turns: TableRequest[][] = [];
  let turn: TableRequest[] | null = null;
  let underWay = 0;
  let since = 0;
  let busyMs = 0;
  return {
    router: {
      ...router,
      async table(request: TableRequest) {
        if (turn === null) {
          turn = [];
          turns.push(turn);
          setImmediate(() => {
            turn = null;
          });
        }
        const { signal: _, turn: __, ...question } = request;
        turn.push(question);
        if (underWay++ === 0) since = performance.now();
        try {
          return await router.table(request);
        } finally {
          if (--underWay === 0) busyMs += performance.now() - since;
        }
      },
    } satisfies Router,
    start() {
      turns = [];
      turn = null;
      busyMs = 0;
    },
    stop: () => ({ turns, busyMs, calls: turns.flat().length, cells: cellsOf(turns.flat()) }),
  };
}

/** The same questions, those of a turn together, one turn after the other. Milliseconds. */
export async function replay(router: Router, turns: readonly TableRequest[][]): Promise<number> {
  const begin = performance.now();
  for (const together of turns) await Promise.all(together.map((request) => router.table(request)));
  return performance.now() - begin;
}

const cellsOf = (requests: readonly TableRequest[]) =>
  requests.reduce((sum, { sources, destinations }) => sum + sources.length * destinations.length, 0);

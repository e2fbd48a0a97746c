import { type Mode, type Router, RouterError, type Table, type TableRequest, type Turn } from './router.ts';

export { ERROR_FACTOR } from './estimate.ts';

export type TablesOrEstimates = {
  /** In the order of the requests. */
  tables: Table[];
  /** A configured router should have answered and did not: the result is provisional. */
  fellBack: boolean;
  /** Why, one error per mode that fell back. */
  failures: RouterError[];
};

/**
 * All the tables of one mode come from one source and one data set: when one of them fails, or when the road data change
 * between two of them, the estimate computes every one, because times of two engines must not be compared. A mode no server is configured for is estimated too, which is no failure.
 * What is no `RouterError` (an abort, a mistake in the code) is thrown, and so is a request that is wrong in itself.
 */
export async function tableOrEstimate(
  routers: { configured: Router | null; estimate: Router; turn?: Turn },
  requests: readonly TableRequest[],
): Promise<TablesOrEstimates> {
  const byMode = Map.groupBy(requests.keys(), (index) => (requests[index] as TableRequest).mode);
  const tables: Table[] = [];
  const failures: RouterError[] = [];
  await Promise.all(
    [...byMode].map(async ([mode, indexes]) => {
      const asked = indexes.map((index) => requests[index] as TableRequest);
      const answered = await tablesOfOneMode(routers, mode, asked);
      if (answered.failure) failures.push(answered.failure);
      for (const [position, index] of indexes.entries()) tables[index] = answered.tables[position] as Table;
    }),
  );
  return { tables, fellBack: failures.length > 0, failures };
}

async function tablesOfOneMode(
  { configured, estimate, turn }: { configured: Router | null; estimate: Router; turn?: Turn },
  mode: Mode,
  requests: readonly TableRequest[],
): Promise<{ tables: Table[]; failure: RouterError | null }> {
  let failure: RouterError | null = null;
  if (configured?.supports(mode)) {
    const others = new AbortController();
    try {
      const tables = await Promise.all(
        requests.map((request) =>
          configured.table({
            ...(turn ? { turn } : {}),
            ...request,
            signal: AbortSignal.any([others.signal, request.signal].filter(isSignal)),
          }),
        ),
      );
      refuseMixture(tables);
      return { tables, failure };
    } catch (error) {
      if (!(error instanceof RouterError)) throw error;
      others.abort(error);
      if (error.code !== 'unsupportedMode') failure = error;
    }
  }
  return { tables: await Promise.all(requests.map((request) => estimate.table(request))), failure };
}

/** A table without a cell says nothing of any road. */
function refuseMixture(tables: readonly Table[]): void {
  const origins = new Set(tables.filter((t) => t.durations.length > 0).map((t) => `${t.source} ${t.dataSet}`));
  if (origins.size < 2) return;
  throw new RouterError('roadsChanged', `the road data changed between two tables: ${[...origins].join(', ')}`);
}

function isSignal(signal: AbortSignal | undefined): signal is AbortSignal {
  return signal !== undefined;
}

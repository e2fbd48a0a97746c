import { parentPort } from 'node:worker_threads';
import loadHighs from 'highs';
import type { MixedIntegerModel } from '../domain/allocation/model.ts';

export type HighsQuestion = { model: MixedIntegerModel; relaxed: boolean; seconds: number };
export type HighsAnswer = { values: number[]; prices: number[] } | { failure: string };

// Its types are those of the CommonJS file, where the function is under `default`; what runs is the module, where it is the default itself.
const loaded = (loadHighs as unknown as typeof loadHighs.default)();

async function answer({ model, relaxed, seconds }: HighsQuestion): Promise<HighsAnswer> {
  const { createModel, constants, infinity } = await loaded;
  const { weights, whole, rows } = model;
  const [numCols, numRows] = [weights.length, rows.length];
  const starts = new Int32Array(numRows + 1);
  for (const [row, { columns }] of rows.entries()) starts[row + 1] = (starts[row] as number) + columns.length;
  const { continuous, integer } = constants.variableType;
  const one = createModel({
    numCols,
    numRows,
    sense: constants.objectiveSense.maximize,
    colCost: Float64Array.from(weights),
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(1),
    rowLower: Float64Array.from(rows, ({ least }) => least ?? -infinity),
    rowUpper: Float64Array.from(rows, ({ most }) => most),
    matrix: {
      format: 'csr',
      numRows,
      numCols,
      starts,
      indices: Int32Array.from(rows.flatMap(({ columns }) => columns)),
      values: Float64Array.from(rows.flatMap(({ coefficients }) => coefficients)),
    },
    ...(relaxed
      ? {}
      : { integrality: Int32Array.from(weights, (_, column) => (column < whole ? integer : continuous)) }),
  });
  try {
    // No gap is left: « nearly the best » is not what was published. Weights are whole: half of one is no difference.
    one.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0.5, time_limit: seconds, random_seed: 0 });
    one.run();
    const status = one.getModelStatus();
    if (status === constants.modelStatus.timeLimit) return { failure: 'timeLimit' };
    if (status !== constants.modelStatus.optimal) return { failure: `status ${status}` };
    const { colValue, rowDual } = one.getSolution();
    return { values: [...colValue], prices: relaxed ? [...rowDual] : [] };
  } finally {
    one.dispose();
  }
}

parentPort?.on('message', async (question: HighsQuestion) => {
  try {
    parentPort?.postMessage(await answer(question));
  } catch (error) {
    parentPort?.postMessage({ failure: String(error) } satisfies HighsAnswer);
  }
});

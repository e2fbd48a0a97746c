import type { MixedIntegerModel, SolveModel } from '../../domain/allocation/model.ts';

/** Finds the best of a mixed-integer model. */
export type Optimiser = {
  /** Who answers: kept with the answer. */
  name: string;
  version: string;
  /** Throws `OptimiserError`. What it answers is to be put to the test by whoever asks. */
  solve(model: MixedIntegerModel, asked: { relaxed: boolean; withinMs: number }): ReturnType<SolveModel>;
  close(): Promise<void>;
};

/** No answer: `tooLong` where the time was over, `failed` where something broke. */
export class OptimiserError extends Error {
  readonly reason: 'tooLong' | 'failed';
  constructor(reason: 'tooLong' | 'failed', detail: string) {
    super(`No allocation: ${reason} (${detail}).`);
    this.name = 'OptimiserError';
    this.reason = reason;
  }
}

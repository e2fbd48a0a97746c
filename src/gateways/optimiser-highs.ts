import { Worker } from 'node:worker_threads';
import { type Optimiser, OptimiserError } from '../services/ports/optimiser.ts';
import type { HighsAnswer, HighsQuestion } from './optimiser-highs-thread.ts';

/** Of the package in `package.json`: kept with every answer. */
const VERSION = '1.15.3';
const START_MS = 30_000;

/**
 * HiGHS compiled to WebAssembly, in a thread of its own: a search that takes long keeps nobody from being served, and is ended when its
 * time is over, whatever it is doing. Loaded when it is first asked; `close` ends the thread.
 */
export function createHighsOptimiser(): Optimiser {
  let thread: Worker | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const end = async () => {
    const ended = thread;
    thread = null;
    await ended?.terminate();
  };

  function ask(question: HighsQuestion, withinMs: number): Promise<Extract<HighsAnswer, { values: number[] }>> {
    // With the flags of this process as Node hands them on: given by hand, those of V8 are refused.
    thread ??= new Worker(new URL('./optimiser-highs-thread.ts', import.meta.url));
    const asked = thread;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        asked.off('message', answered);
        asked.off('error', broken);
        asked.off('exit', gone);
        act();
      };
      const fail = (error: OptimiserError) =>
        settle(() => {
          if (thread === asked) void end();
          reject(error);
        });
      const answered = (answer: HighsAnswer) =>
        'values' in answer
          ? settle(() => resolve(answer))
          : fail(new OptimiserError(answer.failure === 'timeLimit' ? 'tooLong' : 'failed', answer.failure));
      const broken = (error: unknown) => fail(new OptimiserError('failed', String(error)));
      const gone = (code: number) => fail(new OptimiserError('failed', `the thread ended with ${code}`));
      // The solver watches its own time; this is for a solver that does not, or a thread that never starts.
      const timer = setTimeout(() => fail(new OptimiserError('tooLong', 'no answer in time')), withinMs + START_MS);
      asked.on('message', answered);
      asked.on('error', broken);
      asked.on('exit', gone);
      asked.postMessage(question);
    });
  }

  return {
    name: 'highs',
    version: VERSION,
    solve(model, { relaxed, withinMs }) {
      const question = { model, relaxed, seconds: Math.max(0.1, withinMs / 1000) };
      // One after the other: the thread has one model at a time.
      const answer = turn.then(() => ask(question, withinMs));
      turn = answer.catch(() => {});
      return answer;
    },
    close: end,
  };
}

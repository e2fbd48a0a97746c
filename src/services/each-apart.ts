import { DatabaseUnavailableError } from './ports.ts';

/**
 * Work on many people's things one after the other: what fails for one is not to keep the others waiting. `rethrow` throws the first
 * failure once all had their turn, so that it is seen and tried again. Only a database that is away ends it at once.
 */
export function eachApart(): { run(work: () => Promise<void>): Promise<void>; rethrow(): void } {
  const failures: unknown[] = [];
  return {
    async run(work) {
      try {
        await work();
      } catch (error) {
        if (error instanceof DatabaseUnavailableError) throw error;
        failures.push(error);
      }
    },
    rethrow() {
      if (failures.length > 0) throw failures[0];
    },
  };
}

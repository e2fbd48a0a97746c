import { defineConfig } from 'vitest/config';

/**
 * Four projects, one after the other: `unit` needs no service and sits beside the code, `properties` tries the rules on many
 * random worlds, `integration` has a real PostgreSQL, `browser` a real Chromium as well. Only `unit` is part of `npm run
 * check`, which is run all day: what takes seconds belongs to one of the others.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    // What is waited for comes when the machine gets to it; a second is too short on a busy one.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,geo,workers,bench,bin,scripts}/**/*.test.{ts,tsx}'],
          // They share nothing that one could spoil for another, and loading the modules once saves a third of the time.
          isolate: false,
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'properties',
          include: ['test/properties/**/*.test.ts'],
          isolate: false,
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/{integration,contract,simulation}/**/*.test.{ts,tsx}'],
          globalSetup: ['test/support/postgres-global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.{ts,tsx}'],
          globalSetup: ['test/support/postgres-global-setup.ts'],
          testTimeout: 90_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});

/** The contracts of the queues: names, and what a job of each carries (ids only, never facts about people). */
export type Jobs = {
  'match-diagnostic': { territoryId: string; diagnosticId: string; version: number };
  'rematch-provisional': { territoryId: string };
  'purge-expired': { territoryId: string };
};
export type JobName = keyof Jobs;
export const JOB_NAMES: readonly JobName[] = ['match-diagnostic', 'rematch-provisional', 'purge-expired'];

export const COHORTS_PATH = '/structure/formations';
export const cohortPath = (id: string) => `${COHORTS_PATH}/${encodeURIComponent(id)}`;
export const learnerPath = (cohortId: string, id: string) =>
  `${cohortPath(cohortId)}/personnes/${encodeURIComponent(id)}`;
export const sheetPath = (cohortId: string, { date, from }: { date: string; from: string }) =>
  `${cohortPath(cohortId)}/presences?date=${date}&heure=${encodeURIComponent(from)}`;

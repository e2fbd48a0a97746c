/** How much each answer of a plan holds: characters as a browser counts them, and how many of a kind. */
export const PLAN_LIMITS = {
  goal: 500,
  note: 4000,
  stepTitle: 200,
  stepNote: 1500,
  actorName: 120,
  funder: 120,
  paperwork: 300,
  steps: 30,
  sourcesPerStep: 6,
  /** 100,000 €: nothing of a mobility plan costs more, and sums stay exact. */
  cents: 10_000_000,
} as const;

/** Action plans and their steps. */
export type PlanStore = Record<never, never>;

/** Questionnaires as they were answered. */
export type AssessmentStore = Record<never, never>;

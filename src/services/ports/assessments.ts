import type { Answers } from '../../domain/assessment/answer.ts';
import type { AssessmentResult } from '../../domain/assessment/assess.ts';
import type { Mode } from '../../domain/assessment/question.ts';

/** A questionnaire as it was answered on a day, with what it came to by the rules of then. */
export type AssessmentRecord = {
  id: string;
  beneficiaryId: string;
  /** The diagnostic that its matching facts became; null where no home was told. */
  diagnosticId: string | null;
  mode: Mode;
  answers: Answers;
  result: AssessmentResult;
  /** `YYYY-MM-DD` in the territory's time zone. */
  madeOn: string;
  /** Id of the member. */
  madeBy: string;
  createdAt: string;
};

/** Questionnaires as they were answered: of the people whose file the actor holds. */
export type AssessmentStore = {
  /** Whether the actor holds the whole file of that person. */
  mayAssess(beneficiaryId: string): Promise<boolean>;
  insert(record: AssessmentRecord): Promise<void>;
  find(id: string): Promise<AssessmentRecord | null>;
  /** Of one person, newest first. */
  list(beneficiaryId: string): Promise<AssessmentRecord[]>;
};

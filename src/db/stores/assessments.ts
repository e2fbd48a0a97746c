import type { AssessmentStore } from '../../services/ports/assessments.ts';
import type { Session } from '../session.ts';

export function createAssessmentStore(_session: Session): AssessmentStore {
  return {};
}

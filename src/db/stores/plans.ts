import type { PlanStore } from '../../services/ports/plans.ts';
import type { Session } from '../session.ts';

export function createPlanStore(_session: Session): PlanStore {
  return {};
}

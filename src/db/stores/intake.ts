import type { IntakeStore } from '../../services/ports/intake.ts';
import type { Session } from '../session.ts';

export function createIntakeStore(_session: Session): IntakeStore {
  return {};
}

import type { EmployerStore } from '../../services/ports/employers.ts';
import type { Session } from '../session.ts';

export function createEmployerStore(_session: Session): EmployerStore {
  return {};
}

import type { EmployerStore } from '../../services/ports/employers.ts';
import type { Session } from '../session.ts';
import { createSiteStore } from './job-sites.ts';

export function createEmployerStore(session: Session): EmployerStore {
  return createSiteStore(session);
}

import type { EmployerStore } from '../../services/ports/employers.ts';
import type { Session } from '../session.ts';
import { createLineStore } from './carpool-lines.ts';
import { createSiteStore } from './job-sites.ts';
import { createNeedStore } from './people-in-need.ts';

export function createEmployerStore(session: Session): EmployerStore {
  return { ...createSiteStore(session), ...createLineStore(session), ...createNeedStore(session) };
}

import type { PeopleStore } from '../../services/ports/people.ts';
import type { Session } from '../session.ts';
import { createFileStore } from './people-files.ts';

export function createPeopleStore(session: Session): PeopleStore {
  return { ...createFileStore(session) };
}

import type { PeopleStore } from '../../services/ports/people.ts';
import type { Session } from '../session.ts';

export function createPeopleStore(_session: Session): PeopleStore {
  return {};
}

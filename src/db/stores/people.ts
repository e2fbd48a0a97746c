import type { PeopleStore } from '../../services/ports/people.ts';
import type { Session } from '../session.ts';
import { createCircleStore } from './people-circle.ts';
import { createConsentStore } from './people-consents.ts';
import { createFileStore } from './people-files.ts';
import { createHeldStore } from './people-held.ts';
import { createListStore } from './people-list.ts';

export function createPeopleStore(session: Session): PeopleStore {
  return {
    ...createFileStore(session),
    ...createListStore(session),
    ...createCircleStore(session),
    ...createConsentStore(session),
    ...createHeldStore(session),
  };
}

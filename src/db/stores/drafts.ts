import type { DraftStore } from '../../services/ports/drafts.ts';
import type { Session } from '../session.ts';

export function createDraftStore(_session: Session): DraftStore {
  return {};
}

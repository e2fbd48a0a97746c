import type { MemberStore } from '../../services/ports/accounts.ts';
import type { Session } from '../session.ts';

export function createMemberStore(_session: Session): MemberStore {
  return {};
}

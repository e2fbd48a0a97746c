import type { ReferralStore } from '../../services/ports/referrals.ts';
import type { Session } from '../session.ts';

export function createReferralStore(_session: Session): ReferralStore {
  return {};
}

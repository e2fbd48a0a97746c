import type { FollowUp } from '../../domain/referral/due.ts';
import type { ListedReferral } from '../../services/referrals/list-referrals.ts';

export type ToDo = 'question' | 'followUp' | 'refused' | 'expired' | 'accepted' | 'phone';

export type SortedReferrals = {
  toDo: { referral: ListedReferral; why: ToDo; followUp?: FollowUp }[];
  waiting: ListedReferral[];
  current: ListedReferral[];
  past: ListedReferral[];
};

const ORDER: readonly ToDo[] = ['question', 'refused', 'expired', 'accepted', 'followUp', 'phone'];

/** What needs somebody today first; a refusal needs nobody any more once the person was referred again. */
export function sortReferrals(
  referrals: readonly ListedReferral[],
  due: readonly (ListedReferral & { followUp: FollowUp })[],
): SortedReferrals {
  const dueById = new Map(due.map((one) => [one.id, one]));
  const all = [...referrals, ...due.filter(({ id }) => !referrals.some((one) => one.id === id))];
  const sorted: SortedReferrals = { toDo: [], waiting: [], current: [], past: [] };
  for (const referral of all) {
    const followUp = dueById.get(referral.id)?.followUp;
    const why = followUp ? 'followUp' : whyToDo(referral, all);
    if (why !== null) sorted.toDo.push({ referral, why, ...(followUp ? { followUp } : {}) });
    else if (referral.status === 'sent') sorted.waiting.push(referral);
    else if (referral.status === 'started') sorted.current.push(referral);
    else sorted.past.push(referral);
  }
  sorted.toDo.sort((a, b) => ORDER.indexOf(a.why) - ORDER.indexOf(b.why));
  return sorted;
}

function whyToDo(referral: ListedReferral, all: readonly ListedReferral[]): ToDo | null {
  const { status, questionOpen, providerEmail, providerHasAccount } = referral;
  switch (status) {
    case 'sent':
      if (questionOpen) return 'question';
      return providerEmail === null && !providerHasAccount ? 'phone' : null;
    case 'accepted':
      return questionOpen ? 'question' : 'accepted';
    case 'refused':
    case 'expired':
      return all.some((one) => isNext(one, referral)) ? null : status;
    default:
      return null;
  }
}

const isNext = (one: ListedReferral, before: ListedReferral) =>
  one.id !== before.id &&
  one.beneficiary.id === before.beneficiary.id &&
  (one.previousId === before.id || one.createdAt > before.updatedAt);

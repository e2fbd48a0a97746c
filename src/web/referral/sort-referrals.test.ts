import { describe, expect, it } from 'vitest';
import type { ListedReferral } from '../../services/referrals/list-referrals.ts';
import { sortReferrals } from './sort-referrals.ts';

/** Of one person unless said otherwise; later letters came later. */
function referral(id: string, more: Partial<ListedReferral> = {}): ListedReferral {
  const at = `2026-11-${10 + id.charCodeAt(0) - 97}T08:00:00.000Z`;
  return {
    id,
    status: 'sent',
    questionOpen: false,
    providerEmail: 'a@exemple.fr',
    providerHasAccount: false,
    previousId: null,
    createdAt: at,
    updatedAt: at,
    beneficiary: { id: 'ben', reference: null, firstName: null, lastName: null },
    ...more,
  } as ListedReferral;
}
const told = (...all: ListedReferral[]) => {
  const { toDo, waiting, current, past } = sortReferrals(all, []);
  return {
    toDo: toDo.map(({ referral: { id }, why }) => `${id} ${why}`),
    rest: [waiting, current, past].map((group) => group.map(({ id }) => id).join('')).join('|'),
  };
};

describe('what needs somebody', () => {
  it.each([
    ['one that waits needs nobody', [referral('a')], [], 'a||'],
    ['a question', [referral('a', { questionOpen: true })], ['a question'], '||'],
    ['a provider to be called', [referral('a', { providerEmail: null })], ['a phone'], '||'],
    ['one with an account sees it', [referral('a', { providerEmail: null, providerHasAccount: true })], [], 'a||'],
    ['an acceptance', [referral('a', { status: 'accepted' })], ['a accepted'], '||'],
    ['what has begun goes on', [referral('a', { status: 'started' })], [], '|a|'],
    ['a refusal', [referral('a', { status: 'refused' })], ['a refused'], '||'],
    ['not once the person was referred again', [referral('a', { status: 'refused' }), referral('b')], [], 'b||a'],
    [
      'but another person’s referral changes nothing',
      [
        referral('a', { status: 'refused' }),
        referral('b', { beneficiary: { id: 'other', reference: null, firstName: null, lastName: null } }),
      ],
      ['a refused'],
      'b||',
    ],
    [
      'questions before refusals before calls',
      [
        referral('a', {
          providerEmail: null,
          beneficiary: { id: 'x', reference: null, firstName: null, lastName: null },
        }),
        referral('b', {
          status: 'expired',
          beneficiary: { id: 'y', reference: null, firstName: null, lastName: null },
        }),
        referral('c', { questionOpen: true }),
      ],
      ['c question', 'b expired', 'a phone'],
      '||',
    ],
  ])('%s', (_name, all, toDo, rest) => {
    expect(told(...all)).toEqual({ toDo, rest });
  });

  it('asks after the job even where the list no longer reaches it', () => {
    const old = referral('a', { status: 'started' });
    const { toDo } = sortReferrals([], [{ ...old, followUp: 'jobKept3Months' }]);
    expect(toDo.map(({ why, followUp }) => [why, followUp])).toEqual([['followUp', 'jobKept3Months']]);
  });
});

import { describe, expect, it } from 'vitest';
import { type Need, needsToday, type PersonFacts } from './needs-today.ts';

const TODAY = '2026-11-22';

const nothing: PersonFacts = {
  closed: false,
  hasReferent: true,
  openedOn: '2026-06-01',
  referrals: [],
  latestMatch: null,
  lastAssessment: null,
  callBacks: [],
  appointments: [],
  overdueSteps: [],
};

type Referral = PersonFacts['referrals'][number];
const referral = (more: Partial<Referral>): Referral => ({
  id: 'ref-1',
  status: 'sent',
  sentOn: '2026-11-20',
  settledOn: '2026-11-20',
  questionOpen: false,
  previousId: null,
  startedOn: null,
  followUps: [],
  ...more,
});

const kinds = (facts: Partial<PersonFacts>) => needsToday({ ...nothing, ...facts }, TODAY).map(({ kind }) => kind);

describe('what needs me today', () => {
  it.each<[string, Partial<PersonFacts>, Need['kind'][]]>([
    ['nothing happened', {}, []],
    ['nobody answers for the person', { hasReferent: false }, ['noReferent']],

    ['sent 4 days ago', { referrals: [referral({ sentOn: '2026-11-18' })] }, []],
    ['sent 5 days ago', { referrals: [referral({ sentOn: '2026-11-17' })] }, ['referralUnanswered']],
    ['sent 24 days ago', { referrals: [referral({ sentOn: '2026-10-29' })] }, ['referralUnanswered']],
    ['sent 25 days ago: 5 days left', { referrals: [referral({ sentOn: '2026-10-28' })] }, ['referralExpiring']],
    ['sent 29 days ago: lapses tomorrow', { referrals: [referral({ sentOn: '2026-10-24' })] }, ['referralExpiring']],
    [
      'the provider asks something',
      { referrals: [referral({ status: 'accepted', questionOpen: true })] },
      ['questionAsked'],
    ],
    ['accepted, nothing asked', { referrals: [referral({ status: 'accepted' })] }, []],

    ['refused, nothing since', { referrals: [referral({ status: 'refused' })] }, ['referralRefused']],
    ['lapsed, nothing since', { referrals: [referral({ status: 'expired' })] }, ['referralExpired']],
    [
      'refused, then the next best sent',
      { referrals: [referral({ status: 'refused' }), referral({ id: 'ref-2', previousId: 'ref-1' })] },
      [],
    ],
    [
      'refused, then the next best refused: one need, not two',
      {
        referrals: [
          referral({ status: 'refused' }),
          referral({ id: 'ref-2', status: 'refused', previousId: 'ref-1', settledOn: '2026-11-21' }),
        ],
      },
      ['referralRefused'],
    ],
    [
      'refused while another is under way',
      { referrals: [referral({ status: 'refused' }), referral({ id: 'ref-0', status: 'started' })] },
      [],
    ],
    [
      'refused, and another sent later that ended',
      {
        referrals: [
          referral({ status: 'refused', settledOn: '2026-10-01', sentOn: '2026-09-20' }),
          referral({ id: 'ref-2', status: 'ended', sentOn: '2026-10-05' }),
        ],
      },
      [],
    ],

    ['no result yet', { latestMatch: { diagnosticId: 'dia-1', madeOn: TODAY, rides: null } }, []],
    ['a result with rides', { latestMatch: { diagnosticId: 'dia-1', madeOn: TODAY, rides: 2 } }, []],
    ['a result without any', { latestMatch: { diagnosticId: 'dia-1', madeOn: TODAY, rides: 0 } }, ['noOffer']],
    [
      'no ride, but something accepted',
      {
        latestMatch: { diagnosticId: 'dia-1', madeOn: TODAY, rides: 0 },
        referrals: [referral({ status: 'accepted' })],
      },
      [],
    ],

    ['assessed 3 months ago less a day', { lastAssessment: { id: 'ass-1', madeOn: '2026-08-23' } }, []],
    ['assessed 3 months ago', { lastAssessment: { id: 'ass-1', madeOn: '2026-08-22' } }, ['retestDue']],
    [
      'started 3 months ago',
      { referrals: [referral({ status: 'started', startedOn: '2026-08-22' })] },
      ['followUpDue'],
    ],
    [
      'started 3 months ago, and told of',
      { referrals: [referral({ status: 'started', startedOn: '2026-08-22', followUps: ['jobKept3Months'] })] },
      [],
    ],

    [
      'a call-back this afternoon',
      { callBacks: [{ dueAt: '2026-11-22T13:00:00.000Z', dueOn: TODAY }] },
      ['callBackDue'],
    ],
    [
      'an appointment this afternoon',
      { appointments: [{ startsAt: '2026-11-22T13:00:00.000Z', on: TODAY }] },
      ['appointmentToday'],
    ],
    [
      'an appointment yesterday nobody told of',
      { appointments: [{ startsAt: '2026-11-21T13:00:00.000Z', on: '2026-11-21' }] },
      ['appointmentUntold'],
    ],
    ['a step to end today', { overdueSteps: [{ planId: 'pla-1', until: TODAY }] }, []],
    ['a step to end yesterday', { overdueSteps: [{ planId: 'pla-1', until: '2026-11-21' }] }, ['stepOverdue']],

    [
      'everything in a closed file',
      { closed: true, hasReferent: false, callBacks: [{ dueAt: '2026-11-22T13:00:00.000Z', dueOn: TODAY }] },
      [],
    ],
  ])('%s', (_, facts, expected) => {
    expect(kinds(facts)).toEqual(expected);
  });

  it('comes the most urgent first, and of two alike the older', () => {
    const needs = needsToday(
      {
        ...nothing,
        hasReferent: false,
        lastAssessment: { id: 'ass-1', madeOn: '2026-01-01' },
        callBacks: [
          { dueAt: '2026-11-22T13:00:00.000Z', dueOn: TODAY },
          { dueAt: '2026-11-20T09:00:00.000Z', dueOn: '2026-11-20' },
        ],
        appointments: [{ startsAt: '2026-11-22T16:00:00.000Z', on: TODAY }],
      },
      TODAY,
    );
    expect(needs.map(({ kind, on }) => `${kind} ${on}`)).toEqual([
      'appointmentToday 2026-11-22',
      'callBackDue 2026-11-20',
      'callBackDue 2026-11-22',
      'noReferent 2026-06-01',
      'retestDue 2026-07-01',
    ]);
  });
});

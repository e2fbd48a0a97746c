import { describe, expect, it } from 'vitest';
import { dueFollowUp, dueStep, expiresOn, followUpDates, startedOnUnlessTold, tellableFollowUps } from './due.ts';
import { nextBest, type Refusal, untried } from './next-best.ts';
import { allowedActions, OUTCOMES_FROM, REFERRAL_RULES, REFERRAL_STATUSES, type ReferralStatus } from './referral.ts';

describe('who may do what', () => {
  const table: [ReferralStatus, prescriber: string, provider: string, system: string][] = [
    ['sent', 'accept refuse reply remind end', 'accept refuse ask', 'remind expire'],
    ['accepted', 'reply start end', 'ask start', ''],
    ['refused', '', '', ''],
    ['expired', '', '', ''],
    ['started', 'followUp end', '', ''],
    ['ended', '', '', ''],
  ];
  it.each(table)('%s', (status, prescriber, provider, system) => {
    const told = (side: 'prescriber' | 'provider' | 'system') => allowedActions(status, side).join(' ');
    expect([told('prescriber'), told('provider'), told('system')]).toEqual([prescriber, provider, system]);
  });

  it('reaches every state but the first, and nothing leaves the last ones', () => {
    const reached = new Set(Object.values(REFERRAL_RULES).flatMap(({ to }) => to ?? []));
    expect(REFERRAL_STATUSES.filter((status) => !reached.has(status))).toEqual(['sent']);
  });

  it('has an outcome to tell from each state it can end in', () => {
    for (const status of REFERRAL_RULES.end.from) expect(OUTCOMES_FROM[status]?.length).toBeGreaterThan(0);
  });
});

describe('what falls due', () => {
  it.each([
    ['the day it was sent', '2026-11-22', 0, null, null],
    ['on the fourth day', '2026-11-26', 0, null, null],
    ['on the fifth', '2026-11-27', 0, null, { kind: 'remind', reminders: 1 }],
    ['on the fifth, a moment after one by hand', '2026-11-27', 0, 23.99, null],
    ['on the fifth, a day after one by hand', '2026-11-27', 0, 24, { kind: 'remind', reminders: 1 }],
    ['once', '2026-11-28', 1, 24, null],
    ['on the tenth', '2026-12-02', 1, 120, { kind: 'remind', reminders: 2 }],
    ['on the tenth, a moment after one that was late', '2026-12-02', 1, 3, null],
    ['both missed: one', '2026-12-05', 0, null, { kind: 'remind', reminders: 2 }],
    ['no third', '2026-12-21', 2, 300, null],
    ['on the thirtieth', '2026-12-22', 2, 300, { kind: 'expire' }],
    ['on the thirtieth, a moment after one by hand', '2026-12-22', 2, 1, { kind: 'expire' }],
    ['after a long standstill: no reminder any more', '2027-03-01', 0, null, { kind: 'expire' }],
  ])('%s', (_name, today, reminders, hoursSinceLast, step) => {
    expect(dueStep({ sentOn: '2026-11-22', reminders, hoursSinceLast, today })).toEqual(step);
  });

  it('lapses on the day it says', () => {
    const today = expiresOn('2026-11-22');
    expect(dueStep({ sentOn: '2026-11-22', reminders: 2, hoursSinceLast: 300, today })).toEqual({ kind: 'expire' });
  });

  it('asks after three and six months, to the last day of a shorter month', () => {
    expect(followUpDates('2026-11-30')).toEqual({ jobKept3Months: '2027-02-28', jobKept6Months: '2027-05-30' });
  });

  it.each([
    ['not yet', '2027-03-06', [], null],
    ['after three months', '2027-03-07', [], 'jobKept3Months'],
    ['answered', '2027-05-01', ['jobKept3Months'], null],
    ['after six months', '2027-06-07', ['jobKept3Months'], 'jobKept6Months'],
    ['one question where both are due', '2027-07-01', [], 'jobKept6Months'],
    ['all answered', '2027-07-01', ['jobKept6Months'], null],
  ])('%s', (_name, today, answered, followUp) => {
    expect(dueFollowUp({ startedOn: '2026-12-07', answered, today })?.followUp ?? null).toBe(followUp);
  });
});

describe('the start of a service', () => {
  const facts = [{ code: 'firstName' }, { code: 'startsOn', on: '2026-12-07' }];
  it.each([
    ['with the job that is to come', facts, '2026-11-22', '2026-12-07'],
    ['today where the job has begun', facts, '2026-12-09', '2026-12-09'],
    ['today where nobody knows', [{ code: 'startsOn' }], '2026-11-22', '2026-11-22'],
  ])('%s', (_name, known, today, on) => {
    expect(startedOnUnlessTold(known, today)).toBe(on);
  });

  it.each([
    ['2027-03-06', []],
    ['2027-03-07', ['jobKept3Months']],
    ['2027-06-07', ['jobKept3Months', 'jobKept6Months']],
  ])('tells a job kept for no longer than it lasted: %s', (today, tellable) => {
    expect(tellableFollowUps('2026-12-07', today)).toEqual(tellable);
  });
});

describe('the next best', () => {
  const match = (offerId: string, rank: number, verdict: 'possible' | 'toVerify' | 'impossible' = 'possible') => ({
    offerId,
    rank,
    verdict,
  });
  it.each([
    ['skips what was tried', [match('a', 1), match('b', 2), match('c', 3)], ['a'], ['b', 'c']],
    ['never proposes the impossible', [match('a', 1, 'impossible'), match('b', 2, 'toVerify')], [], ['b']],
    ['goes by rank', [match('c', 3), match('a', 1), match('b', 2)], [], ['a', 'b', 'c']],
    ['may find nothing', [match('a', 1)], ['a'], []],
  ])('%s', (_name, matches, tried, proposed) => {
    expect(untried(matches, new Set(tried)).map(({ offerId }) => offerId)).toEqual(proposed);
  });

  const by = (name: string, email: string | null = null) => ({ name, email });
  const offer = (id: string, provider: string, solution = 'vehicleLoan scooter') => ({
    id,
    by: by(provider),
    solution,
  });
  const refusal = (reason: Refusal['reason'], solution = 'vehicleLoan scooter'): Refusal => ({
    by: by('Garage'),
    solution,
    reason,
  });
  const here = [
    offer('a', 'Garage'),
    offer('b', 'garage ', 'vehicleLoan car'),
    offer('c', 'Flotte'),
    offer('d', 'Vélos'),
  ];
  it.each([
    ['full: nothing of the same kind of that provider', [refusal('full')], ['c', 'd', 'b']],
    ['the service stopped', [refusal('serviceStopped')], ['c', 'd', 'b']],
    ['out of its zone', [refusal('outsideZone')], ['c', 'd', 'b']],
    ['no answer in time', [refusal(null)], ['c', 'd', 'b']],
    [
      'the hours of that one do not fit: the others after everybody else’s',
      [refusal('hoursDoNotFit')],
      ['c', 'd', 'a', 'b'],
    ],
    ['the person is too young for that one', [refusal('ageOrLicence')], ['c', 'd', 'a', 'b']],
    ['full of an offer that is gone answers for its kind', [refusal('full', 'vehicleLoan')], ['c', 'd']],
    ['full after another reason', [refusal('hoursDoNotFit'), refusal('full')], ['c', 'd', 'b']],
    ['nobody refused', [], ['a', 'b', 'c', 'd']],
  ])('puts other providers first: %s', (_name, refusals, proposed) => {
    expect(nextBest(here, refusals).map(({ id }) => id)).toEqual(proposed);
  });

  it('knows a provider of another name by its address', () => {
    const refusals = [{ ...refusal('full'), by: by('Garage', 'g@example.org') }];
    expect(nextBest([{ ...offer('a', 'Le garage'), by: by('Le garage', 'G@example.org') }], refusals)).toEqual([]);
  });
});

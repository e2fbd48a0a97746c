import { describe, expect, it } from 'vitest';
import { drivingLicenceDetailsSchema } from '../catalogue/offer.ts';
import { type Attendance, countedMinutes, totalsOf } from './attendance.ts';
import {
  ENROLMENT_ACTIONS,
  ENROLMENT_STATUSES,
  type EnrolmentStatus,
  isAllowed,
  placesTaken,
  proposedNext,
  waitingLine,
} from './enrolment.ts';
import { cohortSchema, firstLost, PEDAGOGIES, PROGRAMME_KINDS, sessionsOf, weeklyMinutes } from './programme.ts';
import { isAtItsEnd, nextStep, type Progress, progressSchema, STEPS_OF, stepsDone } from './progress.ts';

const group = {
  kind: 'licence',
  title: 'Permis B, hiver',
  from: '2027-01-04',
  until: '2027-01-17',
  slots: [
    { weekday: 1, from: '09:00', to: '12:00' },
    { weekday: 4, from: '14:00', to: '15:30' },
  ],
  place: 'Bar-le-Duc',
  places: 8,
};
const faults = (input: Record<string, unknown>) =>
  cohortSchema.safeParse({ ...group, ...input }).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('a group', () => {
  it('meets on its weekdays from its first day to its last, but on the days it does not', () => {
    const cohort = cohortSchema.parse({ ...group, exceptDates: ['2027-01-07'] });
    expect(sessionsOf(cohort)).toEqual([
      { date: '2027-01-04', from: '09:00', to: '12:00' },
      { date: '2027-01-11', from: '09:00', to: '12:00' },
      { date: '2027-01-14', from: '14:00', to: '15:30' },
    ]);
    expect(weeklyMinutes(cohort.slots)).toBe(270);
  });

  it.each([
    ['an end before its beginning', { until: '2027-01-03' }, ['until']],
    ['more than two years', { until: '2029-01-06' }, ['until']],
    ['no hours', { slots: [] }, ['slots']],
    ['hours that end before they begin', { slots: [{ weekday: 1, from: '12:00', to: '09:00' }] }, ['slots.0.to']],
    [
      'hours that cross',
      {
        slots: [
          { weekday: 1, from: '10:00', to: '12:00' },
          { weekday: 1, from: '09:00', to: '10:30' },
        ],
      },
      ['slots'],
    ],
    ['nobody', { places: 0 }, ['places']],
    ['a day that does not exist', { exceptDates: ['2027-02-30'] }, ['exceptDates.0']],
  ])('has not %s', (_, input, paths) => {
    expect(faults(input)).toEqual(paths);
  });

  it('is taught as offers of the catalogue say', () => {
    expect(drivingLicenceDetailsSchema.shape.pedagogies.safeParse([...PEDAGOGIES]).success).toBe(true);
  });
});

describe('a place', () => {
  const allowed: Record<EnrolmentStatus, string[]> = {
    waiting: ['confirm', 'dropOut'],
    enrolled: ['attend', 'complete', 'dropOut'],
    attending: ['complete', 'dropOut'],
    completed: [],
    droppedOut: [],
  };
  it.each(ENROLMENT_STATUSES)('that is %s goes on as the table says', (status) => {
    expect(ENROLMENT_ACTIONS.filter((action) => isAllowed(action, status))).toEqual(allowed[status]);
  });

  it('is proposed to whoever has waited longest, as many as are free', () => {
    const one = (id: string, status: EnrolmentStatus, waitingSince: string) => ({ id, status, waitingSince });
    const all = [
      one('c', 'waiting', '2026-11-03'),
      one('b', 'waiting', '2026-11-02'),
      one('a', 'waiting', '2026-11-02'),
      one('d', 'attending', '2026-11-01'),
      one('e', 'droppedOut', '2026-11-01'),
      one('f', 'completed', '2026-11-01'),
    ];
    expect(waitingLine(all).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(placesTaken(all)).toBe(1);
    expect(proposedNext(3, all).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(proposedNext(1, all)).toEqual([]);
    // Fewer places than people already there: nobody is proposed, nobody is sent away.
    expect(proposedNext(0, all)).toEqual([]);
  });
});

const TODAY = '2026-11-23';
const wrong = (kind: (typeof PROGRAMME_KINDS)[number], noted: unknown) =>
  progressSchema(kind, TODAY)
    .safeParse(noted)
    .error?.issues.map(({ path, code }) => path.join('.') || code) ?? [];
const passed = (on: string, attempts = 1) => ({ result: 'passed', on, attempts });

describe('how far somebody is', () => {
  it.each(PROGRAMME_KINDS)('is told by steps of its own, each once: %s', (kind) => {
    const codes = STEPS_OF[kind].map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(0);
    expect(new Set(codes).size).toBe(codes.length);
    expect(wrong(kind, {})).toEqual([]);
    expect(wrong(kind, { somethingElse: { on: TODAY } })).not.toEqual([]);
  });

  it.each([
    ['a day to come', { codeTest: passed('2026-11-24') }, ['codeTest.on']],
    ['driving before the code', { drivingTest: passed('2026-11-01') }, ['drivingTest.result']],
    [
      'driving after a failed code',
      { codeTest: { result: 'failed', on: '2026-10-01', attempts: 2 }, drivingTest: passed('2026-11-01') },
      ['drivingTest.result'],
    ],
    [
      'a driving test from before the code',
      { codeTest: passed('2026-11-02'), drivingTest: passed('2026-11-01') },
      ['drivingTest.on'],
    ],
    ['a licence without the test', { licenceObtained: { on: '2026-11-02' } }, ['licenceObtained.on']],
    ['a test nobody took', { codeTest: passed('2026-11-02', 0) }, ['codeTest.attempts']],
    ['hours no clock shows', { codeHours: { done: 1.1 } }, ['codeHours.done']],
    ['fewer than no hours', { drivingHours: { done: -1 } }, ['drivingHours.done']],
    ['a day where hours are asked', { drivingHours: { on: TODAY } }, ['drivingHours.done']],
  ])('is never %s', (_, noted, paths) => {
    expect(wrong('licence', noted)).toEqual(paths);
  });

  it('comes to its end with its last step, and not with all but it', () => {
    const progress = progressSchema('licence', TODAY).parse({
      codeHours: { done: 20, planned: 20 },
      codeTest: passed('2026-09-01', 2),
      drivingHours: { done: 18.5, planned: 25 },
      drivingTest: passed('2026-11-10'),
    }) as Progress;
    expect(stepsDone('licence', progress)).toEqual({ done: 3, of: 5 });
    expect(nextStep('licence', progress)?.code).toBe('drivingHours');
    expect(isAtItsEnd('licence', progress)).toBe(false);
    expect(isAtItsEnd('licence', { ...progress, licenceObtained: { on: '2026-11-10' } })).toBe(true);
    expect(isAtItsEnd('workshop', { workshopHours: { done: 3, planned: 3 } })).toBe(false);
  });
});

describe('hours that change', () => {
  const moved = { ...group, slots: [{ weekday: 1, from: '09:30', to: '12:00' }] };
  it.each<[string, noted: string[], changed: typeof moved, lost: string | null]>([
    ['nothing is noted', [], moved, null],
    ['what is noted stays', ['2027-01-04'], { ...group, until: '2027-01-04' }, null],
    ['what is noted is lost', ['2027-01-11', '2027-01-04'], moved, '2027-01-04'],
    ['it was lost before', ['2027-01-05'], moved, null],
  ])('%s', (_, noted, changed, lost) => {
    const sheets = noted.map((date) => ({ date, from: '09:00' }));
    const whole = (content: object) => ({ ...group, exceptDates: [], ...content });
    expect(firstLost(sheets, whole({}), whole(changed))?.date ?? null).toBe(lost);
  });
});

describe('attendance', () => {
  it('counts what was attended, never more than the session, nothing for who was away', () => {
    const session = { from: '09:00', to: '12:00' };
    expect(countedMinutes(session, { mark: 'present', minutes: null })).toBe(180);
    expect(countedMinutes(session, { mark: 'present', minutes: 90 })).toBe(90);
    expect(countedMinutes(session, { mark: 'present', minutes: 300 })).toBe(180);
    expect(countedMinutes(session, { mark: 'excused', minutes: 90 })).toBe(0);
    const noted: Attendance[] = [
      { date: '2027-01-04', from: '09:00', mark: 'present', minutes: 180 },
      { date: '2027-01-07', from: '14:00', mark: 'excused', minutes: 0 },
      { date: '2027-01-11', from: '09:00', mark: 'absent', minutes: 0 },
      { date: '2027-01-14', from: '14:00', mark: 'present', minutes: 60 },
    ];
    expect(totalsOf(noted)).toEqual({ present: 2, excused: 1, absent: 1, minutes: 240 });
  });
});

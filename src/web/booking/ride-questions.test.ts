import { describe, expect, it } from 'vitest';
import { findRideSpeech, type RideSpeech } from '../../i18n/ride/index.ts';
import { readForm } from '../forms/question.ts';
import { journeyOf, NO_ANSWERS } from './ride-answers.ts';
import { atQuestion, backQuestion, dayQuestion, readTime } from './ride-questions.tsx';
import { expand, seriesQuestion } from './series-question.tsx';

const told = findRideSpeech('fr') as RideSpeech;
const days = { today: '2026-11-22', now: '23:30', last: '2027-03-22', timeZone: 'Europe/Paris' };
const COMMERCY = { lon: 5.59, lat: 48.76 };
const BAR = { lon: 5.16, lat: 48.77 };

it.each([
  ['5h', '05:00'],
  ['5 h 30', '05:30'],
  ['05:30', '05:30'],
  ['5.30', '05:30'],
  ['530', '05:30'],
  ['0530', '05:30'],
  ['5 30', '05:30'],
  ['٥:٣٠', '05:30'],
  ['۲۲:۱۰', '22:10'],
  ['24:00', null],
  ['5:60', null],
  ['matin', null],
  ['', null],
  ['😀', null],
])('the hour « %s » is %s', (typed, time) => {
  expect(readTime(typed)).toBe(time);
});

it.each([
  [{ day: ['2026-11-25'] }, '2026-11-25'],
  [{ day: ['autre'], date: ['2026-12-24'] }, '2026-12-24'],
  [{ day: ['autre'], date: ['٢٤/١٢/٢٠٢٦'] }, '2026-12-24'],
  [{ date: ['24/12/2026'] }, '2026-12-24'],
  [{ day: ['2026-11-25'], date: ['2026-12-24'] }, '2026-11-25'],
  [{ day: ['2026-11-21'] }, null],
  [{ day: ['autre'], date: ['2027-03-23'] }, null],
  [{ day: ['autre'] }, null],
  [{}, null],
])('the day %j is %s', (typed, date) => {
  const { answers, pages } = readForm(
    [{ name: 'p', title: 'p', questions: [dayQuestion(days, told)] }],
    typed,
    NO_ANSWERS,
  );
  expect([answers.date, pages[0]?.errors.length]).toEqual([date, date === null ? 1 : 0]);
});

it.each([
  ['2026-11-22', '23:30', null, 'déjà passée'],
  ['2026-11-22', '5 h', null, 'déjà passée'],
  ['2026-11-22', '23:31', '23:31', undefined],
  ['2026-11-23', '5 h', '05:00', undefined],
])('on %s at %s, asked for at half past eleven at night, is %s', (day, at, read, said) => {
  const questions = [dayQuestion(days, told), atQuestion(days, told)];
  const { answers, pages } = readForm([{ name: 'p', title: 'p', questions }], { day: [day], at: [at] }, NO_ANSWERS);
  expect([answers.at, pages[0]?.errors[0]?.message]).toEqual([
    read,
    said === undefined ? undefined : expect.stringContaining(said),
  ]);
});

it('an hour that the clocks jump over is refused, on that night alone', () => {
  const spring = { ...days, now: '10:00', last: '2027-04-22' };
  const read = (day: string, at: string, backAt?: string) => {
    const questions = [dayQuestion(spring, told), atQuestion(spring, told), backQuestion(spring, told)];
    const typed = { day: ['autre'], date: [day], at: [at], back: [backAt ? 'yes' : 'no'], backAt: [backAt ?? ''] };
    const { pages } = readForm([{ name: 'p', title: 'p', questions }], typed, NO_ANSWERS);
    return pages[0]?.errors.map(({ field, message }) => [field, message]);
  };
  const skipped = told.say.clocks.skipped;
  expect(read('2027-03-28', '2h30')).toEqual([['at', skipped]]);
  expect(read('2027-03-27', '22h', '2h30')).toEqual([['backAt', skipped]]);
  expect([read('2027-03-28', '3h'), read('2027-03-29', '2h30'), read('2027-03-28', '1h59')]).toEqual([[], [], []]);

  const series = (until: string) =>
    readForm(
      [{ name: 'p', title: 'p', questions: [seriesQuestion(spring, told)] }],
      { weeks: ['1'], days1: ['7'], at1: ['2h30'], back1: [''], first: ['2027-03-21'], until: [until] },
      NO_ANSWERS,
    ).pages[0]?.errors.map(({ message }) => message);
  expect(series('2027-04-04')).toEqual([expect.stringMatching(/28 mars 2027.*n’existe pas/)]);
  expect(series('2027-03-21')).toEqual([]);
});

describe('rides there and back', () => {
  const answers = { ...NO_ANSWERS, from: COMMERCY, to: BAR, date: '2026-12-31', at: '21:00', back: true };

  it('come back the day after a night', () => {
    expect(journeyOf({ ...answers, backAt: '05:00' })?.rides).toEqual([
      { direction: 'outbound', date: '2026-12-31', at: '21:00' },
      { direction: 'return', date: '2027-01-01', at: '05:00' },
    ]);
    expect(journeyOf({ ...answers, at: '05:00', backAt: '13:00' })?.rides[1]?.date).toBe('2026-12-31');
  });

  it('are none while anything is open', () => {
    for (const name of ['from', 'to', 'date', 'at', 'back'] as const) {
      expect(journeyOf({ ...answers, backAt: '22:00', [name]: null })).toBeNull();
    }
    expect(journeyOf(answers)).toBeNull();
  });
});

describe('a rota that turns', () => {
  const week = (at: string, back: string, on = ['1', '2', '3', '4', '5']) => ({ days: on, at, back });

  it('gives each week its hours, from the week of the first day', () => {
    const rides = expand([week('05:00', '13:00'), week('21:00', '05:00', ['5'])], '2026-12-02', '2026-12-13');
    expect(rides.filter(({ direction }) => direction === 'outbound').map(({ date, at }) => `${date} ${at}`)).toEqual([
      '2026-12-02 05:00',
      '2026-12-03 05:00',
      '2026-12-04 05:00',
      '2026-12-11 21:00',
    ]);
    expect(rides.at(-1)).toEqual({ direction: 'return', date: '2026-12-12', at: '05:00' });
  });

  it('goes over the night the clocks change and the end of a year, once a day', () => {
    const rides = expand(
      [{ days: ['1', '2', '3', '4', '5', '6', '7'], at: '02:30', back: null }],
      '2026-12-20',
      '2027-03-31',
    );
    expect(new Set(rides.map(({ date }) => date)).size).toBe(rides.length);
    expect(rides.map(({ date }) => date)).toContain('2027-03-28');
    expect(rides).toHaveLength(102);
  });
});

import { describe, expect, it } from 'vitest';
import { hoursText, rotaText } from './french-hours.ts';

const MONDAY = '2026-12-07';
const shifts = (days: readonly number[], start: string, end: string) => days.map((day) => ({ day, start, end }));

describe('a rota in words', () => {
  it.each([
    [
      'one week',
      { lengthDays: 7, shifts: shifts([0, 1, 2, 3, 4], '05:00', '13:00') },
      'du lundi au vendredi, de 5 h à 13 h',
    ],
    [
      'a week-end',
      { lengthDays: 7, shifts: shifts([5, 6], '08:30', '12:15') },
      'samedi et dimanche, de 8 h 30 à 12 h 15',
    ],
    ['a night', { lengthDays: 7, shifts: shifts([2], '21:00', '05:00') }, 'le mercredi, de 21 h à 5 h le lendemain'],
    [
      'two weeks',
      { lengthDays: 14, shifts: [...shifts([0], '05:00', '13:00'), ...shifts([7], '21:00', '05:00')] },
      'semaine 1 (du lundi 7 décembre 2026) : le lundi, de 5 h à 13 h ; semaine 2 : le lundi, de 21 h à 5 h le lendemain',
    ],
    [
      'a week off',
      { lengthDays: 14, shifts: shifts([0], '05:00', '13:00') },
      'semaine 1 (du lundi 7 décembre 2026) : le lundi, de 5 h à 13 h ; semaine 2 : repos',
    ],
    [
      'a split shift',
      { lengthDays: 7, shifts: [...shifts([0], '09:00', '12:00'), ...shifts([0], '17:00', '20:00')] },
      'le lundi, de 9 h à 12 h ; le lundi, de 17 h à 20 h',
    ],
    [
      'eight days',
      { lengthDays: 8, shifts: shifts([0, 1], '06:00', '14:00') },
      'roulement de 8 jours à partir du lundi 7 décembre 2026 : jour 1, de 6 h à 14 h ; jour 2, de 6 h à 14 h',
    ],
  ])('%s', (_name, cycle, text) => {
    expect(rotaText({ anchorDate: MONDAY, ...cycle })).toBe(text);
  });

  it('counts weekdays from the anchor, whatever day it is', () => {
    expect(rotaText({ anchorDate: '2026-12-10', lengthDays: 7, shifts: shifts([0, 4], '05:00', '13:00') })).toBe(
      'lundi et jeudi, de 5 h à 13 h',
    );
  });

  it('tells every date, however many', () => {
    const dates = Array.from({ length: 10 }, (_, day) => ({ date: `2027-01-${10 + day}`, arriveBy: '09:30' }));
    const text = hoursText({ goal: { type: 'training', dates } });
    expect(text).toMatch(/^dimanche 10 janvier 2027 : y être à 9 h 30 ; .* ; mardi 19 janvier 2027 : y être à 9 h 30$/);
    expect(hoursText({ goal: { type: 'none', dates: [] } })).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { hoursOfEvent, isOpenToSignUps } from './event.ts';
import { eventWhen } from './event-when.ts';

const PARIS = 'Europe/Paris';

describe('hours of an event, on the clocks of the territory', () => {
  it.each([
    // date, from, last day, until → instants
    ['2026-12-08', '09:00', null, '11:00', '2026-12-08T08:00:00Z', '2026-12-08T10:00:00Z'],
    ['2027-06-08', '09:00', null, '11:00', '2027-06-08T07:00:00Z', '2027-06-08T09:00:00Z'],
    ['2026-12-08', '20:00', null, '00:30', '2026-12-08T19:00:00Z', '2026-12-08T23:30:00Z'],
    ['2026-12-08', '09:00', '2026-12-10', '17:00', '2026-12-08T08:00:00Z', '2026-12-10T16:00:00Z'],
    // The night the clocks go forward: an hour shorter than it looks; the night they go back: an hour longer.
    ['2027-03-28', '01:30', null, '03:30', '2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z'],
    ['2027-10-31', '01:00', null, '04:00', '2027-10-30T23:00:00Z', '2027-10-31T03:00:00Z'],
    ['2027-10-31', '02:30', null, '02:45', '2027-10-31T00:30:00Z', '2027-10-31T00:45:00Z'],
  ] as const)('%s %s to %s %s', (date, from, lastDate, until, startsAt, endsAt) => {
    expect(hoursOfEvent({ date, from, lastDate, until }, PARIS)).toEqual({
      startsAt: startsAt.replace('Z', '.000Z'),
      endsAt: endsAt.replace('Z', '.000Z'),
    });
  });

  it.each([
    ['2027-03-28', '02:30', null, '05:00', ['from']],
    ['2027-03-27', '22:00', null, '02:15', ['until']],
    ['2026-12-08', '09:00', '2026-12-07', '17:00', ['lastDate']],
    ['2026-12-08', '09:00', '2026-12-08', '09:00', ['lastDate']],
    ['2026-12-08', '09:00', '2026-12-30', '17:00', ['lastDate']],
  ] as const)('refuses %s %s to %s %s', (date, from, lastDate, until, paths) => {
    const read = hoursOfEvent({ date, from, lastDate, until }, PARIS);
    expect('problems' in read && read.problems.map(({ path }) => path)).toEqual(paths);
  });
});

it.each([
  ['2026-12-08T08:00:00Z', '2026-12-08T10:30:00Z', 'mardi 8 décembre 2026, de 9 h à 11 h 30'],
  ['2026-12-08T08:00:00Z', '2026-12-10T16:00:00Z', 'du mardi 8 décembre 2026 à 9 h au jeudi 10 décembre 2026 à 17 h'],
  [
    '2027-10-31T00:30:00Z',
    '2027-10-31T01:30:00Z',
    'dimanche 31 octobre 2027, de 2 h 30 (avant le changement d’heure) à 2 h 30 (après le changement d’heure)',
  ],
])('%s to %s is told as %s', (startsAt, endsAt, told) => {
  expect(eventWhen({ startsAt, endsAt }, PARIS)).toBe(told);
});

it('takes sign-ups until it begins, unless it is called off or archived', () => {
  const event = { startsAt: '2026-12-08T08:00:00Z', cancelledAt: null, archivedAt: null };
  expect(isOpenToSignUps(event, '2026-12-08T07:59:59Z')).toBe(true);
  expect(isOpenToSignUps(event, '2026-12-08T08:00:00Z')).toBe(false);
  expect(isOpenToSignUps({ ...event, cancelledAt: '2026-12-01T08:00:00Z' }, '2026-12-02T08:00:00Z')).toBe(false);
  expect(isOpenToSignUps({ ...event, archivedAt: '2026-12-01T08:00:00Z' }, '2026-12-02T08:00:00Z')).toBe(false);
});

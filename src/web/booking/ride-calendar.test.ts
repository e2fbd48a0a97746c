import { describe, expect, it } from 'vitest';
import type { CalendarRide } from '../../services/way-in/ride-calendar.ts';
import { ridesCalendar } from './ride-calendar.ts';

const RIDE: CalendarRide = {
  id: 'bkg_one',
  departAt: '2026-11-25T03:03:00Z',
  arriveAt: '2026-11-25T03:50:00Z',
  changedAt: '2026-11-22T10:00:00Z',
  place: 'Parking de la gare',
  status: 'confirmed',
};
const written = (...rides: CalendarRide[]) =>
  ridesCalendar(rides, {
    timeZone: 'Europe/Paris',
    title: 'Trajet',
    name: 'Mes trajets',
    urlOf: (id) => `https://exemple.invalid/fr/mes-trajets/${id}`,
  });
/** Lines unfolded (RFC 5545, 3.1). */
const linesOf = (text: string) => text.replace(/\r\n[ \t]/g, '').split('\r\n');

describe('rides in a calendar', () => {
  it('on the clock of the territory, whose changes are told', () => {
    const lines = linesOf(written(RIDE));
    expect(lines).toContain('DTSTART;TZID=Europe/Paris:20261125T040300');
    expect(lines).toContain('DTEND;TZID=Europe/Paris:20261125T045000');
    expect(lines).toEqual(expect.arrayContaining(['BEGIN:VTIMEZONE', 'TZID:Europe/Paris', 'BEGIN:DAYLIGHT']));
    expect(lines).toContain('UID:bkg_one@pouvoir-bouger');
    expect(lines).toContain('DTSTAMP:20261122T100000Z');
  });

  it('each line of 75 bytes at most, and the same rides to the letter', () => {
    const text = written({
      ...RIDE,
      place: 'Parking de l’Hôtel de ville et de la médiathèque intercommunale de Commercy',
    });
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(written(RIDE)).toBe(written({ ...RIDE }));
  });

  it.each([
    ['requested', 'TENTATIVE'],
    ['confirmed', 'CONFIRMED'],
    ['done', 'CONFIRMED'],
    ['refused', 'CANCELLED'],
    ['cancelled', 'CANCELLED'],
  ] as const)('%s is %s', (status, told) => {
    expect(linesOf(written({ ...RIDE, status }))).toContain(`STATUS:${told}`);
  });

  it('a change has a higher number', () => {
    const numberOf = (ride: CalendarRide) => Number(/SEQUENCE:(\d+)/.exec(written(ride))?.[1]);
    expect(numberOf({ ...RIDE, changedAt: '2026-11-22T10:00:05Z' })).toBeGreaterThan(numberOf(RIDE));
    expect(numberOf({ ...RIDE, changedAt: '2036-11-22T10:00:05Z' })).toBeLessThan(2 ** 31);
  });

  it('on the night the clocks go back the second of two equal hours is told apart from the first', () => {
    const first = linesOf(written({ ...RIDE, departAt: '2026-10-25T00:30:00Z', arriveAt: '2026-10-25T00:50:00Z' }));
    const second = linesOf(written({ ...RIDE, departAt: '2026-10-25T01:30:00Z', arriveAt: '2026-10-25T01:50:00Z' }));
    expect(first).toContain('DTSTART;TZID=Europe/Paris:20261025T023000');
    expect(second).toContain('DTSTART:20261025T013000Z');
    expect(second).toContain('DTEND:20261025T015000Z');
  });

  it('over the night the clocks go forward it lasts as long as it does', () => {
    const lines = linesOf(written({ ...RIDE, departAt: '2026-03-29T00:30:00Z', arriveAt: '2026-03-29T01:20:00Z' }));
    expect(lines).toContain('DTSTART;TZID=Europe/Paris:20260329T013000');
    expect(lines).toContain('DTEND;TZID=Europe/Paris:20260329T032000');
  });

  it('without a ride is a calendar all the same', () => {
    expect(linesOf(written())).toEqual(expect.arrayContaining(['BEGIN:VCALENDAR', 'END:VCALENDAR']));
  });
});

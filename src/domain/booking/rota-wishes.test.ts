import { describe, expect, it } from 'vitest';
import { rotaWishes } from './rota-wishes.ts';

const told = (given: Partial<Parameters<typeof rotaWishes>[0]>) =>
  rotaWishes({
    cycle: { anchorDate: '2026-12-07', lengthDays: 7, shifts: [{ day: 0, start: '05:00', end: '13:00' }] },
    marginMinutes: 10,
    first: '2026-12-07',
    until: '2026-12-07',
    ...given,
  }).map(({ direction, date, at }) => `${direction} ${date} ${at}`);

describe('the rides of a rota', () => {
  it('there before the shift, home when it ends', () => {
    expect(told({})).toEqual(['outbound 2026-12-07 04:50', 'return 2026-12-07 13:00']);
  });

  it('of every shift that begins between both days, the last included', () => {
    expect(told({ until: '2026-12-21' })).toHaveLength(6);
    expect(told({ until: '2026-12-20' })).toHaveLength(4);
    expect(told({ first: '2026-12-08', until: '2026-12-13' })).toEqual([]);
  });

  it('before the day the rota is counted from as after it', () => {
    expect(told({ first: '2026-11-23', until: '2026-11-30' })).toEqual([
      'outbound 2026-11-23 04:50',
      'return 2026-11-23 13:00',
      'outbound 2026-11-30 04:50',
      'return 2026-11-30 13:00',
    ]);
  });

  it('a night ends the day after, and one that begins at midnight is set out for the evening before', () => {
    const cycle = { anchorDate: '2026-12-07', lengthDays: 2, shifts: [{ day: 0, start: '21:00', end: '05:00' }] };
    expect(told({ cycle })).toEqual(['outbound 2026-12-07 20:50', 'return 2026-12-08 05:00']);
    const early = { ...cycle, shifts: [{ day: 0, start: '00:05', end: '08:00' }] };
    expect(told({ cycle: early })).toEqual(['outbound 2026-12-06 23:55', 'return 2026-12-07 08:00']);
  });

  it('without the shifts that are worked elsewhere', () => {
    const place = { label: 'Verdun', lon: 5.38, lat: 49.16 };
    const shifts = [
      { day: 0, start: '05:00', end: '13:00', place },
      { day: 1, start: '05:00', end: '13:00' },
    ];
    const cycle = { anchorDate: '2026-12-07', lengthDays: 7, shifts };
    expect(told({ cycle, until: '2026-12-09' })).toEqual(['outbound 2026-12-08 04:50', 'return 2026-12-08 13:00']);
  });
});

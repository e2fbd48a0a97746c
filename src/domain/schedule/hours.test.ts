import { describe, expect, test } from 'vitest';
import { hours } from '../../../test/factories/scenario.ts';
import { windowHolding, windowsAround } from './hours.ts';

const H = 3600;

describe('service hours', () => {
  test.each([
    ['inside', 'Mon 06:00-20:00', 1, 7 * H, 8 * H, true],
    ['at both edges', 'Mon 06:00-20:00', 1, 6 * H, 20 * H, true],
    ['a second early', 'Mon 06:00-20:00', 1, 6 * H - 1, 8 * H, false],
    ['another day', 'Tue 06:00-20:00', 1, 7 * H, 8 * H, false],
    ['past midnight, on the start day', 'Fri 20:00-06:00', 5, 23 * H, 26 * H, true],
    ['past midnight, told from the next day', 'Fri 20:00-06:00', 6, 4 * H, 5 * H, true],
    ['the night before does not count', 'Fri 20:00-06:00', 5, 4 * H, 5 * H, false],
    ['two windows that meet at midnight', 'Fri 20:00-00:00, Sat 00:00-02:00', 5, 23 * H, 25 * H, true],
    ['two windows with a gap', 'Mon 06:00-12:00, Mon 14:00-20:00', 1, 11 * H, 15 * H, false],
    ['the whole week round, Sunday into Monday', 'Mon-Sun 00:00-00:00', 7, 23 * H, 26 * H, true],
    ['a ride that began the evening before', 'Mon-Sun 00:00-00:00', 1, -H, H, true],
  ])('%s', (_name, text, weekday, from, to, held) => {
    expect(windowHolding(windowsAround(hours(text), weekday), from, to) !== null).toBe(held);
  });
});

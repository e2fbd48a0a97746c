import { describe, expect, test } from 'vitest';
import * as fr from './french.ts';

describe('figures in French', () => {
  test.each([
    [0, '0 min'],
    [45, 'moins d’une minute'],
    [60, '1 min'],
    [2040, '34 min'],
    [3900, '1 h 05'],
    [27_420, '7 h 37'],
  ])('%i seconds are %s', (seconds, text) => expect(fr.durationText(seconds)).toBe(text));

  test('a value a second past its limit does not look equal to it', () => {
    expect(fr.durationPair(601, 600)).toEqual(['11 min', '10 min']);
    expect(fr.durationPair(27_423, 27_420)).toEqual(['7 h 38', '7 h 37']);
    expect(fr.durationPair(410, 404)).toEqual(['7 min', '6 min']);
    expect(fr.durationPair(600, 600)).toEqual(['10 min', '10 min']);
    expect(fr.durationPair(2820, 600)).toEqual(['47 min', '10 min']);
  });

  test('what is asked for is enough: minutes are rounded up', () => {
    expect(fr.durationUp(661)).toBe('12 min');
    expect(fr.durationUp(27_421)).toBe('7 h 38');
    expect(fr.minutesText(378)).toBe('6,3');
  });

  test('departures are rounded down, arrivals up, over midnight too', () => {
    expect(fr.departureText(4 * 3600 + 25 * 60 + 59)).toBe('4 h 25');
    expect(fr.arrivalText(4 * 3600 + 51 * 60 + 1)).toBe('4 h 52');
    expect(fr.arrivalText(86_399)).toBe('0 h 00');
    expect(fr.departureText(-600)).toBe('23 h 50');
  });

  test('money, distances and days', () => {
    expect([fr.moneyText(200), fr.moneyText(150), fr.moneyText(5)]).toEqual(['2 €', '1,50 €', '0,05 €']);
    expect([fr.distanceText(850), fr.distanceText(31_460)]).toEqual(['850 m', '31,5 km']);
    expect(fr.dateText('2027-05-01')).toBe('samedi 1er mai 2027');
  });
});

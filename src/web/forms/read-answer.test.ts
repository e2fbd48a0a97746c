import { describe, expect, it } from 'vitest';
import { readCents, readClock, readDate, readNumber, readPoint } from './read-answer.ts';

describe('what people type', () => {
  it.each([
    ['05:30', '05:30'],
    ['5h', '05:00'],
    ['5 h 30', '05:30'],
    ['5h30', '05:30'],
    ['21', '21:00'],
    ['13.15', '13:15'],
    ['24:00', null],
    ['5:7', null],
    ['cinq', null],
    ['', null],
  ])('clock %j → %j', (text, expected) => expect(readClock(text)).toBe(expected));

  it.each([
    ['2026-12-07', '2026-12-07'],
    ['7/12/2026', '2026-12-07'],
    ['07.12.2026', '2026-12-07'],
    ['31/02/2027', null],
    ['2027-13-01', null],
    ['demain', null],
    ['', null],
  ])('date %j → %j', (text, expected) => expect(readDate(text)).toBe(expected));

  it.each([
    ['12,5', 12.5],
    ['1 200 €', 1200],
    ['-3', -3],
    ['12 min', null],
    ['', null],
  ])('number %j → %j', (text, expected) => expect(readNumber(text)).toBe(expected));

  it.each([
    ['12', 1200],
    ['12,5', 1250],
    ['1 500,00 €', 150_000],
    ['0,07', 7],
    ['1.500', null],
    ['0,125', null],
    ['x', null],
  ])('cents of %j → %j', (text, expected) => expect(readCents(text)).toBe(expected));

  it.each([
    ['48.7612, 5.5905', { lat: 48.7612, lon: 5.5905 }],
    ['48.7612,5.5905', { lat: 48.7612, lon: 5.5905 }],
    ['48,7612 5,5905', { lat: 48.7612, lon: 5.5905 }],
    ['48,7612 ; 5,5905', { lat: 48.7612, lon: 5.5905 }],
    ['48.7612', null],
    ['95, 5', null],
    ['rue de la gare', null],
  ])('point %j', (text, expected) => expect(readPoint(text)).toEqual(expected));
});

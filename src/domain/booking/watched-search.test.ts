import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { lookMeans, type SearchEvent, watchedUntil } from './watched-search.ts';

const at = (time: string) => Temporal.Instant.from(`2026-11-23T${time}Z`);

describe('a search for rides is kept up to date', () => {
  it.each<[SearchEvent, string]>([
    ['begun', '10:30:00'],
    ['lookedAt', '10:30:00'],
    ['booked', '10:00:00'],
    ['replaced', '10:00:00'],
  ])('once it is %s at ten, until %s', (event, until) => {
    expect(watchedUntil(event, at('10:00:00')).toString()).toBe(at(until).toString());
  });

  it.each<[string, string | null, string, ReturnType<typeof lookMeans>]>([
    ['is no search of a form', null, '10:00:00', 'nothing'],
    ['has just been begun', '10:30:00', '10:00:00', 'nothing'],
    ['was looked at less than a minute ago', '10:30:00', '10:00:59', 'nothing'],
    ['was looked at a minute ago', '10:30:00', '10:01:00', 'longer'],
    ['was looked at half an hour ago, all but a second', '10:30:00', '10:29:59', 'longer'],
    ['was looked at half an hour ago', '10:30:00', '10:30:00', 'again'],
    ['was left the evening before', '00:30:00', '10:00:00', 'again'],
    ['was booked or replaced in this instant', '10:00:00', '10:00:00', 'again'],
  ])('one more look, where it %s', (_, until, now, means) => {
    expect(lookMeans(until === null ? null : at(until), at(now))).toBe(means);
  });
});

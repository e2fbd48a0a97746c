import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createOutage } from './log.ts';

const SECOND_MS = 1_000;
const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
let lines: string[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  lines = [];
});
afterEach(() => {
  vi.useRealTimers();
});

const open = () =>
  createOutage({
    log: (level, message, about) =>
      void lines.push(`${level} ${message} ${about?.fois ?? ''}${about?.secondes ?? ''}`.trim()),
    away: 'away',
    back: 'back',
  });

it('tells ten minutes of an outage that many find out every second by a line a minute, and one once it is over', () => {
  const outage = open();
  for (let second = 0; second < 600; second += 1) {
    for (let queue = 0; queue < 9; queue += 1) outage.failed(refused);
    vi.advanceTimersByTime(SECOND_MS);
  }
  expect(lines).toEqual(['warn away 1', ...Array.from({ length: 9 }, () => 'warn away 540')]);
  vi.advanceTimersByTime(5 * SECOND_MS);
  outage.answered();
  outage.answered();
  expect(lines.slice(10)).toEqual(['info back 599']);
  expect(outage.isOn()).toBe(false);
});

it('takes answers between failures for no end', () => {
  const outage = open();
  for (let second = 0; second < 50; second += 1) {
    outage.failed(refused);
    vi.advanceTimersByTime(SECOND_MS);
    outage.answered();
  }
  expect(lines).toEqual(['warn away 1']);
  expect(outage.isOn()).toBe(true);
});

it('tells a second outage at once, and says nothing of answers where none was', () => {
  const outage = open();
  outage.answered();
  expect(lines).toEqual([]);
  outage.failed(refused);
  vi.advanceTimersByTime(6 * SECOND_MS);
  outage.answered();
  outage.failed(refused);
  expect(lines).toEqual(['warn away 1', 'info back 0', 'warn away 1']);
});

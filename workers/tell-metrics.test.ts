import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Router, RouterMetrics } from '../geo/router.ts';
import type { Territory } from '../src/domain/territory.ts';
import type { Deps } from '../src/services/context.ts';
import { tellMetrics } from './tell-metrics.ts';

const HOUR_MS = 3_600_000;
const row: RouterMetrics = { router: 'osrm', mode: 'car', calls: 3, cells: 12, failures: 1, milliseconds: 2_400 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('writes a line an hour for each territory of which something was asked since, and goes on past a database that was away', async () => {
  const asked: Record<string, RouterMetrics[]> = {
    meuse: [row, { ...row, mode: 'foot', calls: 0, cells: 0, failures: 0 }],
    vosges: [],
  };
  let isAway = false;
  const lines: string[] = [];
  const telling = tellMetrics({
    database: {
      async listTerritories() {
        if (isAway) throw new Error('away');
        return ['ardennes', 'meuse', 'vosges'].map((id) => ({ id }) as Territory);
      },
    },
    // Only what a territory's router counted is looked at; the estimate of the Ardennes counts nothing.
    routers: ((id: string) => ({
      configured: (id in asked ? { metrics: () => asked[id] ?? [] } : {}) as Router,
    })) as Deps['routers'],
    log: (level, message, about) => void lines.push(`${level} ${message} ${JSON.stringify(about)}`),
  });
  const hours = (count: number) => vi.advanceTimersByTimeAsync(count * HOUR_MS);

  const message = 'info routes demandées, en appels/cases/échecs/secondes';
  await hours(2);
  expect(lines).toEqual([`${message} {"territoire":"meuse","osrm-car":"3/12/1/2"}`]);
  isAway = true;
  asked.vosges = [{ ...row, router: 'valhalla' }];
  await hours(1);
  expect(lines).toHaveLength(1);
  isAway = false;
  await hours(1);
  expect(lines.slice(1)).toEqual([`${message} {"territoire":"vosges","valhalla-car":"3/12/1/2"}`]);
  telling.close();
  asked.meuse = [{ ...row, calls: 4 }];
  await hours(3);
  expect(lines).toHaveLength(2);
});

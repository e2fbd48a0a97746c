import { describe, expect, test } from 'vitest';
import { detourChange, missBy } from '../../../test/factories/results.ts';
import type { LegMatch } from '../matching/result.ts';
import type { Leg } from '../schedule/legs.ts';
import { unservedLegs } from './unserved-legs.ts';

const at = (label: string, commune: string | null) => ({
  label,
  lon: 5.4,
  lat: 48.8,
  zones: commune === null ? null : [commune, '55'],
});
const leg = (id: string, direction: Leg['direction'], hour: number, more: Partial<Leg> = {}): Leg => ({
  id,
  direction,
  weekday: 1,
  deadlineSeconds: hour * 3600 - 600,
  place: at('usine', '55029'),
  stops: [],
  occurrences: 3,
  dates: [],
  ...more,
});
const home = at('Commercy', '55122');
const serves = (legId: string) => ({ legId, served: true }) as LegMatch;

describe('legs that nothing carries', () => {
  const legs = [leg('L1', 'outbound', 5), leg('L2', 'return', 13)];

  test('are those that neither a possible offer nor one to be verified serves', () => {
    const toVerify = missBy([], { verdict: 'toVerify', legs: [serves('L2')] });
    expect(unservedLegs({ home, legs }, [toVerify])).toEqual([
      { ride: { direction: 'outbound', hour: 4, from: '55122', to: '55029' }, occurrences: 3, nearest: null },
    ]);
    // What an impossible offer would serve is not to be had.
    expect(unservedLegs({ home, legs }, [missBy([], { legs: [serves('L1'), serves('L2')] })])).toHaveLength(2);
  });

  test('go from work to home on the way back, and past midnight on the clock', () => {
    expect(unservedLegs({ home, legs: [leg('L9', 'return', 29)] }, [])[0]?.ride).toEqual({
      direction: 'return',
      hour: 4,
      from: '55029',
      to: '55122',
    });
  });

  test('are told with the least change that would carry them, whatever the order', () => {
    const dear = missBy([{ ...detourChange, cost: 40 }], { offerId: 'off-dear' });
    const near = missBy([detourChange, { ...detourChange, lever: 'licence', cost: 90 }], { offerId: 'off-near' });
    const other = missBy([{ ...detourChange, serves: ['L2'], cost: 1 }], { offerId: 'off-other' });
    const expected = { offerId: 'off-near', lever: 'maxDetour', amount: 240, unit: 's' };
    for (const matches of [
      [dear, near, other],
      [other, near, dear],
    ]) {
      expect(unservedLegs({ home, legs }, matches)[0]?.nearest).toEqual(expected);
    }
  });

  test('that come on no date of the rota are no need', () => {
    expect(unservedLegs({ home, legs: [leg('L1', 'outbound', 5, { occurrences: 0 })] }, [])).toEqual([]);
  });
});

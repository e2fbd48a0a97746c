import { expect, it } from 'vitest';
import { randomIds } from './ids.ts';

it('makes ids that bear their kind, never twice the same', () => {
  const made = Array.from({ length: 2_000 }, () => randomIds.next('dia'));
  expect(new Set(made).size).toBe(made.length);
  for (const id of made) expect(id).toMatch(/^dia_[0-9a-hjkmnp-tv-z]{26}$/);
});

it('uses every letter at every place', () => {
  const made = Array.from({ length: 2_000 }, () => randomIds.next('x').slice(2));
  for (let place = 0; place < 26; place += 1) {
    expect(new Set(made.map((id) => id[place])).size).toBe(32);
  }
});

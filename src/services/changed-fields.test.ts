import { expect, it } from 'vitest';
import { changedFields } from './changed-fields.ts';

it.each([
  [{ a: 1 }, { a: 1 }, []],
  [{ a: 1, b: 2 }, { a: 1, b: 3 }, ['b']],
  [{ a: 1 }, {}, ['a']],
  [{ a: { x: 1, y: [1] } }, { a: { x: 1, y: [2] }, b: 0 }, ['a.y', 'b']],
  [{ a: { x: 1 } }, { a: null }, ['a']],
  [{ a: [1, 2] }, { a: [1, 3] }, ['a']],
])('between %j and %j it names %j', (before, after, names) => {
  expect(changedFields(before, after)).toEqual(names);
});

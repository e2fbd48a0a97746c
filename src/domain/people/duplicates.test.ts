import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, duplicatePairs, duplicatesOf, type Keys, likeness } from './duplicates.ts';

const keys = (id: string, more: Partial<Keys> = {}): Keys => ({
  id,
  name: 'amina benali',
  birthDate: null,
  phoneDigits: null,
  reference: null,
  ...more,
});

describe('two files of one person', () => {
  const born = { birthDate: '1999-05-02' };
  it.each<[string, Partial<Keys>, Partial<Keys>, ReturnType<typeof likeness>]>([
    ['the same name and birth', born, born, 'sameNameAndBirth'],
    ['the same the other way round', { ...born, name: 'benali amina' }, born, 'sameNameAndBirth'],
    ['a slip in the name, the same birth', { ...born, name: 'amina bennali' }, born, 'closeNameSameBirth'],
    ['a space in the name, the same birth', { ...born, name: 'amina ben ali' }, born, 'closeNameSameBirth'],
    ['the same name, one birth unknown', born, {}, 'sameName'],
    ['the same name, other births', born, { birthDate: '1978-01-01' }, null],
    ['a slip in the name', { name: 'amina benaly' }, {}, 'closeName'],
    ['the same first name only', { name: 'amina duval' }, {}, null],
    ['the same birth only', { ...born, name: 'bruno petit' }, born, null],
    ['a slip in a short name', { name: 'li wu' }, { name: 'li wo' }, null],
    ['the same phone', { name: 'x', phoneDigits: '0612345678' }, { phoneDigits: '0612345678' }, 'samePhone'],
    ['the same reference', { name: 'x', reference: 'R-1' }, { reference: 'R-1' }, 'sameReference'],
    ['nothing known', { name: '' }, { name: '' }, null],
    ['names in Arabic', { name: 'امينة بن علي' }, { name: 'امينة بنعلي' }, 'closeName'],
  ])('%s', (_, a, b, expected) => {
    expect(likeness(keys('ben-1', a), keys('ben-2', b))).toBe(expected);
  });

  it('are told the surest first, and never of oneself', () => {
    const person = keys('ben-1', { birthDate: '1999-05-02', phoneDigits: '0612345678' });
    expect(
      duplicatesOf(person, [
        keys('ben-2'),
        keys('ben-3', { name: 'x', phoneDigits: '0612345678' }),
        person,
        keys('ben-4', { birthDate: '1999-05-02' }),
      ]),
    ).toEqual([
      { id: 'ben-4', likeness: 'sameNameAndBirth' },
      { id: 'ben-3', likeness: 'samePhone' },
      { id: 'ben-2', likeness: 'sameName' },
    ]);
  });

  const anyName = fc
    .array(fc.constantFrom('amina', 'amin', 'benali', 'bennali', 'ben', 'ali', 'duval', 'li'), { maxLength: 3 })
    .map((words) => words.join(' '));
  const anybody = fc.record({
    name: anyName,
    birthDate: fc.constantFrom(null, '1999-05-02', '1999-05-03'),
    phoneDigits: fc.constantFrom(null, '0612345678', '0612345679'),
    reference: fc.constantFrom(null, 'R-1', 'R-2'),
  });

  it('are the same two whoever is looked at first', () => {
    fc.assert(
      fc.property(anybody, anybody, (a, b) => {
        expect(likeness({ id: '1', ...a }, { id: '2', ...b })).toBe(likeness({ id: '2', ...b }, { id: '1', ...a }));
        expect(compareNames(a.name, b.name)).toBe(compareNames(b.name, a.name));
      }),
    );
  });

  it('are all found among many, each two once', () => {
    fc.assert(
      fc.property(fc.array(anybody, { maxLength: 12 }), (some) => {
        const people = some.map((one, index): Keys => ({ id: `ben-${String(index).padStart(2, '0')}`, ...one }));
        const everyTwo = people.flatMap((a) =>
          people.filter((b) => a.id < b.id && likeness(a, b) !== null).map((b) => `${a.id} ${b.id}`),
        );
        expect(
          duplicatePairs(people)
            .map(({ a, b }) => `${a} ${b}`)
            .toSorted(),
        ).toEqual(everyTwo.toSorted());
      }),
    );
  });
});

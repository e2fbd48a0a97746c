import { describe, expect, it } from 'vitest';
import { figuresOf } from './figures.ts';
import { type NeedChange, type NeededSite, needCells, needKey, type PersonInNeed } from './needs.ts';

const site: NeededSite = {
  id: 'sit-1',
  place: { lon: 5.16, lat: 48.77 },
  secondsFrom: new Map([
    ['near', 29 * 60],
    ['far', 61 * 60],
  ]),
  patterns: [
    { id: 'morning', shifts: [{ start: '05:00', end: '13:00' }] },
    { id: 'night', shifts: [{ start: '21:00', end: '05:00' }] },
  ],
};
const person = (id: string, more: Partial<PersonInNeed> = {}): PersonInNeed => ({
  id,
  commune: 'near',
  maxTravelMinutes: null,
  drives: false,
  hasCar: false,
  job: null,
  hasWay: null,
  changes: [],
  ...more,
});
const there = { lon: 5.165, lat: 48.772, shifts: [{ start: '05:00', end: '13:00' }] };
const among = (people: PersonInNeed[], change: NeedChange, patternId: string | null = null) => [
  ...(needCells(people, [site]).find(({ key }) => key === needKey('sit-1', patternId, change))?.people ?? []),
];

describe('who could work at a site if one thing changed', () => {
  it.each([
    ['without car or licence, near', {}, ['line']],
    ['with a licence and no car', { drives: true }, ['line', 'vehicle']],
    ['without a licence, a car at home', { hasCar: true }, ['line']],
    ['who drives their own car', { drives: true, hasCar: true }, []],
    ['of whom neither is known', { drives: null, hasCar: null }, []],
    ['of whom it is known only that they have no car', { drives: null }, ['line']],
    ['too far', { commune: 'far' }, []],
    ['whose commune nobody knows', { commune: null }, []],
    ['who accepts less', { maxTravelMinutes: 29 }, []],
    ['who accepts as much, to the quarter of an hour', { maxTravelMinutes: 44 }, ['line']],
    ['who accepts two hours: never more than one is taken', { commune: 'far', maxTravelMinutes: 120 }, []],
    ['who has a job there and a way to it', { job: there, hasWay: true }, []],
    ['who has a job there that is still being looked at', { job: there, hasWay: null }, []],
    ['who has a job there and no way', { job: there, hasWay: false }, ['line']],
  ] as [string, Partial<PersonInNeed>, NeedChange[]][])('%s', (_who, more, expected) => {
    const people = [person('one', more)];
    for (const change of ['line', 'vehicle'] as const) {
      expect([change, among(people, change)]).toEqual([change, expected.includes(change) ? ['one'] : []]);
    }
  });

  it.each([
    [[{ lever: 'shiftStart', amount: 900 }], ['hours15', 'hours30', 'hours60']],
    [[{ lever: 'shiftEnd', amount: 901 }], ['hours30', 'hours60']],
    [[{ lever: 'shiftEnd', amount: 3601 }], []],
    [[{ lever: 'maxDetour', amount: 240 }], ['driver']],
    [[{ lever: 'serviceFrom', amount: 7200 }], ['service']],
    [[{ lever: 'licence', amount: 1 }], []],
  ] as [PersonInNeed['changes'], NeedChange[]][])('%j', (changes, expected) => {
    const people = [person('one', { commune: 'far', job: there, hasWay: false, changes })];
    for (const change of ['hours15', 'hours30', 'hours60', 'driver', 'service'] as const) {
      const told = expected.includes(change) ? ['one'] : [];
      expect([change, among(people, change)]).toEqual([change, told]);
      expect([change, among(people, change, 'morning')]).toEqual([change, told]);
      expect([change, among(people, change, 'night')]).toEqual([change, []]);
    }
    // Of a job elsewhere, or with a way, it is no need of this site.
    for (const more of [{ job: { ...there, lon: 5.19 } }, { hasWay: true }, { hasWay: null }]) {
      const other = people.map((one) => ({ ...one, ...more }));
      expect(among(other, 'hours60')).toEqual([]);
      expect(among(other, 'driver')).toEqual([]);
    }
  });

  it('tells two sites side by side alike, and a rota like its site, where few set them apart', () => {
    const beside: NeededSite = { ...site, id: 'sit-2', secondsFrom: new Map([['near', 31 * 60]]) };
    const steady = Array.from({ length: 7 }, (_, i) => person(`p${i}`));
    const patient = Array.from({ length: 4 }, (_, i) => person(`q${i}`, { maxTravelMinutes: 30 }));
    const figures = figuresOf(needCells([...steady, ...patient], [site, beside]));
    // Eleven live near enough to one, seven to the other: four people are not to be read off the difference.
    expect(figures.get(needKey('sit-1', null, 'line'))).toBe(5);
    expect(figures.get(needKey('sit-2', null, 'line'))).toBe(5);
    expect(figures.get(needKey('sit-1', 'morning', 'line'))).toBe(5);
    const more = Array.from({ length: 5 }, (_, i) => person(`r${i}`, { maxTravelMinutes: 30 }));
    const apart = figuresOf(needCells([...steady, ...more], [site, beside]));
    expect(apart.get(needKey('sit-1', null, 'line'))).toBe(10);
    expect(apart.get(needKey('sit-2', null, 'line'))).toBe(5);
  });
});

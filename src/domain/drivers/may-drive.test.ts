import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Driver } from './driver.ts';
import { inFairOrder, loadOf } from './fair-order.ts';
import { type AskedDrive, type PromisedRide, refusalsOf } from './may-drive.ts';
import { driverNeeds } from './needs-attention.ts';
import { driverRulesSchema, HOUSE_CHARTER } from './rules.ts';
import { kilometreStatement } from './statement.ts';
import { absentDates } from './usual-offers.ts';

const rules = driverRulesSchema.parse({});
const checks = (['licence', 'insurance', 'honorability'] as const).map((kind) => ({
  kind,
  checkedOn: '2026-10-01',
  validUntil: '2027-10-01',
}));
const driver = (more: Partial<Driver> = {}): Driver => ({
  id: 'a',
  kind: 'volunteer',
  status: 'active',
  charterVersion: HOUSE_CHARTER,
  seats: 3,
  weeklyRides: 3,
  weeklyMinutes: 200,
  checks,
  absences: [],
  ...more,
});
/** Of a Wednesday. */
const asked: AskedDrive = {
  bookingId: 'asked',
  run: 'asked',
  date: '2026-11-25',
  from: '2026-11-25T03:00:00Z',
  until: '2026-11-25T04:00:00Z',
  minutes: 60,
  seats: 1,
  noWay: null,
};
const ride = (bookingId: string, date: string, more: Partial<PromisedRide> = {}): PromisedRide => ({
  bookingId,
  run: bookingId,
  date,
  from: `${date}T10:00:00Z`,
  until: `${date}T11:00:00Z`,
  minutes: 60,
  ...more,
});
const codes = (one: Driver, promised: readonly PromisedRide[] = [], drive = asked) =>
  refusalsOf(one, drive, promised, rules).map(({ code }) => code);

describe('who may take a ride', () => {
  // biome-ignore format: a table, one line each
  it.each<[string, Partial<Driver>, readonly PromisedRide[], string[]]>([
    ['whoever has all that is asked', {}, [], []],
    ['nobody before they are accepted', { status: 'applied' }, [], ['applied']],
    ['nobody who pauses', { status: 'paused' }, [], ['paused']],
    ['nobody without the charter as it is now', { charterVersion: '2025-01' }, [], ['charter']],
    ['nobody without a paper that was seen', { checks: checks.slice(1) }, [], ['checkMissing']],
    ['nobody whose paper ends the day before', { checks: [...checks.slice(1), { kind: 'licence', checkedOn: '2026-10-02', validUntil: '2026-11-24' }] }, [], ['checkExpired']],
    ['whoever’s paper ends that very day', { checks: checks.map((one) => ({ ...one, validUntil: '2026-11-25' })) }, [], []],
    ['a carpooler without certificate of honour', { kind: 'carpooler', checks: checks.slice(0, 2) }, [], []],
    ['nobody on the last day of an absence', { absences: [{ from: '2026-11-20', until: '2026-11-25' }] }, [], ['absent']],
    ['whoever is back', { absences: [{ from: '2026-11-20', until: '2026-11-24' }] }, [], []],
    ['nobody without a seat', { seats: 1 }, [], []],
    ['nobody who is on another road', {}, [ride('x', '2026-11-25', { from: '2026-11-25T03:59:59Z', until: '2026-11-25T05:00:00Z' })], ['busy']],
    ['whoever is home when it begins', {}, [ride('x', '2026-11-25', { from: '2026-11-25T02:00:00Z', until: '2026-11-25T03:00:00Z' })], []],
    ['whoever drives that very run', {}, [ride('x', '2026-11-25', { run: 'asked', from: asked.from, until: asked.until })], []],
    ['nobody past their rides of that week', {}, ['2026-11-23', '2026-11-24', '2026-11-29'].map((date) => ride(date, date, { minutes: 5 })), ['capRides']],
    ['whoever drove the week before', {}, ['2026-11-20', '2026-11-21', '2026-11-22'].map((date) => ride(date, date)), []],
    ['nobody past their minutes', {}, [ride('x', '2026-11-23', { minutes: 141 })], ['capMinutes']],
    ['whoever comes to just their minutes', {}, [ride('x', '2026-11-23', { minutes: 140 })], []],
  ])('%s', (_name, more, promised, expected) => {
    expect(codes(driver(more), promised)).toEqual(expected);
  });

  it.each(['unreachable', 'homeUnknown'] as const)('nobody whose home is %s, however free they are', (noWay) => {
    expect(codes(driver(), [], { ...asked, noWay })).toEqual([noWay]);
  });

  it('nobody beyond what the territory allows, whatever they say', () => {
    const strict = driverRulesSchema.parse({ mostWeeklyMinutes: 59 });
    expect(refusalsOf(driver({ weeklyMinutes: 3000 }), asked, [], strict)).toEqual([
      { code: 'capMinutes', cap: 59, promised: 0 },
    ]);
  });
});

describe('whom to ask first', () => {
  const rides = fc.array(
    fc.record({ day: fc.integer({ min: 1, max: 29 }), minutes: fc.integer({ min: 1, max: 300 }) }),
    { maxLength: 6 },
  );
  const people = fc
    .uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 3 }),
        rides,
        weeklyMinutes: fc.integer({ min: 1, max: 900 }),
      }),
      {
        selector: ({ id }) => id,
        maxLength: 8,
      },
    )
    .map((all) =>
      all.map(({ id, rides: theirs, weeklyMinutes }) => ({
        driver: driver({ id, weeklyMinutes }),
        rides: theirs.map(({ day, minutes }, n) =>
          ride(`${id}${n}`, `2026-11-${String(day).padStart(2, '0')}`, { minutes }),
        ),
      })),
    );

  it('does not hang on the order they come in, and never puts a bigger load before a smaller', () => {
    fc.assert(
      fc.property(people, fc.infiniteStream(fc.nat()), (all, draws) => {
        const shuffled = all
          .map((one) => ({ one, at: draws.next().value as number }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const ordered = inFairOrder(all, asked.date, rules);
        expect(inFairOrder(shuffled, asked.date, rules)).toEqual(ordered);
        const loads = ordered.map((one) => loadOf(one, asked.date, rules));
        expect(loads).toEqual(loads.toSorted((a, b) => a - b));
      }),
    );
  });

  it('spreads rides evenly over equals, and by their cap over others', () => {
    const all = [driver({ id: 'a' }), driver({ id: 'b' }), driver({ id: 'half', weeklyMinutes: 100 })];
    const given: Record<string, PromisedRide[]> = { a: [], b: [], half: [] };
    for (let n = 0; n < 10; n++) {
      const order = inFairOrder(
        all.map((one) => ({ driver: one, rides: given[one.id] ?? [] })),
        asked.date,
        rules,
      );
      const id = order[0]?.driver.id ?? '';
      given[id]?.push(ride(`${n}`, `2026-11-${10 + n}`, { minutes: 40 }));
    }
    expect([given.a?.length, given.b?.length, given.half?.length]).toEqual([4, 4, 2]);
  });

  it('does not count what is older than four weeks, and of equals takes who drove longest ago', () => {
    const old = { driver: driver({ id: 'z' }), rides: [ride('x', '2026-11-01')] };
    const never = { driver: driver({ id: 'y' }), rides: [] };
    expect(loadOf(old, asked.date, rules)).toBe(0);
    expect(inFairOrder([old, never], asked.date, rules).map((one) => one.driver.id)).toEqual(['y', 'z']);
  });
});

it('tells who coordinates what ends within thirty days, and nothing of who has left', () => {
  const soon = driver({ checks: checks.map((one) => ({ ...one, validUntil: '2026-12-21' })) });
  expect(driverNeeds(soon, '2026-11-22', rules).map(({ code }) => code)).toEqual(['expires', 'expires', 'expires']);
  expect(driverNeeds(soon, '2026-11-21', rules)).toEqual([]);
  expect(driverNeeds({ ...soon, status: 'left' }, '2026-12-30', rules)).toEqual([]);
});

it('offers no trip on a day of absence, once, and none of the past', () => {
  const absences = [
    { from: '2026-11-20', until: '2026-11-23' },
    { from: '2026-11-23', until: '2026-11-24' },
  ];
  expect(absentDates(absences, '2026-11-22')).toEqual(['2026-11-22', '2026-11-23', '2026-11-24']);
});

it('adds up kilometres as they are read', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300_000 }), { maxLength: 40 }), (metres) => {
      const drives = metres.map((one) => ({ date: '2026-11-02', from: 'A', to: 'B', metres: one, minutes: 1 }));
      const { rides, km, paidBackCents } = kilometreStatement(drives, 35);
      expect(Math.round(km * 10)).toBe(rides.reduce((sum, one) => sum + Math.round(one.km * 10), 0));
      expect(paidBackCents).toBe(rides.reduce((sum, one) => sum + (one.paidBackCents ?? 0), 0));
      expect(kilometreStatement(drives, null).paidBackCents).toBeNull();
    }),
  );
});

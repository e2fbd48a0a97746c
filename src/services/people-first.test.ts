import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPeopleFirst, type PeopleFirst } from './people-first.ts';

let first: PeopleFirst;
let order: string[];
beforeEach(() => {
  vi.useFakeTimers();
  order = [];
  first = createPeopleFirst({ atOnce: 2, lingerMs: 100, starvingMs: 5_000 });
});
afterEach(() => void vi.useRealTimers());

const begun = async (name: string, signal?: AbortSignal) => {
  const leave = await first.turn(signal);
  order.push(name);
  return leave;
};
function attended() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { served: first.attend(() => promise), end: resolve };
}
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

test('while nobody waits pieces begin at once, so many at a time, in the order they came', async () => {
  const leave = await begun('a');
  await begun('b');
  void begun('c');
  void begun('d');
  await pass(60_000);
  expect(order).toEqual(['a', 'b']);
  leave();
  // Given back twice it counts once.
  leave();
  await pass();
  expect(order).toEqual(['a', 'b', 'c']);
});

test('no piece begins while a person is served, nor in the moment after in which the next one comes', async () => {
  const [one, another] = [attended(), attended()];
  void begun('piece');
  await pass(1_000);
  one.end();
  await one.served;
  await pass(1_000);
  expect(order).toEqual([]);
  another.end();
  await another.served;
  await pass(99);
  const third = attended();
  await pass(1_000);
  expect(order).toEqual([]);
  third.end();
  await third.served;
  await pass(101);
  expect(order).toEqual(['piece']);
});

test('with people served without end, one piece begins every so often', async () => {
  attended();
  for (const name of ['a', 'b', 'c']) void begun(name).then((leave) => leave());
  await pass(4_900);
  expect(order).toEqual([]);
  await pass(200);
  expect(order).toEqual(['a']);
  await pass(4_800);
  expect(order).toEqual(['a']);
  await pass(200);
  expect(order).toEqual(['a', 'b']);
});

test('what fails has been served', async () => {
  await expect(first.attend(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  void begun('after');
  await pass(101);
  expect(order).toEqual(['after']);
});

test('who gives up leaves the line, and takes nobody’s place', async () => {
  const leave = await begun('a');
  await begun('b');
  const stop = new AbortController();
  const given = expect(first.turn(stop.signal)).rejects.toThrow('enough');
  void begun('c');
  stop.abort(new Error('enough'));
  await given;
  leave();
  await pass();
  expect(order).toEqual(['a', 'b', 'c']);
  await expect(first.turn(stop.signal)).rejects.toThrow('enough');
});

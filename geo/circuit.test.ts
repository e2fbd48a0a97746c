import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCircuit } from './circuit.ts';
import { RouterError, type RouterErrorCode } from './router.ts';

const COOL_DOWN_MS = 5_000;
const LONGEST_MS = 60_000;

/** A circuit before a server whose answers are settled by hand, on a clock moved by hand. */
function startWorld({ failuresToOpen = 3, startsUnproven = false } = {}) {
  const world = { nowMs: 0, isUp: true, probes: 0, asked: 0 };
  const circuit = createCircuit({
    name: 'osrm:5000',
    probe: async () => {
      world.probes++;
      if (!world.isUp) throw new RouterError('unavailable', 'ECONNREFUSED');
    },
    nowMs: () => world.nowMs,
    failuresToOpen,
    coolDownMs: COOL_DOWN_MS,
    longestCoolDownMs: LONGEST_MS,
    startsUnproven,
  });
  const ask = (code?: RouterErrorCode) =>
    circuit.run(async () => {
      world.asked++;
      if (code) throw new RouterError(code, `answered ${code}`);
      return 'answer';
    });
  const outcome = (code?: RouterErrorCode) => ask(code).catch((error: RouterError) => error.message);
  return { world, circuit, ask, outcome };
}

describe('createCircuit', () => {
  it('leaves the server alone after three failures in a row, and says for how long and why', async () => {
    const { world, circuit, outcome } = startWorld();
    for (const code of ['unavailable', 'garbage', 'unavailable'] as const) await outcome(code);
    expect(await outcome()).toBe('osrm:5000 is left alone for 5 s (answered unavailable)');
    world.nowMs = 1_200;
    expect(await outcome()).toContain('for 4 s');
    expect(circuit.view()).toEqual({ state: 'open', openForMs: 3_800, reason: 'answered unavailable' });
    expect(world).toMatchObject({ asked: 3, probes: 0 });
  });

  it.each<[RouterErrorCode | undefined, string]>([
    [undefined, 'an answer'],
    ['refused', 'a refusal, which is an answer'],
  ])('begins to count anew after %s (%s)', async (code) => {
    const { world, outcome } = startWorld();
    for (const next of ['unavailable', 'unavailable', code, 'unavailable', 'unavailable'] as const) await outcome(next);
    expect(await outcome()).toBe('answer');
    expect(world.asked).toBe(6);
  });

  it('draws no conclusion from an abort or from a mistake in the code', async () => {
    const { circuit, outcome } = startWorld();
    await outcome('unavailable');
    await outcome('unavailable');
    await expect(circuit.run(() => Promise.reject(new TypeError('x is no function')))).rejects.toThrow(TypeError);
    expect(circuit.view().state).toBe('closed');
    await outcome('unavailable');
    expect(circuit.view().state).toBe('open');
  });

  it('asks one probe for everybody once the time is over, and one answer closes it', async () => {
    const { world, circuit, outcome } = startWorld({ failuresToOpen: 1 });
    await outcome('unavailable');
    world.nowMs = COOL_DOWN_MS;
    expect(await Promise.all([outcome(), outcome(), outcome()])).toEqual(['answer', 'answer', 'answer']);
    expect(world.probes).toBe(1);
    expect(circuit.view()).toEqual({ state: 'closed', openForMs: 0, reason: '' });
  });

  it('opens at the first failure after a probe, for twice as long each time and a minute at most', async () => {
    const { world, circuit, outcome } = startWorld();
    for (let i = 0; i < 3; i++) await outcome('unavailable');
    const coolDownsMs: number[] = [];
    for (let i = 0; i < 6; i++) {
      coolDownsMs.push(circuit.view().openForMs);
      world.nowMs += circuit.view().openForMs;
      await outcome('unavailable');
    }
    expect(coolDownsMs).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    world.nowMs += LONGEST_MS;
    await outcome();
    for (let i = 0; i < 3; i++) await outcome('unavailable');
    expect(circuit.view().openForMs).toBe(COOL_DOWN_MS);
  });

  it('is not moved by late answers to questions asked before it opened', async () => {
    const { world, circuit, outcome } = startWorld();
    const late = Promise.withResolvers<string>();
    const lateFailure = Promise.withResolvers<string>();
    const slow = circuit.run(() => late.promise);
    const slowFailure = circuit.run(() => lateFailure.promise);
    for (let i = 0; i < 3; i++) await outcome('unavailable');
    late.resolve('after all');
    expect(await slow).toBe('after all');
    expect(circuit.view().state).toBe('open');
    world.nowMs = COOL_DOWN_MS;
    await circuit.enter();
    expect(circuit.view().state).toBe('halfOpen');
    lateFailure.reject(new RouterError('unavailable', 'did not answer within 10000 ms'));
    await expect(slowFailure).rejects.toThrow('10000 ms');
    expect(circuit.view().state).toBe('halfOpen');
  });

  it('is asked nothing before its first probe, where it starts unproven', async () => {
    const { world, outcome } = startWorld({ startsUnproven: true });
    world.isUp = false;
    expect(await outcome()).toContain('left alone for 5 s (ECONNREFUSED)');
    world.isUp = true;
    world.nowMs = COOL_DOWN_MS;
    expect(await outcome()).toBe('answer');
    expect(world).toMatchObject({ asked: 1, probes: 2 });
  });

  it('can be tripped at once, by one who knows better', async () => {
    const { circuit, outcome } = startWorld();
    circuit.trip(new RouterError('unavailable', 'the roads of elsewhere'));
    expect(await outcome()).toContain('the roads of elsewhere');
  });

  it('throws a mistake made in the probe', async () => {
    const circuit = createCircuit({
      name: 'osrm:5000',
      probe: () => Promise.reject(new TypeError('x is no function')),
      nowMs: () => 0,
      startsUnproven: true,
    });
    await expect(circuit.run(async () => 'answer')).rejects.toThrow(TypeError);
  });

  it('property: never hammers a dead server, never refuses a live one, and finds it again', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 30_000 }) }),
      fc.record({ kind: fc.constant('ask' as const), together: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('turn' as const), isUp: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 5 }), async (steps, threshold) => {
        const { world, circuit, outcome } = startWorld({ failuresToOpen: threshold });
        const askNow = () => outcome(world.isUp ? undefined : 'unavailable');
        /** Requests that a dead server has had since it was last asked successfully, and when that silence began. */
        let deadSinceMs: number | null = null;
        let wasted = 0;
        for (const one of steps) {
          if (one.kind === 'wait') world.nowMs += one.ms;
          else if (one.kind === 'turn') {
            world.isUp = one.isUp;
            deadSinceMs = one.isUp ? null : world.nowMs;
            wasted = 0;
          } else {
            const before = world.asked + world.probes;
            const stateBefore = circuit.view().state;
            const answers = await Promise.all(Array.from({ length: one.together }, askNow));
            if (world.isUp && stateBefore !== 'open') expect(answers).toEqual(answers.map(() => 'answer'));
            if (deadSinceMs === null) continue;
            wasted += world.asked + world.probes - before;
            const coolDowns = Math.floor((world.nowMs - deadSinceMs) / COOL_DOWN_MS);
            // What opens it, those already on their way together with that, and one probe a cool-down.
            expect(wasted).toBeLessThanOrEqual(threshold + 3 + coolDowns + 1);
          }
        }
        world.isUp = true;
        world.nowMs += LONGEST_MS;
        expect(await askNow()).toBe('answer');
        expect(circuit.view().state).toBe('closed');
      }),
      { numRuns: 300 },
    );
  });
});

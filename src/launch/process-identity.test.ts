import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { identifyProcess, isRunning, type ProcessRecord, signalProcess, waitUntilGone } from './process-identity.ts';

const children: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function sleeper(): ProcessRecord {
  const child = spawn('sleep', ['60']);
  children.push(child);
  const record = identifyProcess(child.pid ?? 0);
  if (record === null) throw new Error('sleep did not start');
  return record;
}

describe('a process', () => {
  test('is the same as long as it runs', () => {
    expect(identifyProcess(process.pid)).toEqual(identifyProcess(process.pid));
    expect(isRunning(sleeper())).toBe(true);
  });

  test('that is dead is nobody', async () => {
    const record = sleeper();
    children.at(-1)?.kill('SIGKILL');
    await once(children.at(-1) as ReturnType<typeof spawn>, 'exit');
    expect(identifyProcess(record.pid)).toBeNull();
    expect(isRunning(record)).toBe(false);
  });

  test.each([0, -1, 1.5, Number.NaN, 4_194_305])('%s is no number of a process', (pid) => {
    expect(identifyProcess(pid)).toBeNull();
  });

  test('of the same number but another start is a stranger, whom no signal reaches', async () => {
    const record = sleeper();
    const earlier = { pid: record.pid, identity: `${record.identity}0` };
    expect(isRunning(earlier)).toBe(false);
    signalProcess(earlier, 'SIGKILL');
    expect(await waitUntilGone([record], 200)).toBe(false);
    signalProcess(record, 'SIGKILL');
    expect(await waitUntilGone([record], 5_000)).toBe(true);
  });
});

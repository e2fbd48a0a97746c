import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockInstance } from './instance-lock.ts';
import { LaunchError } from './launch-error.ts';
import { identifyProcess, isRunning, type ProcessRecord } from './process-identity.ts';

let dataDir: string;
const children: ReturnType<typeof spawn>[] = [];
const noLog = () => {};
const patience = { runningMs: 200, stoppingMs: 10_000 };

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-lock-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

function sleeper(): { record: ProcessRecord; child: ReturnType<typeof spawn> } {
  const child = spawn('sleep', ['60']);
  children.push(child);
  return { record: identifyProcess(child.pid ?? 0) as ProcessRecord, child };
}

const writeLock = (holder: ProcessRecord & { stopping: boolean }) =>
  writeFileSync(join(dataDir, 'instance.json'), JSON.stringify(holder));

test('is taken, released without a trace, and taken again', async () => {
  (await lockInstance(dataDir, noLog, patience)).release();
  expect(readdirSync(dataDir)).toEqual([]);
  (await lockInstance(dataDir, noLog, patience)).release();
});

test('is refused while another instance runs, saying which one and what to do', async () => {
  const { record } = sleeper();
  writeLock({ ...record, stopping: false });
  const failure = await lockInstance(dataDir, noLog, patience).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(LaunchError);
  expect(String(failure)).toContain(String(record.pid));
  expect(String(failure)).toMatch(/DATA_DIR=\S+ PORT=\d+ npm start/);
  expect(isRunning(record)).toBe(true);
});

test('waits for one that is stopping', async () => {
  const { record, child } = sleeper();
  writeLock({ ...record, stopping: true });
  const waiting = lockInstance(dataDir, noLog, patience);
  await sleep(500);
  child.kill('SIGKILL');
  await once(child, 'exit');
  (await waiting).release();
});

test('is taken over from one that was killed, and from a file cut short', async () => {
  writeLock({ pid: process.pid, identity: 'an earlier process with our number', stopping: false });
  (await lockInstance(dataDir, noLog, patience)).release();
  writeFileSync(join(dataDir, 'instance.json'), '{"pid": 12');
  (await lockInstance(dataDir, noLog, patience)).release();
  expect(readdirSync(dataDir)).toEqual([]);
});

test('only one of many that start together has it', async () => {
  writeLock({ pid: process.pid, identity: 'an earlier process with our number', stopping: false });
  const won = (
    await Promise.allSettled(Array.from({ length: 5 }, () => lockInstance(dataDir, noLog, patience)))
  ).filter(({ status }) => status === 'fulfilled');
  expect(won).toHaveLength(1);
});

test('ends the children a killed instance left, and no stranger with the number of one', async () => {
  const left = sleeper();
  const stranger = sleeper();
  writeFileSync(
    join(dataDir, 'children.json'),
    JSON.stringify([left.record, { pid: stranger.record.pid, identity: 'a child of before' }]),
  );
  await lockInstance(dataDir, noLog, patience);
  expect(isRunning(left.record)).toBe(false);
  expect(isRunning(stranger.record)).toBe(true);
  expect(existsSync(join(dataDir, 'children.json'))).toBe(false);
});

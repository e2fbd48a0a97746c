import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process told apart from any later one that gets the same pid: `identity` holds the boot and the start time. */
export type ProcessRecord = { pid: number; identity: string };

/** The record of a process that runs now; null when there is none, or when it is dead and only waits to be reaped. */
export function identifyProcess(pid: number): ProcessRecord | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return process.platform === 'linux' ? identifyOnLinux(pid) : identifyWithPs(pid);
}

function identifyOnLinux(pid: number): ProcessRecord | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name, in brackets, may hold spaces and brackets; fields are counted after the last one (man 5 proc).
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return null;
  const startTicks = fields[18];
  const boot = readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? 'boot';
  return { pid, identity: `${boot}:${startTicks}` };
}

function identifyWithPs(pid: number): ProcessRecord | null {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const [state = '', ...startedAt] = line.split(/\s+/);
    return line === '' || state.startsWith('Z') ? null : { pid, identity: startedAt.join(' ') };
  } catch {
    return null;
  }
}

/** Whether that very process, and not a stranger with its number, still runs. */
export function isRunning(record: ProcessRecord): boolean {
  return identifyProcess(record.pid)?.identity === record.identity;
}

/** Sends a signal to that very process; nothing when it is gone. */
export function signalProcess(record: ProcessRecord, signal: NodeJS.Signals): void {
  if (!isRunning(record)) return;
  try {
    process.kill(record.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** True as soon as none of them runs, false after `timeoutMs`. */
export async function waitUntilGone(records: readonly ProcessRecord[], timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (records.some(isRunning)) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}

/** Asks them to end, and after `graceMs` makes them; waits as long again. */
export async function endProcesses(records: readonly ProcessRecord[], graceMs: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const record of records) signalProcess(record, signal);
    if (await waitUntilGone(records, graceMs)) return;
  }
}

/** The PostgreSQL processes that work in that folder, the main one first (it started before the others). */
export function findPostgresProcesses(clusterDir: string): ProcessRecord[] {
  const pids = process.platform === 'linux' ? pidsByWorkingFolder(clusterDir) : pidsByCommandLine(clusterDir);
  return pids.sort((a, b) => a - b).flatMap((pid) => identifyProcess(pid) ?? []);
}

function pidsByWorkingFolder(clusterDir: string): number[] {
  const isPostgres = (pid: string) =>
    readLinkOrNull(`/proc/${pid}/cwd`) === clusterDir &&
    /\/postgres( \(deleted\))?$/.test(readLinkOrNull(`/proc/${pid}/exe`) ?? '');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isPostgres(name))
    .map(Number);
}

function pidsByCommandLine(clusterDir: string): number[] {
  const lines = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).split('\n');
  return lines
    .filter((line) => line.includes('/postgres ') && line.includes(clusterDir))
    .map((line) => parseInt(line, 10));
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function readLinkOrNull(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { findNode24, root } from './platform.mjs';

const ORPHAN_CHECK_MS = 500;

/**
 * Runs a program under Node 24 in the clone's folder, on this terminal, and gives its exit code. Signals go through to it.
 * It has an IPC channel with us: if we are killed, `disconnect` tells it.
 */
export function runNode(args, environment = process.env) {
  const child = spawn(findNode24(), args, {
    cwd: root,
    env: environment,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  stopWithNpm(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** npm passes signals on, but not its own death by `kill -9`: then we have another parent than the one we started with. */
function stopWithNpm(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(check);
    stop();
  }, ORPHAN_CHECK_MS);
  check.unref();
}

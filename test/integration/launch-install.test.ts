import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** A small project with the real installer and packages made here, so that no registry is asked. */
const root = resolve(import.meta.dirname, '../..');
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-install-'));
  cpSync(join(root, 'bin'), join(project, 'bin'), { recursive: true });
  write('install.mjs', [
    "import { ensureInstalled } from './bin/install.mjs';",
    "import { commandLine } from './bin/platform.mjs';",
    "const withDevelopment = process.argv[2] === 'development';",
    'await commandLine(() => ensureInstalled({ withDevelopment }).then(() => 0));',
  ]);
  for (const name of ['runs', 'tests']) pack(name, '1.0.0');
  want('1.0.0');
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(path: string, lines: readonly string[]): void {
  mkdirSync(join(project, path, '..'), { recursive: true });
  writeFileSync(join(project, path), `${lines.join('\n')}\n`);
}

function npm(...args: string[]): void {
  const { status, stderr } = spawnSync('npm', [...args, '--offline', '--no-audit', '--no-fund'], {
    cwd: project,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}

function pack(name: string, version: string): void {
  write(`packages/${name}/package.json`, [JSON.stringify({ name, version })]);
  npm('pack', `./packages/${name}`);
}

/** Writes package.json and its lock file, as a new version of the project would. */
function want(version: string): void {
  const manifest = {
    name: 'small',
    version: '1.0.0',
    dependencies: { runs: `file:runs-${version}.tgz` },
    devDependencies: { tests: 'file:tests-1.0.0.tgz' },
  };
  write('package.json', [JSON.stringify(manifest)]);
  npm('install', '--package-lock-only');
}

function install({ development = false, environment = {} } = {}) {
  const args = ['install.mjs', ...(development ? ['development'] : [])];
  // What npm tells the scripts it runs must not tell this one.
  const { npm_execpath: _ours, ...inherited } = process.env;
  const child = spawn(process.execPath, args, { cwd: project, env: { ...inherited, ...environment } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return once(child, 'close').then(([code]) => ({ code: code as number, output }));
}

const withoutNpm = { environment: { PATH: '/nowhere' } };
const installed = (name: string): string | null => {
  const manifest = join(project, 'node_modules', name, 'package.json');
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : null;
};

test('installs what running needs and no more, once, and leaves the lock file as it is', async () => {
  const lock = readFileSync(join(project, 'package-lock.json'), 'utf8');
  const first = await install();
  expect(first).toMatchObject({ code: 0 });
  expect(first.output).toMatch(/Installation des dépendances : fait/);
  expect([installed('runs'), installed('tests')]).toEqual(['1.0.0', null]);
  expect(await install(withoutNpm)).toEqual({ code: 0, output: '' });
  expect(readFileSync(join(project, 'package-lock.json'), 'utf8')).toBe(lock);
});

test('adds the test tools when they are asked for, and keeps them through an update of what running needs', async () => {
  await install();
  await install({ development: true });
  expect(installed('tests')).toBe('1.0.0');
  pack('runs', '1.1.0');
  want('1.1.0');
  expect(await install()).toMatchObject({ code: 0 });
  expect([installed('runs'), installed('tests')]).toEqual(['1.1.0', '1.0.0']);
});

test('does an interrupted installation again', async () => {
  await install();
  writeFileSync(join(project, 'node_modules/.installation-under-way'), '4194305');
  rmSync(join(project, 'node_modules/runs'), { recursive: true });
  expect(await install()).toMatchObject({ code: 0 });
  expect(installed('runs')).toBe('1.0.0');
  expect(await install(withoutNpm)).toEqual({ code: 0, output: '' });
});

test('two commands at once install one after the other', async () => {
  const both = await Promise.all([install(), install()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.filter(({ output }) => output.includes('Installation des dépendances'))).toHaveLength(1);
});

test('says in one sentence why npm failed, and tries again the next time', async () => {
  const lock = readFileSync(join(project, 'package-lock.json'), 'utf8');
  write('package-lock.json', [lock.replaceAll(/sha512-[^"]{8}/g, 'sha512-AAAAAAAA')]);
  const failed = await install();
  expect(failed.code).toBe(1);
  expect(failed.output).toContain('npm n’a pas pu installer les dépendances');
  expect(failed.output).not.toContain('    at ');
  expect(failed.output).toContain('EINTEGRITY');
  write('package-lock.json', [lock]);
  expect(await install()).toMatchObject({ code: 0 });
  expect(installed('runs')).toBe('1.0.0');
});

test('says that npm is missing', async () => {
  const { code, output } = await install(withoutNpm);
  expect(code).toBe(1);
  expect(output).toContain('npm est introuvable');
});

import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const rooms = ['src', 'geo', 'workers', 'bin', 'scripts', 'bench', 'test', 'territories'];

function cruise(folder: string): { code: number | null; output: string } {
  const folders = rooms.filter((room) => existsSync(join(folder, room)));
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const run = spawnSync(
    process.execPath,
    [program, '--config', '.dependency-cruiser.mjs', '--no-progress', ...folders],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  return { code: run.status, output: run.stdout + run.stderr };
}

/** A small house within the same walls, where imports can be planted without touching ours. */
const furniture = {
  'src/domain/rule.ts': 'export const rule = 1;',
  'src/services/ports.ts': 'export type Port = number;',
  'src/services/record.ts': "import { rule } from '../domain/rule.ts';\nexport const record = rule;",
  'src/db/store.ts': 'export const store = 1;',
  'src/gateways/sms.ts': 'export const sms = 1;',
  'src/web/app.tsx': "import { record } from '../services/record.ts';\nexport const app = record;",
  'src/i18n/fr.ts': 'export const fr = 1;',
  'src/launch/main.ts': 'export const launch = 1;',
  'src/config.ts': 'export const config = 1;',
  'src/compose.ts': "import { store } from './db/store.ts';\nexport const compose = store;",
  'src/server.ts': "import { app } from './web/app.tsx';\nexport const server = app;",
  'geo/router.ts': 'export type Router = number;\nexport const MODES = 1;',
  'workers/main.ts': "import { compose } from '../src/compose.ts';\nexport const main = compose;",
  'test/support/tool.ts': 'export const tool = 1;',
};

/** File, what it must not import, the rule that says so. */
const plants = [
  ['src/domain/planted-service.ts', '../services/record.ts', 'walls-of-domain'],
  ['src/domain/planted-road.ts', '../../geo/router.ts', 'the-domain-takes-types-only-from-the-road'],
  ['src/domain/planted-file.ts', 'node:fs', 'the-domain-is-pure'],
  ['src/services/planted-store.ts', '../db/store.ts', 'walls-of-services'],
  ['src/services/planted-framework.ts', 'hono', 'only-some-rooms-know'],
  ['src/services/planted-tool.ts', '../../test/support/tool.ts', 'tests-stay-outside'],
  ['src/services/planted-dev.ts', 'fast-check', 'installed-without-test-tools'],
  ['src/services/planted-nothing.ts', './nowhere.ts', 'resolvable'],
  ['src/services/planted-circle.ts', './record.ts', 'no-circle'],
  ['src/db/planted-service.ts', '../services/record.ts', 'walls-of-db'],
  ['src/gateways/planted-store.ts', '../db/store.ts', 'walls-of-gateways'],
  ['src/web/planted-store.ts', '../db/store.ts', 'walls-of-web'],
  ['src/web/planted-config.ts', '../config.ts', 'walls-of-web'],
  ['src/web/planted-driver.ts', 'postgres', 'only-some-rooms-know'],
  ['src/i18n/planted-service.ts', '../services/record.ts', 'walls-of-i18n'],
  ['src/compose.ts', './web/app.tsx', 'walls-of-compose'],
  ['src/config.ts', './db/store.ts', 'walls-of-config'],
  ['src/server.ts', './launch/main.ts', 'only-main-starts-the-launch'],
  ['geo/planted-rule.ts', '../src/domain/rule.ts', 'walls-of-geo'],
  ['workers/planted-store.ts', '../src/db/store.ts', 'walls-of-workers'],
] as const;

let house: string;
let bare: ReturnType<typeof cruise>;
let planted: ReturnType<typeof cruise>;

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-walls-'));
  for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json'])
    cpSync(join(root, file), join(house, file));
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  for (const [path, text] of Object.entries(furniture)) add(path, text);
  bare = cruise(house);
  for (const [path, imported] of plants)
    add(path, `import * as planted from '${imported}';\nexport const use = planted;`);
  add('src/services/record.ts', "export * as back from './planted-circle.ts';");
  planted = cruise(house);
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

function add(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  if (existsSync(join(house, path))) appendFileSync(join(house, path), `${text}\n`);
  else writeFileSync(join(house, path), `${text}\n`);
}

describe('the walls', () => {
  test('stand in our own tree', () => {
    const { code, output } = cruise(root);
    expect(output).toContain('no dependency violations found');
    expect(code).toBe(0);
  });

  test('let through what they should', () => {
    expect(bare.output).toContain('no dependency violations found');
    expect(bare.code).toBe(0);
  });

  test.each(plants)('%s may not import %s', (path, _imported, rule) => {
    const lines = planted.output.split('\n').filter((line) => line.includes(`${path} →`));
    expect(lines.join('\n')).toContain(rule);
    expect(planted.code).toBeGreaterThan(0);
  });
});

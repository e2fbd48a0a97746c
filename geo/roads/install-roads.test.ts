import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeCurrent } from './edition-files.ts';
import { discardEdition, removeOldEditions } from './install-roads.ts';

const OLD = '20260101T000000Z';
const NEW = '20260201T000000Z';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pouvoir-bouger-editions-'));
  for (const edition of [OLD, NEW]) await mkdir(join(folder, edition));
  await writeCurrent(folder, { edition: NEW, since: '2026-02-01T00:00:00.000Z' });
});
afterEach(() => rm(folder, { recursive: true }));

it('an edition that failed is removed, but not once it is the one in use', async () => {
  await discardEdition(folder, NEW);
  expect(existsSync(join(folder, NEW))).toBe(true);
  await mkdir(join(folder, `${OLD}.building`));
  await discardEdition(folder, OLD);
  expect([OLD, `${OLD}.building`].filter((name) => existsSync(join(folder, name)))).toEqual([]);
});

it('an old edition that cannot be removed is left to the next run', async ({ skip }) => {
  const old = join(folder, OLD);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', old], { stdio: 'ignore' });
  } catch {
    return skip('no file system may be mounted here');
  }
  try {
    expect(await removeOldEditions(folder, 0)).toBe(false);
  } finally {
    execFileSync('umount', [old]);
  }
  expect(await removeOldEditions(folder, 0)).toBe(true);
  expect(existsSync(old)).toBe(false);
});

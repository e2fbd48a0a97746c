import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-data-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

test('is made where it is absent, as deep as needed, and left alone where it is there', () => {
  const folder = join(parent, 'deep/er');
  openDataFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
  openDataFolder(folder);
});

test('a file in its place, or on the way, is told', () => {
  writeFileSync(join(parent, 'file'), '');
  expect(() => openDataFolder(join(parent, 'file'))).toThrow(/dossier.*DATA_DIR=/);
  expect(() => openDataFolder(join(parent, 'file/inside'))).toThrow(/dossier.*DATA_DIR=/);
});

test.runIf(process.getuid?.() === 0)(
  'someone else’s folder is refused, root included, with the name of its owner',
  () => {
    chownSync(parent, 65_534, 65_534);
    expect(() => openDataFolder(parent)).toThrow(/appartient à « nobody ».*lancée par « root »/);
  },
);

test.runIf(process.platform === 'linux')('a folder that cannot be made is told', () => {
  expect(() => openDataFolder('/sys/pouvoir-bouger')).toThrow(/DATA_DIR=/);
});

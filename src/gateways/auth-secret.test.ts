import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptSecret } from './auth-secret.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pouvoir-bouger-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('is drawn once, in a folder that may not be there yet, and is its owner’s alone to read', () => {
  const dataDir = join(folder, 'data');
  const secret = keptSecret(dataDir);
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(keptSecret(dataDir)).toBe(secret);
  expect(statSync(join(dataDir, 'auth-secret')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(['auth-secret']);
});

test('is another one elsewhere', () => {
  expect(keptSecret(join(folder, 'a'))).not.toBe(keptSecret(join(folder, 'b')));
});

test('is never an empty or cut one', () => {
  writeFileSync(join(folder, 'auth-secret'), 'short');
  expect(() => keptSecret(folder)).toThrow(/remove it/);
});

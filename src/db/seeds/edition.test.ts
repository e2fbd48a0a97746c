import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { digestOfFolder, formatEdition, parseEdition } from './edition.ts';

it('writes an edition and reads it back, whatever part of it is known', () => {
  for (const edition of [
    { facts: 'a1', demonstration: 'b2', day: '2026-11-22' },
    { facts: 'a1', demonstration: null, day: null },
    { facts: null, demonstration: null, day: null },
  ]) {
    expect(parseEdition(formatEdition(edition))).toEqual(edition);
  }
  expect(parseEdition(null)).toEqual({ facts: null, demonstration: null, day: null });
});

it('gives a folder another digest when a file of it changes, and the same one when none does', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pouvoir-bouger-edition-'));
  try {
    await writeFile(path.join(folder, 'a.json'), '{}');
    const first = await digestOfFolder(folder);
    await writeFile(path.join(folder, 'notes.txt'), 'not a fact');
    expect(await digestOfFolder(folder)).toBe(first);
    await writeFile(path.join(folder, 'a.json'), '{"b":1}');
    const second = await digestOfFolder(folder);
    expect(second).not.toBe(first);
    await writeFile(path.join(folder, 'b.json'), '{}');
    expect(await digestOfFolder(folder)).not.toBe(second);
  } finally {
    await rm(folder, { recursive: true });
  }
});

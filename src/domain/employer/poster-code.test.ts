import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { posterCode, readPosterCode, spelledCode } from './poster-code.ts';

describe('the code of a poster', () => {
  const digest = (i: number) => createHash('sha256').update(`seed ${i}`).digest();
  const codes = Array.from({ length: 2000 }, (_, i) => posterCode(digest(i)) ?? '');

  it('is one and the same for the same bytes, and another for others', () => {
    expect(posterCode(digest(7))).toBe(codes[7]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('is not drawn from bytes that would make some letters likelier', () => {
    const bytes = [253, 0, 254, 22, 255, 23, 24, 25, 26, 27, 28];
    expect(posterCode(Uint8Array.from(bytes))).toBeNull();
    expect(posterCode(Uint8Array.from([...bytes, 252]))).toBe('B9BCDFGH9');
  });

  it('has nine letters that nobody takes for others, each as often', () => {
    const counts = new Map<string, number>();
    for (const code of codes) {
      expect(code).toMatch(/^[BCDFGHJKMNPQRTVWXY34679]{9}$/);
      for (const letter of code) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect(counts.size).toBe(23);
    const mean = (codes.length * 9) / 23;
    for (const count of counts.values()) expect(Math.abs(count - mean)).toBeLessThan(mean * 0.2);
  });

  it.each([
    ['K7M4QXR9T', 'K7M4QXR9T'],
    ['k7m-4qx-r9t', 'K7M4QXR9T'],
    [' k7m 4qx r9t ', 'K7M4QXR9T'],
    ['k7m–4qx.r9t', 'K7M4QXR9T'],
    ['K7M4QXR9', null],
    ['K7M4QXR9TT', null],
    ['O7M4QXR9T', null],
    ['ＫK7M4QXR9', null],
    ['', null],
    [`${'K'.repeat(50_000)}`, null],
  ])('%j is read as %j', (typed, code) => expect(readPosterCode(typed)).toBe(code));

  it('is spelled in threes, and read back', () => {
    expect(spelledCode('K7M4QXR9T')).toBe('K7M-4QX-R9T');
    for (const code of codes.slice(0, 50)) expect(readPosterCode(spelledCode(code))).toBe(code);
  });
});

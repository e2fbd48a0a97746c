/** Sets of small numbers as bits of words: which offers take a ride, which rides an offer takes. */
export type Bits = Uint32Array;

export const bitsFor = (size: number): Bits => new Uint32Array((size + 31) >>> 5);

export function set(bits: Bits, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] as number) | (1 << (at & 31));
}

export function clear(bits: Bits, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] as number) & ~(1 << (at & 31));
}

export function has(bits: Bits, at: number): boolean {
  return ((bits[at >>> 5] as number) & (1 << (at & 31))) !== 0;
}

/** How many are in both. */
export function countBoth(a: Bits, b: Bits): number {
  let count = 0;
  for (let w = 0; w < a.length; w++) count += ones((a[w] as number) & (b[w] as number));
  return count;
}

/** All of `part` are in `whole`. */
export function isWithin(part: Bits, whole: Bits): boolean {
  for (let w = 0; w < part.length; w++) if (((part[w] as number) & ~(whole[w] as number)) !== 0) return false;
  return true;
}

/** The numbers in a set, smallest first; only those also in `among`, if given. */
export function members(bits: Bits, among: Bits = bits): number[] {
  const found: number[] = [];
  for (let w = 0; w < bits.length; w++) {
    let word = (bits[w] as number) & (among[w] as number);
    for (; word !== 0; word &= word - 1) found.push(32 * w + 31 - Math.clz32(word & -word));
  }
  return found;
}

export function keyOfBits(bits: Bits): string {
  return String.fromCharCode(...new Uint16Array(bits.buffer, bits.byteOffset, 2 * bits.length));
}

function ones(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

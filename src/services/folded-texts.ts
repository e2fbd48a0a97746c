/**
 * Puts texts away that resemble each other, each in a fraction of its room: what a text shares with some of those before it
 * is told by where it stands in them. Each can be read alone, in a few microseconds, which `node:zlib` needs ten times over
 * to begin.
 *
 * What is shared is kept as long as this is; it is never read but through a text that shares it.
 */
export type FoldedTexts = {
  /** One character a byte. Lone surrogates, which JSON has none of, are not kept. */
  fold(text: string): string;
  unfold(folded: string): string;
};

/** Bytes of shared text at most: some hundred offers of every sort. */
const MOST_SHARED = 256 * 1024;
/** Telling where it stands takes five bytes at most: shorter ones are no gain. */
const SHORTEST = 6;
/** A text that takes more than this part of its room is unlike those before, and shared from then on. */
const UNLIKE = 1 / 5;
const HASH_BITS = 15;

export function createFoldedTexts(): FoldedTexts {
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
  /** Where the last four bytes of each hash stand in `shared`, plus one. */
  const places = new Int32Array(1 << HASH_BITS);
  let shared = new Uint8Array(4096);
  let length = 0;
  let [plain, folded] = [new Uint8Array(4096), Buffer.alloc(4096)];

  function share(bytes: Uint8Array): void {
    if (length + bytes.length > MOST_SHARED) return;
    if (length + bytes.length > shared.length) {
      const longer = new Uint8Array(2 * (length + bytes.length));
      longer.set(shared);
      shared = longer;
    }
    shared.set(bytes, length);
    for (let at = length; at + 4 <= length + bytes.length; at++) places[hashAt(shared, at)] = at + 1;
    length += bytes.length;
  }

  /** How many bytes from `at` on stand at `place` too. */
  function sameBytes(bytes: Uint8Array, at: number, place: number): number {
    const most = Math.min(bytes.length - at, length - place);
    let same = 0;
    while (same < most && bytes[at + same] === shared[place + same]) same++;
    return same;
  }

  return {
    fold(text) {
      if (plain.length < 3 * text.length) plain = new Uint8Array(6 * text.length);
      const bytes = plain.subarray(0, encoder.encodeInto(text, plain).written);
      // Numbers before each run of a text's own bytes and of shared ones never outweigh the bytes themselves by more.
      if (folded.length < 2 * bytes.length + 16) folded = Buffer.alloc(4 * bytes.length + 16);
      let [end, ownFrom] = [0, 0];
      const writeNumber = (value: number) => {
        let left = value;
        for (; left > 0x7f; left >>>= 7) folded[end++] = (left & 0x7f) | 0x80;
        folded[end++] = left;
      };
      const writeOwn = (until: number) => {
        writeNumber(until - ownFrom);
        folded.set(bytes.subarray(ownFrom, until), end);
        end += until - ownFrom;
      };
      for (let at = 0; at + SHORTEST <= bytes.length; ) {
        const place = (places[hashAt(bytes, at)] as number) - 1;
        const same = place < 0 ? 0 : sameBytes(bytes, at, place);
        if (same < SHORTEST) {
          at++;
          continue;
        }
        writeOwn(at);
        writeNumber(same);
        writeNumber(place);
        at += same;
        ownFrom = at;
      }
      writeOwn(bytes.length);
      const result = folded.toString('latin1', 0, end);
      if (end > UNLIKE * bytes.length) share(bytes);
      return result;
    },

    unfold(text) {
      let [at, end] = [0, 0];
      const readNumber = () => {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
          const byte = text.charCodeAt(at++);
          value |= (byte & 0x7f) << shift;
          if (byte < 0x80) return value;
        }
      };
      const makeRoom = (bytes: number) => {
        if (end + bytes <= plain.length) return;
        const longer = new Uint8Array(2 * (end + bytes));
        longer.set(plain);
        plain = longer;
      };
      while (at < text.length) {
        const own = readNumber();
        makeRoom(own);
        for (let i = 0; i < own; i++) plain[end++] = text.charCodeAt(at++);
        if (at === text.length) break;
        const same = readNumber();
        const place = readNumber();
        makeRoom(same);
        for (let i = 0; i < same; i++) plain[end++] = shared[place + i] as number;
      }
      return decoder.decode(plain.subarray(0, end));
    },
  };
}

function hashAt(bytes: Uint8Array, at: number): number {
  const four =
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24);
  return Math.imul(four, 0x9e3779b1) >>> (32 - HASH_BITS);
}

/**
 * Works a pile off with so many hands. Whoever asks for a hundred calls one line lets in, puts only so many into it at once:
 * who comes later with one waits for these, not for the hundred.
 */
export async function offAPile<T>(pile: readonly T[], hands: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = pile.values();
  const hand = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: hands }, hand));
}

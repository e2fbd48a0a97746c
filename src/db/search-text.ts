/** Lower case, no accents, no punctuation, `st` written out: `'St-Mihiel'` → `'saint mihiel'`. */
export function searchable(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bst(e?)\b/g, 'saint$1')
    .trim();
}

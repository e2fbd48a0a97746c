import { isDeepStrictEqual } from 'node:util';

/** Names of the fields that differ between two versions, one level inside objects: `details.seats`. Never values. */
export function changedFields(before: object, after: object): string[] {
  const [a, b] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((name) => !isDeepStrictEqual(a[name], b[name]))
    .flatMap((name) => {
      const [x, y] = [a[name], b[name]];
      if (!isRecord(x) || !isRecord(y)) return [name];
      return [...new Set([...Object.keys(x), ...Object.keys(y)])]
        .filter((inner) => !isDeepStrictEqual(x[inner], y[inner]))
        .map((inner) => `${name}.${inner}`);
    })
    .toSorted();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const sorted = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Whether two values of an offer or a record say the same, in whatever order the database gives their fields; nothing is null. */
export const isSameValue = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a ?? null, sorted) === JSON.stringify(b ?? null, sorted);

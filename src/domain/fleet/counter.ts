type Reading = { id: number; readOn: string; km: number };

/**
 * Between which figures, in kilometres, a counter that never runs backwards stood on that day: what was read before, of the same day too, and what was
 * read after. `most` is null where nothing was. `id` of a reading that is there already: the same of its own place. Days `YYYY-MM-DD`.
 */
export function counterRange(
  readings: readonly Reading[],
  at: { readOn: string; id?: number },
): { least: number; most: number | null } {
  const isBefore = ({ readOn, id }: Reading) =>
    readOn < at.readOn || (readOn === at.readOn && (at.id === undefined || id < at.id));
  const others = readings.filter(({ id }) => id !== at.id);
  const later = others.filter((one) => !isBefore(one));
  return {
    least: Math.max(0, ...others.filter(isBefore).map(({ km }) => km)),
    most: later.length === 0 ? null : Math.min(...later.map(({ km }) => km)),
  };
}

import { becameOf } from './former-communes.ts';

type Plain = Record<string, unknown>;

/**
 * The same offer, not checked yet, with the codes of communes that became part of another replaced, and what was replaced. `isKnown`:
 * a code of the territory and its surroundings stays, whatever a national list says.
 */
export function withPresentCommunes(
  offer: Plain,
  isKnown: (code: string) => boolean,
): { offer: Plain; replaced: [from: string, to: string][] } {
  const replaced = new Map<string, string>();
  const present = (code: string): string => {
    const now = isKnown(code) ? null : becameOf(code);
    if (now !== null) replaced.set(code, now);
    return now ?? code;
  };
  const inDetails = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inDetails);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        if (name === 'commune' && typeof inner === 'string') return [name, present(inner)];
        if (name === 'zone' && Array.isArray(inner)) return [name, codesOf(inner, present)];
        return [name, inDetails(inner)];
      }),
    );
  };
  const { eligibilityZone, details } = offer;
  const changed = {
    ...offer,
    ...(Array.isArray(eligibilityZone) ? { eligibilityZone: codesOf(eligibilityZone, present) } : {}),
    ...(details === undefined ? {} : { details: inDetails(details) }),
  };
  return { offer: changed, replaced: [...replaced] };
}

const codesOf = (codes: readonly unknown[], present: (code: string) => string): unknown[] => {
  const mapped = codes.map((code) => (typeof code === 'string' ? present(code) : code));
  // Two that became one are one; what the list had twice stays.
  const isChanged = (i: number) => mapped[i] !== codes[i];
  return mapped.filter((code, i) => !mapped.some((one, j) => j < i && one === code && (isChanged(i) || isChanged(j))));
};

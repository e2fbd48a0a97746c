import type { z } from 'zod';
import { type FieldError, invalid } from './errors.ts';
import { frenchIssue } from './french-issues.ts';

/** The input in its shape, defaults filled in. Throws `invalid` with a path and a French message for each fault. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const unfit = unfitTexts(input);
  if (unfit.length > 0) throw invalid(unfit);
  const parsed = schema.safeParse(input, { error: frenchIssue, reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalid(fieldErrors(parsed.error.issues));
}

export function fieldErrors(issues: readonly z.core.$ZodIssue[], prefix: readonly PropertyKey[] = []): FieldError[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const meant = closestBranch(issue.errors);
      if (meant !== null) return fieldErrors(meant, path);
    }
    return [{ path: path.map(String).join('.'), message: issue.message }];
  });
}

/** Of several admitted shapes, the one the writer most likely meant: recognised at its root, fewest faults. */
function closestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | null {
  const recognised = branches.filter((issues) => issues.every((issue) => issue.path.length > 0));
  const faults = (issues: readonly z.core.$ZodIssue[]) =>
    issues.reduce((sum, issue) => sum + (issue.code === 'invalid_type' && issue.input === undefined ? 10 : 1), 0);
  return recognised.toSorted((a, b) => faults(a) - faults(b))[0] ?? null;
}

/** Texts no database keeps: with a null character, or half of a surrogate pair. */
function unfitTexts(value: unknown, path: readonly PropertyKey[] = []): FieldError[] {
  if (typeof value === 'string') {
    return value.includes('\0') || !value.isWellFormed()
      ? [{ path: path.map(String).join('.'), message: 'Ce texte contient un caractère interdit : réécrivez-le.' }]
      : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => unfitTexts(inner, [...path, name]));
}

import { z } from 'zod';
import { cycleSchema } from '../diagnostic/diagnostic.ts';
import { cycleProblems } from '../diagnostic/validate.ts';
import { placeSchema } from '../place.ts';
import { type FieldProblem, type Ground, placeProblems } from '../place-problems.ts';

/** More sites or rotas than one employer has are a mistake, or a machine. */
export const MAX_SITES = 200;
export const MAX_PATTERNS = 30;

const label = (max: number) => z.string().trim().min(1, 'Donnez un nom.').max(max, `${max} caractères au plus.`);

/** Where an employer's people work. */
export const siteInputSchema = z.object({ label: label(120), place: placeSchema });
export type SiteInput = z.infer<typeof siteInputSchema>;

/** A rota that is worked at a site. Day 0 of the cycle is a day on which it begins. */
export const patternInputSchema = z.object({ label: label(80), cycle: cycleSchema });
export type PatternInput = z.infer<typeof patternInputSchema>;

/** A site may lie beyond the border: jobs do. */
export const siteProblems = (site: SiteInput, ground: Ground): FieldProblem[] =>
  placeProblems({ place: site.place, path: 'place', rule: 'near', ground });

/** Shifts at another place belong to another site. */
export function patternProblems({ cycle }: PatternInput): FieldProblem[] {
  const elsewhere = cycle.shifts.flatMap(({ place }, i) =>
    place === undefined
      ? []
      : [{ path: `cycle.shifts.${i}.place`, message: 'Ce poste se tient ailleurs : déclarez un autre site.' }],
  );
  return [...cycleProblems(cycle, 'cycle'), ...elsewhere];
}

import { invalid, type ProblemError } from '../../errors.ts';

/** Nothing of the file can be read, and why: for whoever sent it. */
export const unreadable = (message: string): ProblemError => invalid([{ path: 'file', message }]);

export const MOST_ROWS = 50_000;
export const tooManyRows = () =>
  unreadable(`Ce fichier a plus de ${MOST_ROWS.toLocaleString('fr-FR')} lignes : coupez-le en plusieurs.`);

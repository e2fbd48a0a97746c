/** What a spreadsheet takes for the beginning of a formula, in their full width too. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;
const GUARDED = /^'+[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^-?\d+([.,]\d+)?$/;

/** A text as a cell of a file that we hand out: nothing of it is worked out as a formula. A negative number stays one. */
export const guarded = (text: string): string => (!NUMBER.test(text) && FORMULA.test(text) ? `'${text}` : text);

/** What `guarded` was given; the same for a cell that somebody typed with a quote before it, as spreadsheets have it. */
export const unguarded = (text: string): string => (GUARDED.test(text) ? text.slice(1) : text);

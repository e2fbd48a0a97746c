import { z } from 'zod';

/**
 * How facts are kept under `territories/<id>/facts/`: a table with named columns, one row a line, and the ids of
 * its sources (`sources.json` beside it tells producer, licence and date of each).
 */
export type FactFile = { sources: string[]; columns: string[]; rows: unknown[][] };

const factFileSchema = z.object({
  sources: z.array(z.string()).min(1),
  columns: z.array(z.string()).min(1),
  rows: z.array(z.array(z.unknown())),
});

/** The text of a fact file: the same table always gives the same bytes. */
export function formatFactFile({ sources, columns, rows }: FactFile): string {
  return [
    '{',
    `"sources": ${JSON.stringify(sources)},`,
    `"columns": ${JSON.stringify(columns)},`,
    '"rows": [',
    rows.map((row) => JSON.stringify(row)).join(',\n'),
    ']}\n',
  ].join('\n');
}

/** Objects checked against `shape`, in the order of the file. Throws a sentence that names the row at fault. */
export function parseFactFile<S extends z.ZodType>(
  name: string,
  text: string,
  shape: S,
): { sources: string[]; items: z.infer<S>[] } {
  const { sources, columns, rows } = factFileSchema.parse(JSON.parse(text));
  const items = rows.map((row, index) => {
    const parsed = shape.safeParse(Object.fromEntries(columns.map((column, i) => [column, row[i]])));
    if (!parsed.success) throw new Error(`${name}, row ${index + 1}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  });
  return { sources, items };
}

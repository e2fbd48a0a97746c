/**
 * Rows of a comma-separated file with a header line, as objects. Quoted fields may hold commas, quotes (doubled) and
 * line breaks. Throws on a row that has not as many fields as the header.
 */
export function parseCsv(text: string): Record<string, string>[] {
  const rows = fieldsOf(text.replace(/^\uFEFF/, ''));
  const header = rows.shift();
  if (!header) throw new Error('An empty file has no header.');
  return rows.map((fields, index) => {
    if (fields.length !== header.length) {
      throw new Error(`Row ${index + 2} has ${fields.length} fields, the header ${header.length}.`);
    }
    return Object.fromEntries(header.map((name, i) => [name, (fields[i] as string).trim()]));
  });
}

function fieldsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A field, quoted or bare, and what ends it.
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    const [whole, quoted, bare, end] = match;
    if (whole === '' && row.length === 0) break;
    row.push(quoted === undefined ? (bare as string) : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
    if (end === '') break;
  }
  return rows;
}

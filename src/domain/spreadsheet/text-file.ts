/** The text of a file whatever wrote it: UTF-8 with or without its mark, UTF-16 with it, or as spreadsheets of Windows save it. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Above the headings there may be a title. */
export const HEADINGS_WITHIN = 20;

/** No sheet of people is wider; machines make files of one endless line. */
export const MOST_COLUMNS = 300;

/** Whether a line has more columns than are taken; signs between quotes part nothing. */
export function isTooWide(text: string, delimiter: string): boolean {
  const [sign, quote, line] = [delimiter.charCodeAt(0), 34, 10];
  let columns = 1;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (code === line) columns = 1;
    else if (code === sign && ++columns > MOST_COLUMNS) return true;
  }
  return false;
}

/** The one of `;`, `,` and tab that parts one of the first lines into the most headings that are known. */
export function delimiterOf(text: string, isKnown: (heading: string) => boolean): string {
  const lines = text.split(/\r?\n/, HEADINGS_WITHIN);
  const known = (delimiter: string) =>
    Math.max(
      ...lines.map(
        (line) => line.split(delimiter, MOST_COLUMNS).filter((heading) => isKnown(heading.replaceAll('"', ''))).length,
      ),
    );
  return [';', ',', '\t'].toSorted((a, b) => known(b) - known(a))[0] ?? ';';
}

/** Without accents, case nor signs: how headings and words of cells are compared. */
export const plainWords = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

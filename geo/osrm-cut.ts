/** OSRM reads longer addresses, but proxies before it stop near 8 KB. */
const MAX_URL_BYTES = 8_000;
/** Keeps one call near 100 ms of a server's time (1 × 500 was measured at 85 ms), so that a time-out means something. */
const MAX_COORDINATES = 400;
/** Of these, room must be left for the other side: half an address of long coordinates. */
const MAX_SHORT_SIDE = 160;
/** In the lists of indexes: `;` and three digits, as there are never 1,000 places. */
const INDEX_BYTES = 4;

/** A part of a table: which of its rows and columns. */
export type Rectangle = { rows: readonly number[]; columns: readonly number[] };

export type Cut = {
  /** Up to where the places begin: `http://host:5000/table/v1/driving/`. */
  prefix: string;
  /** Every distinct place once, as it is sent. */
  sourceTexts: readonly string[];
  destinationTexts: readonly string[];
  /** The most cells the server computes in one call, as far as is known by now. */
  maxCells: () => number;
};

/** A place that is source and destination is sent once, with two indexes. Hints are never used again: none are asked for. */
export function callFor({ prefix, sourceTexts, destinationTexts }: Cut, part: Rectangle) {
  const indexes = new Map<string, number>();
  const indexOf = (text: string | undefined) => {
    const index = indexes.get(text as string) ?? indexes.size;
    indexes.set(text as string, index);
    return index;
  };
  const sources = part.rows.map((row) => indexOf(sourceTexts[row])).join(';');
  const destinations = part.columns.map((column) => indexOf(destinationTexts[column])).join(';');
  const places = [...indexes.keys()];
  const query = `sources=${sources}&destinations=${destinations}&annotations=duration,distance&generate_hints=false`;
  return { places, url: `${prefix}${places.join(';')}?${query}` };
}

/**
 * The parts a server takes in one call each: none, the whole, or several. The shorter side stays whole up to the side of
 * the largest square, the longer one is filled up: the server searches once for each row and column of a call, so that
 * few, full calls cost it least.
 */
export function cutTable(cut: Cut, whole: Rectangle): Rectangle[] {
  const { rows, columns } = whole;
  if (rows.length === 0 || columns.length === 0) return [];
  const isWide = columns.length >= rows.length;
  const [short, long] = isWide ? [rows, columns] : [columns, rows];
  const [shortTexts, longTexts] = isWide
    ? [cut.sourceTexts, cut.destinationTexts]
    : [cut.destinationTexts, cut.sourceTexts];
  const maxCells = cut.maxCells();
  const side = Math.max(1, Math.min(Math.floor(Math.sqrt(maxCells)), MAX_SHORT_SIDE));
  const emptyBytes = callFor(cut, { rows: [], columns: [] }).url.length;
  return inEqualParts(short, side).flatMap((across) => {
    const maxLength = Math.max(1, Math.min(Math.floor(maxCells / across.length), MAX_COORDINATES - across.length));
    const room = MAX_URL_BYTES - emptyBytes - bytesOf(across, shortTexts);
    return packed(long, longTexts, maxLength, room).map((along) =>
      isWide ? { rows: across, columns: along } : { rows: along, columns: across },
    );
  });
}

/** Across the longer side, which spares most coordinates. */
export function halves({ rows, columns }: Rectangle): [Rectangle, Rectangle] {
  if (rows.length > columns.length) {
    const middle = Math.ceil(rows.length / 2);
    return [
      { rows: rows.slice(0, middle), columns },
      { rows: rows.slice(middle), columns },
    ];
  }
  const middle = Math.ceil(columns.length / 2);
  return [
    { rows, columns: columns.slice(0, middle) },
    { rows, columns: columns.slice(middle) },
  ];
}

function inEqualParts(list: readonly number[], maxLength: number): (readonly number[])[] {
  const count = Math.ceil(list.length / maxLength);
  const length = Math.ceil(list.length / count);
  return Array.from({ length: count }, (_, i) => list.slice(i * length, (i + 1) * length)).filter((p) => p.length > 0);
}

function packed(list: readonly number[], texts: readonly string[], maxLength: number, room: number): number[][] {
  const parts: number[][] = [];
  let left = 0;
  for (const index of list) {
    const bytes = bytesOf([index], texts);
    const last = parts.at(-1);
    if (last !== undefined && last.length < maxLength && bytes <= left) {
      last.push(index);
      left -= bytes;
    } else {
      parts.push([index]);
      left = room - bytes;
    }
  }
  return parts;
}

function bytesOf(indexes: readonly number[], texts: readonly string[]): number {
  return indexes.reduce((sum, index) => sum + (texts[index] as string).length + 1 + INDEX_BYTES, 0);
}

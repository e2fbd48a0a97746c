import { placeText } from './points.ts';
import type { LonLat } from './router.ts';

export type DistinctPlaces = {
  /** Every place once, as it is sent. */
  texts: string[];
  /** For each place given, its position in `texts`. */
  positions: number[];
  /** The position of a text, where it is one of them. */
  positionOf: ReadonlyMap<string, number>;
};

export function distinctPlaces(places: readonly LonLat[]): DistinctPlaces {
  const positionOf = new Map<string, number>();
  const positions = places.map((place) => {
    const text = placeText(place);
    const position = positionOf.get(text) ?? positionOf.size;
    positionOf.set(text, position);
    return position;
  });
  return { texts: [...positionOf.keys()], positions, positionOf };
}

/** From one row and column per distinct place to the layout that was asked for; a place is 0 from itself. */
export function spreadCells(cells: Int32Array, sources: DistinctPlaces, destinations: DistinctPlaces): Int32Array {
  const result = new Int32Array(sources.positions.length * destinations.positions.length);
  let next = 0;
  for (const row of sources.positions) {
    const itself = destinations.positionOf.get(sources.texts[row] as string);
    const start = row * destinations.texts.length;
    for (const column of destinations.positions) {
      result[next++] = column === itself ? 0 : (cells[start + column] as number);
    }
  }
  return result;
}

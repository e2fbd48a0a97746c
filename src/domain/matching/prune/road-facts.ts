import { NO_TIME, type PlaceVector } from './road-bounds.ts';

/** A landmark set: how long it takes from each landmark to each other, row by row; −1 where no road joins them. */
export type LandmarkMatrix = { landmarks: number; seconds: Int32Array };

/**
 * What the roads say of an offer whatever the person: the landmark times of its points, and its points among themselves,
 * row by row. Measured once for each version of the offer and each road data set.
 */
export type RoadFacts = {
  points: number;
  vectors: readonly PlaceVector[];
  /** Seconds and metres, −1 where no road joins them. */
  ownSeconds: Int32Array;
  ownMetres: Int32Array;
};

/** Router seconds (−1: no road) as a landmark vector, with the slack measured on all pairs of landmarks. */
export function placeVector(from: ArrayLike<number>, to: ArrayLike<number>, matrix: LandmarkMatrix): PlaceVector {
  const { landmarks, seconds } = matrix;
  const times = new Uint16Array(2 * landmarks);
  for (let l = 0; l < landmarks; l++) {
    times[l] = stored(from[l]);
    times[landmarks + l] = stored(to[l]);
  }
  let slack = 0;
  for (let l = 0; l < landmarks; l++) {
    const here = from[l] as number;
    if (here < 0) continue;
    for (let m = 0; m < landmarks; m++) {
      const onward = to[m] as number;
      const direct = seconds[l * landmarks + m] as number;
      if (onward >= 0 && direct >= 0) slack = Math.max(slack, direct - here - onward);
    }
  }
  return { times, slack };
}

/** The slack that an exact time between two points shows at its start (from landmarks) and at its end (to landmarks). */
export function tightened(start: PlaceVector, end: PlaceVector, seconds: number): [PlaceVector, PlaceVector] {
  if (seconds < 0) return [start, end];
  const landmarks = start.times.length / 2;
  let [atStart, atEnd] = [start.slack, end.slack];
  for (let k = 0; k < 2 * landmarks; k++) {
    const a = start.times[k] as number;
    const b = end.times[k] as number;
    if (a === NO_TIME || b === NO_TIME) continue;
    if (k < landmarks) atStart = Math.max(atStart, b - a - seconds);
    else atEnd = Math.max(atEnd, a - b - seconds);
  }
  return [
    { ...start, slack: atStart },
    { ...end, slack: atEnd },
  ];
}

const stored = (seconds: number | undefined) =>
  seconds === undefined || seconds < 0 || seconds >= NO_TIME ? NO_TIME : seconds;

/** As bytes, little-endian: how they are kept. */
export function encodeRoadFacts({ points, vectors, ownSeconds, ownMetres }: RoadFacts): {
  vectors: Uint8Array;
  own: Uint8Array;
} {
  const width = (vectors[0]?.times.length ?? 0) + 1;
  const times = new DataView(new ArrayBuffer(points * width * 2));
  vectors.forEach((vector, p) => {
    vector.times.forEach((seconds, k) => {
      times.setUint16((p * width + k) * 2, seconds, true);
    });
    times.setUint16((p * width + width - 1) * 2, Math.min(vector.slack, NO_TIME), true);
  });
  const own = new DataView(new ArrayBuffer(points * points * 8));
  for (let cell = 0; cell < points * points; cell++) {
    own.setInt32(cell * 8, ownSeconds[cell] as number, true);
    own.setInt32(cell * 8 + 4, ownMetres[cell] as number, true);
  }
  return { vectors: new Uint8Array(times.buffer), own: new Uint8Array(own.buffer) };
}

/** Null where the bytes are not those of so many points and landmarks. */
export function decodeRoadFacts(
  bytes: { vectors: Uint8Array; own: Uint8Array },
  points: number,
  landmarks: number,
): RoadFacts | null {
  const width = 2 * landmarks + 1;
  if (bytes.vectors.byteLength !== points * width * 2 || bytes.own.byteLength !== points * points * 8) return null;
  const times = new DataView(bytes.vectors.buffer, bytes.vectors.byteOffset, bytes.vectors.byteLength);
  const own = new DataView(bytes.own.buffer, bytes.own.byteOffset, bytes.own.byteLength);
  const vectors = Array.from({ length: points }, (_, p) => ({
    times: Uint16Array.from({ length: width - 1 }, (_, k) => times.getUint16((p * width + k) * 2, true)),
    slack: times.getUint16((p * width + width - 1) * 2, true),
  }));
  const cells = points * points;
  return {
    points,
    vectors,
    ownSeconds: Int32Array.from({ length: cells }, (_, cell) => own.getInt32(cell * 8, true)),
    ownMetres: Int32Array.from({ length: cells }, (_, cell) => own.getInt32(cell * 8 + 4, true)),
  };
}

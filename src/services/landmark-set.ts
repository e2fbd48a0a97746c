import { z } from 'zod';
import type { Landmarks } from '../../geo/landmarks.ts';

/** Landmarks of a territory: with 32, 0.3 % of random drivers are left for a detour of ten minutes. */
export const LANDMARKS = 32;

const payloadSchema = z.object({
  dataSet: z.string(),
  places: z.array(z.tuple([z.number(), z.number()])).min(1),
  seconds: z.array(z.int()),
});

/** As it is kept with the territory. */
export function encodeLandmarks({ dataSet, places, seconds }: Landmarks): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ dataSet, places, seconds: [...seconds] }));
}

/** Null where it is no landmark set of ours. */
export function decodeLandmarks(payload: Uint8Array): Landmarks | null {
  try {
    const { dataSet, places, seconds } = payloadSchema.parse(JSON.parse(new TextDecoder().decode(payload)));
    return seconds.length === places.length ** 2 ? { dataSet, places, seconds: Int32Array.from(seconds) } : null;
  } catch {
    return null;
  }
}

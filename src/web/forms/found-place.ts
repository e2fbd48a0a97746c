import { z } from 'zod';
import { type Place, placeSchema } from '../../domain/place.ts';
import type { FoundPlace } from '../../services/ports/geocoder.ts';

/** What was found for each text that is typed in the form. */
export type FoundPlaces = ReadonlyMap<string, readonly FoundPlace[]>;

/** Under which the choice among places of one name is sent. */
export const chosenControl = (name: string) => `${name}Chosen`;

const chosenSchema = z.tuple([z.string(), placeSchema]);
/** A place that was chosen, with the text it was chosen for: another text asks again. */
export const keptChoice = (text: string, place: Place) => JSON.stringify([text, place]);

/** The place kept for that very text; with `whatever`, for any. Null for anything else. */
export function chosenFor(text: string, kept: string, whatever = false): Place | null {
  try {
    const read = chosenSchema.safeParse(JSON.parse(kept));
    return read.success && (read.data[0] === text || whatever) ? read.data[1] : null;
  } catch {
    return null;
  }
}

export const foundAs = ({ label, commune, lon, lat }: FoundPlace): Place => ({
  label,
  ...(commune === null ? {} : { commune }),
  lon,
  lat,
});

/** With what tells it apart from another of that name. */
export const toldOf = ({ label, detail }: FoundPlace) =>
  detail === null || detail === label ? label : `${label} (${detail})`;

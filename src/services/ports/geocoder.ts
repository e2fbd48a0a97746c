/** A place as a form offers it. */
export type FoundPlace = {
  kind: 'commune' | 'knownPlace' | 'address';
  /** As people say it. */
  label: string;
  /** What tells it apart from another of that name: a postcode, a commune. */
  detail: string | null;
  /** INSEE code; null where not known. */
  commune: string | null;
  lon: number;
  lat: number;
  /** It stands for something nearby that could not be found: the middle of the commune for an address in it. */
  approximate: boolean;
};

export type PlaceQuery = { territoryId: string; text: string; limit: number };

/**
 * Finds places by what people type, best first; nothing where nothing is found. `outside`: it asks somebody else, who learns what was
 * typed. Throws `unavailable` where it cannot be asked.
 */
export type Geocoder = {
  outside: boolean;
  search(query: PlaceQuery): Promise<FoundPlace[]>;
};

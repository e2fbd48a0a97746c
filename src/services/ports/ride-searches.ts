/** How far a search for rides is watched: a trial that a booking form made. */
export type WatchedSearch = {
  version: number;
  /** Null: its result is made again for as long as it is kept. */
  watchedUntil: string | null;
  /** When the result was made that is not to be shown any more; null where there is no such result. */
  staleResultAt: string | null;
  /** When the newest result was made; null while there is none. */
  computedAt: string | null;
};

/** Of searches whose id the actor has; what is no search any more is left alone. */
export type RideSearchStore = {
  find(id: string): Promise<WatchedSearch | null>;
  watch(id: string, watched: { until: string; staleResultAt?: string }): Promise<void>;
};

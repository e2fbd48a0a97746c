/**
 * Why no tiles came of a file. `notPbf`: it is no OSM extract in PBF. `cutShort`: it is one, damaged or not whole.
 * `noRoads`: it holds nothing to drive, ride or walk on. `diskFull`: the disk was full before the end. `engineMissing`:
 * the road engine has no build for this platform or was not installed. `aborted`: the caller stopped it. `failed`: any
 * other end, with the engine's own last words.
 */
export type TilesErrorCode = 'notPbf' | 'cutShort' | 'diskFull' | 'noRoads' | 'engineMissing' | 'failed' | 'aborted';

/** The message is a sentence for the operator, and names files by their name alone, never by their path. */
export class TilesError extends Error {
  readonly code: TilesErrorCode;
  constructor(code: TilesErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'TilesError';
    this.code = code;
  }
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { arch, platform } from 'node:process';

/** What of the package is used: requests and answers are JSON texts, computed off the main thread. */
export type ValhallaActor = {
  route(request: string): Promise<string>;
  locate(request: string): Promise<string>;
  matrix(request: string): Promise<string>;
  isochrone(request: string): Promise<string>;
};

const PACKAGE = '@valhallajs/valhallajs';

/**
 * The embedded road engine. It is an optional dependency: imported when it is first needed, so that a platform without it
 * runs on estimates or on OSRM. Throws an `Error` whose message is a sentence.
 */
export async function loadValhalla(): Promise<{ createActor(config: object): ValhallaActor; version: string }> {
  try {
    const { Actor, VALHALLA_VERSION } = await import('@valhallajs/valhallajs');
    return { createActor: (config) => new Actor(JSON.stringify(config)), version: VALHALLA_VERSION };
  } catch (error) {
    throw new Error(`The road engine (Valhalla) does not run on this machine (${platform} ${arch}).`, { cause: error });
  }
}

/** The programs of the package for this platform: `valhalla_build_tiles` and others. */
export function valhallaBinaries(): string {
  return join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), platform, arch);
}

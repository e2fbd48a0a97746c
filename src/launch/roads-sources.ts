import { resolve } from 'node:path';
import { LaunchError } from './launch-error.ts';

/** What the operator named: a file of this machine, or an address. */
export type RoadsSource = { kind: 'file'; path: string } | { kind: 'url'; url: string };

/**
 * Extracts known by name. Geofabrik cuts France along its former regions: `lorraine` holds the Meuse with Meurthe-et-Moselle,
 * Moselle and the Vosges, and nothing west of the Meuse. It cannot be downloaded where this was written: the address is the
 * publisher's, the size is not measured.
 */
const NAMED: Readonly<Record<string, string>> = {
  lorraine: 'https://download.geofabrik.de/europe/france/lorraine-latest.osm.pbf',
};

/**
 * A relative path starts from where the command was typed.
 *
 * @throws LaunchError on what is no address.
 */
export function readSource(text: string, folder: string): RoadsSource {
  const named = NAMED[text];
  if (named !== undefined) return { kind: 'url', url: named };
  if (/^https?:\/\//i.test(text)) {
    if (URL.parse(text) === null) throw new LaunchError(`« ${text} » n’est pas une adresse : vérifiez-la.`);
    return { kind: 'url', url: text };
  }
  return { kind: 'file', path: resolve(folder, text) };
}

export const namesOfSources = (): string[] => Object.keys(NAMED);

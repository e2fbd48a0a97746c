import { parseArgs } from 'node:util';
import { LaunchError } from './launch-error.ts';
import { namesOfSources, type RoadsSource, readSource } from './roads-sources.ts';

export type RoadsArguments = {
  source: RoadsSource;
  /** Null: the one whose communes lie in the extract. */
  territoryId: string | null;
  /** Which one of several, where nobody is there to be asked. */
  preferredId: string | null;
  /** Nothing is done where the roads in use were already built from that file. */
  onlyIfNew: boolean;
  /** Among other messages: whole lines, even on a terminal. */
  asLog: boolean;
};

export const USAGE = [
  'Utilisation : npm run roads -- <extrait> [--territory identifiant]',
  '  <extrait> : un fichier .osm.pbf d’OpenStreetMap, son adresse http(s), ou un nom connu :',
  `  ${namesOfSources().join(', ')} (téléchargé chez Geofabrik).`,
].join('\n');

/** Throws `LaunchError` with the usage. */
export function readRoadsArguments(args: readonly string[]): RoadsArguments {
  const { values, positionals } = parse(args);
  const [text, ...more] = positionals;
  if (text === undefined || text === '') throw new LaunchError(USAGE);
  if (more.length > 0) {
    throw new LaunchError(
      `Un seul extrait à la fois : ${positionals.join(', ')}. Réunissez-en plusieurs avec « osmium merge » (voir docs/operations.md).\n${USAGE}`,
    );
  }
  return {
    source: readSource(text, values.from ?? process.cwd()),
    territoryId: values.territory ?? null,
    preferredId: values.prefer ?? null,
    onlyIfNew: values['if-new'] ?? false,
    asLog: values['as-log'] ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        territory: { type: 'string' },
        prefer: { type: 'string' },
        from: { type: 'string' },
        'if-new': { type: 'boolean' },
        'as-log': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new LaunchError(`${(error as Error).message}\n${USAGE}`, { cause: error });
  }
}

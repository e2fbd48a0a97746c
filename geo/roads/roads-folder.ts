import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * Where a territory's roads lie: `DATA_DIR/roads/<territoryId>/<edition>/{tiles.tar, roads.json}`, and beside the editions
 * `current.json`, which names the one in use. An edition never changes once it has its name; replacing `current.json`, one
 * small file, is the whole switch.
 */
const TERRITORY_ID = /^[a-z][a-z0-9-]{1,40}$/;
export const EDITION = /^\d{8}T\d{6}Z$/;
/** What an edition under construction is called after its name. */
export const BUILDING = '.building';

const currentSchema = z.object({
  edition: z.string().regex(EDITION),
  /** When it came into use: results of before, on other roads, are to be made again. */
  since: z.iso.datetime(),
});
export type CurrentRoads = z.infer<typeof currentSchema>;

const roadsSchema = z.object({
  territoryId: z.string(),
  dataSet: z.string().min(1),
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** `[lon, lat]` on the road, joined to each other: asked about to see whether the tiles answer. */
  places: z.array(z.tuple([z.number(), z.number()])),
  builtAt: z.iso.datetime(),
  buildSeconds: z.number(),
  tileBytes: z.number(),
  /** The extract they were made of; its time of change tells, with its size, whether a file of that name is another one. */
  extract: z.object({
    name: z.string(),
    url: z.string().nullable(),
    bytes: z.number(),
    modifiedAt: z.iso.datetime().nullable(),
    osmState: z.iso.datetime().nullable(),
  }),
});
/** What is known of an edition. */
export type Roads = z.infer<typeof roadsSchema>;

/** Null for what is no territory's id, and so must not become part of a path. */
export function roadsFolder(dataDir: string, territoryId: string): string | null {
  return TERRITORY_ID.test(territoryId) ? join(dataDir, 'roads', territoryId) : null;
}

export const currentFile = (folder: string) => join(folder, 'current.json');
export const tilesFile = (folder: string, edition: string) => join(folder, edition, 'tiles.tar');
export const roadsFile = (folder: string, edition: string) => join(folder, edition, 'roads.json');
/** One small file for each process that has the edition open; see `readers.ts`. */
export const readersFolder = (folder: string, edition: string) => join(folder, edition, 'readers');

/** Null where there are none, or where the file cannot be read as what it should be. */
export function readCurrentRoads(folder: string): CurrentRoads | null {
  return read(currentFile(folder), currentSchema);
}

export function readRoads(folder: string, edition: string): Roads | null {
  return read(roadsFile(folder, edition), roadsSchema);
}

function read<S extends z.ZodType>(file: string, schema: S): z.infer<S> | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

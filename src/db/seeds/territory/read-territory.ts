import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Territory, territorySchema } from '../../../domain/territory.ts';
import type { Commune } from '../../../services/ports.ts';
import { decodeContour, type MultiPolygon } from './contour-code.ts';
import { parseFactFile } from './fact-file.ts';
import { shareOut } from './share-out.ts';

const degrees = { lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) };
const text = z.string().min(1);

const shapes = {
  communes: z.object({
    code: text,
    name: text,
    /** Null abroad, where there is none. */
    epciCode: text.nullable(),
    population: z.int().min(0),
    ...degrees,
    postcodes: text,
  }),
  epcis: z.object({ code: text, name: text }),
  contours: z.object({ code: text, contour: text }),
  boundary: z.object({ contour: text }),
  carpoolPlaces: z.object({
    id: text,
    name: text,
    kind: text,
    communeCode: text,
    ...degrees,
    spaces: z.int().nullable(),
    updatedOn: z.iso.date(),
  }),
  stations: z.object({ id: text, name: text, kind: z.enum(['train', 'coach']), ...degrees }),
  franceServices: z.object({
    id: text,
    name: text,
    address: text,
    communeCode: text,
    ...degrees,
    phone: text.nullable(),
  }),
  franceTravail: z.object({ id: text, name: text, address: text, communeCode: text.nullable(), ...degrees }),
  informationPoints: z.object({
    name: text,
    nature: text,
    perimeter: text,
    phone: text.nullable(),
    date: text,
    remark: text,
    page: z.url(),
    toConfirm: z.boolean(),
  }),
  employers: z.object({
    name: text,
    communeCode: text,
    sector: text,
    citedEmployees: z.int().nullable(),
    citedDate: text,
    closed: z.boolean(),
    remark: text.nullable(),
    page: z.url(),
  }),
  emissionFactors: z.object({
    mode: text,
    label: text,
    per: z.enum(['vehicle', 'traveller']),
    useGramsPerKm: z.number(),
    makingGramsPerKm: z.number(),
    gramsPerKm: z.number(),
  }),
};
type Shapes = typeof shapes;
type Table<K extends keyof Shapes> = z.infer<Shapes[K]>[];

const sourceSchema = z.object({
  id: text,
  title: text,
  producer: text,
  url: z.url().nullable(),
  commit: text.nullable(),
  licence: text,
  attribution: text,
  factsDate: text,
  retrievedOn: z.iso.date(),
  note: text,
});
/** Where facts come from, under which licence, as of when. */
export type Source = z.infer<typeof sourceSchema>;

export type TerritoryFacts = {
  territory: Territory;
  sources: Source[];
  /** Communes of the territory with their contours, by code. */
  communes: (Commune & { contour: MultiPolygon })[];
  /** Communes around, within `borderKm`, without contour. */
  communesAround: Commune[];
  carpoolPlaces: Table<'carpoolPlaces'>;
  stations: Table<'stations'>;
  franceServices: Table<'franceServices'>;
  franceTravail: Table<'franceTravail'>;
  informationPoints: Table<'informationPoints'>;
  employers: Table<'employers'>;
  emissionFactors: Table<'emissionFactors'>;
  /** Ids of the sources of each fact file, by file name. */
  sourcesOf: Record<string, string[]>;
};

/** The folder that holds one folder per territory of the project's own; an operator may keep others elsewhere. */
export const TERRITORIES = path.join(import.meta.dirname, '../../../../territories');

/**
 * Everything `<root>/<id>` says, checked. `territory.json`, `sources.json`, `facts/communes.json` and either
 * `facts/contours.json` or `facts/boundary.json` must be there; a fact file that is absent is an empty one. Throws a sentence
 * that names the file at fault.
 */
export async function readTerritory(id: string, root: string = TERRITORIES): Promise<TerritoryFacts> {
  const folder = path.join(root, id);
  const sourcesOf: TerritoryFacts['sourcesOf'] = {};

  async function json<S extends z.ZodType>(file: string, schema: S): Promise<z.infer<S>> {
    const parsed = schema.safeParse(parseJson(await readText(folder, file), `${id}/${file}`));
    if (!parsed.success) throw new Error(`${path.join(folder, file)}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  }
  async function table<S extends z.ZodType>(file: string, shape: S): Promise<z.infer<S>[]> {
    const content = await readText(folder, `facts/${file}`);
    try {
      const { sources, items } = parseFactFile(file, content, shape);
      sourcesOf[file] = sources;
      return items;
    } catch (error) {
      const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
      throw new Error(`${path.join(folder, 'facts', file)}: ${why}`, { cause: error });
    }
  }
  /** Not every territory has stations, or knows its employers. */
  async function tableIfAny<S extends z.ZodType>(file: string, shape: S): Promise<z.infer<S>[]> {
    return existsSync(path.join(folder, 'facts', file)) ? table(file, shape) : [];
  }

  const territory = await json('territory.json', territorySchema);
  if (territory.id !== id)
    throw new Error(`${path.join(folder, 'territory.json')}: the id must be “${id}”, as its folder.`);
  const epcis = new Map((await tableIfAny('epcis.json', shapes.epcis)).map(({ code, name }) => [code, name]));
  const communeOf = ({ postcodes, ...row }: Table<'communes'>[number]): Commune => ({
    ...row,
    epciName: row.epciCode === null ? null : (epcis.get(row.epciCode) ?? null),
    departement: row.code.slice(0, 2),
    postcodes: postcodes.split(' '),
  });
  const communes = (await table('communes.json', shapes.communes)).map(communeOf);
  const contours = new Map(
    (await tableIfAny('contours.json', shapes.contours)).map((row) => [row.code, decodeContour(row.contour)]),
  );
  const [boundary] = await tableIfAny('boundary.json', shapes.boundary);
  const outlines = boundary ? shareOut(decodeContour(boundary.contour), communes) : contours;

  return {
    territory,
    sources: await json('sources.json', z.array(sourceSchema)),
    communes: communes.map((commune) => {
      const contour = contours.get(commune.code) ?? outlines.get(commune.code);
      if (contour === undefined) throw new Error(`${folder}: commune ${commune.code} has no contour.`);
      return { ...commune, contour };
    }),
    communesAround: (await tableIfAny('communes-around.json', shapes.communes)).map(communeOf),
    carpoolPlaces: await tableIfAny('carpool-places.json', shapes.carpoolPlaces),
    stations: await tableIfAny('stations.json', shapes.stations),
    franceServices: await tableIfAny('france-services.json', shapes.franceServices),
    franceTravail: await tableIfAny('france-travail.json', shapes.franceTravail),
    informationPoints: await tableIfAny('information-points.json', shapes.informationPoints),
    employers: await tableIfAny('employers.json', shapes.employers),
    emissionFactors: await tableIfAny('emission-factors.json', shapes.emissionFactors),
    sourcesOf,
  };
}

async function readText(folder: string, file: string): Promise<string> {
  try {
    return await readFile(path.join(folder, file), 'utf8');
  } catch (error) {
    throw new Error(`Cannot read ${path.join(folder, file)}.`, { cause: error });
  }
}

function parseJson(content: string, name: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new Error(`${name} is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

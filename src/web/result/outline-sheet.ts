import { createHash } from 'node:crypto';
import type { Commune, Gazetteer } from '../../services/ports.ts';

/** A territory's communes for a map in the browser, under a name that changes with its content. */
export type OutlineSheet = { path: string; body: string };

/** As precise as the contours are drawn: ten metres. */
const DIGITS = 4;
const TOWNS = 10;
/** Twenty kilometres. */
const APART_DEGREES = 0.18;

const kept = new WeakMap<Gazetteer, OutlineSheet>();

/**
 * GeoJSON of public facts: each commune as the lines around it, and the largest as points with their names, to know where one
 * is. Made once for each gazetteer.
 */
export function outlineSheet(territoryId: string, gazetteer: Gazetteer): OutlineSheet {
  const known = kept.get(gazetteer);
  if (known) return known;
  const outlines = gazetteer.outlines().map(({ rings }) => ({
    type: 'Feature',
    properties: {},
    geometry: { type: 'MultiLineString', coordinates: rings.map((ring) => ring.map(rounded)) },
  }));
  const body = JSON.stringify({ type: 'FeatureCollection', features: [...outlines, ...towns(gazetteer.communes())] });
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const sheet = { path: `/cartes/communes-${territoryId}.${hash}.json`, body };
  kept.set(gazetteer, sheet);
  return sheet;
}

/** The largest first, none so near a larger one that their names would cover each other. */
function towns(communes: readonly Commune[]) {
  const named: Commune[] = [];
  for (const town of communes.toSorted((a, b) => b.population - a.population)) {
    if (named.every((other) => degreesApart(town, other) > APART_DEGREES)) named.push(town);
    if (named.length === TOWNS) break;
  }
  return named.map(({ name, lon, lat }) => ({
    type: 'Feature',
    properties: { name },
    geometry: { type: 'Point', coordinates: rounded([lon, lat]) },
  }));
}

/** In degrees of latitude, near enough at ours. */
const degreesApart = (a: Commune, b: Commune) =>
  Math.hypot(a.lat - b.lat, (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180));

const round = (value: number) => Math.round(value * 10 ** DIGITS) / 10 ** DIGITS;
const rounded = ([lon, lat]: readonly [number, number]) => [round(lon), round(lat)];

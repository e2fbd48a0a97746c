import type { LonLat } from '../geo/router.ts';
import { aroundCentre, groundOf } from '../src/db/seeds/demonstration/ground.ts';
import { random } from '../src/db/seeds/demonstration/random.ts';
import { readTerritory } from '../src/db/seeds/territory/read-territory.ts';

/** The places every driver of the benchmark lives and works at: few enough that all times among them are known exactly. */
export const FIXED_PLACES = 2000;
/** How far around a chef-lieu a fixed place lies at most, metres. */
const AROUND_METRES = 1200;

export type BenchGround = Awaited<ReturnType<typeof readGround>>;

/** The Meuse and its neighbours, and the fixed places: the same at every run. */
export async function readGround() {
  const facts = await readTerritory('meuse');
  const ground = groundOf(facts);
  const draw = random('bench places');
  const communes = [...facts.communes, ...facts.communesAround];
  const pick = draw.drawer(communes, ({ population }) => 50 + population);
  const places = Array.from({ length: FIXED_PLACES }, (_, i): LonLat => {
    const { lon, lat } = aroundCentre(draw, communes[i] ?? pick(), AROUND_METRES);
    return [lon, lat];
  });
  // The first ones lie in the territory, one in each commune.
  return { facts, ground, places, inside: places.slice(0, facts.communes.length) };
}

/** The nearest of the fixed places, by a grid of a twentieth of a degree. */
export function nearestPlace(places: readonly LonLat[]): (place: { lon: number; lat: number }) => number {
  const cells = Map.groupBy(places.keys(), (i) => cellOf(...(places[i] as LonLat)));
  return ({ lon, lat }) => {
    for (let reach = 1; ; reach++) {
      let best = -1;
      let least = Number.POSITIVE_INFINITY;
      for (let x = -reach; x <= reach; x++) {
        for (let y = -reach; y <= reach; y++) {
          for (const i of cells.get(cellOf(lon + x * CELL, lat + y * CELL)) ?? []) {
            const [otherLon, otherLat] = places[i] as LonLat;
            const apart = ((otherLon - lon) * 0.66) ** 2 + (otherLat - lat) ** 2;
            if (apart < least) [best, least] = [i, apart];
          }
        }
      }
      if (best >= 0) return best;
    }
  };
}

const CELL = 0.05;
const cellOf = (lon: number, lat: number) => `${Math.floor(lon / CELL)} ${Math.floor(lat / CELL)}`;

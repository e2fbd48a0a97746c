import type { Place } from '../../../domain/place.ts';
import type { Commune } from '../../../services/ports.ts';
import { aroundCentre, centreOf, crowKm, type Ground } from './ground.ts';
import type { Random } from './random.ts';

/** `turn` is the rank among the drivers of a busy road, null off those roads. */
export type Journey = { origin: Place; destination: Place; turn: number | null };

/** A place where people of the Meuse work, with its pull. */
type Pole = { place: Place; commune: Commune | null; weight: number };

/** The pull of a workplace halves about every 11 km, and nobody of the examples drives further than this. */
const DECAY_KM = 16;
const REACH_KM = { least: 4, most: 65 };

/** Abroad there is no commune: the coordinates say it all. */
const ABROAD: readonly { place: Place; jobs: number }[] = [
  { place: { label: 'Luxembourg-Ville (Luxembourg)', lon: 6.13, lat: 49.611 }, jobs: 60_000 },
  { place: { label: 'Esch-sur-Alzette (Luxembourg)', lon: 5.981, lat: 49.496 }, jobs: 20_000 },
];

/** Roads that many take to work here, with how many of the examples do at least. */
const CORRIDORS: readonly [from: string, to: string, drivers: number][] = [
  ['Commercy', 'Bar-le-Duc', 12],
  ['Saint-Mihiel', 'Verdun', 5],
  ['Saint-Mihiel', 'Commercy', 4],
  ['Verdun', 'Bar-le-Duc', 5],
  ['Étain', 'Verdun', 5],
  ['Stenay', 'Verdun', 4],
  ['Montmédy', 'Longwy', 4],
  ['Bouligny', 'Longwy', 3],
  ['Ligny-en-Barrois', 'Bar-le-Duc', 5],
  ['Ligny-en-Barrois', 'Saint-Dizier', 3],
  ['Bar-le-Duc', 'Saint-Dizier', 5],
  ['Ancerville', 'Saint-Dizier', 4],
  ['Revigny-sur-Ornain', 'Bar-le-Duc', 4],
  ['Vaucouleurs', 'Commercy', 3],
  ['Vaucouleurs', 'Toul', 3],
  ['Commercy', 'Toul', 4],
  ['Void-Vacon', 'Bar-le-Duc', 3],
  ['Clermont-en-Argonne', 'Verdun', 3],
  ['Vigneulles-lès-Hattonchâtel', 'Saint-Mihiel', 2],
  ['Gondrecourt-le-Château', 'Ligny-en-Barrois', 2],
];

/** The corridors first, in their order; then as many journeys as asked, drawn by population, pull and distance. */
export function drawJourneys(random: Random, ground: Ground, count: number): Journey[] {
  const journeys: Journey[] = CORRIDORS.flatMap(([from, to, drivers]) =>
    Array.from({ length: drivers }, (_, turn) => ({
      origin: aroundCentre(random, ground.named(from), 600),
      destination: aroundCentre(random, ground.named(to), 900),
      turn,
    })),
  );
  const poles = polesOf(ground);
  const anyHome = random.drawer(ground.communes, (c) => c.population);
  const borderHome = random.drawer(ground.around, (c) => c.population);
  while (journeys.length < count) {
    const comesFromOutside = random.chance(0.08);
    const home = comesFromOutside ? borderHome() : anyHome();
    const pole = drawPole(random, poles, home, comesFromOutside);
    if (!pole) continue;
    journeys.push({
      origin: aroundCentre(random, home, 500),
      destination: pole.commune ? aroundCentre(random, pole.commune, 900) : pole.place,
      turn: null,
    });
  }
  return journeys;
}

function polesOf({ communes, around, employerCommunes }: Ground): Pole[] {
  const inside = communes
    .filter((c) => c.population >= 900 || employerCommunes.has(c.code))
    .map((c) => ({ commune: c, weight: c.population * (employerCommunes.has(c.code) ? 1.6 : 1) }));
  // Towns over the border draw people too, less than their size says: most of their jobs go to their own.
  const outside = around.filter((c) => c.population >= 4_000).map((c) => ({ commune: c, weight: c.population * 0.35 }));
  return [
    ...[...inside, ...outside].map(({ commune, weight }) => ({ place: centreOf(commune), commune, weight })),
    ...ABROAD.map(({ place, jobs }) => ({ place, commune: null, weight: jobs })),
  ];
}

/** Someone who comes from outside comes to work in the territory. */
function drawPole(random: Random, poles: readonly Pole[], home: Commune, insideOnly: boolean): Pole | null {
  const from = centreOf(home);
  const reachable = poles.flatMap((pole) => {
    const km = crowKm(from, pole.place);
    if (km < REACH_KM.least || km > REACH_KM.most) return [];
    if (insideOnly && pole.commune?.departement !== '55') return [];
    return [[pole.weight * Math.exp(-km / DECAY_KM), pole] as const];
  });
  return reachable.length === 0 ? null : random.weighted(reachable);
}

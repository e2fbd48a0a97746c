import { type Coverage, coverageOf, type Side } from '../../geo/roads/coverage.ts';
import type { LonLat } from '../../geo/router.ts';
import type { Bbox } from '../../geo/tiles/pbf.ts';
import { listTerritoryFolders } from '../db/seeds/territory/list-territories.ts';
import { readTerritory, type TerritoryFacts } from '../db/seeds/territory/read-territory.ts';
import { LaunchError } from './launch-error.ts';

/** What of a territory its roads are measured against. */
export type Ground = {
  id: string;
  name: string;
  borderKm: number;
  /** Its own communes and those around, the biggest first. */
  communes: Town[];
  around: Town[];
};
export type Town = { name: string; at: LonLat };

const SIDES: Readonly<Record<Side, string>> = { north: 'au nord', east: 'à l’est', south: 'au sud', west: 'à l’ouest' };
/** Under it the border is covered as well as a rectangle can tell. */
const ENOUGH_AROUND = 0.995;

/** Every territory there is; one that cannot be read is told and left out. */
export async function readGrounds(dataDir: string, complain: (text: string) => void): Promise<Ground[]> {
  const grounds: Ground[] = [];
  for (const { id, root } of await listTerritoryFolders(dataDir)) {
    try {
      grounds.push(groundOf(await readTerritory(id, root)));
    } catch (error) {
      complain(`Le territoire « ${id} » ne peut pas être lu : ${(error as Error).message}`);
    }
  }
  return grounds;
}

function groundOf({ territory, communes, communesAround }: TerritoryFacts): Ground {
  const towns = (list: TerritoryFacts['communesAround']) =>
    [...list].sort((a, b) => b.population - a.population).map(({ name, lon, lat }): Town => ({ name, at: [lon, lat] }));
  const { id, name, rules } = territory;
  return { id, name, borderKm: rules.borderKm, communes: towns(communes), around: towns(communesAround) };
}

/**
 * The territory that was asked for, else the only one whose communes lie in the extract; among several, or where the extract
 * does not say what it covers, the preferred one.
 *
 * @throws LaunchError naming those there are.
 */
export function chooseGround(
  grounds: readonly Ground[],
  { asked, preferred }: { asked: string | null; preferred: string | null },
  bbox: Bbox | null,
): Ground {
  const list = grounds.map(({ id, name }) => `${id} (${name})`).join(', ');
  if (asked !== null) {
    const ground = grounds.find(({ id }) => id === asked);
    if (ground) return ground;
    throw new LaunchError(`Aucun territoire ne s’appelle « ${asked} ». Ceux d’ici : ${list}.`);
  }
  const [only] = grounds;
  const held = bbox === null ? [] : grounds.filter((ground) => coverage(ground, bbox).inside > 0);
  if (held.length === 1) return held[0] as Ground;
  const possible = bbox === null ? grounds : held;
  const chosen = possible.find(({ id }) => id === preferred);
  if (chosen) return chosen;
  if (held.length > 1) {
    const found = held.map(({ id, name }) => `${id} (${name})`).join(', ');
    throw new LaunchError(
      `Cet extrait contient des communes de plusieurs territoires : ${found}. Dites lequel : --territory ${held[0]?.id}`,
    );
  }
  if (bbox === null && grounds.length === 1 && only) return only;
  if (bbox === null) {
    throw new LaunchError(`Ce fichier ne dit pas ce qu’il couvre. Dites quel territoire : --territory … (${list})`);
  }
  throw new LaunchError(
    `Cet extrait (${boxForPeople(bbox)}) ne contient aucune commune d’un territoire d’ici : ${list}. ` +
      'Choisissez un extrait qui couvre le territoire, ou définissez d’abord ce territoire (voir docs/operations.md).',
  );
}

/**
 * What the extract lacks of the territory and of what lies around, in sentences; none where it holds all.
 *
 * @throws LaunchError where it holds none of the territory.
 */
export function tellCoverage(ground: Ground, bbox: Bbox | null): string[] {
  if (bbox === null) return [];
  const { inside, around, lacking } = coverage(ground, bbox);
  if (inside === 0) {
    throw new LaunchError(
      `Cet extrait (${boxForPeople(bbox)}) ne contient aucune commune du territoire ${ground.name} : c’est une autre région. ` +
        'Choisissez un extrait qui le couvre, ou un autre territoire avec --territory.',
    );
  }
  const told: string[] = [];
  if (inside < 1) {
    told.push(`L’extrait ne contient que ${percent(inside)} des communes du territoire ${ground.name}.`);
  }
  if (around < ENOUGH_AROUND && lacking.length > 0) {
    const sides = lacking.map(({ side, km }) => `${km} km ${SIDES[side]}`).join(', ');
    told.push(
      `Avec ${ground.borderKm} km autour, ${percent(around)} de l’étendue est couverte ; il manque ${sides}. ` +
        'Au-delà, aucun trajet ne sera trouvé : un emploi, un conducteur ou un dépôt là-bas paraîtra hors d’atteinte. ' +
        'Un extrait plus grand, ou plusieurs réunis, y remédie (voir docs/operations.md).',
    );
  }
  return told;
}

const coverage = ({ communes, borderKm }: Ground, bbox: Bbox): Coverage =>
  coverageOf(
    bbox,
    communes.map(({ at }) => at),
    borderKm,
  );

const percent = (share: number) => `${Math.min(99, Math.floor(share * 100))} %`;

function boxForPeople([west, south, east, north]: Bbox): string {
  const degrees = (value: number) => value.toLocaleString('fr-FR', { maximumFractionDigits: 2 });
  return `de ${degrees(west)} à ${degrees(east)}° de longitude, de ${degrees(south)} à ${degrees(north)}° de latitude`;
}

import path from 'node:path';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../services/ports.ts';
import { type Administration, createAdministration } from '../administration.ts';
import { digestOfFolder, formatEdition, parseEdition } from './edition.ts';
import { pointsOfInterest } from './territory/points-of-interest.ts';
import { readTerritory, TERRITORIES } from './territory/read-territory.ts';

export type TerritorySeeding = {
  /** Of the owner of a prepared database. */
  url: string;
  territoryId: string;
  log: (line: string) => void;
  clock?: Clock;
  /** The folder that holds one folder per territory. */
  root?: string;
};

export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/**
 * Puts a territory's rules, communes and public places in the database, as `territories/<id>` has them. Run again it
 * does nothing, unless a file changed since. Throws a sentence that names the file at fault.
 */
export async function seedTerritory(seeding: TerritorySeeding): Promise<{ changed: boolean }> {
  const administration = createAdministration({ url: seeding.url, clock: seeding.clock ?? systemClock });
  try {
    return await fillTerritory(administration, seeding);
  } finally {
    await administration.close();
  }
}

async function fillTerritory(
  administration: Administration,
  { territoryId, log, root = TERRITORIES }: TerritorySeeding,
): Promise<{ changed: boolean }> {
  const facts = await digestOfFolder(path.join(root, territoryId));
  const edition = parseEdition(await administration.seedEdition(territoryId));
  if (edition.facts === facts) return { changed: false };

  const read = await readTerritory(territoryId, root);
  const places = pointsOfInterest(read);
  log(`${read.territory.name} : ${read.communes.length} communes, ${places.length} lieux publics`);
  await administration.upsertTerritory(read.territory);
  await administration.replaceCommunes(territoryId, [
    ...read.communes.map((commune) => ({ ...commune, inside: true })),
    ...read.communesAround.map((commune) => ({ ...commune, inside: false, contour: null })),
  ]);
  await administration.replacePointsOfInterest(territoryId, places);
  // Told last: a seeding cut short is done again from the start.
  await administration.recordSeedEdition(territoryId, formatEdition({ ...edition, facts }));
  return { changed: true };
}

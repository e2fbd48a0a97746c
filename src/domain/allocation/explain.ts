import type { VehicleType } from '../catalogue/offer.ts';
import { capitalised, count, dateText } from '../explanation/french.ts';
import { LEAST_PEOPLE } from '../small-groups.ts';
import type { AllocationChange, AllocationFigures } from './figures.ts';
import type { UnfitReason } from './problem.ts';

export const VEHICLE_NAMES: Record<VehicleType, string> = {
  car: 'une voiture',
  licenceFreeCar: 'une voiture sans permis',
  scooter: 'un scooter',
  ebike: 'un vélo à assistance électrique',
  bike: 'un vélo',
};

/** `structure` runs the list and sees everybody on it; `person` is whoever waits, and who accompanies them. */
export type Reader = 'structure' | 'person';

/**
 * Why this vehicle from that day, or why none, and what would change it: in sentences made from the figures. Of other people it says no more than how
 * many there are, and to `person` not even that below five.
 */
export function explainAllocation(figures: AllocationFigures, reader: Reader): { why: string[]; changes: string[] } {
  const { given } = figures;
  return given === null
    ? { why: whyNone(figures, reader), changes: figures.changes.map(changeText) }
    : { why: whyGiven(figures, given, reader), changes: [] };
}

/** How many people, for that reader: `3 personnes`, `moins de 5 personnes`. */
function people(n: number, reader: Reader): string {
  if (reader === 'person' && n > 0 && n < LEAST_PEOPLE) return `moins de ${LEAST_PEOPLE} personnes`;
  return count(n, 'personne', 'personnes');
}

const points = (n: number) => count(n, 'point', 'points');

function whyGiven(
  figures: AllocationFigures,
  given: NonNullable<AllocationFigures['given']>,
  reader: Reader,
): string[] {
  const first = `${capitalised(VEHICLE_NAMES[given.vehicleType])}, du ${dateText(given.start)} au ${dateText(given.until)} : ${points(figures.points)}.`;
  if (given.daysLate === 0) return [first, 'Le prêt commence le premier jour possible.'];
  const late = `Le prêt commence ${count(given.daysLate, 'jour', 'jours')} après le premier jour possible, le ${dateText(figures.from as string)}, et compte ${points(given.points)}.`;
  const taken = beforeText(figures, reader);
  return [first, late, ...(taken.length > 0 ? taken : ['Plus tôt, aucun véhicule utilisable n’était libre.'])];
}

function whyNone(figures: AllocationFigures, reader: Reader): string[] {
  if (figures.from === null) return ['Aucun début possible n’est dans la période.'];
  if (figures.usable === 0) return [`Aucun véhicule ne convient, sur ${figures.vehicles}.`, ...unfitText(figures)];
  const told = [
    `${points(figures.points)}. ${count(figures.usable, 'véhicule convient', 'véhicules conviennent')}, sur ${figures.vehicles}.`,
  ];
  if (figures.free === 0) {
    told.push(
      'Aucun de ceux qui conviennent n’est libre pendant tout le prêt : ils sont déjà prêtés, en entretien ou réservés.',
    );
  } else {
    told.push(...beforeText(figures, reader));
  }
  told.push(
    figures.freeFrom === null
      ? 'Aucun ne se libère pendant tout le prêt dans l’année qui vient.'
      : `Le premier se libère le ${dateText(figures.freeFrom)}.`,
  );
  return told;
}

function beforeText({ before }: AllocationFigures, reader: Reader): string[] {
  const told: string[] = [];
  if (before.more > 0) told.push(`Passent avant : ${people(before.more, reader)} avec plus de points.`);
  if (before.equal > 0) told.push(`Passent avant : ${people(before.equal, reader)} avec autant de points.`);
  if (before.fewer > 0) {
    told.push(
      `Passent avant : ${people(before.fewer, reader)} avec moins de points. Ces prêts, plus courts ou à d’autres dates, laissent servir plus de besoins ensemble.`,
    );
  }
  return told;
}

const UNFIT: Record<UnfitReason, (n: number) => string> = {
  type: (n) => `${count(n, 'véhicule n’est', 'véhicules ne sont')} pas du type demandé.`,
  licence: (n) => `${count(n, 'véhicule demande', 'véhicules demandent')} un permis que la personne n’a pas.`,
  days: (n) => `${count(n, 'véhicule n’est pas prêté', 'véhicules ne sont pas prêtés')} si longtemps.`,
  equipment: (n) => `${count(n, 'véhicule n’a', 'véhicules n’ont')} pas l’équipement nécessaire.`,
};
const unfitText = ({ unfit }: AllocationFigures) =>
  (Object.keys(UNFIT) as UnfitReason[])
    .filter((reason) => unfit[reason] > 0)
    .map((reason) => UNFIT[reason](unfit[reason]));

function changeText(change: AllocationChange): string {
  switch (change.kind) {
    case 'acceptUntil':
      return `Accepter que le prêt commence le ${dateText(change.to)}.`;
    case 'shorter':
      return `Demander un prêt de ${count(change.days, 'jour', 'jours')} au plus.`;
    case 'type':
      return 'Accepter un autre type de véhicule.';
    case 'licence':
      return 'Obtenir le permis que demandent d’autres véhicules libres.';
    case 'equipment':
      return 'Se passer de l’équipement demandé.';
  }
}

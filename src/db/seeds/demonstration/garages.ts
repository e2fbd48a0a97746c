import type { Hours } from '../../../domain/catalogue/offer.ts';
import { confirmedAt, type ExampleOffer, example, fictitious, numbered, validity } from './example.ts';
import { centreOf, type Ground } from './ground.ts';
import { random } from './random.ts';
import { WEEKDAYS } from './vocabulary.ts';

const OPEN: Hours[] = [
  { weekdays: [...WEEKDAYS], from: '08:30', to: '12:00' },
  { weekdays: [...WEEKDAYS], from: '13:30', to: '17:30' },
];
const SEEKING = ['rsa', 'ass', 'aah', 'jobSeeker', 'youthContract', 'insertionEmployee'];

/** What is repaired, where, by whom, the usual bill in euros, and the weeks before a turn comes. */
const REPAIRS: readonly [
  title: string,
  town: string,
  provider: string,
  euros: number,
  waiting: number,
  solidarity: boolean,
][] = [
  ['Réparation au tarif solidaire', 'Bar-le-Duc', 'Garage solidaire des Trois Rivières', 180, 2, true],
  ['Réparation au tarif solidaire', 'Commercy', 'Garage solidaire du Val de Meuse', 160, 3, true],
  ['Réparation au tarif solidaire', 'Verdun', 'Garage solidaire de la Citadelle', 190, 2, true],
  ['Réparation au tarif solidaire', 'Stenay', 'Garage solidaire du Nord', 150, 4, true],
  ['Réparation au tarif solidaire', 'Étain', 'Garage solidaire de la Woëvre', 170, 3, true],
  ['Remise en état avant contrôle technique', 'Saint-Mihiel', 'Garage solidaire du Val de Meuse', 250, 5, true],
  ['Remise en état avant contrôle technique', 'Ligny-en-Barrois', 'Garage solidaire des Trois Rivières', 260, 4, true],
  ['Atelier mécanique accompagné', 'Bar-le-Duc', 'Self’ garage du Barrois', 40, 1, false],
  ['Atelier mécanique accompagné', 'Verdun', 'Self’ garage de la Citadelle', 40, 1, false],
  ['Réparation de scooters', 'Verdun', 'Mob’Jeunes Verdunois', 80, 1, true],
  ['Réparation de vélos', 'Commercy', 'Le Petit Braquet', 15, 0, false],
  ['Réparation de vélos', 'Bar-le-Duc', 'La Roue du Barrois', 15, 0, false],
  ['Réparation de vélos', 'Montmédy', 'Vélos de la Chiers', 15, 1, false],
];

const SALES: readonly [
  title: string,
  town: string,
  provider: string,
  euros: number,
  waiting: number,
  minAge: number,
][] = [
  ['Voiture d’occasion contrôlée', 'Bar-le-Duc', 'Garage solidaire des Trois Rivières', 2200, 6, 18],
  ['Voiture d’occasion contrôlée', 'Commercy', 'Garage solidaire du Val de Meuse', 1900, 8, 18],
  ['Voiture d’occasion contrôlée', 'Verdun', 'Garage solidaire de la Citadelle', 2400, 5, 18],
  ['Voiture d’occasion contrôlée', 'Stenay', 'Garage solidaire du Nord', 1700, 10, 18],
  ['Voiture d’occasion contrôlée', 'Étain', 'Garage solidaire de la Woëvre', 2000, 8, 18],
  ['Voiture sans permis d’occasion', 'Bar-le-Duc', 'Garage solidaire des Trois Rivières', 3500, 12, 16],
  ['Scooter 50 cm³ révisé', 'Verdun', 'Mob’Jeunes Verdunois', 600, 3, 16],
  ['Scooter 50 cm³ révisé', 'Bar-le-Duc', 'Deux-roues pour l’emploi', 550, 4, 16],
  ['Vélo à assistance électrique révisé', 'Commercy', 'Le Petit Braquet', 450, 3, 14],
  ['Vélo révisé', 'Saint-Mihiel', 'Le Petit Braquet', 60, 1, 12],
  ['Vélo révisé', 'Bar-le-Duc', 'La Roue du Barrois', 60, 0, 12],
];

/** Garages that repair for what people can pay. */
export function vehicleRepairs(ground: Ground, today: string): ExampleOffer[] {
  const draw = random('vehicle repairs');
  return numbered(REPAIRS, ([title, town, provider, euros, waitingWeeks, solidarity], number) =>
    example(number, {
      kind: 'vehicleRepair',
      title: `${title}, ${town}`,
      description: 'Le prix est celui d’une intervention courante ; un devis précède toujours les travaux.',
      provider: fictitious(provider),
      audiences: solidarity ? ['demandeurs-emploi', 'beneficiaires-des-minimas-sociaux', 'actifs'] : ['tous-publics'],
      eligibilityZone: solidarity ? ['55'] : [],
      accessConditions: { statuses: solidarity && draw.chance(0.5) ? SEEKING : [], referralRequired: solidarity },
      ...validity(draw, today),
      confirmedAt: confirmedAt(draw, today),
      calendar: { publicHolidays: false },
      details: {
        place: centreOf(ground.named(town), `Atelier d’exemple, ${town}`),
        costCents: euros * 100,
        barriers: ['vehicleBroken'],
        sessions: OPEN,
        waitingWeeks,
      },
    }),
  );
}

/** Checked second-hand vehicles, sold to those whom a prescriber sends. */
export function vehicleSales(ground: Ground, today: string): ExampleOffer[] {
  const draw = random('vehicle sales');
  return numbered(SALES, ([title, town, provider, euros, waitingWeeks, minAge], number) =>
    example(number, {
      kind: 'vehicleSale',
      title: `${title}, ${town}`,
      description: 'Vendu contrôlé et garanti trois mois. Le prix peut être réglé par un microcrédit.',
      provider: fictitious(provider),
      audiences: ['demandeurs-emploi', 'beneficiaires-des-minimas-sociaux', 'actifs'],
      eligibilityZone: ['55'],
      accessConditions: { minAge, statuses: euros > 1000 ? SEEKING : [], referralRequired: euros > 1000 },
      ...validity(draw, today),
      confirmedAt: confirmedAt(draw, today),
      calendar: { publicHolidays: false },
      details: {
        place: centreOf(ground.named(town), `Atelier d’exemple, ${town}`),
        costCents: euros * 100,
        barriers: ['noVehicle'],
        sessions: OPEN,
        waitingWeeks,
      },
    }),
  );
}

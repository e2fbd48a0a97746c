import type { Hours, Tariff, VehicleType } from '../../../domain/catalogue/offer.ts';
import { confirmedAt, type ExampleOffer, example, fictitious, numbered, validity } from './example.ts';
import { centreOf, type Ground } from './ground.ts';
import { type Random, random } from './random.ts';
import { WEEKDAYS, WORKING_DAYS } from './vocabulary.ts';

/** What each type usually costs and asks in the examples: euros a day, deposit in euros, fleet sizes. */
const TYPES: Readonly<
  Record<
    VehicleType,
    { name: string; licence: 'B' | 'AM' | null; day: number[]; deposit: number[]; units: number[]; maxDays: number[] }
  >
> = {
  car: {
    name: 'Voiture à 5 € par jour',
    licence: 'B',
    day: [500],
    deposit: [0, 100, 150, 200, 300],
    units: [1, 2, 3, 5],
    maxDays: [60, 90, 180],
  },
  licenceFreeCar: {
    name: 'Voiture sans permis',
    licence: 'AM',
    day: [500, 600, 700],
    deposit: [100, 200, 300],
    units: [1, 2],
    maxDays: [60, 90],
  },
  scooter: {
    name: 'Scooter 50 cm³',
    licence: 'AM',
    day: [200, 250, 300],
    deposit: [100, 150, 200],
    units: [1, 2, 4],
    maxDays: [60, 90, 180],
  },
  ebike: {
    name: 'Vélo à assistance électrique',
    licence: null,
    day: [100, 150, 200],
    deposit: [0, 50, 100, 150],
    units: [2, 4, 6, 10],
    maxDays: [30, 90, 180],
  },
  bike: {
    name: 'Vélo',
    licence: null,
    day: [20, 30, 50],
    deposit: [0, 20, 50],
    units: [4, 8, 12],
    maxDays: [90, 180, 365],
  },
};

const GARAGE = 'Garage solidaire';
const FLEETS: readonly [type: VehicleType, town: string, provider: string][] = [
  ['car', 'Bar-le-Duc', `${GARAGE} des Trois Rivières`],
  ['car', 'Commercy', `${GARAGE} du Val de Meuse`],
  ['car', 'Verdun', `${GARAGE} de la Citadelle`],
  ['car', 'Saint-Mihiel', `${GARAGE} du Val de Meuse`],
  ['car', 'Stenay', `${GARAGE} du Nord`],
  ['car', 'Ligny-en-Barrois', `${GARAGE} des Trois Rivières`],
  ['car', 'Étain', `${GARAGE} de la Woëvre`],
  ['car', 'Vaucouleurs', `${GARAGE} du Val de Meuse`],
  ['car', 'Revigny-sur-Ornain', `${GARAGE} des Trois Rivières`],
  ['licenceFreeCar', 'Bar-le-Duc', `${GARAGE} des Trois Rivières`],
  ['licenceFreeCar', 'Commercy', `${GARAGE} du Val de Meuse`],
  ['licenceFreeCar', 'Verdun', `${GARAGE} de la Citadelle`],
  ['licenceFreeCar', 'Montmédy', `${GARAGE} du Nord`],
  ['licenceFreeCar', 'Étain', `${GARAGE} de la Woëvre`],
  ['licenceFreeCar', 'Clermont-en-Argonne', 'Roulons en Argonne'],
  ['licenceFreeCar', 'Ancerville', `${GARAGE} des Trois Rivières`],
  ['licenceFreeCar', 'Saint-Mihiel', `${GARAGE} du Val de Meuse`],
  ['scooter', 'Bar-le-Duc', 'Deux-roues pour l’emploi'],
  ['scooter', 'Commercy', `${GARAGE} du Val de Meuse`],
  ['scooter', 'Verdun', 'Mob’Jeunes Verdunois'],
  ['scooter', 'Étain', 'Mob’Jeunes Verdunois'],
  ['scooter', 'Stenay', 'Mob’Jeunes Verdunois'],
  ['scooter', 'Ligny-en-Barrois', 'Deux-roues pour l’emploi'],
  ['scooter', 'Saint-Mihiel', 'Deux-roues pour l’emploi'],
  ['scooter', 'Bouligny', 'Mob’Jeunes Verdunois'],
  ['ebike', 'Bar-le-Duc', 'La Roue du Barrois'],
  ['ebike', 'Commercy', 'Le Petit Braquet'],
  ['ebike', 'Verdun', 'Vélos de la Citadelle'],
  ['ebike', 'Saint-Mihiel', 'Le Petit Braquet'],
  ['ebike', 'Thierville-sur-Meuse', 'Vélos de la Citadelle'],
  ['ebike', 'Ancerville', 'La Roue du Barrois'],
  ['ebike', 'Montmédy', 'Vélos de la Chiers'],
  ['ebike', 'Void-Vacon', 'Le Petit Braquet'],
  ['ebike', 'Ligny-en-Barrois', 'La Roue du Barrois'],
  ['ebike', 'Dieue-sur-Meuse', 'Vélos de la Citadelle'],
  ['bike', 'Bar-le-Duc', 'La Roue du Barrois'],
  ['bike', 'Commercy', 'Le Petit Braquet'],
  ['bike', 'Verdun', 'Vélos de la Citadelle'],
  ['bike', 'Saint-Mihiel', 'Le Petit Braquet'],
  ['bike', 'Stenay', 'Vélos de la Chiers'],
  ['bike', 'Étain', 'Vélos de la Citadelle'],
  ['bike', 'Revigny-sur-Ornain', 'La Roue du Barrois'],
  ['bike', 'Vigneulles-lès-Hattonchâtel', 'Le Petit Braquet'],
];

/** Fleets to rent or borrow, of every type of vehicle. */
export function vehicleLoans(ground: Ground, today: string): ExampleOffer[] {
  const draw = random('vehicle loans');
  return numbered(FLEETS, ([vehicleType, town, provider], number) => {
    const { name, licence, day, deposit, units, maxDays } = TYPES[vehicleType];
    const commune = ground.named(town);
    const motor = licence !== null;
    return example(number, {
      kind: 'vehicleLoan',
      title: `${name}, ${town}`,
      description: motor
        ? 'Mise à disposition sur prescription, le temps de prendre un emploi ou une formation. Assurance comprise, carburant en plus. État des lieux au départ et au retour.'
        : 'Location solidaire avec antivol, casque et prise en main. Réparations courantes comprises.',
      provider: fictitious(provider),
      audiences: motor ? ['demandeurs-emploi', 'beneficiaires-des-minimas-sociaux', 'actifs'] : [],
      eligibilityZone: draw.chance(0.75) ? ['55'] : [commune.epciCode ?? '55'],
      accessConditions: {
        minAge: vehicleType === 'car' ? draw.pick([18, 18, 20, 21]) : vehicleType === 'bike' ? null : 16,
        statuses: motor && draw.chance(0.4) ? ['rsa', 'ass', 'jobSeeker', 'youthContract', 'insertionEmployee'] : [],
        referralRequired: motor,
      },
      ...validity(draw, today),
      confirmedAt: confirmedAt(draw, today),
      calendar: { publicHolidays: false },
      details: {
        vehicleType,
        units: draw.pick(units),
        depot: centreOf(commune, `Dépôt d’exemple, ${town}`),
        deskHours: deskHours(draw),
        tariff: tariff(draw, vehicleType, draw.pick(day)),
        depositCents: draw.pick(deposit) * 100,
        maxDays: draw.pick(maxDays),
        requiredLicence: licence,
      },
    });
  });
}

/** Cars get cheaper by the week and by the month; the small ones have one price. */
function tariff(draw: Random, type: VehicleType, perDayCents: number): Tariff {
  if (type !== 'car' && draw.chance(0.6)) return { perDayCents };
  return {
    tiers: [
      { fromDay: 1, perDayCents },
      { fromDay: 8, perDayCents: Math.round(perDayCents * 0.8) },
      { fromDay: 31, perDayCents: Math.round(perDayCents * 0.6) },
    ],
  };
}

function deskHours(draw: Random): Hours[] {
  return draw.pick<Hours[]>([
    [
      { weekdays: [...WEEKDAYS], from: '09:00', to: '12:00' },
      { weekdays: [...WEEKDAYS], from: '14:00', to: '17:00' },
    ],
    [
      { weekdays: [1, 2, 4, 5], from: '08:30', to: '12:00' },
      { weekdays: [1, 2, 4, 5], from: '13:30', to: '17:30' },
    ],
    [
      { weekdays: [2, 3, 5], from: '09:00', to: '12:30' },
      { weekdays: [3], from: '14:00', to: '18:00' },
    ],
    [
      { weekdays: [...WORKING_DAYS], from: '09:30', to: '12:00' },
      { weekdays: [...WEEKDAYS], from: '14:00', to: '18:00' },
    ],
  ]);
}

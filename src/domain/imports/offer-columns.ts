import type { COVERED, OfferKind } from '../catalogue/offer.ts';
import {
  type Codec,
  choice,
  communeCode,
  day,
  days,
  digits,
  list,
  longText,
  money,
  number,
  phone,
  text,
  yesNo,
  zoneCodes,
} from './cell-codecs.ts';
import { places, zoneOr } from './place-codecs.ts';
import { dayTariff, hours, trips } from './schedule-codecs.ts';

/** One column of a kind's template. `heading` may end with the unit in brackets; it is compared without it. */
export type Column = {
  /** Dotted, in an offer as it is posted. */
  path: string;
  heading: string;
  /** Other headings that mean it, plain. */
  aliases?: readonly string[];
  codec: Codec;
  /** What stands there in the example. */
  example: string;
  required?: boolean;
  /** For the sheet that explains, where the codec's is not enough. */
  note?: string;
};

const cents = money({ whole: true });

/** Of the platform's own: whoever takes a file away and brings it back changes those very offers. */
export const ID_COLUMN = 'Identifiant';
/** Of the offer when the file was taken away: what others changed since is seen by it. */
export const VERSION_COLUMN = 'Version';

const VEHICLES = {
  car: 'voiture',
  licenceFreeCar: 'voiture sans permis',
  scooter: 'scooter',
  ebike: 'vélo électrique',
  bike: 'vélo',
};
const LICENCES = { B: 'B', AM: 'AM' };
const THEME_NAMES = {
  'mobilite--acceder-a-un-vehicule': 'accéder à un véhicule',
  'mobilite--entretenir-reparer-son-vehicule': 'entretenir ou réparer son véhicule',
  'mobilite--etre-accompagne-dans-son-parcours-mobilite': 'être accompagné dans son parcours',
  'mobilite--financer-ma-mobilite': 'financer sa mobilité',
  'mobilite--mobilite-douce-partagee-collective': 'mobilité douce, partagée, collective',
  'mobilite--preparer-un-permis': 'préparer un permis',
};
const COVERED_NAMES: Record<(typeof COVERED)[number], string> = {
  licenceB: 'permis B',
  licenceAM: 'permis AM',
  licenceExchange: 'échange de permis',
  training: 'formation',
  rides: 'trajets',
  jobInterview: 'entretien d’embauche',
  deposit: 'caution',
  vehicleRepair: 'réparation',
  vehiclePurchase: 'achat de véhicule',
  bicyclePurchase: 'achat de vélo',
  vehicleAdaptation: 'adaptation du véhicule',
  childcare: 'garde d’enfant',
};
const PEDAGOGY_NAMES = {
  basicSkills: 'savoirs de base',
  french: 'français',
  confidence: 'confiance',
  dys: 'troubles dys',
};

const THEME_OF_KIND: Record<OfferKind, keyof typeof THEME_NAMES> = {
  carpool: 'mobilite--mobilite-douce-partagee-collective',
  vehicleLoan: 'mobilite--acceder-a-un-vehicule',
  demandResponsiveTransport: 'mobilite--mobilite-douce-partagee-collective',
  volunteerDriving: 'mobilite--mobilite-douce-partagee-collective',
  carShare: 'mobilite--acceder-a-un-vehicule',
  drivingLicence: 'mobilite--preparer-un-permis',
  training: 'mobilite--etre-accompagne-dans-son-parcours-mobilite',
  financialAid: 'mobilite--financer-ma-mobilite',
  vehicleRepair: 'mobilite--entretenir-reparer-son-vehicule',
  vehicleSale: 'mobilite--acceder-a-un-vehicule',
};

const first = (kind: OfferKind): Column[] => [
  {
    path: 'externalId',
    heading: 'Référence',
    aliases: ['reference externe', 'id source', 'id local'],
    codec: text,
    example: 'REF-001',
    note: 'La vôtre : le même fichier, ou sa suite, change alors les mêmes offres.',
  },
  {
    path: 'operator',
    heading: 'Source',
    aliases: ['operateur'],
    codec: text,
    example: 'exemple',
    note: 'Qui donne la référence.',
  },
  {
    path: 'title',
    heading: 'Titre',
    aliases: ['nom', 'intitule', 'nom de l offre'],
    codec: text,
    example: 'Exemple à remplacer',
    required: true,
  },
  { path: 'description', heading: 'Description', codec: longText, example: 'En quelques phrases simples.' },
  {
    path: 'theme',
    heading: 'Thème',
    aliases: ['thematique'],
    codec: choice(THEME_NAMES),
    example: THEME_NAMES[THEME_OF_KIND[kind]],
    note: 'Vide : celui de ce type d’offre.',
  },
  {
    path: 'provider.name',
    heading: 'Structure',
    aliases: ['nom de la structure', 'porteur'],
    codec: text,
    example: 'Association Exemple',
    required: true,
  },
  { path: 'provider.siret', heading: 'SIRET', codec: digits(14, 'numéro'), example: '' },
  { path: 'provider.phone', heading: 'Téléphone', aliases: ['tel'], codec: phone, example: '03 29 00 00 00' },
  {
    path: 'provider.email',
    heading: 'Courriel',
    aliases: ['email', 'e mail', 'mail'],
    codec: text,
    example: 'contact@exemple.invalid',
  },
  {
    path: 'provider.url',
    heading: 'Site web',
    aliases: ['site', 'url', 'lien'],
    codec: text,
    example: 'https://exemple.invalid',
  },
];

const last: Column[] = [
  { path: 'audiences', heading: 'Publics', codec: list(), example: 'demandeurs-emploi' },
  {
    path: 'eligibilityZone',
    heading: 'Zone d’éligibilité',
    aliases: ['zone', 'communes', 'codes insee'],
    codec: zoneCodes,
    example: '55',
  },
  {
    path: 'accessConditions.minAge',
    heading: 'Âge minimal',
    aliases: ['age minimum', 'age min'],
    codec: number,
    example: '18',
  },
  {
    path: 'accessConditions.maxAge',
    heading: 'Âge maximal',
    aliases: ['age maximum', 'age max'],
    codec: number,
    example: '',
  },
  {
    path: 'accessConditions.statuses',
    heading: 'Statuts',
    codec: list(),
    example: '',
    note: 'Codes des statuts demandés (rsa, jobSeeker…). Vide : tout le monde.',
  },
  { path: 'accessConditions.referralRequired', heading: 'Orientation obligatoire', codec: yesNo, example: 'non' },
  {
    path: 'validFrom',
    heading: 'Début',
    aliases: ['date de debut', 'valable du', 'valable a partir du'],
    codec: day,
    example: '01/09/2026',
  },
  { path: 'validUntil', heading: 'Fin', aliases: ['date de fin', 'valable jusqu au'], codec: day, example: '' },
  {
    path: 'confirmedAt',
    heading: 'Confirmée le',
    aliases: ['date de confirmation', 'mise a jour', 'date maj'],
    codec: day,
    example: '',
  },
  {
    path: 'visibility',
    heading: 'Visible',
    codec: choice({ public: 'de tous', neighbours: 'des voisins', territory: 'du territoire' }),
    example: 'de tous',
  },
  { path: 'calendar.exceptDates', heading: 'Sauf les jours', codec: days, example: '' },
  {
    path: 'calendar.schoolPeriods',
    heading: 'Périodes scolaires',
    codec: choice({ all: 'toutes', schoolOnly: 'école', holidaysOnly: 'vacances' }),
    example: 'toutes',
  },
  { path: 'calendar.publicHolidays', heading: 'Jours fériés', codec: yesNo, example: 'non' },
  {
    path: 'illustrative',
    heading: 'Exemple fictif',
    codec: yesNo,
    example: 'oui',
    note: 'oui : une offre inventée, montrée comme telle.',
  },
];

/** The columns of one place. */
const place = (path: string, name: string, required: boolean): Column[] => [
  { path: `details.${path}.label`, heading: `${name} : nom`, codec: text, example: 'Gare de Bar-le-Duc' },
  {
    path: `details.${path}.commune`,
    heading: `${name} : code commune`,
    codec: communeCode,
    example: '55029',
    note: 'Sans longitude ni latitude, le lieu est mis au centre de cette commune.',
  },
  { path: `details.${path}.lon`, heading: `${name} : longitude`, codec: number, example: '5,1669', required },
  { path: `details.${path}.lat`, heading: `${name} : latitude`, codec: number, example: '48,7735', required },
];
const sessions: Column = { path: 'details.sessions', heading: 'Séances', codec: hours, example: 'mar,jeu 18:00-20:00' };
const waiting: Column = { path: 'details.waitingWeeks', heading: 'Attente (semaines)', codec: number, example: '2' };
const lasting: Column = { path: 'details.durationWeeks', heading: 'Durée (semaines)', codec: number, example: '' };
const cost: Column = { path: 'details.costCents', heading: 'Coût (€)', codec: cents, example: '40' };
const vehicle: Column = {
  path: 'details.vehicleType',
  heading: 'Véhicule',
  codec: choice(VEHICLES),
  example: 'voiture',
  required: true,
};
const licence: Column = {
  path: 'details.requiredLicence',
  heading: 'Permis demandé',
  codec: choice(LICENCES),
  example: 'B',
  note: 'B ou AM ; vide : aucun.',
};
const pricePerRide: Column = {
  path: 'details.pricePerRideCents',
  heading: 'Prix par trajet (€)',
  codec: cents,
  example: '2',
};
const seats: Column = { path: 'details.seats', heading: 'Places', codec: number, example: '3' };
const notice: Column = {
  path: 'details.noticeHours',
  heading: 'Délai de réservation (heures)',
  codec: number,
  example: '24',
};
const wheelchair: Column = { path: 'details.wheelchair', heading: 'Fauteuil roulant', codec: yesNo, example: 'non' };
const serviceHours: Column = {
  path: 'details.serviceHours',
  heading: 'Horaires',
  aliases: ['horaires de service'],
  codec: hours,
  example: 'lun-ven 05:00-21:00',
  required: true,
};

const usableHours: Column = {
  path: 'details.usableHours',
  heading: 'Heures d’utilisation',
  codec: hours,
  example: '',
  note: 'Vide : à toute heure.',
};

const support: Column[] = [
  ...place('place', 'Lieu', false),
  cost,
  { path: 'details.amountCents', heading: 'Montant de l’aide (€)', codec: cents, example: '' },
  { path: 'details.barriers', heading: 'Freins levés', codec: list(), example: 'noLicence' },
  sessions,
  waiting,
  lasting,
];

const DETAILS: Record<OfferKind, Column[]> = {
  carpool: [
    ...place('origin', 'Départ', true),
    ...place('destination', 'Arrivée', true),
    {
      path: 'details.trips',
      heading: 'Trajets',
      codec: trips,
      example: 'aller lun-ven 04:20 ±10 | retour lun-ven 13:15',
      required: true,
    },
    { path: 'details.maxDetourMinutes', heading: 'Détour accepté (minutes)', codec: number, example: '10' },
    { ...seats, required: true },
    pricePerRide,
    { path: 'details.meetingPoints', heading: 'Points de rencontre', codec: places, example: '' },
  ],
  vehicleLoan: [
    vehicle,
    {
      path: 'details.units',
      heading: 'Nombre de véhicules',
      aliases: ['nombre', 'unites'],
      codec: number,
      example: '2',
      required: true,
    },
    ...place('depot', 'Dépôt', true),
    {
      path: 'details.deskHours',
      heading: 'Horaires du guichet',
      codec: hours,
      example: 'lun-ven 08:30-12:00 | lun-ven 13:30-17:30',
    },
    usableHours,
    {
      path: 'details.tariff',
      heading: 'Tarif (€)',
      aliases: ['tarif par jour', 'prix par jour'],
      codec: dayTariff,
      example: '6 €/jour',
    },
    { path: 'details.depositCents', heading: 'Caution (€)', codec: cents, example: '150' },
    { path: 'details.maxDays', heading: 'Durée maximale (jours)', codec: number, example: '90' },
    licence,
  ],
  demandResponsiveTransport: [
    { path: 'details.zone', heading: 'Zone desservie', codec: zoneOr(zoneCodes), example: '55', required: true },
    serviceHours,
    notice,
    pricePerRide,
    seats,
    {
      path: 'details.rideFactor',
      heading: 'Allongement du trajet',
      codec: number,
      example: '1,3',
      note: 'Temps de trajet ÷ trajet direct : 1,3 quand on ne sait pas.',
    },
    wheelchair,
  ],
  volunteerDriving: [
    ...place('base', 'Base', true),
    { path: 'details.maxApproachMinutes', heading: 'Approche (minutes au plus)', codec: number, example: '20' },
    { path: 'details.maxRideKm', heading: 'Trajet (km au plus)', codec: number, example: '50' },
    serviceHours,
    notice,
    { path: 'details.pricePerKmCents', heading: 'Prix par km (€)', codec: money({ whole: false }), example: '0,32' },
    seats,
    wheelchair,
  ],
  carShare: [
    {
      path: 'details.stations',
      heading: 'Stations',
      codec: places,
      example: '5,1669 48,7735 55029 Gare de Bar-le-Duc',
      required: true,
    },
    vehicle,
    usableHours,
    { path: 'details.tariff.perHourCents', heading: 'Prix par heure (€)', codec: cents, example: '2' },
    { path: 'details.tariff.perKmCents', heading: 'Prix par km (€)', codec: money({ whole: false }), example: '0,35' },
    licence,
  ],
  drivingLicence: [
    {
      path: 'details.category',
      heading: 'Permis',
      aliases: ['categorie'],
      codec: choice(LICENCES),
      example: 'B',
      required: true,
    },
    ...place('place', 'Lieu', true),
    sessions,
    waiting,
    lasting,
    cost,
    { path: 'details.pedagogies', heading: 'Pédagogies', codec: list(PEDAGOGY_NAMES), example: 'savoirs de base' },
  ],
  training: support,
  vehicleRepair: support,
  vehicleSale: support,
  financialAid: [
    ...support,
    { path: 'details.covers', heading: 'Ce que l’aide paie', codec: list(COVERED_NAMES), example: 'permis B' },
    { path: 'details.repayable', heading: 'À rembourser', codec: yesNo, example: 'non' },
  ],
};

export const columnsOf = (kind: OfferKind): readonly Column[] => [...first(kind), ...DETAILS[kind], ...last];
export const themeOf = (kind: OfferKind) => THEME_OF_KIND[kind];

import type { OfferKind, Theme, VehicleType } from '../../domain/catalogue/offer.ts';
import { AUDIENCE_NAMES } from '../../domain/explanation/people-names.ts';
import { decimal, duration, euros, list, plural } from './format.ts';

const themes: Record<Theme, string> = {
  'mobilite--acceder-a-un-vehicule': 'Accéder à un véhicule',
  'mobilite--entretenir-reparer-son-vehicule': 'Entretenir ou réparer son véhicule',
  'mobilite--etre-accompagne-dans-son-parcours-mobilite': 'Être accompagné dans son parcours',
  'mobilite--financer-ma-mobilite': 'Financer sa mobilité',
  'mobilite--mobilite-douce-partagee-collective': 'Mobilité douce, partagée, collective',
  'mobilite--preparer-un-permis': 'Préparer un permis',
};

const kinds: Record<OfferKind, string> = {
  carpool: 'Covoiturage',
  vehicleLoan: 'Prêt de véhicule',
  demandResponsiveTransport: 'Transport à la demande',
  volunteerDriving: 'Transport solidaire',
  carShare: 'Autopartage',
  drivingLicence: 'Permis de conduire',
  training: 'Formation, atelier',
  financialAid: 'Aide financière',
  vehicleRepair: 'Réparation solidaire',
  vehicleSale: 'Vente solidaire',
};

const vehicleTypes: Record<VehicleType, string> = {
  car: 'voiture',
  licenceFreeCar: 'voiture sans permis',
  scooter: 'scooter',
  ebike: 'vélo électrique',
  bike: 'vélo',
};

/** Statuses a territory's rules may name. One that is not here is shown as it is written. */
const statuses: Record<string, string> = {
  rsa: 'personnes au RSA',
  ass: 'personnes à l’ASS',
  aah: 'personnes à l’AAH',
  jobSeeker: 'demandeurs d’emploi',
  employee: 'personnes salariées',
  selfEmployed: 'personnes à leur compte',
  insertionEmployee: 'personnes salariées en insertion',
  disabledWorker: 'personnes reconnues travailleur handicapé',
  student: 'étudiants',
  youthContract: 'jeunes en contrat d’engagement',
  singleParent: 'parents isolés',
  refugee: 'personnes réfugiées',
  asylumSeeker: 'personnes demandant l’asile',
  underJustice: 'personnes suivies par la justice',
  homeless: 'personnes sans domicile',
  qpv: 'habitants d’un quartier prioritaire (QPV)',
  frr: 'habitants d’une zone de revitalisation (FRR)',
  retired: 'personnes retraitées',
};

const pedagogies: Record<'basicSkills' | 'french' | 'confidence' | 'dys', string> = {
  basicSkills: 'savoirs de base',
  french: 'français langue étrangère',
  confidence: 'reprise de confiance',
  dys: 'troubles dys',
};

/** Barriers as diagnostics and offers name them. */
const barriers: Record<string, string> = {
  noLicence: 'pas de permis',
  noVehicle: 'pas de véhicule',
  noTransport: 'pas de transport à proximité',
  vehicleBroken: 'véhicule en panne',
  cost: 'coût des déplacements',
  budgeting: 'gestion du budget',
  atypicalHours: 'horaires décalés',
  childcare: 'garde d’enfant',
  french: 'maîtrise du français',
  digital: 'démarches en ligne',
  readTimetable: 'lecture d’un horaire',
  readMap: 'lecture d’un plan',
  highwayCode: 'code de la route',
  cycling: 'pratique du vélo',
  fearOfDriving: 'peur de conduire',
  fearOfCycling: 'peur de circuler à vélo',
  fearOfStrangers: 'peur de voyager avec des inconnus',
  lackOfConfidence: 'manque de confiance',
};

const NB = '\u00a0';

export const catalogue = {
  title: 'Catalogue des offres de mobilité',
  heading: 'Les offres de mobilité',
  lead: 'Ce qui existe sur le territoire pour se déplacer, apprendre à conduire, réparer ou financer.',
  filter: {
    heading: 'Chercher',
    q: 'Mots cherchés',
    qHint: 'Par exemple : scooter, Verdun, code de la route',
    theme: 'Thème',
    anyTheme: 'Tous les thèmes',
    kind: 'Type d’offre',
    anyKind: 'Tous les types',
    kindLinks: 'Voir un seul type',
    near: 'Près de quelle commune',
    nearHint: 'Un nom ou un code postal',
    within: 'À combien de temps au plus',
    withinHint: 'Par la route, en voiture',
    minutes: (minutes: number) => `${minutes}${NB}minutes`,
    anyTime: 'Sans limite',
    submit: 'Chercher',
    reset: 'Tout afficher',
    chooseCommune: (typed: string) => `Plusieurs communes correspondent à « ${typed} ». Laquelle ?`,
    chooseFirst: 'Choisissez la commune dans le formulaire, puis « Chercher » : les offres viendront ici.',
    unknownCommune: (typed: string) =>
      `Aucune commune connue ne correspond à « ${typed} ». Vérifiez l’orthographe ou essayez le code postal.`,
    withinNeedsNear: 'Indiquez une commune pour limiter le temps de route.',
  },
  results: {
    eachKind: 'Un aperçu, par type d’offre',
    wholeKind: (kind: string) => `Toutes les offres : ${kind}`,
    count: (count: number) => (count === 0 ? 'Aucune offre' : plural(count, 'offre')),
    range: (first: number, last: number) => `Offres ${first} à ${last}`,
    near: (commune: string, minutes: number | null) =>
      minutes === null
        ? `classées par temps de route depuis ${commune}`
        : `à ${minutes}${NB}minutes de route au plus de ${commune}`,
    none: 'Aucune offre ne répond à cette recherche.',
    noneHint: 'Retirez un filtre, élargissez le temps de route, ou essayez une commune voisine.',
    next: 'Offres suivantes',
    first: 'Revenir au début de la liste',
    pages: 'Suite de la liste',
    travel: (seconds: number) => `à ${duration(seconds)} de route`,
    travelEstimated: (seconds: number) => `à ${duration(seconds)} de route environ`,
    comesToYou: 'dessert cette commune',
    noPlace: 'sans lieu : à distance ou partout',
    estimated: 'Temps de route estimés, à vérifier.',
  },
  illustrative: 'Exemple illustratif',
  illustrativeText: 'Cette offre est inventée pour la démonstration. Elle ne peut pas être réservée.',
  confirmed: (date: string) => `Confirmé le ${date}`,
  neverConfirmed: 'Date de confirmation inconnue',
  /** A person who is not named comes as « Une personne… ». */
  by: (provider: string) => `Proposé par ${provider.replace(/^Une personne /, 'une personne ')}`,
  themes,
  kinds,
  vehicleTypes,
  statuses,
  barriers,
  offer: {
    back: 'Toutes les offres',
    practical: 'En pratique',
    access: 'Qui peut en profiter',
    contact: 'Contact',
    where: 'Où',
    mapAlt: (label: string) => `Carte du territoire : ${label}`,
    mapCaption: 'Carte de situation. Les mêmes lieux sont écrits à côté.',
    naturalPerson: 'Le trajet d’un particulier est montré de commune à commune, à deux heures près.',
    terms: {
      journey: 'Trajet',
      outbound: 'Aller',
      return: 'Retour',
      vehicle: 'Véhicule',
      tariff: 'Prix',
      deposit: 'Caution',
      desk: 'Accueil pour prendre et rendre le véhicule',
      maxLoan: 'Durée du prêt',
      service: 'Horaires',
      notice: 'Réservation',
      area: 'Secteur desservi',
      seats: 'Places',
      wheelchair: 'Fauteuil roulant',
      approach: 'Autour de',
      rideLimit: 'Longueur des trajets',
      detour: 'Détour accepté',
      sessions: 'Séances',
      waiting: 'Attente avant de commencer',
      length: 'Durée',
      cost: 'Reste à payer',
      amount: 'Montant de l’aide',
      pedagogy: 'Accompagnement adapté',
      barriers: 'Aide à lever',
      place: 'Lieu',
      stations: 'Stations',
      validity: 'Période',
      calendar: 'Jours particuliers',
      freshness: 'Fraîcheur',
    },
    free: 'Gratuit',
    unknownPrice: 'Prix non renseigné, à demander',
    notGiven: 'Non renseigné, à demander',
    perRide: (cents: number) => `${euros(cents)} par trajet`,
    perDay: (cents: number) => `${euros(cents)} par jour`,
    perKm: (cents: number) => `${euros(Math.round(cents))} par kilomètre`,
    perHour: (cents: number) => `${euros(cents)} par heure`,
    tier: (from: number, to: number | null, cents: number) =>
      to === null
        ? `À partir du ${from === 1 ? '1er' : `${from}e`} jour : ${euros(cents)} par jour`
        : `Du ${from === 1 ? '1er' : `${from}e`} au ${to}e jour : ${euros(cents)} par jour`,
    everyDayCharged: 'Chaque jour de prêt est compté, même sans travail.',
    usable: 'Peut rouler à ces heures seulement :',
    anyHour: 'Une fois pris, le véhicule sert à toute heure, jour et nuit.',
    noDeposit: 'Aucune',
    units: (count: number, vehicle: string) =>
      count === 0 ? `${vehicle}, aucun exemplaire en service` : `${vehicle}, ${plural(count, 'exemplaire')}`,
    maxDays: (days: number) => `${days}${NB}jours au plus`,
    notice: (hours: number) =>
      hours === 0
        ? 'Sans délai'
        : hours % 24 === 0
          ? `Au moins ${plural(hours / 24, 'jour')} avant`
          : `Au moins ${plural(hours, 'heure')} avant`,
    seats: (count: number) => plural(count, 'place'),
    yes: 'Oui',
    no: 'Non',
    approach: (commune: string, minutes: number | null) =>
      minutes === null ? commune : `${commune}, jusqu’à ${decimal(minutes)}${NB}min de route`,
    rideKm: (km: number) => `${decimal(km)}${NB}km au plus`,
    detour: (minutes: number) => `${decimal(minutes)}${NB}min au plus`,
    weeks: (weeks: number) => (weeks === 0 ? 'Aucune' : `${plural(weeks, 'semaine')} environ`),
    upTo: (cents: number) => `Jusqu’à ${euros(cents)}`,
    unnamedPlace: (lat: string, lon: string) => `Lieu sans nom (latitude ${lat}, longitude ${lon})`,
    drawnZone: 'Un secteur dessiné sur la carte',
    everywhere: 'Partout',
    from: (date: string) => `à partir du ${date}`,
    until: (date: string) => `jusqu’au ${date}`,
    exceptDates: (dates: readonly string[]) => `Ne circule pas : ${list(dates)}`,
    holidays: (runs: boolean) => (runs ? 'Circule les jours fériés' : 'Ne circule pas les jours fériés'),
    openOnHolidays: (open: boolean) => (open ? 'Accueil ouvert les jours fériés' : 'Accueil fermé les jours fériés'),
    schoolPeriods: {
      all: 'Circule toute l’année, vacances scolaires comprises',
      schoolOnly: 'Circule en période scolaire seulement',
      holidaysOnly: 'Circule pendant les vacances scolaires seulement',
    },
    conditions: {
      everyone: 'Ouvert à toute personne du territoire.',
      age: (min: number | null, max: number | null) =>
        min !== null && max !== null
          ? `Avoir entre ${min} et ${max}${NB}ans.`
          : min !== null
            ? `Avoir au moins ${min}${NB}ans.`
            : `Avoir au plus ${max}${NB}ans.`,
      zone: (names: readonly string[]) => `Habiter dans ce secteur : ${list(names, 'ou')}.`,
      statuses: (codes: readonly string[]) => `Réservé aux ${list(codes.map((code) => statuses[code] ?? code))}.`,
      audiences: (codes: readonly string[]) =>
        `Pensé pour : ${list(codes.map((code) => AUDIENCE_NAMES[code] ?? code))}.`,
      licenceB: 'Avoir le permis B.',
      licenceAm: (bornBefore: number) => `Avoir le permis AM, ou être né avant ${bornBefore}.`,
      deposit: (cents: number) => `Pouvoir verser une caution de ${euros(cents)}.`,
      referral: 'Passer par un professionnel qui oriente vers cette offre.',
    },
    pedagogies,
    phone: 'Téléphone',
    email: 'Courriel',
    site: 'Site',
    noContact: 'La structure n’a pas donné de coordonnées.',
    tryThis: 'Vérifier cette offre et les autres sur un poste de travail',
  },
};

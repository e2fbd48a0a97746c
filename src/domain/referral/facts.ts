import type { Hours, Offer } from '../catalogue/offer.ts';
import type { DiagnosticInput } from '../diagnostic/diagnostic.ts';
import { count, dateText, moneyText, weekdayName } from '../explanation/french.ts';
import { hoursText } from './french-hours.ts';
import { type DocumentCode, documentsAsked, type FactCode, factRules } from './handed-over.ts';

/** Who the person is, as far as the file says. */
export type KnownPerson = {
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  discreet: boolean;
  safeHours: readonly Hours[] | null;
};

/** A fact as it will be read by the provider; `value` null: not known, so not handed over. */
export type ShownFact = {
  code: FactCode;
  label: string;
  value: string | null;
  /** The same as a day, where it is one. */
  on?: string;
  optional: boolean;
};

export type FactSources = {
  offer: Offer;
  person: KnownPerson;
  age: number | null;
  input: DiagnosticInput;
  /** The commune a place lies in; null where that cannot be told. */
  communeName(place: { lon: number; lat: number; commune?: string | undefined }): string | null;
};

/** What would be handed over for that offer, in the words the provider reads. */
export function shownFacts(sources: FactSources): ShownFact[] {
  return factRules(sources.offer).flatMap(({ code, optional }) => {
    const value = VALUES[code](sources);
    // How to call is a warning: where there is nothing to warn of it is not there at all.
    if (value === null && code === 'calling') return [];
    const on = code === 'startsOn' ? firstDay(sources.input) : undefined;
    const fact = { code, label: LABELS[code], value: value === '' ? null : value, optional };
    return [on === undefined ? fact : { ...fact, on }];
  });
}

const LABELS: Record<FactCode, string> = {
  firstName: 'Prénom',
  lastName: 'Nom',
  phone: 'Téléphone',
  calling: 'Pour appeler',
  commune: 'Commune de départ',
  destination: 'Commune d’arrivée',
  hours: 'Jours et heures',
  startsOn: 'À partir du',
  age: 'Âge',
  licences: 'Permis',
  vehicle: 'Véhicule',
  statuses: 'Situation demandée par l’offre',
  french: 'Niveau de français',
  needs: 'Accompagnement souhaité',
  wheelchair: 'Fauteuil roulant',
  childSeats: 'Sièges enfant',
  deposit: 'Caution possible',
};

const VALUES: Record<FactCode, (from: FactSources) => string | null> = {
  firstName: ({ person }) => person.firstName,
  lastName: ({ person }) => person.lastName,
  phone: ({ person }) => person.phone,
  calling: ({ person }) => (person.phone === null ? null : callingText(person)),
  commune: ({ input, communeName }) => communeName(input.home),
  destination: ({ input, communeName }) => {
    const place = input.job ?? input.goal?.place;
    return place ? communeName(place) : null;
  },
  hours: ({ input }) => hoursText(input),
  startsOn: ({ input }) => {
    const first = firstDay(input);
    return first === undefined ? null : dateText(first);
  },
  age: ({ age }) => (age === null ? null : count(age, 'an', 'ans')),
  licences: ({ input }) => licencesText(input),
  vehicle: ({ input }) => input.means.vehicles?.map(vehicleText).join(', ') || null,
  statuses: ({ input, offer }) => {
    const asked = new Set(offer.accessConditions.statuses);
    // Only what the offer asks about: another status of the person is none of its business.
    const held = input.beneficiary?.statuses?.filter((code) => asked.has(code));
    if (held === undefined) return null;
    return held.length === 0 ? 'ne remplit pas la condition' : held.map((code) => STATUSES[code] ?? code).join(', ');
  },
  french: ({ input }) => input.beneficiary?.frenchLevel ?? null,
  needs: ({ input, offer }) => needsText(input, offer),
  wheelchair: ({ input }) => {
    const { wheelchair } = input.means;
    return wheelchair === undefined ? null : wheelchair ? 'oui' : 'non';
  },
  childSeats: ({ input }) => {
    const most = Math.max(0, ...input.stops.map(({ childSeats }) => childSeats));
    return most === 0 ? null : String(most);
  },
  deposit: ({ input }) => (input.means.depositCents === undefined ? null : moneyText(input.means.depositCents)),
};

const firstDay = ({ job, goal }: DiagnosticInput): string | undefined =>
  job?.startsOn ?? goal?.dates.map(({ date }) => date).sort()[0];

function callingText({ discreet, safeHours }: KnownPerson): string | null {
  const hours = (safeHours ?? []).map(({ weekdays, from, to }) => {
    const days = weekdays.length === 7 ? 'tous les jours' : weekdays.map(weekdayName).join(', ');
    return `${days} de ${from.replace(':', ' h ')} à ${to.replace(':', ' h ')}`;
  });
  const parts = [
    hours.length > 0 ? `seulement ${hours.join(' ; ')}` : '',
    discreet ? 'ne laissez pas de message, ne dites pas pourquoi vous appelez à qui décroche' : '',
  ].filter(Boolean);
  return parts.length === 0 ? null : parts.join(' ; ');
}

const LICENCE_STATUSES: Record<string, string> = {
  none: 'pas de permis',
  theory: 'code obtenu',
  learning: 'en formation',
  valid: 'en cours de validité',
  suspended: 'suspendu',
  foreignExchangeable: 'étranger, échangeable',
  foreignExpired: 'étranger, périmé',
};

function licencesText({ means }: DiagnosticInput): string | null {
  const told = means.licences?.map(({ category, status, obtainedOn }) => {
    const since = obtainedOn ? `, obtenu le ${dateText(obtainedOn)}` : '';
    return `${category} : ${LICENCE_STATUSES[status]}${since}`;
  });
  return told?.join(' ; ') || null;
}

const VEHICLES: Record<string, string> = {
  car: 'voiture',
  licenceFreeCar: 'voiture sans permis',
  scooter: 'scooter',
  bike: 'vélo',
  ebike: 'vélo électrique',
};
const BROKEN = 'broken ';
function vehicleText(vehicle: string): string {
  const type = vehicle.replace(BROKEN, '');
  return `${VEHICLES[type] ?? type}${vehicle.startsWith(BROKEN) ? ' en panne' : ''}`;
}

const STATUSES: Record<string, string> = {
  rsa: 'RSA',
  ass: 'ASS',
  aah: 'AAH',
  jobSeeker: 'demandeur d’emploi',
  employee: 'salarié',
  selfEmployed: 'à son compte',
  insertionEmployee: 'salarié en insertion',
  disabledWorker: 'travailleur handicapé',
  student: 'étudiant',
  youthContract: 'contrat d’engagement jeune',
  singleParent: 'parent isolé',
  refugee: 'réfugié',
  asylumSeeker: 'demandeur d’asile',
  qpv: 'quartier prioritaire (QPV)',
  frr: 'zone de revitalisation (FRR)',
  retired: 'retraité',
};

const NEEDS: Record<string, string> = {
  french: 'français',
  digital: 'démarches en ligne',
  readTimetable: 'lire un horaire',
  readMap: 'lire un plan',
  highwayCode: 'code de la route',
  cycling: 'faire du vélo',
  budgeting: 'tenir un budget',
  fearOfDriving: 'reprendre confiance au volant',
  fearOfCycling: 'prendre confiance à vélo',
  fearOfStrangers: 'voyager avec d’autres',
  lackOfConfidence: 'prendre confiance',
};

/** Of the person's barriers, those that this offer works on. */
function needsText({ barriers }: DiagnosticInput, offer: Offer): string | null {
  const lifted = 'barriers' in offer.details ? new Set(offer.details.barriers) : null;
  const named = [...(barriers.skill ?? []), ...(barriers.motivation ?? [])];
  const told = named.filter((code) => code in NEEDS && (lifted === null || lifted.has(code)));
  return told.length === 0 ? null : told.map((code) => NEEDS[code]).join(', ');
}

/** As it is told among what to bring. */
export const LICENCE_SHOWN = 'Le permis de conduire';

const DOCUMENTS: Record<DocumentCode, (offer: Offer) => string> = {
  identity: () => 'Une pièce d’identité',
  proofOfAddress: () => 'Un justificatif de domicile',
  licence: () => LICENCE_SHOWN,
  proofOfStatus: ({ accessConditions }) =>
    `Une attestation : ${accessConditions.statuses.map((code) => STATUSES[code] ?? code).join(', ou ')}`,
  deposit: ({ details }) =>
    `De quoi verser la caution : ${moneyText('depositCents' in details ? details.depositCents : 0)}`,
};

/** What the person brings, from the conditions of the offer. */
export const shownDocuments = (offer: Offer): string[] => documentsAsked(offer).map((code) => DOCUMENTS[code](offer));

/** The same facts as the person says them. */
const NOUNS: Record<FactCode, string> = {
  firstName: 'mon prénom',
  lastName: 'mon nom',
  phone: 'mon téléphone',
  calling: 'comment m’appeler',
  commune: 'ma commune',
  destination: 'la commune où je vais',
  hours: 'mes jours et mes heures',
  startsOn: 'la date où je commence',
  age: 'mon âge',
  licences: 'mon permis',
  vehicle: 'mon véhicule',
  statuses: 'si ma situation répond à la condition de l’offre',
  french: 'mon niveau de français',
  needs: 'ce que je souhaite apprendre',
  wheelchair: 'si j’ai un fauteuil roulant',
  childSeats: 'les sièges enfant qu’il me faut',
  deposit: 'la caution que je peux verser',
};

/** What the person agrees to, in the words that are read out to them and kept. */
export function consentWording(given: { organisation: string; provider: string; codes: readonly FactCode[] }): string {
  const told = given.codes.map((code) => NOUNS[code]);
  const facts = told.length < 2 ? told.join('') : `${told.slice(0, -1).join(', ')} et ${told.at(-1)}`;
  return `J’accepte que « ${given.organisation} » dise à « ${given.provider} », pour répondre à ma demande et à rien d’autre : ${facts}. Je peux changer d’avis quand je veux.`;
}

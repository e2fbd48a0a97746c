import { COVERED, type OfferKind, THEMES, VEHICLE_TYPES } from '../../domain/catalogue/offer.ts';
import { AUDIENCE_NAMES } from '../../domain/explanation/people-names.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { AnswerSort } from './answers/answer.ts';
import { PlaceControls, placeAnswer, readPlace, tellPlace, typedPlace } from './answers/place.tsx';
import { rowsAnswer } from './answers/rows.tsx';
import {
  choiceAnswer,
  choicesAnswer,
  dateAnswer,
  datesAnswer,
  type NumberUnit,
  numberAnswer,
  textAnswer,
  tickAnswer,
  yesNoAnswer,
} from './answers/simple.tsx';
import { hourlyTariffAnswer, tariffAnswer } from './answers/tariff.tsx';
import { hoursAnswer, tripsAnswer } from './answers/times.tsx';
import { areaAnswer, zonesAnswer } from './answers/zones.tsx';

const { t } = FRENCH;
const { catalogue, resources } = t;
const say = resources.fields;

/** What one field of an offer is: where it lies, how it is asked and told. */
export type OfferField = {
  /** Dotted: `details.tariff`. */
  path: string;
  label: string;
  hint: string | undefined;
  isRequired: boolean;
  sort: AnswerSort;
};
export const SECTIONS = ['identite', 'service', 'acces', 'calendrier'] as const;
export type Section = (typeof SECTIONS)[number];

const named = <Code extends string>(codes: readonly Code[], names: Readonly<Record<Code, string>>) =>
  Object.fromEntries(codes.map((code) => [code, t.format.capital(names[code])]));

const text = textAnswer(false);
const number = (unit: NumberUnit, whole = false) => numberAnswer({ unit, whole });
const euros = numberAnswer({ unit: 'euros', perUnit: 100 });
const placesAnswer = (most: number) =>
  rowsAnswer(
    {
      fields: (given) => <PlaceControls {...given} label={resources.answers.place.where} hint={undefined} />,
      read: readPlace,
      typed: typedPlace,
      tell: tellPlace,
    },
    { rowTitle: resources.answers.place.row, most },
  );

const vehicleTypes = named(VEHICLE_TYPES, catalogue.vehicleTypes);
const licences = { B: resources.answers.licenceB, AM: resources.answers.licenceAm };
const anyLicence = choiceAnswer(licences, resources.answers.noLicence);
const statuses = Object.fromEntries(
  Object.entries(catalogue.statuses).map(([code, name]) => [code, t.format.capital(name)]),
);
const audiences = Object.fromEntries(
  Object.entries(AUDIENCE_NAMES).map(([code, name]) => [code, t.format.capital(name)]),
);
const barriers = Object.fromEntries(
  Object.entries(catalogue.barriers).map(([code, name]) => [code, t.format.capital(name)]),
);

/** `!` after a path: without it there is no offer. */
type Line = readonly [path: string, sort: AnswerSort];

const SUPPORT: readonly Line[] = [
  ['details.place', placeAnswer],
  ['details.sessions', hoursAnswer],
  ['details.costCents', euros],
  ['details.waitingWeeks', number('weeks')],
  ['details.durationWeeks', number('weeks')],
  ['details.barriers', choicesAnswer(barriers)],
];

/** What each kind is made of, besides what all are. */
const DETAILS: Record<OfferKind, readonly Line[]> = {
  carpool: [
    ['details.origin!', placeAnswer],
    ['details.destination!', placeAnswer],
    ['details.trips!', tripsAnswer],
    ['details.maxDetourMinutes', number('minutes')],
    ['details.seats!', number('seats', true)],
    ['details.pricePerRideCents', euros],
    ['details.meetingPoints', placesAnswer(20)],
  ],
  vehicleLoan: [
    ['details.vehicleType!', choiceAnswer(vehicleTypes, null)],
    ['details.units!', number('units', true)],
    ['details.depot!', placeAnswer],
    ['details.deskHours', hoursAnswer],
    ['details.usableHours', hoursAnswer],
    ['details.tariff', tariffAnswer],
    ['details.depositCents', euros],
    ['details.maxDays', number('days', true)],
    ['details.requiredLicence', anyLicence],
  ],
  demandResponsiveTransport: [
    ['details.zone!', areaAnswer],
    ['details.serviceHours!', hoursAnswer],
    ['details.noticeHours', number('hours')],
    ['details.pricePerRideCents', euros],
    ['details.seats', number('seats', true)],
    ['details.rideFactor', number('times')],
    ['details.wheelchair', yesNoAnswer],
  ],
  volunteerDriving: [
    ['details.base!', placeAnswer],
    ['details.maxApproachMinutes', number('minutes')],
    ['details.maxRideKm', number('km')],
    ['details.serviceHours!', hoursAnswer],
    ['details.noticeHours', number('hours')],
    ['details.pricePerKmCents', euros],
    ['details.seats', number('seats', true)],
    ['details.wheelchair', yesNoAnswer],
  ],
  carShare: [
    ['details.vehicleType!', choiceAnswer(vehicleTypes, null)],
    ['details.stations!', placesAnswer(100)],
    ['details.usableHours', hoursAnswer],
    ['details.tariff', hourlyTariffAnswer],
    ['details.requiredLicence', anyLicence],
  ],
  drivingLicence: [
    ['details.category!', choiceAnswer(licences, null)],
    ['details.place!', placeAnswer],
    ['details.sessions', hoursAnswer],
    ['details.waitingWeeks', number('weeks')],
    ['details.durationWeeks', number('weeks')],
    ['details.costCents', euros],
    [
      'details.pedagogies',
      choicesAnswer(named(['basicSkills', 'french', 'confidence', 'dys'] as const, catalogue.offer.pedagogies)),
    ],
  ],
  training: SUPPORT,
  financialAid: [
    ['details.amountCents', euros],
    ['details.covers', choicesAnswer(named(COVERED, say.covers))],
    ['details.repayable', tickAnswer],
    ...SUPPORT,
  ],
  vehicleRepair: SUPPORT,
  vehicleSale: SUPPORT,
};

const COMMON: Record<Exclude<Section, 'service'>, readonly Line[]> = {
  identite: [
    ['title!', text],
    ['theme!', choiceAnswer(named(THEMES, catalogue.themes), null)],
    ['description', textAnswer(true)],
    ['provider.name!', text],
    ['provider.siret', text],
    ['provider.phone', text],
    ['provider.email', text],
    ['provider.url', text],
  ],
  acces: [
    ['eligibilityZone', zonesAnswer],
    ['accessConditions.minAge', number('years', true)],
    ['accessConditions.maxAge', number('years', true)],
    ['accessConditions.statuses', choicesAnswer(statuses)],
    ['audiences', choicesAnswer(audiences)],
    ['accessConditions.referralRequired', tickAnswer],
  ],
  calendrier: [
    ['validFrom', dateAnswer],
    ['validUntil', dateAnswer],
    ['calendar.schoolPeriods', choiceAnswer(catalogue.offer.schoolPeriods, resources.answers.notSaid)],
    ['calendar.publicHolidays', yesNoAnswer],
    ['calendar.exceptDates', datesAnswer],
    ['visibility', choiceAnswer(say.visibilities, null)],
    ['illustrative', tickAnswer],
  ],
};

/** The name of a field's controls; an address leads to it. */
export const controlOf = (path: string): string => path.replaceAll('.', '-');

function fieldOf(kind: OfferKind, [written, sort]: Line): OfferField {
  const path = written.replace('!', '');
  const words: Readonly<Record<string, { label: string; hint?: string }>> = say.of;
  const own = words[`${kind} ${path}`] ?? words[path];
  if (own === undefined) throw new Error(`The field « ${path} » of ${kind} has no words.`);
  return { path, label: own.label, hint: own.hint, isRequired: written.endsWith('!'), sort };
}

const fields = new Map<OfferKind, Record<Section, readonly OfferField[]>>();

/** The fields of a kind, by section, in the order they are asked. */
export function fieldsOf(kind: OfferKind): Record<Section, readonly OfferField[]> {
  const known = fields.get(kind);
  if (known) return known;
  const all = (lines: readonly Line[]) => lines.map((line) => fieldOf(kind, line));
  const made = {
    identite: all(COMMON.identite),
    service: all(DETAILS[kind]),
    acces: all(COMMON.acces),
    calendrier: all(COMMON.calendrier),
  };
  fields.set(kind, made);
  return made;
}

export const everyFieldOf = (kind: OfferKind): OfferField[] => SECTIONS.flatMap((section) => fieldsOf(kind)[section]);

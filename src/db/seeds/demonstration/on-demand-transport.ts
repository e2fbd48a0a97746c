import type { Hours } from '../../../domain/catalogue/offer.ts';
import { confirmedAt, type ExampleOffer, example, fictitious, numbered, validity } from './example.ts';
import type { Ground } from './ground.ts';
import { random } from './random.ts';
import { EVERY_DAY, WEEKDAYS, WORKING_DAYS } from './vocabulary.ts';

/** Codes of the intercommunalités, by the short name used below. */
const EPCI = {
  commercy: '200066157',
  portes: '200066108',
  aire: '200066140',
  stenay: '200066132',
  damvillers: '200066173',
  argonne: '200066116',
  bar: '200033025',
  fresnes: '245501176',
  etain: '245501242',
  valDeMeuse: '200066165',
  cotes: '200034874',
  montmedy: '245501259',
  verdun: '200049187',
  sammiellois: '245500327',
  revigny: '245501184',
  hautPays: '200070290',
} as const;

const hours = (weekdays: readonly number[], from: string, to: string): Hours => ({ weekdays: [...weekdays], from, to });
const DAYTIME = [hours(WORKING_DAYS, '07:00', '19:00')];
const MARKET = [hours([2, 4, 6], '08:30', '12:30'), hours([2, 4], '14:00', '17:00')];
const TWO_SHIFTS = [hours(WEEKDAYS, '03:30', '22:30'), hours([6], '04:00', '14:30')];
const NIGHT = [hours([1, 2, 3, 4, 5, 6], '19:00', '06:45'), hours([7], '19:30', '06:45')];
const ROUND_THE_CLOCK = [hours(EVERY_DAY, '00:00', '00:00')];

type Service = {
  name: string;
  provider: string;
  zone: readonly string[];
  hours: readonly Hours[];
  priceCents: number;
  noticeHours: number;
  seats: number;
  rideFactor?: number;
  wheelchair?: boolean | null;
};

// biome-ignore format: a table, one line each
const SERVICES: readonly Service[] = [
  { name: 'TAD des équipes, Commercy – Bar-le-Duc', provider: 'Mobilité Sud meusien', zone: [EPCI.commercy, EPCI.bar, EPCI.portes], hours: TWO_SHIFTS, priceCents: 300, noticeHours: 24, seats: 8, rideFactor: 1.2, wheelchair: true },
  { name: 'Navette de nuit vers l’emploi', provider: 'Mobilité Sud meusien', zone: ['55'], hours: NIGHT, priceCents: 400, noticeHours: 24, seats: 6, rideFactor: 1.25, wheelchair: false },
  { name: 'TAD Commercy, Void, Vaucouleurs', provider: 'Mobilité Sud meusien', zone: [EPCI.commercy], hours: DAYTIME, priceCents: 250, noticeHours: 4, seats: 8, wheelchair: true },
  { name: 'TAD de l’agglomération de Bar-le-Duc', provider: 'Mobilité Sud meusien', zone: [EPCI.bar], hours: [hours(WORKING_DAYS, '06:30', '20:00')], priceCents: 150, noticeHours: 2, seats: 16, wheelchair: true },
  { name: 'TAD Portes de Meuse, vers Ligny et Saint-Dizier', provider: 'Mobilité Sud meusien', zone: [EPCI.portes, EPCI.bar, '52448'], hours: [hours(WEEKDAYS, '04:15', '21:45')], priceCents: 350, noticeHours: 24, seats: 7 },
  { name: 'TAD de Revigny', provider: 'Mobilité Sud meusien', zone: [EPCI.revigny, EPCI.bar], hours: DAYTIME, priceCents: 250, noticeHours: 12, seats: 8, wheelchair: true },
  { name: 'TAD de l’Aire', provider: 'Roulons en Argonne', zone: [EPCI.aire, EPCI.bar], hours: [hours(WEEKDAYS, '06:30', '19:30')], priceCents: 300, noticeHours: 24, seats: 7, wheelchair: null },
  { name: 'TAD de l’Argonne', provider: 'Roulons en Argonne', zone: [EPCI.argonne, EPCI.verdun], hours: [hours(WEEKDAYS, '05:45', '20:15')], priceCents: 300, noticeHours: 24, seats: 7 },
  { name: 'TAD du Grand Verdun', provider: 'Mobilité Nord meusien', zone: [EPCI.verdun], hours: [hours(WORKING_DAYS, '06:00', '21:00')], priceCents: 150, noticeHours: 2, seats: 16, wheelchair: true },
  { name: 'TAD des équipes, Verdun et alentours', provider: 'Mobilité Nord meusien', zone: [EPCI.verdun, EPCI.valDeMeuse, EPCI.etain, EPCI.fresnes], hours: TWO_SHIFTS, priceCents: 300, noticeHours: 24, seats: 8, rideFactor: 1.25, wheelchair: true },
  { name: 'TAD Val de Meuse – Voie Sacrée', provider: 'Mobilité Nord meusien', zone: [EPCI.valDeMeuse, EPCI.verdun], hours: DAYTIME, priceCents: 200, noticeHours: 12, seats: 8, wheelchair: true },
  { name: 'TAD du Pays d’Étain', provider: 'Mobilité Nord meusien', zone: [EPCI.etain, EPCI.verdun], hours: [hours(WEEKDAYS, '06:15', '19:30')], priceCents: 300, noticeHours: 24, seats: 8 },
  { name: 'TAD de la Woëvre', provider: 'Mobilité Nord meusien', zone: [EPCI.fresnes, EPCI.cotes, EPCI.etain], hours: DAYTIME, priceCents: 300, noticeHours: 24, seats: 7, wheelchair: null },
  { name: 'TAD du Sammiellois', provider: 'Mobilité Sud meusien', zone: [EPCI.sammiellois, EPCI.cotes, EPCI.commercy], hours: [hours(WEEKDAYS, '05:30', '21:30')], priceCents: 300, noticeHours: 24, seats: 8, wheelchair: true },
  { name: 'Navette des marchés du Sammiellois', provider: 'Mobilité Sud meusien', zone: [EPCI.sammiellois], hours: MARKET, priceCents: 100, noticeHours: 48, seats: 14, rideFactor: 1.6, wheelchair: true },
  { name: 'TAD Stenay – Val Dunois', provider: 'Mobilité Nord meusien', zone: [EPCI.stenay, EPCI.montmedy], hours: DAYTIME, priceCents: 250, noticeHours: 24, seats: 7 },
  { name: 'TAD des équipes du Nord', provider: 'Mobilité Nord meusien', zone: [EPCI.stenay, EPCI.montmedy, EPCI.damvillers, '54323'], hours: [hours(WEEKDAYS, '03:45', '22:15')], priceCents: 400, noticeHours: 48, seats: 7, rideFactor: 1.25 },
  { name: 'TAD Damvillers – Spincourt', provider: 'Mobilité Nord meusien', zone: [EPCI.damvillers, EPCI.verdun, EPCI.hautPays], hours: DAYTIME, priceCents: 250, noticeHours: 24, seats: 7, wheelchair: null },
  { name: 'Navette Bouligny – bassin de Longwy', provider: 'Mobilité Nord meusien', zone: [EPCI.hautPays, EPCI.damvillers, '54323', '54099'], hours: [hours(WEEKDAYS, '04:30', '22:00')], priceCents: 300, noticeHours: 24, seats: 8 },
  { name: 'Transport adapté, toute la Meuse', provider: 'Accès Meuse', zone: ['55'], hours: [hours(EVERY_DAY, '06:00', '22:00')], priceCents: 500, noticeHours: 48, seats: 3, rideFactor: 1.4, wheelchair: true },
  { name: 'Dépannage d’urgence vers l’emploi', provider: 'Accès Meuse', zone: [EPCI.bar, EPCI.commercy, EPCI.verdun], hours: ROUND_THE_CLOCK, priceCents: 800, noticeHours: 1, seats: 3, rideFactor: 1, wheelchair: false },
  { name: 'Navette de la vallée, Vaucouleurs – Toul', provider: 'Mobilité Sud meusien', zone: [EPCI.commercy, '54528'], hours: [hours(WEEKDAYS, '05:00', '21:45')], priceCents: 300, noticeHours: 24, seats: 8 },
];

/** Rides on demand, one service or more for each intercommunalité; some run before dawn, some past midnight. */
export function onDemandTransport(ground: Ground, today: string): ExampleOffer[] {
  const draw = random('on-demand transport');
  for (const code of Object.values(EPCI)) ground.epci(code);
  return numbered(SERVICES, (service, number) =>
    example(number, {
      kind: 'demandResponsiveTransport',
      title: service.name,
      description:
        'Transport à la demande, sur réservation par téléphone ou par le conseiller mobilité. Paiement à bord.',
      provider: fictitious(service.provider),
      eligibilityZone: service.zone.filter((code) => code === '55' || code.length === 9),
      accessConditions: { minAge: number % 5 === 0 ? 16 : null },
      ...validity(draw, today),
      confirmedAt: confirmedAt(draw, today),
      calendar: {
        publicHolidays: draw.weighted<boolean | null>([
          [70, false],
          [20, null],
          [10, true],
        ]),
      },
      details: {
        zone: [...service.zone],
        serviceHours: [...service.hours],
        noticeHours: service.noticeHours,
        pricePerRideCents: service.priceCents,
        seats: service.seats,
        rideFactor: service.rideFactor ?? 1.3,
        wheelchair: service.wheelchair ?? false,
      },
    }),
  );
}

import { Temporal } from 'temporal-polyfill';
import { RIDER_LANGUAGES, type RiderLanguage } from '../../../domain/booking/way-in.ts';
import { type SmsText, smsText } from '../../../domain/messages/sms-text.ts';
import { whichOfTwo } from '../../../domain/schedule/clock-change.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { falc } from './falc.ts';
import { fr } from './fr.ts';
import { uk } from './uk.ts';
import type { RideFacts, RideNotice, RideWords, SaidMoment } from './words.ts';

export { RIDE_NOTICES, type RideNotice } from './words.ts';

export const RIDE_WORDS: Record<RiderLanguage, RideWords> = { fr, falc, en, ar, uk };

/** In the language they read, in French where it is none of ours. */
export const riderLanguage = (code: string | null): RiderLanguage =>
  RIDER_LANGUAGES.find((one) => one === code) ?? 'fr';

/**
 * What is told of one ride. `place`: where they are met, which an SMS names only where it is public; `door`: they are fetched at home.
 * Instants in ISO 8601.
 */
export type ToldRide = {
  language: RiderLanguage;
  timeZone: string;
  departAt: string;
  arriveAt: string | null;
  otherDepartAt: string | null;
  place: string | null;
  placeIsPublic: boolean;
  door: boolean;
  seats: number;
  /** Of whoever drives, once it is accepted. */
  phone: string | null;
  priceCents: number | null;
  /** It is paid once a seat. */
  priceByEach: boolean;
  /** The number of the territory when nobody came; null where there is none. */
  emergencyPhone: string | null;
  /** Of all rides, and of this one. */
  ridesUrl: string;
  rideUrl: string;
};

/** Longer names are told whole on the page and in the mail. */
const MOST_LETTERS_OF_A_PLACE = 60;

export function rideSms(notice: RideNotice, ride: ToldRide, { discreet }: { discreet: boolean }): SmsText {
  const words = RIDE_WORDS[ride.language];
  if (discreet) return smsText(words.neutral.text(ride.ridesUrl));
  const place = ride.place === null || !ride.placeIsPublic ? null : shortened(ride.place);
  const [first, ...more] = words[notice](factsOf({ ...ride, place }));
  const link = words.rides(ride.ridesUrl);
  const call = saysHowToMeet(notice) && ride.phone !== null ? [words.call(isolated(ride, ride.phone))] : [];
  const price = notice === 'accepted' ? priceOf(ride) : [];
  const whole = (...parts: readonly string[]) => [words.lead, first, ...parts, link].join(' ');
  return smsText(
    whole(...call, ...price, ...more),
    whole(...call),
    // Letters of other scripts have less room: the number to call goes before who writes.
    [capitalised(first), ...call, ride.ridesUrl].join(' '),
    [capitalised(first), ride.ridesUrl].join(' '),
    words.neutral.text(ride.ridesUrl),
  );
}

export function rideMail(
  notice: RideNotice,
  ride: ToldRide,
  { discreet }: { discreet: boolean },
): { subject: string; body: string } {
  const words = RIDE_WORDS[ride.language];
  if (discreet) {
    return { subject: words.neutral.subject, body: [words.hello, words.neutral.text(ride.ridesUrl)].join('\n\n') };
  }
  const sentences = words[notice](factsOf(ride)).map(capitalised);
  const meets = saysHowToMeet(notice)
    ? [
        ...(ride.arriveAt === null ? [] : [words.arrival(isolated(ride, momentOf(ride, ride.arriveAt).time))]),
        ...(ride.phone === null ? [] : [words.call(isolated(ride, ride.phone))]),
        ...priceOf(ride),
      ]
    : [];
  return {
    subject: words.subjects[notice],
    body: [
      words.hello,
      sentences.join('\n'),
      ...(meets.length > 0 ? [meets.join('\n')] : []),
      ride.rideUrl,
      words.wrong,
    ].join('\n\n'),
  };
}

const saysHowToMeet = (notice: RideNotice) => notice === 'accepted' || notice === 'reminder';

function factsOf(ride: ToldRide): RideFacts {
  const words = RIDE_WORDS[ride.language];
  const said = (instant: string) => {
    const { day, time } = momentOf(ride, instant);
    const which = whichOfTwo(Temporal.Instant.from(instant), ride.timeZone);
    const when = words.when({ day, time: isolated(ride, time) });
    return which === null ? when : `${when} ${words.twice[which]}`;
  };
  const { place, door, seats, otherDepartAt, emergencyPhone } = ride;
  return {
    when: said(ride.departAt),
    where: place === null ? (door ? words.where.door : words.where.agreed) : words.where.at(isolated(ride, place)),
    otherWhen: otherDepartAt === null ? '' : said(otherDepartAt),
    seats: seats === 1 ? null : seatsText(ride.language, seats),
    emergency: emergencyPhone === null ? null : isolated(ride, emergencyPhone),
  };
}

export function seatsText(language: RiderLanguage, count: number): string {
  const { seats } = RIDE_WORDS[language];
  const form = seats[new Intl.PluralRules(tagOf(language)).select(count)] ?? seats.other;
  return typeof form === 'string' ? form : form(count);
}

function priceOf(ride: ToldRide): string[] {
  const { language, priceCents } = ride;
  if (priceCents === null) return [];
  const words = RIDE_WORDS[language];
  if (priceCents === 0) return [words.price(words.free)];
  const sum = new Intl.NumberFormat(tagOf(language), {
    style: 'currency',
    currency: 'EUR',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: priceCents % 100 === 0 ? 0 : 2,
  }).format(priceCents / 100);
  const said = isolated(ride, sum.replaceAll(/[\u200e\u200f\u061c]/g, ''));
  return [words.price(ride.priceByEach ? words.byEach(said) : said)];
}

/** The moment as the clock on the wall shows it, in 24 hours, with western figures as on tickets and timetables. */
function momentOf({ language, timeZone }: Pick<ToldRide, 'language' | 'timeZone'>, instant: string): SaidMoment {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  const day = new Intl.DateTimeFormat(tagOf(language), { timeZone, weekday: 'long', day: 'numeric', month: 'long' });
  return {
    day: day.format(new Date(at.epochMilliseconds)),
    time: clockText(language, at.toPlainTime().toString({ smallestUnit: 'minute' })),
  };
}

/** A time on the clock there, `HH:MM`, as it is said. */
export function clockText(language: RiderLanguage, time: string): string {
  if (language !== 'fr' && language !== 'falc') return time;
  const [hours, minutes] = time.split(':');
  return `${Number(hours)} h ${minutes}`;
}

const tagOf = (language: RiderLanguage) =>
  `${language === 'falc' ? 'fr' : language === 'en' ? 'en-GB' : language}-u-ca-gregory-nu-latn`;

/** What is read from left to right stands apart in what is read from right to left; a name of a place as it comes. */
export function isolated({ language }: Pick<ToldRide, 'language'>, text: string): string {
  if (language !== 'ar') return text;
  return /^[\d\s+:€.,()-]+$/u.test(text) ? `\u2066${text}\u2069` : `\u2068${text}\u2069`;
}

const shortened = (name: string) => {
  const letters = [...name];
  if (letters.length <= MOST_LETTERS_OF_A_PLACE) return name;
  return `${letters.slice(0, MOST_LETTERS_OF_A_PLACE - 1).join('')}…`;
};

const capitalised = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

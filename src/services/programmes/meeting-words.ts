import type { RiderLanguage } from '../../domain/booking/way-in.ts';
import { type SmsText, smsText } from '../../domain/messages/sms-text.ts';
import { clockText, isolated, RIDE_WORDS } from '../bookings/ride-words/index.ts';

export type MeetingKind = 'session' | 'workshop';

/** What is held tomorrow: `time` `HH:MM`, on the clock of the territory; `phone` of the structure. */
export type ToldMeeting = {
  kind: MeetingKind;
  language: RiderLanguage;
  time: string;
  place: string;
  phone: string | null;
};

type Words = Record<MeetingKind | 'neutral', (time: string) => string> & {
  subject: string;
  where(place: string): string;
};

const WORDS: Record<RiderLanguage, Words> = {
  fr: {
    subject: 'Demain',
    session: (time) => `Votre formation, c’est demain à ${time}.`,
    workshop: (time) => `Votre rendez-vous au garage, c’est demain à ${time}.`,
    neutral: (time) => `Un rappel : demain à ${time}.`,
    where: (place) => `Lieu : ${place}.`,
  },
  falc: {
    subject: 'Demain',
    session: (time) => `Votre formation est demain à ${time}.`,
    workshop: (time) => `Votre rendez-vous au garage est demain à ${time}.`,
    neutral: (time) => `Un rappel : demain à ${time}.`,
    where: (place) => `Lieu : ${place}.`,
  },
  en: {
    subject: 'Tomorrow',
    session: (time) => `Your training session is tomorrow at ${time}.`,
    workshop: (time) => `Your appointment at the garage is tomorrow at ${time}.`,
    neutral: (time) => `A reminder: tomorrow at ${time}.`,
    where: (place) => `Place: ${place}.`,
  },
  ar: {
    subject: 'غدا',
    session: (time) => `موعد تدريبك غدا على الساعة ${time}.`,
    workshop: (time) => `موعدك في ورشة التصليح غدا على الساعة ${time}.`,
    neutral: (time) => `تذكير: غدا على الساعة ${time}.`,
    where: (place) => `المكان: ${place}.`,
  },
  uk: {
    subject: 'Завтра',
    session: (time) => `Ваше заняття завтра о ${time}.`,
    workshop: (time) => `Ваша зустріч у гаражі завтра о ${time}.`,
    neutral: (time) => `Нагадування: завтра о ${time}.`,
    where: (place) => `Місце: ${place}.`,
  },
};

/** To somebody whose phone others may read: neither who writes, nor what about, nor where. */
const partsOf = ({ kind, language, ...told }: ToldMeeting, discreet: boolean): readonly [string, ...string[]] => {
  const words = WORDS[language];
  const time = isolated({ language }, clockText(language, told.time));
  if (discreet) return [words.neutral(time)];
  return [
    words[kind](time),
    words.where(isolated({ language }, told.place)),
    ...(told.phone === null ? [] : [RIDE_WORDS[language].call(isolated({ language }, told.phone))]),
  ];
};

export function meetingSms(told: ToldMeeting, discreet: boolean): SmsText {
  const [first, ...more] = partsOf(told, discreet);
  const lead = discreet ? [] : [RIDE_WORDS[told.language].lead];
  return smsText([...lead, first, ...more].join(' '), [...lead, first].join(' '));
}

export function meetingMail(told: ToldMeeting, discreet: boolean): { subject: string; body: string } {
  const body = [RIDE_WORDS[told.language].hello, partsOf(told, discreet).join('\n')].join('\n\n');
  return { subject: WORDS[told.language].subject, body };
}

import { Temporal } from 'temporal-polyfill';
import { type SmsText, smsText } from '../../../domain/messages/sms-text.ts';
import { whichOfTwo } from '../../../domain/schedule/clock-change.ts';

/** To whoever drives and to whoever accompanies: in French. */
export type OthersMail = { subject: string; body: string };

/** What whoever drives may know before saying yes: communes, hours, the detour. Instants in ISO 8601. */
export type AskedRide = {
  timeZone: string;
  from: string;
  to: string;
  departAt: string;
  seats: number;
  detourMinutes: number | null;
  answerDueAt: string | null;
};

export const DRIVER_NOTICES = [
  'requested',
  'waits',
  'confirmed',
  'timeDeclined',
  'cancelled',
  'over',
  'reminder',
] as const;
export type DriverNotice = (typeof DRIVER_NOTICES)[number];

type Facts = { route: string; when: string; more: string; due: string };

const LINES: Record<
  DriverNotice,
  { subject: string; leads: string; say(facts: Facts): readonly [string, ...string[]] }
> = {
  requested: {
    subject: 'Un trajet vous est demandé',
    leads: 'Répondre',
    say: ({ route, when, more, due }) => [`trajet demandé le ${when}, ${route}${more}.`, `Répondez avant le ${due}.`],
  },
  waits: {
    subject: 'Rappel : un trajet attend votre réponse',
    leads: 'Répondre',
    say: ({ route, when, more, due }) => [
      `un trajet attend votre réponse : ${when}, ${route}${more}.`,
      `Sans réponse avant le ${due}, il sera proposé ailleurs.`,
    ],
  },
  confirmed: {
    subject: 'Trajet confirmé',
    leads: 'Voir le lieu',
    say: ({ route, when }) => [`trajet confirmé le ${when}, ${route}. Merci !`],
  },
  timeDeclined: {
    subject: 'Votre autre heure ne convenait pas',
    leads: 'Relire',
    say: ({ route, when }) => [`l’autre heure ne convenait pas : le trajet du ${when}, ${route}, ne se fait pas.`],
  },
  cancelled: {
    subject: 'Trajet annulé',
    leads: 'Relire',
    say: ({ route, when }) => [`le trajet du ${when}, ${route}, est annulé. Ne vous déplacez pas.`],
  },
  over: {
    subject: 'Un trajet n’attend plus de réponse',
    leads: 'Relire',
    say: ({ route, when }) => [`le trajet du ${when}, ${route}, n’attend plus de réponse. Vous n’avez rien à faire.`],
  },
  reminder: {
    subject: 'Rappel : votre trajet de demain',
    leads: 'Voir le lieu, ou prévenir',
    say: ({ route, when }) => [`demain, trajet le ${when}, ${route}.`, 'Un empêchement ? Dites-le vite.'],
  },
};

export function driverSms(notice: DriverNotice, ride: AskedRide, link: string): SmsText {
  const { leads, say } = LINES[notice];
  const text = (facts: Facts, most = Number.POSITIVE_INFINITY) =>
    ['Pouvoir Bouger :', ...say(facts).slice(0, most), `${leads} : ${link}`].join(' ');
  const facts = factsOf(ride);
  const plain = { ...facts, route: everyPhoneHas(facts.route) };
  return smsText(text(facts), text(plain), text(plain, 1), text({ ...plain, route: 'près de chez vous', more: '' }, 1));
}

export function driverMail(notice: DriverNotice, ride: AskedRide, link: string): OthersMail {
  const { subject, leads, say } = LINES[notice];
  return {
    subject,
    body: [
      'Bonjour,',
      say(factsOf(ride)).map(capitalised).join('\n'),
      `${leads} :\n${link}`,
      'Le lien s’ouvre sans compte et sans mot de passe. Il est pour vous : ne le transférez pas.',
      '— Pouvoir Bouger',
    ].join('\n\n'),
  };
}

/** Why nobody drives a ride that is promised: who was to cannot, or nobody was named with the yes. `late`: nobody is named still. */
export type Driverless = 'cannot' | 'otherHour' | 'byTelephone' | 'late';

const NOBODY_YET = 'Personne n’est encore noté pour conduire. Choisissez qui conduit, ou annulez vite :';

const DRIVERLESS: Record<Driverless, { subject: string; say(ride: string): string; ask: string }> = {
  cannot: {
    subject: 'À confier à quelqu’un d’autre',
    say: (ride) => `La personne qui devait conduire ne peut pas : ${ride}.`,
    ask: 'Quelqu’un compte toujours sur ce trajet. Choisissez qui conduit à sa place, ou annulez vite :',
  },
  otherHour: {
    subject: 'À confier à quelqu’un',
    say: (ride) => `La personne a dit oui à l’autre heure : ${ride}.`,
    ask: NOBODY_YET,
  },
  byTelephone: {
    subject: 'À confier à quelqu’un',
    say: (ride) => `Votre oui par téléphone est noté : ${ride}.`,
    ask: NOBODY_YET,
  },
  late: {
    subject: 'Vite : personne ne conduit',
    say: (ride) => `Ce trajet est promis et personne n’est noté pour conduire : ${ride}.`,
    ask: 'Choisissez qui conduit, ou annulez maintenant : la personne doit pouvoir chercher autre chose.',
  },
};

/** Into the queue of whoever holds the file. */
export const driverlessCall = (departAt: string, timeZone: string): string =>
  `Appeler la structure : personne ne conduit encore le trajet du ${momentText(departAt, timeZone)}. Sans réponse, chercher autre chose avec la personne.`;

/** To whoever coordinates. The page asks for an account: only there somebody else is found. */
export function reassignMail(
  why: Driverless,
  { timeZone, from, to, departAt }: Pick<AskedRide, 'timeZone' | 'from' | 'to' | 'departAt'>,
  link: string,
): OthersMail {
  const when = momentText(departAt, timeZone);
  const { subject, say, ask } = DRIVERLESS[why];
  return {
    subject: `${subject} : trajet du ${when}`,
    body: ['Bonjour,', say(`trajet du ${when}, de ${from} à ${to}`), ask, link, '— Pouvoir Bouger'].join('\n\n'),
  };
}

/** Names of communes without the marks that make an SMS three: they are understood all the same. */
const everyPhoneHas = (text: string) =>
  text.replaceAll(/[âêîôûëïç]/gi, (letter) => letter.normalize('NFD').replaceAll(/\p{M}/gu, ''));

const ADVISER = {
  accepted: ['Un trajet est confirmé', 'Un trajet que vous avez demandé est confirmé.'],
  refused: [
    'Un trajet est refusé',
    'Un trajet que vous avez demandé est refusé. Cherchez-en un autre avec la personne.',
  ],
  lapsed: [
    'Un trajet est resté sans réponse',
    'Personne n’a répondu à temps à un trajet que vous avez demandé. Cherchez-en un autre avec la personne.',
  ],
  proposed: [
    'Une autre heure est proposée',
    'Une autre heure est proposée pour un trajet. La personne doit dire oui ou non.',
  ],
  cancelled: ['Un trajet est annulé', 'Un trajet que vous avez demandé est annulé.'],
  driverAbsent: [
    'Personne n’est venu chercher quelqu’un que vous accompagnez',
    'On signale que la personne attendue pour conduire n’est pas venue. Rappelez vite la personne que vous accompagnez.',
  ],
  personAbsent: [
    'Un trajet manqué',
    'On signale que la personne que vous accompagnez n’était pas au rendez-vous d’un trajet.',
  ],
} as const;
export type AdviserNotice = keyof typeof ADVISER;

/** It may be read on somebody else's screen: never who, the link leads to that. */
export function adviserMail(notice: AdviserNotice, link: string): OthersMail {
  const [subject, line] = ADVISER[notice];
  return {
    subject,
    body: ['Bonjour,', `${line}\n${link}`, 'Il faut être connecté pour lire le dossier.', '— Pouvoir Bouger'].join(
      '\n\n',
    ),
  };
}

function factsOf({ timeZone, from, to, departAt, seats, detourMinutes, answerDueAt }: AskedRide): Facts {
  const said = (instant: string | null) => (instant === null ? '' : momentText(instant, timeZone));
  const more = [
    ...(seats > 1 ? [`${seats} places`] : []),
    ...(detourMinutes === null ? [] : [`détour ${detourMinutes} min`]),
  ];
  return {
    route: `de ${from} à ${to}`,
    when: said(departAt),
    more: more.length === 0 ? '' : ` (${more.join(', ')})`,
    due: said(answerDueAt),
  };
}

export function momentText(instant: string, timeZone: string): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  const day = new Intl.DateTimeFormat('fr', { timeZone, weekday: 'long', day: 'numeric', month: 'long' });
  const which = whichOfTwo(at.toInstant(), timeZone);
  const note = which === null ? '' : ` (${which === 'first' ? 'avant' : 'après'} le changement d’heure)`;
  return `${day.format(new Date(at.epochMilliseconds))} à ${at.hour} h ${String(at.minute).padStart(2, '0')}${note}`;
}

const capitalised = (text: string) => text.charAt(0).toLocaleUpperCase('fr') + text.slice(1);

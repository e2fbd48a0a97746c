import { type SmsText, smsText } from '../../domain/messages/sms-text.ts';

/** Why whoever signed up is written to: they have a place, wait for one, got one, it is moved, it is called off. */
export type EventNews = 'seated' | 'waiting' | 'moved' | 'moved-waiting' | 'gotPlace' | 'cancelled';

export type ToldEvent = {
  title: string;
  /** `mardi 8 décembre 2026, de 9 h à 11 h` */
  when: string;
  /** `Commercy, salle des Fêtes`; of a meeting on line, its address, told to who has a place. */
  where: string;
  isOnline: boolean;
  /** Of its being called off. */
  reason: string;
  /** By which they sign off; empty where there is nothing to sign off from. */
  link: string;
};

const SUBJECTS: Record<EventNews, string> = {
  seated: 'Votre inscription',
  waiting: 'Vous êtes sur la liste d’attente',
  moved: 'Changement',
  'moved-waiting': 'Changement',
  gotPlace: 'Une place s’est libérée pour vous',
  cancelled: 'Annulé',
};

const SAYS: Record<EventNews, string> = {
  seated: 'Votre inscription est enregistrée.',
  waiting:
    'Toutes les places sont prises pour le moment : vous êtes sur la liste d’attente. Dès qu’une place se libère, elle est proposée dans l’ordre des inscriptions, et nous vous écrivons.',
  moved: 'La date, l’heure ou le lieu ont changé. Votre inscription est gardée.',
  'moved-waiting': 'La date, l’heure ou le lieu ont changé. Vous gardez votre rang sur la liste d’attente.',
  gotPlace: 'Une place s’est libérée : vous êtes inscrit.',
  cancelled: 'Cet événement est annulé. Vous n’avez rien à faire.',
};

const hasPlace = (news: EventNews) => ['seated', 'moved', 'gotPlace'].includes(news);

/** Plain text: a mail to whoever signed up. */
export function eventMail(news: EventNews, { title, when, where, isOnline, reason, link }: ToldEvent) {
  const place = isOnline ? (hasPlace(news) ? `En ligne : ${where}` : 'En ligne') : where;
  const parts = [
    'Bonjour,',
    SAYS[news],
    `${title}\n${when}\n${place}`,
    news === 'cancelled' ? `Raison : ${reason}` : null,
    link === ''
      ? null
      : `Vous ne pouvez pas venir ? Désinscrivez-vous ici, quelqu’un d’autre aura votre place :\n${link}`,
    'Vos coordonnées ne servent qu’à cet événement et sont effacées quelques semaines après.',
  ];
  return { subject: `${SUBJECTS[news]} : ${title}`, body: parts.filter((part) => part !== null).join('\n\n') };
}

const SHORT: Record<EventNews, string> = {
  seated: 'Vous êtes inscrit',
  waiting: 'Complet pour le moment : vous êtes sur la liste d’attente',
  moved: 'Changement, votre inscription est gardée',
  'moved-waiting': 'Changement, vous restez sur la liste d’attente',
  gotPlace: 'Une place s’est libérée : vous êtes inscrit',
  cancelled: 'Annulé',
};

export function eventSms(news: EventNews, { title, when, where, isOnline, reason, link }: ToldEvent): SmsText {
  const place = isOnline ? 'en ligne' : where;
  const why = news === 'cancelled' ? ` Raison : ${reason}` : '';
  const off = link === '' ? '' : ` Détails, ou se désinscrire : ${link}`;
  const short = title.slice(0, 60);
  return smsText(
    `${SHORT[news]} : ${title}, ${when}, ${place}.${why}${off}`,
    `${SHORT[news]} : ${short}, ${when}.${off}`,
    `${SHORT[news]} : ${short.slice(0, 30)}.${off}`,
  );
}

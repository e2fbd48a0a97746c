import { dateText } from '../../domain/explanation/french.ts';
import type { PlaceKind } from '../../domain/intake/appointment.ts';

/** What is written to people and professionals: plain text, which says nothing that whoever reads over a shoulder may not know. */
export type MailWords = { subject: string; body: string };

const NBSP = '\u00a0';
const clock = (time: string) => {
  const [hours = '0', minutes = '00'] = time.split(':');
  return `${Number(hours)}${NBSP}h${minutes === '00' ? '' : `${NBSP}${minutes}`}`;
};
const paragraphs = (...parts: (string | null)[]) => parts.filter((part) => part !== null).join('\n\n');

/** When and where, on the clock of the territory: `date` `YYYY-MM-DD`, `time` `HH:MM`. */
export type Meeting = {
  date: string;
  time: string;
  /** Of an office; a home is not written down, and a call has none. */
  place: string;
  placeKind: PlaceKind;
  /** To call when one cannot come; null where the team has none. */
  phone: string | null;
};

const when = ({ date, time }: Meeting) => `${dateText(date)} à ${clock(time)}`;
function where({ placeKind, place }: Meeting): string {
  if (placeKind === 'office') return `Lieu${NBSP}: ${place}`;
  return placeKind === 'home' ? `Lieu${NBSP}: chez vous` : `Lieu${NBSP}: au téléphone, nous vous appelons`;
}
const unable = ({ phone }: Meeting) =>
  phone === null
    ? null
    : `Si vous ne pouvez pas, appelez-nous au ${phone}. Ce n’est pas grave, nous en fixerons un autre.`;

export type AppointmentNews = 'made' | 'moved' | 'cancelled' | 'soon';
const NEWS: Record<AppointmentNews, { subject: string; says: string }> = {
  made: { subject: 'Votre rendez-vous', says: 'Votre rendez-vous est fixé' },
  moved: { subject: 'Votre rendez-vous change', says: 'Votre rendez-vous est déplacé' },
  cancelled: { subject: 'Votre rendez-vous est annulé', says: 'Ce rendez-vous est annulé' },
  soon: { subject: 'Rappel de votre rendez-vous', says: 'Nous vous attendons' },
};

/** To the person: time, place and phone, never with whom or what for. */
export function appointmentMail(news: AppointmentNews, meeting: Meeting): MailWords {
  const { subject, says } = NEWS[news];
  if (news === 'cancelled') {
    const call = meeting.phone === null ? null : `Pour en fixer un autre, appelez le ${meeting.phone}.`;
    return { subject, body: paragraphs('Bonjour,', `${says}${NBSP}: ${when(meeting)}.`, call) };
  }
  return {
    subject,
    body: paragraphs('Bonjour,', `${says}${NBSP}: ${when(meeting)}.`, where(meeting), unable(meeting)),
  };
}

/** To the member who meets them: no name, the link leads to it. */
export function memberReminderMail(meeting: Meeting & { url: string; reminded: 'mail' | 'call' }): MailWords {
  return {
    subject: 'Rappel d’un rendez-vous',
    body: paragraphs(
      'Bonjour,',
      `Vous avez un rendez-vous ${when(meeting)}.`,
      meeting.reminded === 'mail'
        ? 'La personne vient d’être prévenue par courriel.'
        : 'La personne n’a pas pu être prévenue par courriel\u00a0: un rappel est dans la liste des appels à passer.',
      meeting.url,
    ),
  };
}

/** To the professional who asked: that there is an answer, and where it is read. */
export function answeredMail(answer: { sentOn: string; team: string; url: string }): MailWords {
  return {
    subject: `Réponse à votre demande du ${dateText(answer.sentOn)}`,
    body: paragraphs(
      'Bonjour,',
      `${answer.team} a répondu à votre demande du ${dateText(answer.sentOn)}. La réponse se lit ici, une fois connecté${NBSP}:`,
      answer.url,
    ),
  };
}

/** To the person who asked without an account: the answer itself, as it was written for them. */
export function answerToPersonMail(answer: {
  text: string | null;
  phone: string | null;
  /** Nobody took the request up; else it was, and that is over. */
  declined: boolean;
}): MailWords {
  const without = answer.declined
    ? 'Nous avons bien reçu votre demande, mais nous ne pouvons pas y donner suite.'
    : 'Votre demande est terminée de notre côté. Si vous avez encore besoin de nous, dites-le-nous.';
  return {
    subject: 'Réponse à votre demande',
    body: paragraphs(
      'Bonjour,',
      answer.text ?? without,
      answer.phone === null ? null : `Pour en parler, appelez le ${answer.phone}.`,
    ),
  };
}

import type { RIDER_LANGUAGES } from '../../domain/booking/way-in.ts';

type Language = (typeof RIDER_LANGUAGES)[number];
type Words = { subject: string; text: string; leads: string };

/** After somebody has asked to drive: what comes next, and how they withdraw. Short: an SMS has little room. */
const WORDS: Record<Language, Words> = {
  fr: {
    subject: 'Votre proposition de conduire',
    text: 'Pouvoir Bouger : merci, la structure vous rappelle.',
    leads: 'Pour vous retirer :',
  },
  falc: {
    subject: 'Votre proposition de conduire',
    text: 'Pouvoir Bouger : merci. On va vous appeler.',
    leads: 'Pour arrêter :',
  },
  en: {
    subject: 'Your offer to drive',
    text: 'Pouvoir Bouger: thank you, the organisation will call you.',
    leads: 'To withdraw:',
  },
  ar: { subject: 'عرضك للقيادة', text: 'Pouvoir Bouger: شكرا، ستتصل بك الجمعية.', leads: 'للانسحاب:' },
  uk: {
    subject: 'Ваша пропозиція возити',
    text: 'Pouvoir Bouger: дякуємо, вам зателефонують.',
    leads: 'Відмовитися:',
  },
};

export const applicationSms = (language: Language, link: string): string => {
  const { text, leads } = WORDS[language];
  return `${text} ${leads} ${link}`;
};

export const applicationMail = (language: Language, link: string): { subject: string; body: string } => {
  const { subject, text, leads } = WORDS[language];
  return { subject, body: [text, `${leads}\n${link}`].join('\n\n') };
};

import { LINK_MINUTES, type RiderLanguage } from '../../domain/booking/way-in.ts';
import { type SmsText, smsText } from '../../domain/messages/sms-text.ts';

type Words = {
  sms(url: string): string;
  /** Where somebody of that number asked for discretion: neither who writes nor what about. */
  neutralSms(url: string): string;
  subject: string;
  neutralSubject: string;
  /** Of the mail. */
  body(url: string): readonly string[];
  neutralBody(url: string): readonly string[];
};

const minutes = String(LINK_MINUTES);

/** In letters that SMS have, where the language allows it. Written here, not by a page: a worker sends them. */
const WORDS: Record<RiderLanguage, Words> = {
  fr: {
    sms: (url) =>
      `Pouvoir Bouger : voici votre lien pour voir vos trajets. Il sert une fois, pendant ${minutes} min : ${url}`,
    neutralSms: (url) => `Voici le lien demandé. Il sert une fois, pendant ${minutes} min : ${url}`,
    subject: 'Votre lien pour voir vos trajets',
    neutralSubject: 'Votre lien',
    body: (url) => [
      'Bonjour,',
      `Voici le lien que vous avez demandé pour voir vos trajets. Il sert une fois, pendant ${minutes} minutes\u00a0:`,
      url,
      'Si vous n’avez rien demandé, ne faites rien. Ne donnez ce lien à personne.',
    ],
    neutralBody: (url) => [
      'Bonjour,',
      `Voici le lien demandé. Il sert une fois, pendant ${minutes} minutes\u00a0:`,
      url,
      'Si vous n’avez rien demandé, ne faites rien.',
    ],
  },
  falc: {
    sms: (url) =>
      `Pouvoir Bouger. Appuyez sur ce lien. Vous verrez vos trajets. Le lien marche ${minutes} minutes : ${url}`,
    neutralSms: (url) => `Voici votre lien. Appuyez dessus. Il marche ${minutes} minutes : ${url}`,
    subject: 'Votre lien pour voir vos trajets',
    neutralSubject: 'Votre lien',
    body: (url) => [
      'Bonjour,',
      `Appuyez sur ce lien. Vous verrez vos trajets. Le lien marche une fois. Il marche ${minutes} minutes.`,
      url,
      'Vous n’avez rien demandé\u00a0? Ne faites rien. Ne donnez ce lien à personne.',
    ],
    neutralBody: (url) => [
      'Bonjour,',
      `Voici votre lien. Appuyez dessus. Il marche une fois. Il marche ${minutes} minutes.`,
      url,
      'Vous n’avez rien demandé\u00a0? Ne faites rien.',
    ],
  },
  en: {
    sms: (url) => `Pouvoir Bouger: here is your link to see your rides. It works once, for ${minutes} min: ${url}`,
    neutralSms: (url) => `Here is the link you asked for. It works once, for ${minutes} min: ${url}`,
    subject: 'Your link to see your rides',
    neutralSubject: 'Your link',
    body: (url) => [
      'Hello,',
      `Here is the link you asked for to see your rides. It works once, for ${minutes} minutes:`,
      url,
      'If you did not ask for anything, do nothing. Do not give this link to anyone.',
    ],
    neutralBody: (url) => [
      'Hello,',
      `Here is the link you asked for. It works once, for ${minutes} minutes:`,
      url,
      'If you did not ask for anything, do nothing.',
    ],
  },
  ar: {
    sms: (url) => `Pouvoir Bouger: رابط رحلاتك. يعمل مرة واحدة لمدة ${minutes} دقيقة: ${url}`,
    neutralSms: (url) => `الرابط المطلوب. يعمل مرة واحدة لمدة ${minutes} دقيقة: ${url}`,
    subject: 'رابط الاطلاع على رحلاتك',
    neutralSubject: 'الرابط',
    body: (url) => [
      'مرحبًا،',
      `هذا هو الرابط الذي طلبته للاطلاع على رحلاتك. يعمل مرة واحدة لمدة ${minutes} دقيقة:`,
      url,
      'إذا لم تطلب شيئًا فلا تفعل شيئًا. لا تُعطِ هذا الرابط لأحد.',
    ],
    neutralBody: (url) => [
      'مرحبًا،',
      `هذا هو الرابط المطلوب. يعمل مرة واحدة لمدة ${minutes} دقيقة:`,
      url,
      'إذا لم تطلب شيئًا فلا تفعل شيئًا.',
    ],
  },
  uk: {
    sms: (url) => `Pouvoir Bouger: посилання на ваші поїздки. Діє один раз, ${minutes} хв: ${url}`,
    neutralSms: (url) => `Ваше посилання. Діє один раз, ${minutes} хв: ${url}`,
    subject: 'Ваше посилання на поїздки',
    neutralSubject: 'Ваше посилання',
    body: (url) => [
      'Вітаємо!',
      `Ось посилання, про яке ви просили, щоб побачити свої поїздки. Воно діє один раз протягом ${minutes} хвилин:`,
      url,
      'Якщо ви нічого не просили, нічого не робіть. Нікому не давайте це посилання.',
    ],
    neutralBody: (url) => [
      'Вітаємо!',
      `Ось ваше посилання. Воно діє один раз протягом ${minutes} хвилин:`,
      url,
      'Якщо ви нічого не просили, нічого не робіть.',
    ],
  },
};

type Told = { language: RiderLanguage; url: string; discreet: boolean };

export function linkSms({ language, url, discreet }: Told): SmsText {
  const { sms, neutralSms } = WORDS[language];
  return discreet ? smsText(neutralSms(url)) : smsText(sms(url), neutralSms(url));
}

export function linkMail({ language, url, discreet }: Told): { subject: string; body: string } {
  const { subject, neutralSubject, body, neutralBody } = WORDS[language];
  const paragraphs = discreet ? neutralBody(url) : body(url);
  return { subject: discreet ? neutralSubject : subject, body: paragraphs.join('\n\n') };
}

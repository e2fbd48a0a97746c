import { type SmsText, smsText } from '../messages/sms-text.ts';

export type AskedOffer = { title: string; link: string };

const ASKED =
  'Le lien s’ouvre sans compte et sans mot de passe. Il sert une fois, et il est pour vous : ne le transférez pas.';

/** Asks a provider whether its offers are true still: a page each, a button each. */
export function reminderMail(offers: readonly AskedOffer[]): { subject: string; body: string } {
  const one = offers.length === 1;
  return {
    subject: one ? 'Votre offre est-elle toujours exacte ?' : 'Vos offres sont-elles toujours exactes ?',
    body: [
      'Bonjour,',
      one
        ? 'Des personnes sont orientées vers votre offre. Est-elle toujours exacte ? Relisez-la et répondez d’un bouton :'
        : 'Des personnes sont orientées vers vos offres. Sont-elles toujours exactes ? Relisez chacune et répondez d’un bouton :',
      ...offers.map(({ title, link }) => `« ${title} »\n${link}`),
      ASKED,
      '— Pouvoir Bouger',
    ].join('\n\n'),
  };
}

/** The same by SMS, of one offer. */
export function reminderSms({ title, link }: AskedOffer): SmsText {
  return smsText(
    `Pouvoir Bouger : votre offre « ${title} » est-elle toujours exacte ? Répondez d'un bouton : ${link}`,
    `Pouvoir Bouger : votre offre est-elle toujours exacte ? Répondez d'un bouton : ${link}`,
  );
}

/**
 * Mails about a referral. They may be read on somebody else's screen: never who the person is, never why, never what was
 * answered. The link leads to the rest.
 */
export type ReferralLetter = { subject: string; text: string };

type ForProvider = { link: string; offer: string; referrer: string; expiresOn: string };

const SIGNATURE = '— Pouvoir Bouger';
const NO_ACCOUNT = 'Le lien s’ouvre sans compte et sans mot de passe. Il est pour vous : ne le transférez pas.';

const letter = (subject: string, ...lines: readonly string[]): ReferralLetter => ({
  subject,
  text: [...lines, SIGNATURE].join('\n\n'),
});

export const PROVIDER_LETTERS = {
  sent: ({ link, offer, referrer, expiresOn }: ForProvider) =>
    letter(
      'Une orientation vous attend',
      'Bonjour,',
      `${referrer} souhaite orienter une personne vers « ${offer} ».`,
      `Lisez la demande et répondez en ligne, sans compte, avant le ${expiresOn} :\n${link}`,
      NO_ACCOUNT,
    ),
  reminded: ({ link, offer, referrer, expiresOn }: ForProvider) =>
    letter(
      'Rappel : une orientation attend votre réponse',
      'Bonjour,',
      `${referrer} attend votre réponse à propos de « ${offer} ». Un refus aide aussi : une autre solution sera cherchée aussitôt.`,
      `Répondez avant le ${expiresOn} :\n${link}`,
      NO_ACCOUNT,
    ),
  replied: ({ link, offer, referrer }: ForProvider) =>
    letter(
      'Réponse à votre question',
      'Bonjour,',
      `${referrer} a répondu à votre question à propos de « ${offer} ».`,
      `Lisez la réponse, et dites si vous pouvez aider :\n${link}`,
      NO_ACCOUNT,
    ),
  over: ({ offer, referrer }: Pick<ForProvider, 'offer' | 'referrer'>) =>
    letter(
      'Une orientation n’attend plus de réponse',
      'Bonjour,',
      `La demande de ${referrer} à propos de « ${offer} » n’attend plus de réponse de votre part. Vous n’avez rien à faire.`,
    ),
};

const toPrescriber = (subject: string, line: string) => (link: string) =>
  letter(subject, 'Bonjour,', `${line}\n${link}`, 'Il faut être connecté pour la lire.');

export const PRESCRIBER_LETTERS = {
  answered: toPrescriber('Une orientation a reçu une réponse', 'Une structure a répondu à l’une de vos orientations :'),
  asked: toPrescriber(
    'Une structure vous pose une question',
    'Une structure a besoin d’une précision avant de répondre :',
  ),
  questionWaits: toPrescriber(
    'Une question attend votre réponse',
    'Une structure attend votre précision pour répondre :',
  ),
  toCall: toPrescriber(
    'Une orientation attend toujours sa réponse',
    'Cette structure n’a pas d’adresse électronique. Rappelez-la, puis notez ce qu’elle répond :',
  ),
  expired: toPrescriber(
    'Une orientation est restée sans réponse',
    'Trente jours ont passé sans réponse. D’autres solutions vous sont proposées ici :',
  ),
  waitDecided: toPrescriber(
    'Une liste d’attente a avancé',
    'Une décision a été prise pour une personne qui attend un véhicule :',
  ),
  started: toPrescriber('Une orientation a commencé', 'La structure dit que le service a commencé :'),
};

/** To the person, who may read it on a telephone that others see: that there is something new, never what or from whom. */
export const personLetter = ({ phone }: { phone: string | null }) =>
  letter(
    'Des nouvelles de votre demande',
    'Bonjour,',
    phone === null
      ? 'Il y a du nouveau pour votre demande. La personne qui vous accompagne vous en parlera.'
      : `Il y a du nouveau pour votre demande. Pour le savoir, appelez le ${phone}.`,
  );

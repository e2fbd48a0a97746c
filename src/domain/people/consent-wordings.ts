/**
 * What people are asked to agree to, in the words that are read to them. Accompaniment itself rests on the mission of public
 * interest and asks for no consent: these are the optional things. A wording that was once used is never changed: another version is
 * added below it, and what is kept with each consent is the text that was read.
 */
export const CONSENT_PURPOSES = ['shareFile', 'reminders', 'messages', 'evaluation'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

/** How somebody agreed. */
export const CONSENT_CHANNELS = ['oral', 'written', 'phone', 'online'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

type Wording = { purpose: ConsentPurpose; version: string; text: string };

const WORDINGS: readonly Wording[] = [
  {
    purpose: 'shareFile',
    version: '2026-11',
    text: 'J’accepte que ma structure partage mon dossier mobilité (identité, diagnostic, plan d’action, orientations) avec une autre structure du territoire qui m’accompagne. Je peux dire non, ou changer d’avis à tout moment : mon accompagnement continue.',
  },
  {
    purpose: 'reminders',
    version: '2026-11',
    text: 'J’accepte de recevoir un rappel avant mes rendez-vous. Le message dit l’heure et le lieu, rien d’autre. Je peux dire non, ou changer d’avis à tout moment.',
  },
  {
    purpose: 'messages',
    version: '2026-11',
    text: 'J’accepte qu’on me laisse un message vocal ou écrit quand je ne réponds pas. Je peux dire non, ou changer d’avis à tout moment.',
  },
  {
    purpose: 'evaluation',
    version: '2026-11',
    text: 'J’accepte d’être rappelé·e dans 3 et 6 mois pour dire ce qu’est devenu mon trajet vers l’emploi. Je peux dire non, ou changer d’avis à tout moment.',
  },
];

/** The words in use now for that purpose. */
export function currentWording(purpose: ConsentPurpose): string {
  const wording = WORDINGS.findLast((one) => one.purpose === purpose);
  if (!wording) throw new Error(`No wording for the consent "${purpose}".`);
  return wording.text;
}

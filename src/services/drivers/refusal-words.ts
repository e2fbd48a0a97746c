import type { CheckKind } from '../../domain/drivers/driver.ts';
import type { DriverRefusal } from '../../domain/drivers/may-drive.ts';
import { count, dateText } from '../../domain/explanation/french.ts';

export const CHECK_WORDS: Record<CheckKind, string> = {
  licence: 'permis de conduire',
  insurance: 'assurance',
  honorability: 'attestation d’honorabilité',
};

const hours = (minutes: number) =>
  minutes % 60 === 0 ? count(minutes / 60, 'heure', 'heures') : count(minutes, 'minute', 'minutes');

/** Why somebody cannot take a ride, and the nearest thing that would change it. */
export function refusalWords(refusal: DriverRefusal): { why: string; fix: string } {
  switch (refusal.code) {
    case 'applied':
      return { why: 'sa candidature attend votre réponse.', fix: 'Acceptez-la d’abord.' };
    case 'paused':
      return { why: 'en pause.', fix: 'Reprenez son activité dans sa fiche.' };
    case 'left':
      return { why: 'ne conduit plus.', fix: 'Choisissez quelqu’un d’autre.' };
    case 'refused':
      return { why: 'sa candidature a été refusée.', fix: 'Choisissez quelqu’un d’autre.' };
    case 'homeUnknown':
      return {
        why: 'la commune de sa fiche n’est pas connue : son temps de route ne peut pas être compté.',
        fix: 'Choisissez quelqu’un d’autre.',
      };
    case 'unreachable':
      return {
        why: 'aucune route connue entre sa commune et ce trajet.',
        fix: 'Choisissez quelqu’un d’autre.',
      };
    case 'charter':
      return {
        why: 'n’a pas encore dit oui à la charte actuelle.',
        fix: 'Faites-la signer, puis datez-la dans sa fiche.',
      };
    case 'absent':
      return { why: 'absence ce jour-là.', fix: 'Corrigez l’absence dans sa fiche si elle est finie.' };
    case 'noSeat':
      return { why: 'pas assez de places dans sa voiture.', fix: 'Choisissez quelqu’un d’autre.' };
    case 'checkMissing':
      return {
        why: `vérification manquante : ${CHECK_WORDS[refusal.check]}.`,
        fix: 'Regardez-la, puis datez-la dans sa fiche.',
      };
    case 'checkExpired':
      return {
        why: `${CHECK_WORDS[refusal.check]} : validité finie le ${dateText(refusal.on)}.`,
        fix: 'Regardez le nouveau document, puis datez-le dans sa fiche.',
      };
    case 'busy':
      return { why: 'conduit déjà à cette heure-là.', fix: 'Proposez une autre heure, ou confiez son autre trajet.' };
    case 'capRides':
      return {
        why: `déjà ${count(refusal.cap, 'trajet', 'trajets')} cette semaine, son maximum.`,
        fix: 'Changez son maximum dans sa fiche, avec son accord.',
      };
    case 'capMinutes':
      return {
        why: `ce trajet dépasse son maximum de ${hours(refusal.cap)} par semaine.`,
        fix: 'Changez son maximum dans sa fiche, avec son accord.',
      };
  }
}

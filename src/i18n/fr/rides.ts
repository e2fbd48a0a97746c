import type {
  BookingEventKind,
  BookingNeed,
  BookingReason,
  BookingStatus,
  REFUSAL_REASONS,
} from '../../domain/booking/booking.ts';
import { capitalised, count, dateText, moneyText } from '../../domain/explanation/french.ts';

/** `twice`: which of two equal hours it is, on the night the clocks go back. */
type WallTime = { date: string; time: string; twice?: 'first' | 'second' };
const TWICE = { first: ' (avant le changement d’heure)', second: ' (après le changement d’heure)' };
const hour = (time: string) => {
  const [hours = '0', minutes = '00'] = time.split(':');
  return `${Number(hours)}\u00a0h${minutes === '00' ? '' : `\u00a0${minutes}`}`;
};
const moment = ({ date, time, twice }: WallTime) => `${dateText(date)} à ${hour(time)}${twice ? TWICE[twice] : ''}`;

const status: Record<BookingStatus, string> = {
  requested: 'Attend votre réponse',
  confirmed: 'Accepté',
  refused: 'Refusé',
  done: 'Fait',
  cancelled: 'Annulé',
  noShow: 'N’a pas eu lieu',
};

const needs: Record<BookingNeed, string> = {
  wheelchair: 'en fauteuil roulant',
  walksLittle: 'marche peu',
  helpGettingIn: 'a besoin d’aide pour monter et descendre',
  childSeat: 'voyage avec un enfant, un siège est nécessaire',
  luggage: 'a des bagages',
  animal: 'voyage avec un animal',
};

const refusals: Record<(typeof REFUSAL_REASONS)[number], string> = {
  notAvailable: 'Je ne suis pas disponible',
  full: 'Il n’y a plus de place',
  tooFar: 'Le détour est trop long',
  hours: 'L’heure ne va pas',
  needsDoNotFit: 'Je ne peux pas apporter l’aide demandée',
  other: 'Une autre raison',
};

const reasons: Record<BookingReason, string> = {
  ...refusals,
  noAnswer: 'Personne n’a répondu à temps',
  timeDeclined: 'L’autre heure ne convenait pas',
  plansChanged: 'Les projets ont changé',
  foundOther: 'Une autre solution a été trouvée',
  illness: 'Maladie',
  vehicleBroken: 'Véhicule en panne',
  offerGone: 'L’offre n’existe plus',
};

const events: Record<BookingEventKind, string> = {
  requested: 'Demandé',
  accept: 'Accepté',
  refuse: 'Refusé',
  proposeTime: 'Une autre heure a été proposée',
  acceptTime: 'L’autre heure a été acceptée',
  declineTime: 'L’autre heure a été refusée',
  remind: 'Rappel envoyé',
  lapse: 'Clos sans réponse à temps',
  assign: 'Confié à une autre personne',
  handBack: 'À confier à quelqu’un d’autre',
  cancel: 'Annulé',
  complete: 'Le trajet a eu lieu',
  noShow: 'Le trajet n’a pas eu lieu',
};

/** What whoever drives reads of the rides that are asked of them. */
export const rides = {
  status,
  needs,
  refusals,
  reasons,
  events,
  moment,
  hour,
  title: ({ departs }: { departs: WallTime | null }) => (departs ? capitalised(moment(departs)) : 'Un trajet'),
  way: (from: string, to: string) => `${from} → ${to}`,
  list: {
    title: 'Trajets demandés',
    lead: 'Les personnes attendent votre réponse pour savoir si elles peuvent aller travailler.',
    waiting: 'À répondre',
    none: 'Personne n’attend votre réponse.',
    coming: 'À venir',
    past: 'Terminés',
    more: 'Voir la suite',
    back: 'Tous les trajets demandés',
    line: (departs: WallTime | null, from: string, to: string) =>
      `${departs ? capitalised(moment(departs)) : ''} : ${from} → ${to}`,
    before: (due: WallTime) => `répondre avant ${moment(due)}`,
  },
  asked: 'Quelqu’un vous demande ce trajet.',
  answerBefore: (due: WallTime) => `Répondez avant ${moment(due)}. Sans réponse, la demande s’annule seule.`,
  facts: {
    departs: 'Départ',
    arrives: 'Arrivée',
    from: 'De',
    to: 'À',
    pickUp: 'Rendez-vous à',
    dropOff: 'Dépose à',
    atDoor: 'devant la porte',
    who: 'Pour',
    seats: 'Places',
    detour: 'Détour pour vous',
    price: 'Participation de la personne',
    needs: 'Aide à prévoir',
  },
  detour: (minutes: number) => count(minutes, 'minute environ', 'minutes environ'),
  price: (cents: number | null, byEach = false) =>
    cents === null ? 'à convenir' : cents === 0 ? 'gratuit' : `${moneyText(cents)}${byEach ? ' par personne' : ''}`,
  communesOnly: 'Vous saurez où et qui quand vous aurez accepté.',
  hiddenAgain: 'Le trajet est passé : le lieu et le prénom ne sont plus affichés.',
  estimated: 'Heures estimées à vol d’oiseau : vérifiez votre temps de route avant d’accepter.',
  proposed: (at: WallTime) => `Vous avez proposé ${moment(at)}. La personne doit encore répondre.`,
  accept: { title: 'Oui', lead: 'Vous vous engagez à venir à cette heure.', button: 'Oui, je fais ce trajet' },
  propose: {
    title: 'À une autre heure',
    lead: 'La personne dira si cela lui va. Sa place reste réservée d’ici là.',
    time: 'Heure de départ que vous proposez',
    hint: 'Par exemple 5 h 10',
    button: 'Proposer cette heure',
  },
  refuse: {
    title: 'Non',
    lead: 'Une autre solution est cherchée aussitôt.',
    reason: 'Pourquoi ?',
    message: 'Un mot de plus (facultatif)',
    button: 'Non, je ne peux pas',
  },
  cancel: {
    title: 'Vous ne pouvez plus ?',
    lead: 'La personne est prévenue tout de suite. Le plus tôt est le mieux.',
    reason: 'Que se passe-t-il ?',
    message: 'Un mot de plus (facultatif)',
    button: 'Annuler ce trajet',
    reasons: { illness: 'Maladie', vehicleBroken: 'Véhicule en panne', plansChanged: 'Empêchement' },
  },
  report: {
    title: 'Comment cela s’est-il passé ?',
    done: 'Le trajet a eu lieu',
    noShow: 'La personne n’est pas venue',
  },
  emergency: 'En cas de problème',
  timeline: 'Ce qui s’est passé',
  late: 'Votre réponse n’a pas été enregistrée',
  gone: {
    title: 'Ce lien ne mène plus nulle part',
    text: 'Le trajet est passé, ou le lien est incomplet. Ouvrez le dernier message reçu, ou appelez la personne qui coordonne les trajets.',
  },
  badTime: 'Écrivez une heure comme 5 h 10.',
};

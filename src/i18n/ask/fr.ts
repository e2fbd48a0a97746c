import type { GoalKind } from '../../domain/intake/request.ts';

const goals: Record<GoalKind, string> = {
  job: 'Aller au travail',
  interview: 'Aller à un entretien d’embauche',
  training: 'Aller en formation',
  appointment: 'Aller à un rendez-vous',
  search: 'Chercher un travail plus loin',
  other: 'Autre chose',
};

/** The page where people ask for themselves, without an account. */
export const fr = {
  title: 'Demander de l’aide pour me déplacer',
  lead: 'Vous n’avez pas de moyen d’aller au travail, en formation, à un entretien ? Dites-le ici : une conseillère ou un conseiller vous rappelle. C’est gratuit, et sans compte.',
  orCall: (phone: string) => `Vous préférez parler à quelqu’un ? Appelez le ${phone}.`,
  team: 'Quelle équipe',
  you: 'Vous',
  firstName: 'Votre prénom ou votre nom',
  phone: 'Votre numéro de téléphone',
  email: 'Votre adresse électronique',
  emailHint: 'Si vous n’avez pas de téléphone, ou si vous préférez que l’on vous écrive',
  commune: 'Votre commune',
  communeHint: 'Facultatif. Un nom ou un code postal',
  communeUnknown: 'Nous ne connaissons pas cette commune. Vérifiez le nom, ou laissez vide.',
  communeChoice: (typed: string) => `Plusieurs communes s’appellent « ${typed} ». Laquelle est la vôtre ?`,
  callWhen: 'Quand vous appeler',
  callWhenHint: 'Facultatif. Par exemple : le matin, ou après 17 h',
  discreet: 'Ne laissez pas de message vocal, et ne dites à personne d’autre pourquoi vous appelez',
  need: 'Votre besoin',
  goal: 'Pour faire quoi',
  goalMissing: 'Choisissez une réponse.',
  goals,
  place: 'Où',
  placeHint: 'Facultatif. Une ville, une entreprise',
  when: 'Quand, à quelles heures',
  whenHint: 'Facultatif. Par exemple : de 5 h à 13 h, à partir du 7 décembre',
  words: 'Autre chose à dire',
  wordsHint: 'Facultatif',
  whoMissing: 'Indiquez votre prénom ou votre nom.',
  reachMissing:
    'Indiquez un numéro de téléphone ou une adresse électronique : sans cela, personne ne peut vous répondre.',
  phoneWrong: 'Ce numéro n’est pas complet. Par exemple : 06 12 34 56 78.',
  emailWrong: 'Cette adresse n’est pas complète. Par exemple : nom@exemple.fr.',
  wordsLong: 'Ce texte est trop long : l’essentiel suffit, nous vous rappellerons.',
  notice:
    'Ces réponses servent seulement à vous rappeler et à vous aider. L’équipe de mobilité les lit, personne d’autre. Sans suite, elles sont effacées au bout d’un an. Vous pouvez demander à les voir, à les corriger ou à les faire effacer.',
  submit: 'Envoyer ma demande',
  done: {
    title: 'Votre demande est envoyée',
    next: 'Et maintenant ?',
    steps: [
      'Une conseillère ou un conseiller lit votre demande.',
      'Elle ou il vous appelle ou vous écrit, dans les deux jours ouvrés.',
      'Vous cherchez ensemble comment vous déplacer.',
    ],
    call: (phone: string) => `Si c’est pressé, ou si personne ne vous a répondu : appelez le ${phone}.`,
    noPhone: 'Si personne ne vous a répondu après deux jours ouvrés, envoyez une autre demande.',
    hours: (hours: string) => `Horaires : ${hours}`,
  },
  closed: {
    title: 'Cette page ne reçoit pas encore de demandes',
    text: 'Aucune équipe de mobilité ne reçoit de demandes par ce site sur ce territoire.',
  },
  tooMany: 'Trop de demandes sont parties de cette connexion.',
};
export type AskMessages = typeof fr;

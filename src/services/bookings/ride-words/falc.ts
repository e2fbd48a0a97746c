import type { RideWords } from './words.ts';

/** Easy to read: one idea a sentence, twelve words at most, everyday words. */
export const falc: RideWords = {
  lead: 'Pouvoir Bouger.',
  hello: 'Bonjour,',
  when: ({ day, time }) => `${day} à ${time}`,
  where: { door: 'devant chez vous', agreed: 'au lieu prévu', at: (name) => name },
  seats: { one: 'une place', other: (count) => `${count} places` },
  free: 'rien à payer',
  byEach: (sum) => `${sum} pour chaque personne`,
  twice: { first: '(la première fois)', second: '(la deuxième fois)' },
  subjects: {
    accepted: 'Votre trajet est accepté',
    refused: 'Votre trajet est refusé',
    proposed: 'Une autre heure pour votre trajet',
    cancelled: 'Votre trajet est annulé',
    driverAbsent: 'La voiture n’est pas venue ?',
    reminder: 'Votre trajet de demain',
  },
  accepted: ({ when, where, seats }) => [
    `Votre trajet est accepté. Départ : ${when}. Lieu : ${where}.`,
    ...(seats === null ? [] : [`Vous avez ${seats}.`]),
  ],
  refused: ({ when }) => [`Pas de trajet ${when}.`, 'Vous pouvez choisir un autre trajet.'],
  proposed: ({ otherWhen }) => [
    `Votre trajet peut partir à une autre heure. Nouvelle heure : ${otherWhen}.`,
    'Dites oui ou non.',
  ],
  cancelled: ({ when }) => [`Votre trajet est annulé. C’était ${when}.`, 'Vous pouvez choisir un autre trajet.'],
  driverAbsent: ({ emergency }) =>
    emergency === null
      ? ['La voiture n’est pas venue ? Il n’y a pas de numéro d’urgence.', 'Lisez ici quoi faire.']
      : [`La voiture n’est pas venue ? Appelez le ${emergency}.`],
  reminder: ({ when, where }) => [
    `Demain, vous avez un trajet. Départ : ${when}. Lieu : ${where}.`,
    'Vous ne venez pas ? Annulez ici.',
  ],
  call: (phone) => `Téléphone : ${phone}.`,
  price: (sum) => `Prix : ${sum}.`,
  arrival: (time) => `Arrivée : ${time}.`,
  rides: (link) => `Vos trajets : ${link}`,
  wrong: 'Ce trajet n’est pas à vous ? Ne faites rien.',
  neutral: { subject: 'Du nouveau', text: (link) => `Du nouveau pour vous : ${link}` },
};

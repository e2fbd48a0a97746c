import type { RideWords } from './words.ts';

/** To whoever rides. In letters that SMS have: no `ê`, `ô`, `ç` where another word does. */
export const fr: RideWords = {
  lead: 'Pouvoir Bouger :',
  hello: 'Bonjour,',
  when: ({ day, time }) => `${day} à ${time}`,
  where: { door: 'devant chez vous', agreed: 'au lieu convenu', at: (name) => `ici : ${name}` },
  seats: { one: 'une place', other: (count) => `${count} places` },
  free: 'gratuit',
  byEach: (sum) => `${sum} par personne`,
  twice: { first: '(avant le changement d’heure)', second: '(après le changement d’heure)' },
  subjects: {
    accepted: 'Votre trajet est confirmé',
    refused: 'Un trajet n’est pas possible',
    proposed: 'Une autre heure pour votre trajet',
    cancelled: 'Votre trajet est annulé',
    driverAbsent: 'Personne n’est venu vous chercher ?',
    reminder: 'Rappel : votre trajet de demain',
  },
  accepted: ({ when, where, seats }) => [
    `c’est oui. Départ ${when}, ${where}.`,
    ...(seats === null ? [] : [`Pour vous : ${seats}.`]),
  ],
  refused: ({ when }) => [`le trajet du ${when} n’est pas possible.`, 'Voyez les autres trajets.'],
  proposed: ({ when, otherWhen }) => [
    `le trajet du ${when} peut partir à une autre heure : ${otherWhen}.`,
    'Dites oui ou non.',
  ],
  cancelled: ({ when }) => [`le trajet du ${when} est annulé.`, 'Voyez les autres trajets.'],
  driverAbsent: ({ emergency }) =>
    emergency === null
      ? ['on nous dit que personne n’est venu. Il n’y a pas de numéro d’urgence ici.', 'Que faire :']
      : [`on nous dit que personne n’est venu. Appelez le ${emergency}.`],
  reminder: ({ when, where }) => [`demain, départ ${when}, ${where}.`, 'Vous ne venez pas ? Annulez ici.'],
  call: (phone) => `Téléphone : ${phone}.`,
  price: (sum) => `Prix : ${sum}.`,
  arrival: (time) => `Arrivée vers ${time}.`,
  rides: (link) => `Vos trajets : ${link}`,
  wrong: 'Si ce trajet ne vous dit rien, ne faites rien.',
  neutral: { subject: 'Du nouveau', text: (link) => `Du nouveau pour vous : ${link}` },
};

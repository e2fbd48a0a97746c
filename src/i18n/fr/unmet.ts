import type { Lever } from '../../domain/counterfactual/counterfactual.ts';

/** What would have to change, where `amount` is already in words (« 10 min au plus »), empty where it is had or not. */
const changes: Record<Lever, (amount: string) => string> = {
  maxWait: (amount) => `accepter plus d’attente : ${amount}`,
  maxTravel: (amount) => `accepter un trajet plus long : ${amount}`,
  maxCycle: (amount) => `accepter plus de vélo : ${amount}`,
  maxWalk: (amount) => `accepter plus de marche : ${amount}`,
  arrivalMargin: (amount) => `arriver plus près de l’heure : ${amount}`,
  budget: (amount) => `un budget mensuel plus grand : ${amount}`,
  deposit: (amount) => `pouvoir laisser une caution plus grande : ${amount}`,
  licence: () => 'avoir le permis demandé',
  canCycle: () => 'apprendre à faire du vélo',
  departureTime: (amount) => `un départ décalé : ${amount}`,
  flexibility: (amount) => `plus de souplesse sur l’heure de départ : ${amount}`,
  maxDetour: (amount) => `un détour plus long : ${amount}`,
  maxApproach: (amount) => `une approche plus longue du bénévole : ${amount}`,
  maxRide: (amount) => `un trajet plus long pour le bénévole : ${amount}`,
  serviceFrom: (amount) => `un service qui commence plus tôt : ${amount}`,
  serviceTo: (amount) => `un service qui finit plus tard : ${amount}`,
  price: (amount) => `un prix plus bas : ${amount}`,
  depositAsked: (amount) => `une caution demandée plus basse : ${amount}`,
  shiftStart: (amount) => `une prise de poste décalée : ${amount}`,
  shiftEnd: (amount) => `une fin de poste décalée : ${amount}`,
  startsOn: (amount) => `un début de contrat décalé : ${amount}`,
};

export const unmet = {
  title: 'Besoins sans réponse',
  lead: 'Les trajets qu’aucune offre ne porte : ceux des roulements de travail, et ceux que tout le monde a refusés.',
  since: (date: string) =>
    `Dernier diagnostic de chaque personne dont le dossier est ouvert ; trajets refusés depuis le ${date}.`,
  small:
    'Jamais moins de cinq personnes : les petits groupes sont réunis par intercommunalité, puis sur tout le territoire, ou tus. Une même personne peut compter à plusieurs heures.',
  none: 'Aucun besoin que cinq personnes partagent.',
  pictureTitle: 'Où et quand des personnes restent sans trajet',
  shown: (shown: number, all: number) => `Les ${shown} plus grands groupes sur ${all} ; tous sont dans le tableau.`,
  table: 'Groupes de personnes sans trajet, le plus grand d’abord',
  columns: {
    ride: 'Trajet',
    hours: 'Heures',
    people: 'Personnes',
    nearest: 'Ce qui a manqué de peu',
  },
  anywhere: 'Ailleurs sur le territoire',
  fromTo: (from: string, to: string) => `${from} → ${to}`,
  epci: 'intercommunalités',
  direction: { outbound: 'Aller', return: 'Retour' },
  bothWays: 'Aller ou retour',
  hours: ({ from, to }: { from: number; to: number }) => `${from} h – ${to} h`,
  anyHour: 'Toutes heures',
  least: (people: number) => `au moins ${people}`,
  noNearest: 'Rien que cinq personnes partagent',
  changes,
  offer: (title: string) => `« ${title} »`,
  ofPeople: (people: number) => `pour au moins ${people} personnes`,
  band: {
    upTo: (amount: string) => `${amount} au plus`,
    above: (amount: string) => `plus de ${amount}`,
    minutes: (count: number) => `${count} min`,
    kilometres: (count: number) => `${count} km`,
    days: (count: number) => `${count} jours`,
  },
};

import { count } from '../explanation/french.ts';
import type { AllocationCriteria, CriterionCode } from './criteria.ts';

export const CRITERION_NAMES: Record<CriterionCode, string> = {
  jobStart: 'Le début de l’emploi',
  unservedLegs: 'Les trajets sans autre solution',
  children: 'Les enfants à transporter',
  distance: 'La distance du domicile au travail',
  waiting: 'L’attente',
};

const points = (n: number) => count(n, 'point', 'points');

/** The criteria as they are published: every sentence is made from the figures, none is written beside them. */
export function criteriaProse(
  criteria: AllocationCriteria,
): { code: CriterionCode; name: string; sentences: string[] }[] {
  const { jobStart, unservedLegs, children, distance, waiting } = criteria;
  const soonest = jobStart.bands.toSorted((a, b) => a.withinDays - b.withinDays);
  const farthest = distance.bands.toSorted((a, b) => b.fromKm - a.fromKm);
  const said: Record<CriterionCode, string[]> = {
    jobStart: [
      ...soonest.map((band, nth) =>
        nth === 0
          ? `L’emploi a commencé, ou commence dans ${count(band.withinDays, 'jour', 'jours')} au plus : ${points(band.points)}.`
          : `Il commence dans ${count(band.withinDays, 'jour', 'jours')} au plus : ${points(band.points)}.`,
      ),
      `Il commence plus tard : ${points(jobStart.otherwise)}.`,
      `La date n’est pas connue : ${points(jobStart.unknown)}.`,
    ],
    unservedLegs: [
      `Jusqu’à ${points(unservedLegs.most)}, selon la part des trajets de travail qu’aucune autre solution ne permet : la moitié des trajets donne ${points(Math.floor(unservedLegs.most / 2))}.`,
      `Ce n’est pas connu : ${points(unservedLegs.unknown)}.`,
    ],
    children: [
      `${points(children.perSeat)} par enfant à transporter, pour ${count(children.mostSeats, 'enfant', 'enfants')} au plus.`,
    ],
    distance: [
      ...farthest.map(({ fromKm, points: given }) => `${fromKm} km ou plus : ${points(given)}.`),
      `Ce n’est pas connu : ${points(distance.unknown)}.`,
    ],
    waiting: [`${points(waiting.perWeek)} par semaine entière d’attente, jusqu’à ${points(waiting.most)}.`],
  };
  return (Object.keys(said) as CriterionCode[]).map((code) => ({
    code,
    name: CRITERION_NAMES[code],
    sentences: said[code],
  }));
}

/** How points become vehicles: the rule itself, in words, with its figures. */
export function ruleProse({ lossPerDay, mostDaysLate, longestLoanDays }: AllocationCriteria): string[] {
  return [
    'Les véhicules sont répartis pour toute une période et pour toutes les personnes ensemble : la répartition retenue est celle où les personnes servies ont le plus de points au total. À égalité, celle qui sert le plus de personnes.',
    `Un prêt qui commence plus tard que possible compte ${points(lossPerDay)} de moins par jour. Un début plus de ${count(mostDaysLate, 'jour', 'jours')} après la date souhaitée n’est pas proposé.`,
    `Les points comptent par personne et non par jour : un prêt long ne compte pas plus qu’un prêt court. Plusieurs prêts courts peuvent donc passer avant un seul prêt long. Pour que l’inverse n’arrive pas non plus, un prêt dure ${count(longestLoanDays, 'jour', 'jours')} au plus ; un prêt plus long se redemande.`,
    'Entre deux personnes qui ont autant de points, celle qui attend depuis plus longtemps passe d’abord.',
    'Le calcul propose. Une personne de la structure confirme chaque attribution, ou en décide autrement et dit pourquoi.',
  ];
}

import type { OfferKind } from '../catalogue/offer.ts';
import { DAY } from '../clock-time.ts';
import type { Counterfactual, Lever } from '../counterfactual/counterfactual.ts';
import type { MatchingFacts } from '../matching/facts.ts';
import type { OfferMatch } from '../matching/result.ts';
import * as fr from './french.ts';

type About = { kind: OfferKind; facts: MatchingFacts };
type Says = (change: Counterfactual, about: About) => string;

/**
 * A single change in one sentence, made from its figures: « Si la prise de poste passait de 5 h 00 à 5 h 12, cette offre
 * conviendrait pour 5 trajets sur 10. » `match` is the offer as it is.
 */
export function turningSentence(change: Counterfactual, match: OfferMatch, facts: MatchingFacts): string {
  const condition = SAYS[change.lever](change, { kind: match.kind, facts });
  return `Si ${condition}, cette offre ${becomes(change, match, facts)}.`;
}

function becomes({ verdict, serves }: Counterfactual, match: OfferMatch, facts: MatchingFacts): string {
  const rides = facts.legs.filter((leg) => serves.includes(leg.id)).reduce((sum, leg) => sum + leg.occurrences, 0);
  const total = facts.legs.reduce((sum, leg) => sum + leg.occurrences, 0);
  if (match.verdict !== 'impossible') return `ferait ${fr.count(rides, 'trajet', 'trajets')} de plus sur ${total}`;
  const said =
    serves.length === 0
      ? ''
      : rides === total
        ? ' pour tous les trajets'
        : ` pour ${fr.count(rides, 'trajet', 'trajets')} sur ${total}`;
  return verdict === 'possible' ? `conviendrait${said}` : `serait à vérifier${said}`;
}

const number = (value: number | string | null) => Number(value ?? 0);
const driver = 'la conductrice ou le conducteur';

/** `9 min de détour au lieu de 5 min`. */
const minutes = ({ from, to }: Counterfactual, what = '') =>
  `${fr.minutesUp(number(to))} min${what}${from === null ? '' : ` au lieu de ${fr.minutesText(number(from))} min`}`;

const money = ({ from, to }: Counterfactual, of = '') =>
  `${fr.moneyText(number(to))}${of}${from === null ? '' : ` au lieu de ${fr.moneyText(number(from))}`}`;

/** An hour, with its day where the change takes it to another one. */
function hour(seconds: number, from: number): string {
  const days = Math.floor(seconds / DAY) - Math.floor(from / DAY);
  return `${fr.departureText(seconds)}${days < 0 ? ' la veille' : days > 0 ? ' le lendemain' : ''}`;
}
const hours = ({ from, to }: Counterfactual) =>
  `à ${hour(number(to), number(from))} au lieu de ${fr.departureText(number(from))}`;
const moved = ({ from, to }: Counterfactual) =>
  `passait de ${fr.departureText(number(from))} à ${hour(number(to), number(from))}`;

/** What a price is for. */
const PRICED: Partial<Record<OfferKind, string>> = { vehicleLoan: 'la journée', volunteerDriving: 'le kilomètre' };

const SAYS: Record<Lever, Says> = {
  maxWait: (c) => `la personne acceptait ${minutes(c, ' d’attente')}`,
  maxTravel: (c) => `la personne acceptait un trajet de ${minutes(c)}`,
  maxCycle: (c) => `la personne acceptait ${minutes(c, ' de vélo')}`,
  maxWalk: (c) => `la personne acceptait ${minutes(c, ' de marche')}`,
  arrivalMargin: ({ from, to }, { facts }) => {
    const before = facts.cycleDays === null ? 'avant l’heure' : 'avant la prise de poste';
    const wished = fr.minutesText(number(from));
    return number(to) === 0
      ? `la personne pouvait arriver juste à l’heure, et non ${wished} min ${before}`
      : `la personne pouvait arriver ${fr.minutesText(number(to))} min ${before} au lieu de ${wished} min`;
  },
  budget: (c) => {
    const needed = { ...c, to: Math.ceil(number(c.to) / 100) * 100 };
    return `le budget était de ${money(needed, ' par mois')}`;
  },
  deposit: (c) => `la personne pouvait laisser une caution de ${money(c)}`,
  licence: ({ to }) => `la personne obtenait le permis ${to}`,
  canCycle: () => 'la personne apprenait à faire du vélo',
  departureTime: (c) => `${driver} partait ${hours(c)}`,
  flexibility: (c) =>
    number(c.from) === 0
      ? `${driver} acceptait de décaler son départ de ${fr.minutesUp(number(c.to))} min`
      : `${driver} acceptait de décaler son départ de ${minutes(c)}`,
  maxDetour: (c) => `${driver} acceptait ${minutes(c, ' de détour')}`,
  maxApproach: (c) => `la ou le bénévole acceptait ${minutes(c, ' d’approche')}`,
  maxRide: ({ from, to }) =>
    `la ou le bénévole acceptait un trajet de ${fr.distanceText(number(to))} au lieu de ${fr.distanceText(number(from))}`,
  serviceFrom: (c) => `le service commençait ${hours(c)}`,
  serviceTo: (c) => `le service finissait ${hours(c)}`,
  price: (c, { kind }) => `${PRICED[kind] ?? 'le trajet'} coûtait ${money(c)}`,
  depositAsked: (c) => `la structure demandait ${money(c, ' de caution')}`,
  shiftStart: (c, { facts }) => `${facts.cycleDays === null ? 'l’heure d’arrivée' : 'la prise de poste'} ${moved(c)}`,
  shiftEnd: (c, { facts }) => `${facts.cycleDays === null ? 'l’heure de départ' : 'la fin de poste'} ${moved(c)}`,
  startsOn: ({ from, to }) => `le début passait du ${fr.dateText(String(from))} au ${fr.dateText(String(to))}`,
};

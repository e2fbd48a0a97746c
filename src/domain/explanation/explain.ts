import { DAYS_PER_MONTH } from '../matching/money.ts';
import type { CriterionFact } from '../matching/result.ts';
import type { Leg } from '../schedule/legs.ts';
import * as fr from './french.ts';
import { AUDIENCE_NAMES, named, STATUS_NAMES } from './people-names.ts';

/** `explanation` says what was found, `fix` the nearest change that would do, `ask` the question that settles a doubt. */
export type Explained = { explanation: string; fix: string | null; ask: string | null };

/** What the words need besides the criterion. */
export type Wording = {
  legs: ReadonlyMap<string, Leg>;
  /** Name of a commune, EPCI or département. */
  zoneName(code: string): string;
};

/** Hours at which a vehicle that is lent may be driven, not those of a service. */
const isOfVehicle = ({ variant }: CriterionFact) => variant?.startsWith('vehicle') ?? false;

type Says = (c: CriterionFact, words: Wording) => Explained;

/** The French of a criterion, made from its figures: never stored, never written twice. */
export function explain(criterion: CriterionFact, words: Wording): Explained {
  const said = SAYS[criterion.code](criterion, words);
  return {
    explanation: `${said.explanation}${doubt(criterion)}`,
    fix: criterion.outcome === 'unmet' ? said.fix : null,
    ask: criterion.outcome === 'unknown' ? (said.ask ?? 'Vérifier auprès de la structure.') : null,
  };
}

/** Why an estimate cannot settle it. */
function doubt({ outcome, range, unit, code }: CriterionFact): string {
  if (outcome !== 'unknown' || range === undefined) return '';
  // The bounds of a driving time say nothing about an hour.
  if (code === 'schedule') return ' Temps estimé, à vérifier.';
  const [low, high] = range;
  const text = unit === 'm' ? fr.distanceText : (s: number) => (s < 0 ? `−${fr.durationText(s)}` : fr.durationText(s));
  return ` ${unit === 'm' ? 'Distance estimée' : 'Temps estimé'}, à vérifier : entre ${text(low)} et ${text(high)}.`;
}

/** Whole kilometres: how far a place is, not how far to drive. */
export const awayText = (metres: number) => `${Math.max(1, Math.round(metres / 1000))} km`;

const number = (value: number | string | null) => Number(value ?? 0);
const say = (explanation: string, fix: string | null = null, ask: string | null = null): Explained => ({
  explanation,
  fix,
  ask,
});
const legOf = (c: CriterionFact, words: Wording) => (c.legId === null ? undefined : words.legs.get(c.legId));

/** `Détour de 14 min pour 10 min acceptées.` and its kin. */
function limited(c: CriterionFact, what: string, accepted: string, fix: string, ask: string): Explained {
  if (c.limit === null) {
    const long = c.unusual ? ' : c’est long' : '';
    return say(`${what} de ${fr.durationText(number(c.actual))}${long}. La limite n’est pas connue.`, null, ask);
  }
  const [actual, limit] = fr.durationPair(number(c.actual), number(c.limit));
  return say(`${what} de ${actual} pour ${limit} ${accepted}.`, fix, `Vérifier le temps de trajet. ${ask}`);
}

const insteadOf = (c: CriterionFact) =>
  `${fr.minutesUp(number(c.change?.to ?? c.actual))} au lieu de ${fr.minutesText(number(c.limit))} min`;

const LICENCE_NAMES: Record<string, string> = {
  none: 'pas de permis',
  theory: 'code obtenu',
  learning: 'en formation',
  valid: 'en cours de validité',
  suspended: 'suspendu',
  foreignExchangeable: 'étranger, à échanger',
  foreignExpired: 'étranger, plus valable en France',
};

const NOT_HELD: ReadonlySet<string> = new Set(['none', 'theory', 'learning']);

const SAYS: Record<CriterionFact['code'], Says> = {
  validity: (c) => {
    const limit = fr.dateText(String(c.limit));
    const start = fr.dateText(String(c.actual));
    if (c.variant === 'notYet') {
      return say(
        `L’offre commence le ${limit}, après le début prévu le ${start}.`,
        `commencer le ${limit} ou plus tard`,
      );
    }
    if (c.variant === 'from') return say(`L’offre est ouverte depuis le ${limit}.`);
    if (c.outcome === 'unknown') {
      return say(
        `L’offre est annoncée jusqu’au ${limit} ; cette étape commencerait le ${start}.`,
        null,
        `Demander si l’offre continue après le ${limit}.`,
      );
    }
    return c.outcome === 'met'
      ? say(`L’offre est valable jusqu’au ${limit}.`)
      : say(`L’offre a pris fin le ${limit}, avant le début prévu le ${start}.`, `offre prolongée au-delà du ${limit}`);
  },
  freshness: (c) =>
    say(
      `Confirmée il y a ${Math.round(number(c.actual) / DAYS_PER_MONTH)} mois.`,
      null,
      'Vérifier auprès de la structure que l’offre existe toujours, aux mêmes conditions.',
    ),
  zone: (c, words) => {
    const zones = String(c.limit).split(' ').map(words.zoneName).join(', ');
    const home = c.actual === null ? null : words.zoneName(String(c.actual));
    if (c.outcome === 'met') return say(`Le domicile (${home}) est dans la zone de l’offre : ${zones}.`);
    if (c.outcome === 'unknown') return say(`Zone de l’offre : ${zones}.`, null, 'Préciser la commune du domicile.');
    return say(`Le domicile (${home}) est hors de la zone de l’offre : ${zones}.`, `zone de l’offre étendue à ${home}`);
  },
  age: (c) => {
    const asked = c.variant === 'min' ? `${c.limit} ans au moins` : `${c.limit} ans au plus`;
    if (c.outcome === 'unknown') return say(`Il faut avoir ${asked}.`, null, 'Demander la date de naissance.');
    const text = `Il faut avoir ${asked} ; la personne a ${c.actual} ans au début.`;
    return say(
      text,
      c.variant === 'min'
        ? `avoir ${c.limit} ans`
        : `limite d’âge portée de ${c.limit} à ${c.actual} ans par la structure`,
    );
  },
  status: (c) => {
    const asked = named(STATUS_NAMES, c.limit);
    if (c.outcome === 'unknown') return say(`Réservé à : ${asked}.`, null, `Demander la situation : ${asked} ?`);
    return c.outcome === 'met'
      ? say(`La situation de la personne convient : ${asked}.`)
      : say(`Réservé à : ${asked}.`, `être dans l’une de ces situations : ${asked}`);
  },
  audience: (c) => {
    const asked = named(AUDIENCE_NAMES, c.limit);
    return c.outcome === 'met'
      ? say(`Le public visé correspond : ${asked}.`)
      : say(`Public visé : ${asked}.`, null, `Vérifier que la personne fait partie du public : ${asked}.`);
  },
  need: (c) => {
    if (c.variant === 'rides') {
      return say('Aucun trajet n’est décrit.', null, 'Demander le lieu, les jours et les heures des trajets.');
    }
    if (c.variant === 'kind') {
      return say('Le moteur ne calcule pas encore ce type d’offre.', null, 'Regarder l’offre avec la personne.');
    }
    if (c.variant === 'vehicle') {
      return c.outcome === 'unmet'
        ? say('La personne n’a pas de véhicule à réparer.', 'avoir un véhicule')
        : say('La personne a un véhicule.', null, 'Demander si la personne a un véhicule, même en panne.');
    }
    if (c.outcome === 'unmet')
      return say(`Le permis ${c.limit} est déjà obtenu.`, `ne pas avoir encore le permis ${c.limit}`);
    return say(
      c.outcome === 'met' ? `Le permis ${c.limit} reste à obtenir.` : `Formation au permis ${c.limit}.`,
      null,
      `Demander où en est le permis ${c.limit}.`,
    );
  },
  barrier: (c) =>
    c.outcome === 'met'
      ? say('Répond à un frein relevé par le diagnostic.')
      : c.outcome === 'unmet'
        ? say('Ne répond à aucun des freins relevés par le diagnostic.', 'relever un frein que cette offre lève')
        : say(
            'Les freins n’ont pas été abordés, ou l’offre ne dit pas lesquels elle lève.',
            null,
            'Demander ce qui empêche de bouger.',
          ),
  licence: (c) => {
    const own = c.actual === null ? null : (LICENCE_NAMES[String(c.actual)] ?? String(c.actual));
    if (c.outcome === 'met') return say(`Permis ${c.limit} demandé : condition remplie.`);
    if (c.outcome === 'unknown') {
      // A licence for cars that is not there says nothing of a scooter's: there is none to verify.
      const isNone = c.actual === null || NOT_HELD.has(String(c.actual));
      return isNone
        ? say(
            `Permis ${c.limit} demandé.`,
            null,
            `Demander si la personne a le permis ${c.limit}, et sinon comment l’obtenir.`,
          )
        : say(`Permis ${c.limit} demandé (${own}).`, null, 'Vérifier la validité du permis.');
    }
    return say(`Permis ${c.limit} demandé ; situation de la personne : ${own}.`, `permis ${c.limit} obtenu`);
  },
  cycling: (c) =>
    c.outcome === 'met'
      ? say('La personne sait faire du vélo.')
      : c.outcome === 'unmet'
        ? say('Il faut savoir faire du vélo.', 'avoir appris à faire du vélo (vélo-école)')
        : say('Il faut savoir faire du vélo.', null, 'Demander si la personne sait faire du vélo.'),
  wheelchair: (c) => {
    if (c.outcome === 'met') return say('Pas de fauteuil roulant à prévoir.');
    if (c.outcome === 'unmet') {
      return say('Le véhicule ne prend pas de fauteuil roulant.', 'véhicule accessible en fauteuil roulant');
    }
    return c.variant === 'askProvider'
      ? say(
          'L’offre ne dit pas si elle prend un fauteuil roulant.',
          null,
          'Demander à la structure si un fauteuil roulant est possible.',
        )
      : say(
          'Le véhicule ne prend pas de fauteuil roulant.',
          null,
          'Demander si la personne se déplace en fauteuil roulant.',
        );
  },
  childSeats: (c) => {
    const seats = fr.count(number(c.actual), 'siège enfant', 'sièges enfant');
    if (c.limit === null) return say(`${seats} à prévoir.`, null, 'Demander si un siège enfant peut être posé.');
    return say(
      `${seats} à prévoir, ${fr.count(number(c.limit), 'possible', 'possibles')} au plus.`,
      'véhicule avec plus de places',
    );
  },
  notice: (c) =>
    c.outcome === 'met'
      ? say(`Réservation à l’avance : disponible à partir du ${fr.dateText(String(c.actual))}.`)
      : say(
          `Délai de réservation : disponible à partir du ${fr.dateText(String(c.actual))} seulement.`,
          `commencer le ${fr.dateText(String(c.actual))}`,
        ),
  collection: (c) => {
    if (c.variant === 'ended') {
      const [ends, opens] = [c.change?.from, c.change?.to].map((date) => fr.dateText(String(date)));
      return say(`Le guichet n’ouvre pas avant la fin de l’offre, le ${ends}.`, `offre prolongée jusqu’au ${opens}`);
    }
    if (c.actual === null) {
      return say(
        'Aucune ouverture du guichet pour retirer le véhicule dans les deux mois.',
        'remise du véhicule sur rendez-vous',
      );
    }
    const date = fr.dateText(String(c.actual));
    return say(`Retrait du véhicule possible au guichet le ${date}.`, `commencer le ${date}`);
  },
  depot: (c) => {
    const walk = c.actual === null ? null : `${fr.durationText(number(c.actual))} à pied`;
    if (c.outcome === 'met') return say(`Le dépôt est à ${walk}.`);
    return say(
      c.awayMetres !== undefined
        ? `Le dépôt est à ${awayText(c.awayMetres)} du domicile à vol d’oiseau.`
        : walk === null
          ? 'Le trajet à pied jusqu’au dépôt n’est pas connu.'
          : `Le dépôt est à ${walk}.`,
      null,
      'Demander si le véhicule peut être apporté, ou si quelqu’un peut emmener la personne au dépôt.',
    );
  },
  units: (c) =>
    c.outcome === 'met'
      ? say(`${fr.count(number(c.actual), 'véhicule libre', 'véhicules libres')} pour la période.`)
      : say(
          c.variant === 'none' ? 'Aucun véhicule en service.' : 'Tous les véhicules sont prêtés pendant la période.',
          c.change?.to
            ? `commencer le ${fr.dateText(String(c.change.to))}, au retour d’un véhicule`
            : 'un véhicule de plus dans la flotte',
        ),
  waiting: (c) => say(`Attente d’environ ${fr.count(Math.ceil(number(c.actual)), 'semaine', 'semaines')}.`),
  calendar: (c) => {
    const except: Record<string, string> = {
      publicHoliday: 'un jour férié',
      exceptDate: 'une date sans service',
      schoolPeriod: 'une période scolaire',
      clockChange: 'une nuit de changement d’heure',
      maxDays: 'la fin de la durée maximale du prêt',
      notice: 'la date à partir de laquelle l’offre est disponible',
      validity: 'la période de validité de l’offre',
    };
    const why = except[c.variant ?? ''] ?? 'le calendrier';
    if (c.outcome === 'unmet') {
      return say(
        `Ne roule à aucune des dates demandées, à cause de : ${why}.`,
        c.change?.to ? `service assuré le ${fr.dateText(String(c.change.to))}` : 'service assuré à ces dates',
      );
    }
    if (c.outcome === 'unknown')
      return say(`Service à confirmer : ${why}.`, null, `Demander si l’offre roule : ${why}.`);
    return say(`Convient ${c.actual} fois sur ${c.limit} ; le reste dépend de : ${why}.`);
  },
  weekday: (c, words) => {
    const leg = legOf(c, words);
    const days = String(c.limit)
      .split(' ')
      .map((d) => fr.weekdayName(Number(d)))
      .join(', ');
    const asked = fr.weekdayName(leg?.weekday ?? number(c.actual));
    return days.split(', ').includes(asked)
      ? say(`Pas de trajet à ces heures le ${asked}.`, `trajet aussi à ces heures le ${asked}`)
      : say(`Pas de trajet le ${asked} (jours de passage : ${days}).`, `trajet aussi le ${asked}`);
  },
  serviceHours: (c) => {
    const [from, to] = String(c.actual).split(' ').map(Number) as [number, number];
    const ride = `Trajet ${fr.spanText(from, to)}`;
    const [service, within, whom] = isOfVehicle(c)
      ? ['véhicule utilisable', 'dans les heures d’utilisation du véhicule', 'de la structure']
      : ['service ouvert', 'dans les heures du service', 'du service'];
    if (c.limit === null) {
      const none = isOfVehicle(c) ? 'le véhicule ne peut pas rouler ce jour-là' : 'pas de service ce jour-là';
      return say(`${ride} : ${none}.`, `${service} ce jour-là`);
    }
    const [opens, closes] = String(c.limit).split(' ').map(Number) as [number, number];
    const open = `${service} ${fr.spanText(opens, closes)}`;
    if (c.outcome === 'met') return say(`${ride}, ${within}.`);
    return say(
      `${ride} ; ${open}.`,
      c.variant === 'opensLate' || c.variant === 'vehicleOpensLate'
        ? `${service} dès ${fr.departureText(from)} au lieu de ${fr.departureText(opens)}`
        : `${service} jusqu’à ${fr.arrivalText(to)} au lieu de ${fr.arrivalText(closes)}`,
      `Vérifier le temps de trajet auprès ${whom}.`,
    );
  },
  schedule: (c) => {
    const gap = number(c.actual) - number(c.limit);
    if (c.outcome === 'met') return say('Les heures du trajet conviennent.');
    const late = fr.durationUp(Math.max(1, gap));
    return c.variant === 'outbound'
      ? say(
          c.outcome === 'unknown' ? 'L’heure d’arrivée est trop juste pour être sûre.' : `Arrivée ${late} trop tard.`,
          `partir ${late} plus tôt`,
          'Vérifier l’heure de passage avec la conductrice ou le conducteur.',
        )
      : say(
          c.outcome === 'unknown'
            ? 'L’heure de passage au retour est trop juste pour être sûre.'
            : `Passage ${late} trop tôt pour le retour.`,
          `repartir ${late} plus tard`,
          'Vérifier l’heure de passage avec la conductrice ou le conducteur.',
        );
  },
  wait: (c) => {
    const where = c.variant === 'return' ? 'après le travail' : 'avant le travail';
    if (number(c.actual) === 0 && c.outcome === 'met') return say(`Pas d’attente ${where}.`);
    return limited(
      c,
      `Attente ${where}`,
      'acceptées',
      `attente acceptée de ${insteadOf(c)}`,
      'Demander l’attente acceptée.',
    );
  },
  serviceZone: (c) => {
    if (c.outcome === 'met') return say('Le domicile et le lieu de travail sont dans la zone du service.');
    const where = c.variant === 'home' ? 'Le domicile' : 'Le lieu de travail';
    return c.outcome === 'unmet'
      ? say(
          `${where} est hors de la zone du service.`,
          `zone du service étendue ${c.variant === 'home' ? 'au domicile' : 'au lieu de travail'}`,
        )
      : say(`La commune n’est pas connue : ${where.toLowerCase()}.`, null, 'Préciser la commune.');
  },
  stops: (c) => {
    const stops = fr.count(number(c.actual), 'arrêt', 'arrêts');
    return say(
      `${stops} en chemin (par exemple la crèche) à faire accepter.`,
      null,
      c.variant === 'driver'
        ? 'Demander à la conductrice ou au conducteur si l’arrêt est possible.'
        : 'Demander au service si l’arrêt est possible.',
    );
  },
  route: () => say('Aucune route connue entre ces lieux.', 'adresse vérifiée, ou lieu placé au bord d’une route'),
  duration: (c) =>
    limited(
      c,
      c.variant === 'cycle' ? 'Trajet à vélo' : 'Trajet de porte à porte',
      'acceptées',
      `trajet accepté de ${insteadOf(c)}`,
      c.variant === 'cycle'
        ? 'Demander combien de temps la personne accepte de pédaler.'
        : 'Demander la durée de trajet acceptée.',
    ),
  detour: (c) =>
    c.outcome === 'met' && number(c.actual) === 0
      ? say('Sans détour pour la conductrice ou le conducteur.')
      : limited(c, 'Détour', 'acceptées', `détour accepté de ${insteadOf(c)}`, 'Demander le détour accepté.'),
  approach: (c) =>
    limited(
      c,
      'Trajet du bénévole jusqu’au domicile',
      'au plus',
      `trajet du bénévole accepté de ${insteadOf(c)}`,
      'Demander jusqu’où le bénévole vient chercher.',
    ),
  rideDistance: (c) => {
    const text = `Trajet de ${fr.distanceText(number(c.actual))} pour ${fr.distanceText(number(c.limit))} au plus.`;
    const needed = Math.ceil(number(c.change?.to ?? c.actual) / 100) * 100;
    return say(
      text,
      `trajet accepté de ${fr.distanceText(needed)} au lieu de ${fr.distanceText(number(c.limit))}`,
      'Vérifier la distance.',
    );
  },
  walk: (c) =>
    limited(
      c,
      'Marche',
      'acceptées',
      `marche acceptée de ${insteadOf(c)}`,
      'Demander combien de temps la personne peut marcher.',
    ),
  seat: (c) =>
    c.outcome === 'unmet'
      ? say('Pas assez de places libres aux dates demandées.', 'une place de plus')
      : say(`Place libre ${c.actual} fois sur ${c.limit}.`),
  roundTrip: (c) =>
    c.outcome === 'unknown'
      ? say(
          'Le véhicule doit aussi faire l’autre trajet de la journée, qui reste à vérifier.',
          null,
          'Vérifier l’autre trajet de la journée.',
        )
      : c.outcome === 'met'
        ? say(`Fait l’aller et le retour ${c.actual} fois sur ${c.limit} : le véhicule ne peut pas rester au travail.`)
        : say(
            'Le véhicule pris à l’aller doit aussi faire le retour, ce qui n’est pas possible ici.',
            'faire l’autre trajet de la journée avec le même véhicule',
          ),
  reach: (c) => {
    if (c.outcome === 'met') return say('Le lieu est accessible par ses propres moyens.');
    const away = c.actual === null ? '' : ` Le lieu est à ${fr.durationText(number(c.actual))} en voiture.`;
    return c.outcome === 'unmet'
      ? say(`Le lieu est trop loin.${away}`, `trajet accepté de ${insteadOf(c)}`)
      : say(`Le trajet jusqu’au lieu reste à organiser.${away}`, null, 'Organiser le trajet jusqu’au lieu.');
  },
  session: (c) =>
    c.outcome === 'met'
      ? say(`${fr.count(number(c.actual), 'séance', 'séances')} par semaine hors des heures de travail.`)
      : say(
          'Toutes les séances tombent pendant le travail, au moins certaines semaines.',
          null,
          'Demander une séance à un autre horaire.',
        ),
  deposit: (c) => {
    const asked = fr.moneyText(number(c.limit));
    if (c.outcome === 'unknown') return say(`Caution de ${asked}.`, null, 'Demander quelle caution est possible.');
    const own = fr.moneyText(number(c.actual));
    return say(
      c.outcome === 'met' ? `Caution de ${asked}, possible.` : `Caution de ${asked} pour ${own} possibles.`,
      `caution de ${own} au lieu de ${asked}, ou avance de la caution par une aide`,
    );
  },
  budget: (c) => {
    if (c.actual === null) return say('Prix non connu.', null, 'Demander le prix à la structure.');
    const price = `Environ ${fr.moneyText(roundUp(number(c.actual)))} par mois`;
    if (c.limit === null) return say(`${price}.`, null, 'Demander le budget par mois.');
    const own = fr.moneyText(number(c.limit));
    return say(
      `${price} pour un budget de ${own}.`,
      `budget de ${fr.moneyText(roundUp(number(c.actual)))} au lieu de ${own} par mois, ou une aide pour la différence`,
    );
  },
  cost: (c) => {
    if (c.actual === null) return say('Prix non connu.', null, 'Demander le prix à la structure.');
    const price = fr.moneyText(number(c.actual));
    return c.outcome === 'met'
      ? say(`${price} à payer, dans le budget sur la durée.`)
      : say(`${price} à payer.`, null, 'Chercher un financement pour ce qui reste à payer.');
  },
};

/** Money is told to the next whole euro once it is a monthly mean. */
const roundUp = (cents: number) => Math.ceil(cents / 100) * 100;

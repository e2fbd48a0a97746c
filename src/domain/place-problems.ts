import type { Place } from './place.ts';
import type { Territory } from './territory.ts';

/** What is wrong with a value, and what to do about it, in French. `path` is dotted: `job.cycle.shifts.0.end`. */
export type FieldProblem = { path: string; message: string };

/** What validation needs to know of the ground; a gazetteer answers it. */
export type Whereabouts = {
  findByCode(
    code: string,
  ): { code: string; name: string; epciCode: string | null; departement: string; lon: number; lat: number } | null;
  locate(point: { lon: number; lat: number }): { code: string } | null;
  metresOutside(point: { lon: number; lat: number }): number;
};

export type Ground = { territory: Territory; whereabouts: Whereabouts };

/** A stated commune whose chef-lieu is farther than this from the coordinates is a mistake in one of the two. */
const MAX_METRES_FROM_CHEF_LIEU = 15_000;

/** `inside`: the territory itself; `near`: it and its surroundings, up to `borderKm`. */
export function placeProblems(input: {
  place: Place;
  path: string;
  rule: 'inside' | 'near';
  ground: Ground;
}): FieldProblem[] {
  const { place, path, rule, ground } = input;
  return whereProblem(place, path, rule, ground) ?? communeProblem(place, path, rule, ground) ?? [];
}

function whereProblem(place: Place, path: string, rule: 'inside' | 'near', ground: Ground): FieldProblem[] | null {
  const { territory, whereabouts } = ground;
  const limitMetres = territory.rules.borderKm * 1000;
  const metres = whereabouts.metresOutside(place);
  const isWrong = rule === 'inside' ? whereabouts.locate(place) === null : metres > limitMetres;
  if (!isWrong) return null;
  const swapped = { lon: place.lat, lat: place.lon };
  if (metres > limitMetres && Math.abs(swapped.lat) <= 90 && whereabouts.metresOutside(swapped) <= limitMetres) {
    return [
      {
        path,
        message: `lon et lat semblent inversés : écrivez lon ${swapped.lon} et lat ${swapped.lat}.`,
      },
    ];
  }
  const far = kilometres(metres);
  return [
    {
      path,
      message:
        rule === 'inside'
          ? `Ce lieu est hors du territoire (${territory.name})${metres > 0 ? `, à ${far}` : ''} : vérifiez les coordonnées, ou adressez-vous au territoire de la personne.`
          : `Ce lieu est à ${far} du territoire (${territory.name}) ; la limite est de ${territory.rules.borderKm} km. Vérifiez les coordonnées.`,
    },
  ];
}

function communeProblem(place: Place, path: string, rule: 'inside' | 'near', ground: Ground): FieldProblem[] | null {
  if (place.commune === undefined) return null;
  const at = `${path}.commune`;
  const commune = ground.whereabouts.findByCode(place.commune);
  if (commune === null) {
    // At the edge of the surroundings a commune's chef-lieu may lie beyond what is kept here.
    const keptMetres = ground.territory.rules.borderKm * 1000 - MAX_METRES_FROM_CHEF_LIEU;
    if (rule === 'near' && ground.whereabouts.metresOutside(place) > keptMetres) return null;
    return [
      {
        path: at,
        message: `Commune ${place.commune} inconnue : vérifiez le code INSEE, ou retirez-le, elle sera trouvée d’après les coordonnées.`,
      },
    ];
  }
  const zones = [commune.code, commune.epciCode, commune.departement];
  if (rule === 'inside' && !ground.territory.zones.some((zone) => zones.includes(zone))) {
    return [
      { path: at, message: `${commune.name} (${commune.code}) est hors du territoire (${ground.territory.name}).` },
    ];
  }
  const metres = crowMetres(place, commune);
  if (metres > MAX_METRES_FROM_CHEF_LIEU) {
    return [
      {
        path: at,
        message: `Les coordonnées sont à ${kilometres(metres)} de ${commune.name} (${commune.code}) : corrigez le code de la commune ou les coordonnées.`,
      },
    ];
  }
  return null;
}

/** Crow-flight metres; flat-earth arithmetic, right within 0.1 % over 100 km at French latitudes. */
export function crowMetres(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const shrink = Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot((a.lon - b.lon) * shrink, a.lat - b.lat) * 111_195;
}

const kilometres = (metres: number) =>
  metres < 1000 ? `${Math.ceil(metres)} m` : `${Math.ceil(metres / 1000).toLocaleString('fr-FR')} km`;

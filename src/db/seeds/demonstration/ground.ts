import type { Place } from '../../../domain/place.ts';
import { crowMetres } from '../../../domain/place-problems.ts';
import type { Commune } from '../../../services/ports.ts';
import type { TerritoryFacts } from '../territory/read-territory.ts';
import type { Random } from './random.ts';

/** Where the examples are set: real communes and real carpool places. */
export type Ground = {
  communes: readonly Commune[];
  around: readonly Commune[];
  carpoolPlaces: TerritoryFacts['carpoolPlaces'];
  /** Communes where at least one cited employer is still open. */
  employerCommunes: ReadonlySet<string>;
  /** The biggest commune of that name; throws when there is none, so that a slip of the pen is noticed. */
  named(name: string): Commune;
  epci(code: string): { code: string; name: string };
};

export function groundOf(facts: TerritoryFacts): Ground {
  const all = [...facts.communes, ...facts.communesAround];
  return {
    communes: facts.communes,
    around: facts.communesAround,
    carpoolPlaces: facts.carpoolPlaces,
    employerCommunes: new Set(facts.employers.filter((e) => !e.closed).map((e) => e.communeCode)),
    named(name) {
      const found = all.filter((c) => c.name === name).sort((a, b) => b.population - a.population)[0];
      if (!found) throw new Error(`No commune within reach is called “${name}”.`);
      return found;
    },
    epci(code) {
      const name = facts.communes.find((c) => c.epciCode === code)?.epciName;
      if (!name) throw new Error(`No intercommunalité of the territory has the code ${code}.`);
      return { code, name };
    },
  };
}

export const crowKm = (a: Place, b: Place): number => crowMetres(a, b) / 1000;

/** The commune's chef-lieu, as a place. */
export const centreOf = ({ name, code, lon, lat }: Commune, label = name): Place => ({
  label,
  commune: code,
  lon,
  lat,
});

/** A place some hundreds of metres from the chef-lieu: nobody's door, but not everybody's either. */
export function aroundCentre(random: Random, commune: Commune, metres: number, label = commune.name): Place {
  const angle = random.next() * 2 * Math.PI;
  const distance = Math.sqrt(random.next()) * metres;
  return {
    label,
    commune: commune.code,
    lon: round(commune.lon + (Math.cos(angle) * distance) / 73_000),
    lat: round(commune.lat + (Math.sin(angle) * distance) / 111_195),
  };
}

const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;

/** Minutes by car as the estimate of `geo/` has them: 3.5 min and 1.36 min per crow-flight kilometre. */
export const driveMinutes = (a: Place, b: Place): number => 3.5 + 1.36 * crowKm(a, b);

/** `HH:MM` of a number of minutes since midnight, the day before and the day after brought back into the day. */
export function clockTime(minutes: number): string {
  const day = ((Math.round(minutes) % 1440) + 1440) % 1440;
  return `${String(Math.floor(day / 60)).padStart(2, '0')}:${String(day % 60).padStart(2, '0')}`;
}

import type { SourcedPlace } from '../../../services/ports.ts';
import type { TerritoryFacts } from './read-territory.ts';

/** What the facts know of an address, or of less than an address. */
type Known = Omit<SourcedPlace, 'source' | 'sourceDate' | 'licence' | 'address'> & { address?: string };

/**
 * Every public place of the facts, with its source. Closed employers are left out: nobody is to look for work there.
 * Where only the commune is known, the place stands at its chef-lieu and `details.approximate` says so.
 */
export function pointsOfInterest(facts: TerritoryFacts): SourcedPlace[] {
  const communes = new Map([...facts.communes, ...facts.communesAround].map((c) => [c.code, c]));
  const chefLieu = (code: string) => {
    const commune = communes.get(code);
    if (!commune) throw new Error(`Commune ${code} is neither in the territory nor around.`);
    return commune;
  };
  const from = sourcing(facts);

  return [
    ...facts.franceServices.map(({ id, name, address, communeCode, lon, lat, phone }) =>
      from('france-services.json', {
        id: `fs_${id}`,
        kind: 'franceServices',
        label: name,
        address,
        commune: communeCode,
        lon,
        lat,
        details: phone === null ? {} : { phone },
      }),
    ),
    ...facts.franceTravail.map(({ id, name, address, communeCode, lon, lat }) =>
      from('france-travail.json', {
        id: `ft_${id}`,
        kind: 'franceTravail',
        label: name,
        address,
        commune: communeCode,
        lon,
        lat,
        details: {},
      }),
    ),
    ...facts.carpoolPlaces.map(({ id, name, kind, communeCode, lon, lat, spaces, updatedOn }) =>
      from('carpool-places.json', {
        id: `bnlc_${id.replaceAll(' ', '')}`,
        kind: 'carpoolPlace',
        label: `${name}, ${chefLieu(communeCode).name}`,
        commune: communeCode,
        lon,
        lat,
        details: { type: kind, spaces, updatedOn },
      }),
    ),
    ...facts.stations.map(({ id, name, kind, lon, lat }) =>
      from('stations.json', {
        id: `ter_${id}`,
        kind: 'station',
        label: kind === 'train' ? `Gare de ${name}` : `Arrêt de car ${name}`,
        commune: null,
        lon,
        lat,
        details: { served: kind },
      }),
    ),
    ...facts.employers.flatMap((employer, index) => {
      if (employer.closed) return [];
      const { name, code, lon, lat } = chefLieu(employer.communeCode);
      const { sector, citedEmployees, page, remark } = employer;
      const cited = from('employers.json', {
        id: `employer_${String(index + 1).padStart(2, '0')}`,
        kind: 'employer',
        label: `${employer.name}, ${name}`,
        commune: code,
        lon,
        lat,
        details: { sector, citedEmployees, page, remark, approximate: true },
      });
      return [{ ...cited, sourceDate: employer.citedDate }];
    }),
    ...facts.informationPoints.map((point, index) => {
      const { name, nature, perimeter, phone, remark, page, toConfirm } = point;
      const town = facts.communes.find((c) => c.name === perimeter);
      const told = from('information-points.json', {
        id: `information_${index + 1}`,
        kind: 'information',
        label: name,
        commune: town?.code ?? null,
        ...(town ? { lon: town.lon, lat: town.lat } : middleOf(facts.communes)),
        details: { nature, perimeter, phone, remark, page, toConfirm, approximate: true, wholeTerritory: !town },
      });
      return { ...told, sourceDate: point.date };
    }),
  ];
}

/** A place of a fact file has the source that the file names first. */
function sourcing({ sources, sourcesOf }: Pick<TerritoryFacts, 'sources' | 'sourcesOf'>) {
  return (file: string, place: Known): SourcedPlace => {
    const id = sourcesOf[file]?.[0];
    const source = sources.find((s) => s.id === id);
    if (!source) throw new Error(`sources.json tells of no source “${id}”, which ${file} names.`);
    return {
      address: null,
      ...place,
      source: source.attribution,
      sourceDate: source.factsDate,
      licence: source.licence,
    };
  };
}

function middleOf(places: readonly { lon: number; lat: number }[]): { lon: number; lat: number } {
  const mean = (values: number[]) => Math.round((values.reduce((a, b) => a + b, 0) / values.length) * 1e4) / 1e4;
  return { lon: mean(places.map((p) => p.lon)), lat: mean(places.map((p) => p.lat)) };
}

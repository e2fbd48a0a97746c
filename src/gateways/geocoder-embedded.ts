import type { FoundPlace, Geocoder } from '../services/ports/geocoder.ts';
import type { Gazetteer, PointOfInterest } from '../services/ports.ts';

type Sources = {
  gazetteer(territoryId: string): Promise<Gazetteer>;
  knownPlaces(territoryId: string, text: string, limit: number): Promise<PointOfInterest[]>;
};

/** Letters and figures alone: `SAINT-MIHIEL`, `St Mihiel` and `saint mihiel` are one name. */
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bst(e?)\b/g, 'saint$1')
    .trim();
/** Gazetteers write Saint and Sainte in full. */
const spelledOut = (name: string) => name.trim().replace(/\b(s)t(e?)(?=[\s.-])[.]?/gi, '$1aint$2');
const POSTCODE = /\b(\d{5})\b/;
/** Words at the end of an address that may be its commune. */
const MOST_WORDS = 6;

/**
 * Communes and known places, which are here: nobody else learns what was typed. Of an address only its commune is known: it stands for
 * it, and says so.
 */
export function createEmbeddedGeocoder({ gazetteer, knownPlaces }: Sources): Geocoder {
  return {
    outside: false,
    async search({ territoryId, text, limit }) {
      const wanted = plain(text);
      if (wanted === '') return [];
      const names = await gazetteer(territoryId);
      const communes = communesCalled(text, names, limit);
      const exact = communes.filter(({ label }) => plain(label) === wanted);
      if (exact.length === 1) return exact;
      const places = (await knownPlaces(territoryId, text, limit)).map((place) => knownPlace(place, names));
      const same = places.filter(({ label }) => plain(label) === wanted);
      const found = exact.length > 0 ? exact : same.length > 0 ? same : [...communes, ...places];
      if (found.length > 0) return found.slice(0, limit);
      return addressIn(text, names).slice(0, limit);
    },
  };
}

type Commune = ReturnType<Gazetteer['search']>[number];

const communePlace = ({ name, code, postcodes, lon, lat }: Commune): FoundPlace => ({
  kind: 'commune',
  label: name,
  detail: postcodes[0] ?? null,
  commune: code,
  lon,
  lat,
  approximate: false,
});

const knownPlace = ({ label, commune, lon, lat }: PointOfInterest, names: Gazetteer): FoundPlace => ({
  kind: 'knownPlace',
  label,
  detail: commune === null ? null : (names.findByCode(commune)?.name ?? null),
  commune,
  lon,
  lat,
  approximate: false,
});

/** By name, postcode or both, as a field suggests them: `Commercy (55200)`. */
function communesCalled(text: string, names: Gazetteer, limit: number): FoundPlace[] {
  const postcode = POSTCODE.exec(text)?.[1];
  const name = text.replace(POSTCODE, ' ').replace(/[()]/g, ' ').trim();
  const found = names
    .search(name === '' ? (postcode ?? '') : spelledOut(name), limit)
    .filter(({ postcodes }) => postcode === undefined || postcodes.includes(postcode));
  const exact = found.filter((commune) => plain(commune.name) === plain(name));
  return (exact.length > 0 ? exact : found).map(communePlace);
}

/** `12 rue des Lilas, 55200 Commercy`: what follows the postcode or the last comma, else the longest end that is a commune's name. */
function addressIn(text: string, names: Gazetteer): FoundPlace[] {
  const words = text.trim().split(/[\s,]+/);
  const ends = [
    text.split(POSTCODE).at(-1) ?? '',
    text.split(',').at(-1) ?? '',
    ...words.slice(-MOST_WORDS).map((_, i, last) => last.slice(i).join(' ')),
  ];
  for (const end of ends) {
    const name = end.replace(POSTCODE, ' ').trim();
    if (name === '') continue;
    const postcode = POSTCODE.exec(text)?.[1];
    const communes = names
      .search(spelledOut(name), 10)
      .filter((commune) => plain(commune.name) === plain(name))
      .filter(({ postcodes }) => postcode === undefined || postcodes.includes(postcode));
    if (communes.length > 0) {
      return communes.map((commune) => ({
        ...communePlace(commune),
        kind: 'address',
        label: text.trim().slice(0, 200),
        detail: commune.name,
        approximate: true,
      }));
    }
  }
  return [];
}

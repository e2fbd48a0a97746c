import type { Commune, Gazetteer } from '../../services/ports.ts';

/** What a typed commune comes to. `ambiguous` asks back, never guesses. */
export type CommuneChoice =
  | { kind: 'none' }
  | { kind: 'found'; commune: Commune }
  | { kind: 'ambiguous'; candidates: readonly Commune[] };

const MAX_CANDIDATES = 30;

/** `SAINT-MIHIEL`, `St Mihiel` and `saint mihiel` are one name. */
const plain = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/\bst\b/g, 'saint')
    .replace(/\bste\b/g, 'sainte')
    .trim();

/** Gazetteers write Saint and Sainte in full. */
const spelledOut = (name: string) => name.trim().replace(/\b(s)t(e?)(?=[\s.-])[.]?/gi, '$1aint$2');

/** As suggested by the field itself: the postcode tells homonyms apart. */
export const communeLabel = ({ name, postcodes }: Commune) => (postcodes[0] ? `${name} (${postcodes[0]})` : name);

/**
 * The commune meant by a name, a postcode, an INSEE code or `Name (postcode)`. `chosenCode` is the answer to an earlier
 * ambiguity, and counts only among what the text could mean. With `inside`, communes of the territory come first.
 */
export function chooseCommune(input: {
  text: string;
  chosenCode?: string | undefined;
  gazetteer: Gazetteer;
  inside?: boolean;
}): CommuneChoice {
  const { text, chosenCode, gazetteer } = input;
  const own = new Set(input.inside ? gazetteer.communes().map(({ code }) => code) : []);
  const all = candidates(text.trim(), gazetteer);
  const preferred = all.filter(({ code }) => own.has(code));
  const meant = preferred.length > 0 ? preferred : all;

  const chosen = meant.find(({ code }) => code === chosenCode);
  if (chosen) return { kind: 'found', commune: chosen };
  const [only, another] = meant;
  if (!only) return { kind: 'none' };
  return another ? { kind: 'ambiguous', candidates: meant } : { kind: 'found', commune: only };
}

function candidates(text: string, gazetteer: Gazetteer): readonly Commune[] {
  if (text === '') return [];
  if (/^\d[\dAB]\d{3}$/i.test(text)) {
    const byPostcode = gazetteer.search(text, MAX_CANDIDATES).filter(({ postcodes }) => postcodes.includes(text));
    if (byPostcode.length > 0) return byPostcode;
    const byCode = gazetteer.findByCode(text.toUpperCase());
    return byCode ? [byCode] : [];
  }
  const [, name = text, postcode] = /^(.*?)\s*\(?\s*(\d{5})?\s*\)?$/.exec(text) ?? [];
  const found = gazetteer
    .search(spelledOut(name), MAX_CANDIDATES)
    .filter(({ postcodes }) => postcode === undefined || postcodes.includes(postcode));
  const exact = found.filter((commune) => plain(commune.name) === plain(name));
  return exact.length > 0 ? exact : found;
}

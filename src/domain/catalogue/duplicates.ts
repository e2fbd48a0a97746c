import { crowMetres } from '../place-problems.ts';
import type { Offer } from './offer.ts';

/** Why two offers look like one. `name`: percent of likeness; `address`: metres between them. */
export type DuplicateReason =
  | { what: 'name'; percent: number }
  | { what: 'siret' | 'phone' | 'email' }
  | { what: 'address'; metres: number };
/** `firstId` comes before `secondId`. */
export type DuplicatePair = { firstId: string; secondId: string; reasons: DuplicateReason[] };

type Compared = Pick<Offer, 'id' | 'kind' | 'title' | 'provider' | 'details'>;

const SAME_ADDRESS_METRES = 150;
/** Two titles so much alike need one thing more in common… */
const ALIKE = 0.8;
/** …those that are less so need two. */
const SOMEWHAT_ALIKE = 0.5;
/** Of a provider with many offers, each is held against the next ones by title: where it has more alike ones, those are told first. */
const NEXT_HELD_AGAINST = 40;
/** Degrees: no two places within reach of each other are more than one cell apart (France lies below 60° north). */
const CELL_LAT = 0.0014;
const CELL_LON = 0.0028;

const EMPTY_WORDS = new Set('a au aux d de des du en et l la le les ou par pour sur un une'.split(' '));

/** Lower case, without accents nor words that say nothing, in alphabetical order: `Prêt de la voiture` is `pret voiture`. */
export function plainTitle(title: string): string {
  const words = title
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words
    .filter((word) => word !== '' && !EMPTY_WORDS.has(word))
    .sort()
    .join(' ');
}

/** From 0, nothing in common, to 1: the share of the three-letter pieces that both have. */
export function likeness(a: string, b: string): number {
  const [one, other] = [trigrams(a), trigrams(b)];
  if (one.size === 0 || other.size === 0) return 0;
  let common = 0;
  for (const piece of one) if (other.has(piece)) common++;
  return (2 * common) / (one.size + other.size);
}

function trigrams(title: string): Set<string> {
  const pieces = new Set<string>();
  for (const word of plainTitle(title).split(' ').filter(Boolean)) {
    const padded = `  ${word} `;
    for (let i = 0; i + 3 <= padded.length; i++) pieces.add(padded.slice(i, i + 3));
  }
  return pieces;
}

const phoneOf = ({ provider }: Compared) =>
  provider.phone?.replaceAll(/\D/g, '').replace(/^(00)?33(?=\d{9}$)/, '0') || null;
const emailOf = ({ provider }: Compared) => provider.email?.toLowerCase() ?? null;

/** Where it is found; null for what has no one place. */
function placeOf({ details }: Compared): { lon: number; lat: number } | null {
  if ('depot' in details) return details.depot;
  if ('place' in details) return details.place;
  return 'base' in details ? details.base : null;
}

/** What makes two offers of one provider two: a car and a bicycle, licences of two kinds, two hours of one road. */
function sort({ kind, details }: Compared): string {
  if ('trips' in details) {
    const ends = [details.origin, details.destination].map(({ lon, lat }) => `${lon.toFixed(2)},${lat.toFixed(2)}`);
    const runs = details.trips.map((trip) => `${trip.direction} ${trip.departureTime} ${trip.weekdays.join('')}`);
    return [kind, ...ends, ...runs.sort()].join(' ');
  }
  if ('vehicleType' in details) return `${kind} ${details.vehicleType}`;
  return 'category' in details ? `${kind} ${details.category}` : kind;
}

/** Why they look like one; null where they do not. The same whichever comes first. */
export function duplicateReasons(a: Compared, b: Compared): DuplicateReason[] | null {
  if (a.id === b.id || sort(a) !== sort(b)) return null;
  const share = likeness(a.title, b.title);
  if (share < SOMEWHAT_ALIKE) return null;
  const [here, there] = [placeOf(a), placeOf(b)];
  const metres = here && there && Math.round(crowMetres(here, there));
  // Two establishments, or the same road far away, are two.
  if (metres !== null && metres > SAME_ADDRESS_METRES) return null;
  const reasons: DuplicateReason[] = [{ what: 'name', percent: Math.round(100 * share) }];
  if (a.provider.siret && a.provider.siret === b.provider.siret) reasons.push({ what: 'siret' });
  if (phoneOf(a) !== null && phoneOf(a) === phoneOf(b)) reasons.push({ what: 'phone' });
  if (emailOf(a) !== null && emailOf(a) === emailOf(b)) reasons.push({ what: 'email' });
  if (metres !== null) reasons.push({ what: 'address', metres });
  return reasons.length > (share >= ALIKE ? 1 : 2) ? reasons : null;
}

/** Pairs that look like one, those with most reasons first, then by id. Never compares all with all; the order of `offers` does not matter. */
export function findDuplicates(offers: readonly Compared[]): DuplicatePair[] {
  const blocks = new Map<string, Compared[]>();
  for (const offer of offers) {
    for (const key of keysOf(offer)) {
      const block = blocks.get(key);
      if (block === undefined) blocks.set(key, [offer]);
      else block.push(offer);
    }
  }
  const found = new Map<string, DuplicatePair>();
  for (const block of blocks.values()) {
    if (block.length < 2) continue;
    const sorted = block.map((offer) => ({ offer, title: plainTitle(offer.title) })).sort(byTitle);
    sorted.forEach(({ offer }, at) => {
      for (const { offer: other } of sorted.slice(at + 1, at + 1 + NEXT_HELD_AGAINST)) {
        const [first, second] = offer.id < other.id ? [offer, other] : [other, offer];
        const key = `${first.id} ${second.id}`;
        if (found.has(key)) continue;
        const reasons = duplicateReasons(first, second);
        if (reasons !== null) found.set(key, { firstId: first.id, secondId: second.id, reasons });
      }
    });
  }
  return [...found.values()].sort(
    (a, b) =>
      b.reasons.length - a.reasons.length ||
      percentOf(b) - percentOf(a) ||
      compare(a.firstId, b.firstId) ||
      compare(a.secondId, b.secondId),
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byTitle = (a: { title: string; offer: Compared }, b: { title: string; offer: Compared }) =>
  compare(a.title, b.title) || compare(a.offer.id, b.offer.id);
const percentOf = ({ reasons }: DuplicatePair) =>
  reasons.reduce((most, reason) => (reason.what === 'name' ? reason.percent : most), 0);

/** Under which an offer is held against others: what two must share to be one. */
function keysOf(offer: Compared): string[] {
  const of = sort(offer);
  const keys: string[] = [];
  if (offer.provider.siret) keys.push(`${of} siret ${offer.provider.siret}`);
  const [phone, email, place] = [phoneOf(offer), emailOf(offer), placeOf(offer)];
  if (phone !== null) keys.push(`${of} phone ${phone}`);
  if (email !== null) keys.push(`${of} email ${email}`);
  if (place !== null) {
    // Each stands in its cell and three beside it: two in cells that touch meet in one.
    const [row, column] = [Math.floor(place.lat / CELL_LAT), Math.floor(place.lon / CELL_LON)];
    for (const y of [row, row + 1]) for (const x of [column, column + 1]) keys.push(`${of} cell ${y} ${x}`);
  }
  return keys;
}

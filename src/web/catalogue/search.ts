import { OFFER_KINDS, type OfferKind, THEMES, type Theme } from '../../domain/catalogue/offer.ts';
import type { Messages } from '../../i18n/languages.ts';
import type { Commune, Gazetteer } from '../../services/ports.ts';
import { chooseCommune } from '../forms/commune-choice.ts';
import type { FieldMessage } from '../forms/fields.tsx';

export const WITHIN_MINUTES = [10, 15, 20, 30, 45, 60] as const;

/** What was asked of the catalogue, as typed, and what it comes to. */
export type CatalogueSearch = {
  q: string;
  theme: Theme | '';
  kind: OfferKind | '';
  nearText: string;
  withinMinutes: number | null;
  cursor: string | undefined;
  /** How many offers came on the pages before. */
  skipped: number;
  near: Commune | null;
  /** Communes among which to choose before anything can be listed. */
  candidates: readonly Commune[];
  errors: FieldMessage[];
};

/** From the query string. What is no value of a list is taken as not asked. */
export function readCatalogueSearch(query: URLSearchParams, gazetteer: Gazetteer, t: Messages): CatalogueSearch {
  const { filter } = t.catalogue;
  const text = (name: string) => (query.get(name) ?? '').trim().slice(0, 200);
  const nearText = text('near');
  const within = Number(text('within'));
  const search: CatalogueSearch = {
    q: text('q'),
    theme: THEMES.find((theme) => theme === text('theme')) ?? '',
    kind: OFFER_KINDS.find((kind) => kind === text('kind')) ?? '',
    nearText,
    withinMinutes: WITHIN_MINUTES.find((minutes) => minutes === within) ?? null,
    cursor: text('cursor') || undefined,
    skipped: Math.max(0, Math.min(100_000, Math.trunc(Number(text('skipped')) || 0))),
    near: null,
    candidates: [],
    errors: [],
  };
  if (nearText === '') {
    if (search.withinMinutes !== null) search.errors.push({ field: 'near', message: filter.withinNeedsNear });
    return search;
  }
  const choice = chooseCommune({ text: nearText, chosenCode: text('commune'), gazetteer, inside: true });
  if (choice.kind === 'found') search.near = choice.commune;
  if (choice.kind === 'ambiguous') search.candidates = choice.candidates;
  if (choice.kind === 'none') search.errors.push({ field: 'near', message: filter.unknownCommune(nearText) });
  return search;
}

/** Nothing was asked: the whole catalogue, from its beginning. */
export const asksNothing = ({ q, theme, kind, nearText, withinMinutes, cursor, errors }: CatalogueSearch): boolean =>
  [q, theme, kind, nearText].every((text) => text === '') &&
  withinMinutes === null &&
  cursor === undefined &&
  errors.length === 0;

/** The same search as an address, with what changes. */
export function catalogueQuery(search: CatalogueSearch, change: { cursor?: string; skipped?: number } = {}): string {
  const params = new URLSearchParams();
  const put = (name: string, value: string | number | null | undefined) => {
    if (value) params.set(name, String(value));
  };
  put('q', search.q);
  put('theme', search.theme);
  put('kind', search.kind);
  put('near', search.nearText);
  put('commune', search.near?.code);
  put('within', search.withinMinutes);
  put('cursor', change.cursor);
  put('skipped', change.skipped);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

import { OFFER_KINDS, type OfferKind } from '../../domain/catalogue/offer.ts';
import { NO_FILTER, type OfferFilter } from '../../domain/matching/browse.ts';
import type { BrowsedPages } from '../../services/result/browse-result.ts';
import { readNumber } from '../forms/read-answer.ts';

/** What of a result is looked at, as its address says it; whatever it says wrong is left out. */
export type ResultQuery = { filter: OfferFilter; pages: BrowsedPages };

const VERDICTS = { possible: 'possible', 'a-verifier': 'toVerify' } as const;
export const VERDICT_VALUES = Object.keys(VERDICTS) as (keyof typeof VERDICTS)[];
const LARGEST_CENTS = 1_000_000_00;

export function readQuery(params: URLSearchParams): ResultQuery {
  const page = (name: string) => Math.max(1, Math.trunc(Number(params.get(name))) || 1);
  const euros = readNumber(params.get('prix') ?? '');
  const cents = euros === null || euros < 0 ? null : Math.min(Math.round(euros * 100), LARGEST_CENTS);
  const verdict = VERDICT_VALUES.find((value) => value === params.get('reponse'));
  return {
    filter: {
      ...NO_FILTER,
      kinds: OFFER_KINDS.filter((kind) => params.getAll('type').includes(kind)),
      verdict: verdict === undefined ? null : VERDICTS[verdict],
      bothWays: params.get('retour') === '1',
      maxCostPerMonthCents: cents,
      withoutLicence: params.get('sanspermis') === '1',
    },
    pages: {
      rides: page('page'),
      supports: page('appuis'),
      misses: page('presque'),
      impossible: params.has('impossibles') ? page('impossibles') : 0,
    },
  };
}

/** The other way round, `?` included; empty where there is nothing to say. */
export function queryText({ filter, pages }: ResultQuery, changed: Partial<BrowsedPages> = {}): string {
  const params = new URLSearchParams(filter.kinds.map((kind): [string, OfferKind] => ['type', kind]));
  const verdict = verdictValue(filter);
  if (verdict !== '') params.set('reponse', verdict);
  if (filter.bothWays) params.set('retour', '1');
  if (filter.maxCostPerMonthCents !== null) params.set('prix', String(filter.maxCostPerMonthCents / 100));
  if (filter.withoutLicence) params.set('sanspermis', '1');
  const { rides, supports, misses, impossible } = { ...pages, ...changed };
  for (const [name, value] of Object.entries({ page: rides, appuis: supports, presque: misses })) {
    if (value > 1) params.set(name, String(value));
  }
  if (impossible > 0) params.set('impossibles', String(impossible));
  return params.size === 0 ? '' : `?${params}`;
}

/** As the field of the form says it; empty where any will do. */
export const verdictValue = ({ verdict }: OfferFilter) =>
  VERDICT_VALUES.find((value) => VERDICTS[value] === verdict) ?? '';

/** How many things are asked. */
export const filterCount = (filter: OfferFilter): number =>
  (filter.kinds.length > 0 ? 1 : 0) +
  (filter.verdict === null ? 0 : 1) +
  (filter.bothWays ? 1 : 0) +
  (filter.maxCostPerMonthCents === null ? 0 : 1) +
  (filter.withoutLicence ? 1 : 0);

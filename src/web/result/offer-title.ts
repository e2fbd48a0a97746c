import { FRENCH } from '../../i18n/languages.ts';
import type { ResultOffer } from './result-summary.ts';

/** What an offer is called; its kind, where its name is not told. */
export const offerTitle = (match: Pick<ResultOffer, 'title' | 'kind'>) =>
  match.title ?? FRENCH.t.catalogue.kinds[match.kind];

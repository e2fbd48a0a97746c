import { expect, it } from 'vitest';
import { carpoolInput, loanInput } from '../../test/factories/rows.ts';
import type { Offer } from '../domain/catalogue/offer.ts';
import { createCatalogueCopy } from './catalogue-copy.ts';

const carpool = (id: number, more: Partial<Offer> = {}) =>
  ({ ...carpoolInput, title: `Trajet ${id} → Verdun 🚗`, id: `off-${id}`, version: 1, ...more }) as Offer;
const loan = { ...loanInput, id: 'off-loan', version: 1 } as Offer;
const put = (...offers: Offer[]) => ({ changed: offers.map((offer) => ({ offer, roads: null })), removed: [] });

it('gives every offer back as it was put in, those put away long ago too', () => {
  const copy = createCatalogueCopy();
  // More than are kept unfolded.
  const offers = Array.from({ length: 4_500 }, (_, i) => carpool(i));
  copy.apply(put(...offers, loan));
  for (const offer of [...offers, loan, ...offers.slice(0, 10)]) expect(copy.find(offer.id)).toEqual(offer);
  expect(copy.all(false)).toHaveLength(4_501);
  expect(new Map(copy.all(false).map((offer) => [offer.id, offer]))).toEqual(
    new Map([...offers, loan].map((offer) => [offer.id, offer])),
  );
});

it('gives the newest version of an offer, and none that was removed', () => {
  const copy = createCatalogueCopy();
  copy.apply(put(carpool(1), carpool(2), loan));
  const seen = copy.find('off-1');
  const revised = carpool(1, { version: 2, title: 'Autre trajet', visibility: 'territory' });
  copy.apply({ ...put(revised), removed: ['off-2'] });
  expect(seen).toEqual(carpool(1));
  expect(copy.find('off-1')).toEqual(revised);
  expect(copy.find('off-2')).toBeUndefined();
  expect([copy.size(false), copy.size(true)]).toEqual([2, 1]);
  expect(copy.all(true)).toEqual([loan]);
});

import { describe, expect, it } from 'vitest';
import { everyKind } from '../../../test/factories/every-kind.ts';
import { OFFER_KINDS, type OfferInput, offerInputSchema } from './offer.ts';
import { type CoarseGround, coarseOffer, toldCount } from './preview.ts';

const ground: CoarseGround = {
  communeOf: ({ commune = '55122', lat }) => (lat > 48 ? { commune, lon: 5.5, lat: 48.8 } : null),
  atLeastEpci: (code) => (code.length === 5 ? '245501176' : code),
};
const parse = (offer: object): OfferInput => offerInputSchema.parse(offer);
const coarse = (offer: OfferInput) => coarseOffer(offer, ground);

describe('an offer as coarse as people are counted by it', () => {
  it.each(OFFER_KINDS)('is an offer still (%s), and as coarse as it gets', (kind) => {
    const once = coarse(parse(everyKind[kind]));
    const { id: _id, version: _version, ...input } = once;
    expect(offerInputSchema.parse(input)).toEqual(input);
    expect(coarse(input as OfferInput)).toEqual(once);
  });

  it.each(OFFER_KINDS)('says nothing of words, names, single days or a commune alone (%s)', (kind) => {
    const told = JSON.stringify(coarse(parse(everyKind[kind])));
    for (const secret of ['entière', 'Structure d’essai', '2026-12-24', 'Usine', '5.171'])
      expect(told).not.toContain(secret);
    expect(coarse(parse(everyKind[kind])).eligibilityZone).toEqual(['245501176', '55']);
  });

  it('asks the same question for changes that are small', () => {
    const offer = parse(everyKind.carpool) as Extract<OfferInput, { kind: 'carpool' }>;
    const [outbound, back] = offer.details.trips;
    const moved = {
      ...offer,
      title: 'Autre titre',
      eligibilityZone: ['55', '55029'],
      details: {
        ...offer.details,
        origin: { ...offer.details.origin, lon: 5.61 },
        maxDetourMinutes: 9,
        pricePerRideCents: 201,
        trips: [{ ...outbound, departureTime: '04:14', flexibilityMinutes: 3 }, back],
      },
    } as OfferInput;
    expect(coarse(moved)).toEqual(coarse(offer));
  });

  it('tells so many at least, never more than there are, and nothing of fewer than five', () => {
    for (let people = 0; people < 700; people++) {
      for (const withheld of [0, 1, 2]) {
        const told = toldCount(people, withheld);
        if (told === null) expect(people - withheld).toBeLessThan(5);
        else expect([told <= people, told >= 5]).toEqual([true, true]);
      }
    }
    expect([4, 5, 9, 10, 49, 50].map((people) => toldCount(people, 0))).toEqual([null, 5, 5, 10, 20, 50]);
  });
});

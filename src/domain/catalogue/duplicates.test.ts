import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { loan } from '../../../test/factories/offers.ts';
import { duplicateReasons, findDuplicates, likeness, plainTitle } from './duplicates.ts';
import { type Offer, offerInputSchema } from './offer.ts';

const at = { lon: 5.59, lat: 48.76 };
const offer = (id: string, more: Record<string, unknown> = {}): Offer =>
  ({ ...offerInputSchema.parse(loan({ title: 'Voiture à 5 € par jour', ...more })), id, version: 1 }) as Offer;
const with_ = (id: string, provider: object, more: { title?: string; depot?: object; vehicleType?: string } = {}) => {
  const { title, depot, ...details } = more;
  const made = offer(id, { provider: { name: 'Garage', ...provider }, ...(title === undefined ? {} : { title }) });
  return { ...made, details: { ...made.details, ...details, depot: depot ?? at } } as Offer;
};

describe('titles', () => {
  test.each([
    ['Prêt de la voiture', 'pret voiture'],
    ['  VOITURE : prêt ', 'pret voiture'],
    ['de la', ''],
  ])('%s is %s', (title, plain) => expect(plainTitle(title)).toBe(plain));

  it('are as much alike in any order of their words', () => {
    expect(likeness('Prêt de voiture', 'Voiture : prêt')).toBe(1);
    expect(likeness('Prêt de voiture', 'Auto-école sociale')).toBeLessThan(0.3);
    expect(likeness('', '')).toBe(0);
  });
});

describe('two offers', () => {
  const near = { lon: 5.5905, lat: 48.7603 };
  const far = { lon: 5.6, lat: 48.76 };
  const siret = '12345678901234';
  test.each([
    ['same title and place', with_('a', {}), with_('b', {}, { depot: near }), ['name', 'address']],
    ['same title, places far apart', with_('a', { siret }), with_('b', { siret }, { depot: far }), null],
    [
      'telephone written otherwise',
      with_('a', { phone: '03 29 00 00 01' }),
      with_('b', { phone: '+33 3 29 00 00 01' }),
      ['name', 'phone', 'address'],
    ],
    [
      'titles somewhat alike, SIRET and place',
      with_('a', { siret }),
      with_('b', { siret }, { title: 'Voiture à la semaine' }),
      ['name', 'siret', 'address'],
    ],
    ['titles somewhat alike, place alone', with_('a', {}), with_('b', {}, { title: 'Voiture à la semaine' }), null],
    ['other titles', with_('a', { siret }), with_('b', { siret }, { title: 'Utilitaire pour déménager' }), null],
    ['a car and a bicycle', with_('a', { siret }), with_('b', { siret }, { vehicleType: 'bike' }), null],
  ])('%s', (_name, a, b, expected) => {
    const reasons = duplicateReasons(a, b);
    expect(reasons?.map(({ what }) => what) ?? null).toEqual(expected);
    expect(duplicateReasons(b, a)).toEqual(reasons);
    expect(findDuplicates([a, b])).toHaveLength(expected === null ? 0 : 1);
  });
});

const drawn = fc
  .record({
    title: fc.constantFrom('Voiture à 5 € par jour', 'Voiture par jour', 'Prêt de voiture', 'Vélo électrique'),
    phone: fc.constantFrom(null, '03 29 00 00 01', '0329000001', '03 29 00 00 02'),
    email: fc.constantFrom(null, 'garage@exemple.invalid', 'Garage@exemple.invalid'),
    lon: fc.double({ min: 5.58, max: 5.6, noNaN: true }),
    lat: fc.double({ min: 48.755, max: 48.765, noNaN: true }),
  })
  .map(
    ({ title, phone, email, ...depot }) =>
      (id: string) =>
        with_(id, { phone, email }, { title, depot }),
  );

describe('a catalogue', () => {
  it('has the pairs that all with all would give, whatever its order', () => {
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 25 }), fc.integer(), (made, seed) => {
        const offers = made.map((make, i) => make(`off-${String(i).padStart(2, '0')}`));
        const found = findDuplicates(offers);
        const shuffled = [...offers].sort(
          (a, b) =>
            Math.sin(seed + a.title.length * 7 + Number(a.id.slice(4)) * 13) -
            Math.sin(seed + Number(b.id.slice(4)) * 13),
        );
        expect(findDuplicates(shuffled)).toEqual(found);
        const naive = offers.flatMap((a) =>
          offers.flatMap((b) => (a.id < b.id && duplicateReasons(a, b) !== null ? [`${a.id} ${b.id}`] : [])),
        );
        expect(found.map(({ firstId, secondId }) => `${firstId} ${secondId}`).sort()).toEqual(naive.sort());
      }),
      { numRuns: 200 },
    );
  });
});

import { expect, test } from 'vitest';
import { offer, place, question, RULES, rota, travelBy } from '../../../test/factories/scenario.ts';
import { matchOffer } from './match-offer.ts';

/** The territory's data say of no category that it includes others: each is itself all the same. */
const alone = { ...RULES, licenceIncludes: {} };

test('who holds a B licence drives to a course, though the data do not say that B is B', () => {
  const { offers, ...asked } = question({
    rota: rota('Mon 05:00-13:00'),
    travel: travelBy({ car: 'H-T 20' }),
    means: { licences: [{ category: 'B', status: 'valid' }], vehicles: ['car'] },
    person: { barriers: { skill: ['french'] } },
    offers: [offer('training', { barriers: ['french'], place: place('T'), costCents: 0 })],
  });
  const [course] = offers;
  if (course === undefined) throw new Error('No course was drawn.');
  const reach = matchOffer({ ...asked, rules: alone, offer: course }).criteria.find((c) => c.code === 'reach');
  expect([reach?.outcome, reach?.variant]).toEqual(['met', 'alone']);
});

import { expect, test } from 'vitest';
import { driver, question, rota, travelBy } from '../../../test/factories/scenario.ts';
import { matchOffer } from '../matching/match-offer.ts';
import { turningChanges } from './turning-changes.ts';

/**
 * Work at 05:00 on Monday and Tuesday, there by 04:50, five minutes of wait. Runs of 04:30 arrive at 05:00, Monday's of 04:50
 * at 05:20; a ride a week is within the budget, two are not. Ten minutes later both days are carried and cost too much; from
 * sixteen on nobody waits that long; half an hour later Monday's second run carries Monday alone.
 */
test('an hour moved further may carry less, and cost less: it is tried beyond where the budget is exceeded', () => {
  const { offers, ...asked } = question({
    rota: rota('Mon 05:00-13:00, Tue 05:00-13:00'),
    travel: travelBy({ car: 'H-J 30, O-H 0, J-D 0, O-D 30, O-J 30, H-D 30' }),
    job: { maxWaitMinutes: 5 },
    means: { budgetPerMonthCents: 5000 },
    offers: [driver('Mon-Tue 04:30, Mon 04:50', { pricePerRideCents: 1000 })],
  });
  const [offer] = offers;
  if (offer === undefined) throw new Error('No offer was drawn.');
  const told = turningChanges(asked, offer, matchOffer({ ...asked, offer }));
  expect(told.filter(({ lever }) => lever === 'shiftStart')).toMatchObject([
    { from: 5 * 3600, to: 5 * 3600 + 1800, amount: 1800, serves: ['L1'] },
  ]);
});

import { expect, test } from 'vitest';
import { driver, offer, place, question, rota, type Scenario, travelBy } from '../../../test/factories/scenario.ts';
import { withTurningChanges } from '../../domain/counterfactual/turning-changes.ts';
import { match } from '../../domain/matching/match.ts';
import { packResult, unpackResult } from './packed-result.ts';

const scenario: Scenario = {
  rota: rota('Mon 05:00-13:00, Tue 05:00-13:00, Wed 05:00-13:00, Thu 05:00-13:00, d7 21:00-05:00', 14),
  travel: travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33, H-H 0' }),
  offers: [
    driver('04:10 ±10, back 13:05 ±10', {}, { id: 'ride' }),
    driver('04:10 ±10, back 13:05 ±10', {}, { id: 'same ride' }),
    driver('06:10 ±10', {}, { id: 'too late' }),
    offer('drivingLicence', { category: 'B', place: place('H'), waitingWeeks: 4 }, { id: 'school' }),
    offer('vehicleSale', { barriers: ['noVehicle'], waitingWeeks: 2 }, { id: 'car' }),
  ],
  means: { licences: [{ category: 'B', status: 'none' }] },
};

function resultOf() {
  const asked = question(scenario);
  const result = match(asked, false);
  return { ...result, matches: withTurningChanges(asked, result.matches, 20) };
}

test('a result read back is the result that was stored', () => {
  const result = resultOf();
  expect(result.matches.some(({ legs }) => legs.length > 0)).toBe(true);
  const written = JSON.parse(JSON.stringify(packResult(result)));
  expect(JSON.parse(JSON.stringify(unpackResult(written)))).toEqual(JSON.parse(JSON.stringify(result)));
  // As texts too: whoever compares two results compares their texts.
  expect(JSON.stringify(unpackResult(written).matches[0]?.criteria)).toBe(JSON.stringify(result.matches[0]?.criteria));
});

test('a text is not taken for the number that reads alike, nor the offer as a whole for a leg', () => {
  const [one] = resultOf().matches;
  if (one === undefined) throw new Error('no match');
  const criterion = { code: 'detour', legId: 'L1', outcome: 'met', actual: 1, limit: null, unit: 's' } as const;
  const criteria = [
    criterion,
    { ...criterion, actual: '1' },
    { ...criterion, actual: null },
    { ...criterion, legId: null },
    { ...criterion, variant: 'x' },
    { ...criterion, variant: 'x', range: [1, 2] as const },
    { ...criterion, legId: 'L1' },
  ];
  const result = { ...resultOf(), matches: [{ ...one, criteria }] };
  expect(unpackResult(packResult(result)).matches[0]?.criteria).toEqual(criteria);
});

test('a result of before results were packed is read as it lies there', () => {
  const result = resultOf();
  expect(unpackResult(result)).toBe(result);
});

test('what is said alike of many legs is written once', () => {
  const result = resultOf();
  expect(JSON.stringify(packResult(result)).length).toBeLessThan(JSON.stringify(result).length / 2);
});

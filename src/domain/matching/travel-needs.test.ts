import { expect, test } from 'vitest';
import { driver, place, question, RULES, rota, travelBy } from '../../../test/factories/scenario.ts';
import { travelNeeds } from './travel-needs.ts';

/** Letters lie 730 m apart, one after the other: K is 2 km from H, P 6 km, W 11 km; nobody works far from H. */
const asked = (means: Record<string, unknown>) => {
  const { facts, offers } = question({
    rota: rota('Mon 05:00-13:00'),
    job: place('H'),
    travel: travelBy(''),
    offers: [driver('04:10', { origin: place('W'), destination: place('W'), meetingPoints: [place('K'), place('P')] })],
    means,
  });
  const foot = travelNeeds(facts, RULES, offers).find(({ mode }) => mode === 'foot');
  return foot?.offers.map(({ lon }) => String.fromCharCode(Math.round((lon - 5) * 100)));
};

test('walks are asked about as far as the person says, and a near miss beyond', () => {
  expect(asked({ maxWalkMinutes: 0 })).toEqual(['K']);
  expect(asked({ maxWalkMinutes: 30 })).toEqual(['K', 'P']);
});

test('where nobody said how far, as far as a longer walk would be told to turn an offer', () => {
  expect(asked({ maxWalkMinutes: undefined })).toEqual(['K', 'P']);
});

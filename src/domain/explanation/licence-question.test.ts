import { expect, test } from 'vitest';
import { loan, scene } from '../../../test/factories/monday-scene.ts';
import { solve } from '../../../test/factories/scenario.ts';
import { explain } from './explain.ts';

const asked = (licences: unknown[]) => {
  const scooter = loan({ vehicleType: 'scooter', requiredLicence: 'AM' });
  const [match] = solve(scene(scooter, { means: { licences } })).matches;
  const licence = match?.criteria.find((c) => c.code === 'licence');
  if (licence === undefined) throw new Error('Nothing is said of the licence.');
  return explain(licence, { legs: new Map(), zoneName: (code) => code });
};

test('who has no licence for a car is asked for a scooter’s, not whether theirs is valid', () => {
  for (const status of ['none', 'theory', 'learning']) {
    expect(asked([{ category: 'B', status }])).toEqual({
      explanation: 'Permis AM demandé.',
      fix: null,
      ask: 'Demander si la personne a le permis AM, et sinon comment l’obtenir.',
    });
  }
});

test('who holds a foreign one to be exchanged is asked whether it is valid', () => {
  expect(asked([{ category: 'B', status: 'foreignExchangeable' }])).toMatchObject({
    explanation: 'Permis AM demandé (étranger, à échanger).',
    ask: 'Vérifier la validité du permis.',
  });
});

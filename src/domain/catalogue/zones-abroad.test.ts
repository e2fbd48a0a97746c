import { expect, test } from 'vitest';
import { gazetteerOf } from '../../../test/factories/gazetteer.ts';
import { ground, today } from '../../../test/factories/ground.ts';
import { offerInputSchema } from './offer.ts';
import { offerProblems } from './validate.ts';

const hours = [{ weekdays: [1], from: '08:00', to: '12:00' }];
const read = (zone: string[]) =>
  offerInputSchema.safeParse({
    kind: 'demandResponsiveTransport',
    title: 'Une offre',
    theme: 'mobilite--mobilite-douce-partagee-collective',
    provider: { name: 'Structure' },
    eligibilityZone: zone,
    details: { zone, serviceHours: hours },
  });

test.each<[zone: string, isRead: boolean]>([
  ['55', true],
  ['2A', true],
  ['971', true],
  ['55122', true],
  ['2A004', true],
  ['200066108', true],
  ['LI', true],
  ['LI-7001', true],
  ['BE-WLX', true],
  ['li-7001', false],
  ['LI-', false],
  ['LIE', false],
  ['5512', false],
  ['55 ', false],
])('zone %s: %s', (zone, isRead) => {
  expect(read([zone]).success).toBe(isRead);
});

test('a commune abroad is known or not as one at home is', () => {
  const vaduz = { lon: 9.52, lat: 47.14 };
  const known = gazetteerOf({ inside: [] });
  const abroad = {
    ...ground,
    territory: { ...ground.territory, zones: ['LI'] },
    whereabouts: {
      ...known,
      findByCode: (code: string) =>
        code === 'LI-7001' ? { code, name: 'Vaduz', epciCode: null, departement: 'LI', ...vaduz } : null,
    },
  } as typeof ground;
  const offer = read(['LI', 'LI-7001', 'LI-7999', 'CH-3271']);
  if (!offer.success) throw offer.error;
  const problems = offerProblems({ offer: offer.data, today, ground: abroad });
  expect(problems.map(({ path }) => path)).toEqual(['eligibilityZone.2', 'details.zone.2']);
});

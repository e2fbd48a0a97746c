import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { question, RULES, rota, travelBy } from '../../test/factories/scenario.ts';
import { circumstances } from './match-offers.ts';

test('the holidays before the start are known: a desk that may hand a vehicle over is closed on them', () => {
  const clock = { now: () => Temporal.Instant.from('2026-12-20T07:00:00Z') };
  const { facts } = question({
    rota: rota('Sat 05:00-13:00'),
    job: { startsOn: '2027-01-01' },
    today: '2026-12-20',
    travel: travelBy(''),
    offers: [],
  });
  const territory = {
    id: 'meuse',
    name: 'Meuse',
    timeZone: 'Europe/Paris',
    zones: ['55'],
    holidays: 'metropole' as const,
    rules: RULES,
  };
  const { holidays, today } = circumstances({ deps: { clock } }, { territory }, facts);
  expect(today).toBe('2026-12-20');
  expect([...holidays].filter((date) => date <= '2027-01-01')).toEqual(
    expect.arrayContaining(['2026-12-25', '2027-01-01']),
  );
});

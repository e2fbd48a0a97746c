import { pointsOf } from '../../src/domain/fleet/condition.ts';

const signed = { signedByBorrower: 'Awa', signedByMember: 'Luc' };

/** Of a car on which nothing is wrong, as the verb takes it. */
export const wholeReport = (mileageKm: number) => ({
  mileageKm,
  energyPercent: 75,
  points: Object.fromEntries(pointsOf('car').map((code) => [code, { state: 'ok' as const }])),
  ...signed,
});

/** The same as the page sends it. */
export const conditionFields = (mileageKm: number): Record<string, string> => ({
  mileageKm: String(mileageKm),
  energyPercent: '75',
  ...Object.fromEntries(pointsOf('car').map((code) => [`point-${code}`, 'ok'])),
  ...signed,
});

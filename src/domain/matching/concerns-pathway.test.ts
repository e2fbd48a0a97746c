import { describe, expect, test } from 'vitest';
import { offer, place, question, rota, travelBy } from '../../../test/factories/scenario.ts';
import { mayServe } from './concerns.ts';

describe('offers that a pathway may tell of', () => {
  const asked = (means: Record<string, unknown>, person = {}) => {
    const {
      offers: _,
      travel: __,
      availability: ___,
      ...rest
    } = question({ rota: rota('Mon 05:00-13:00'), offers: [], travel: travelBy(''), age: 25, means, person });
    return rest;
  };

  test('a loan that waits for a licence concerns who has none: the licence says what it opens', () => {
    const quad = { vehicleType: 'licenceFreeCar', units: 1, depot: place('H'), requiredLicence: 'AM' };
    const nobody = asked({ licences: [{ category: 'AM', status: 'none' }] });
    expect(mayServe(nobody, offer('vehicleLoan', quad))).toBe(true);
    expect(mayServe(nobody, offer('vehicleLoan', { ...quad, units: 0 }))).toBe(false);
  });

  test('a course concerns whom something known calls to it, though they stated other barriers', () => {
    const french = offer('training', { barriers: ['french'], costCents: 0 });
    const stated = (frenchLevel: string) => ({ beneficiary: { frenchLevel }, barriers: { means: ['noLicence'] } });
    expect(mayServe(asked({}, stated('A1')), french)).toBe(true);
    expect(mayServe(asked({}, stated('B2')), french)).toBe(false);
    expect(mayServe(asked({}, stated('A1')), offer('training', { barriers: ['digital'], costCents: 0 }))).toBe(false);
  });
});

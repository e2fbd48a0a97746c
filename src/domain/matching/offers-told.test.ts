import { expect, test } from 'vitest';
import { driver, offer, place, rota, solve, travelBy } from '../../../test/factories/scenario.ts';
import { offersTold } from './offers-told.ts';

test('a result tells of what is not impossible, of the steps of its pathway and of the vehicles that these open', () => {
  const result = solve({
    rota: rota('Mon 05:00-13:00'),
    travel: travelBy({ car: 'O-H 5, H-J 30, J-D 3, O-D 35, O-J 32, H-D 33', lightCar: 'H-J 45' }),
    age: 25,
    means: {
      licences: [
        { category: 'AM', status: 'none' },
        { category: 'B', status: 'suspended' },
      ],
    },
    offers: [
      offer(
        'vehicleLoan',
        { vehicleType: 'licenceFreeCar', units: 1, depot: place('H'), requiredLicence: 'AM' },
        { id: 'opened' },
      ),
      offer('drivingLicence', { category: 'AM', place: place('H'), durationWeeks: 2, costCents: 0 }, { id: 'course' }),
      driver('04:10 ±10', {}, { id: 'one-way' }),
      driver('18:00', {}, { id: 'half-a-day-away' }),
    ],
  });
  expect(offersTold(result).sort()).toEqual(['course', 'one-way', 'opened']);
});

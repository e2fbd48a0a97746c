import { carpools } from './carpools.ts';
import { drivingLicences } from './driving-licences.ts';
import type { ExampleOffer } from './example.ts';
import { financialAids } from './financial-aids.ts';
import { vehicleRepairs, vehicleSales } from './garages.ts';
import type { Ground } from './ground.ts';
import { onDemandTransport } from './on-demand-transport.ts';
import { trainings } from './trainings.ts';
import { vehicleLoans } from './vehicle-loans.ts';
import { volunteerDriving } from './volunteer-driving.ts';

/**
 * The invented part of the catalogue. The same ground and the same day give the same bytes.
 * @param today `YYYY-MM-DD`; dates of confirmation and validity are told from it
 */
export function demonstrationOffers(ground: Ground, today: string): ExampleOffer[] {
  return [
    ...carpools(ground, today),
    ...vehicleLoans(ground, today),
    ...onDemandTransport(ground, today),
    ...volunteerDriving(ground, today),
    ...drivingLicences(ground, today),
    ...trainings(ground, today),
    ...financialAids(today),
    ...vehicleRepairs(ground, today),
    ...vehicleSales(ground, today),
  ];
}

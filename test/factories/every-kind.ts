import type { OfferKind } from '../../src/domain/catalogue/offer.ts';
import { BAR_LE_DUC, COMMERCY, VERDUN } from './offers.ts';

const DAYS = [1, 2, 3, 4, 5];
const LATE = [{ weekdays: [5, 6], from: '20:00', to: '02:30' }];

const common = {
  title: 'Une offre « entière »',
  description: 'Sur deux lignes,\navec un accent.',
  provider: {
    name: 'Structure d’essai',
    siret: '12345678900011',
    phone: '03 29 00 00 00',
    email: 'accueil@exemple.invalid',
    url: 'https://exemple.invalid/offre',
  },
  audiences: ['jeunes', 'seniors'],
  eligibilityZone: ['55122', '55'],
  illustrative: true,
  accessConditions: { minAge: 18, maxAge: 60, statuses: ['rsa', 'jobSeeker'], referralRequired: true },
  validFrom: '2026-09-01',
  validUntil: '2027-08-31',
  visibility: 'territory',
  calendar: { exceptDates: ['2026-12-24', '2026-12-31'], schoolPeriods: 'schoolOnly', publicHolidays: false },
};
const support = {
  place: VERDUN,
  costCents: 1_550,
  amountCents: null,
  barriers: ['cost', 'noLicence'],
  sessions: [{ weekdays: [2, 4], from: '14:00', to: '17:00' }],
  waitingWeeks: 1.5,
  durationWeeks: 4,
};
const theme = 'mobilite--acceder-a-un-vehicule';

/** One offer of each kind with everything it can hold, as it is posted. */
export const everyKind: Record<OfferKind, object> = {
  carpool: {
    ...common,
    kind: 'carpool',
    theme: 'mobilite--mobilite-douce-partagee-collective',
    details: {
      origin: COMMERCY,
      destination: { ...BAR_LE_DUC, label: 'Usine, porte 3', lon: 5.171, lat: 48.775 },
      trips: [
        { direction: 'outbound', weekdays: DAYS, departureTime: '04:05', flexibilityMinutes: 12.5 },
        { direction: 'return', weekdays: [6], departureTime: '13:10', flexibilityMinutes: 0 },
      ],
      maxDetourMinutes: 6.3,
      seats: 3,
      pricePerRideCents: 250,
      meetingPoints: [{ label: 'Parking de la gare', lon: 5.5858, lat: 48.7637 }],
    },
  },
  vehicleLoan: {
    ...common,
    kind: 'vehicleLoan',
    theme,
    details: {
      vehicleType: 'scooter',
      units: 4,
      depot: { lon: 5.587, lat: 48.763 },
      deskHours: [{ weekdays: DAYS, from: '09:00', to: '12:00' }, ...LATE],
      usableHours: [{ weekdays: DAYS, from: '04:00', to: '22:00' }],
      tariff: {
        tiers: [
          { fromDay: 1, perDayCents: 505 },
          { fromDay: 31, perDayCents: 400 },
        ],
      },
      depositCents: 10_000,
      maxDays: 90,
      requiredLicence: 'AM',
    },
  },
  demandResponsiveTransport: {
    ...common,
    kind: 'demandResponsiveTransport',
    theme,
    details: {
      zone: {
        type: 'Polygon',
        coordinates: [
          [
            [5.4, 48.7],
            [5.7, 48.7],
            [5.6, 48.9],
            [5.4, 48.7],
          ],
        ],
      },
      serviceHours: LATE,
      noticeHours: 24,
      pricePerRideCents: 0,
      seats: 8,
      rideFactor: 1.4,
      wheelchair: true,
    },
  },
  volunteerDriving: {
    ...common,
    kind: 'volunteerDriving',
    theme,
    details: {
      base: COMMERCY,
      maxApproachMinutes: 20,
      maxRideKm: 60,
      serviceHours: LATE,
      noticeHours: 48,
      pricePerKmCents: 40.5,
      seats: 3,
      wheelchair: false,
    },
  },
  carShare: {
    ...common,
    kind: 'carShare',
    theme,
    details: {
      stations: [COMMERCY, VERDUN],
      usableHours: LATE,
      vehicleType: 'car',
      tariff: { perHourCents: 150, perKmCents: 12.5 },
      requiredLicence: 'B',
    },
  },
  drivingLicence: {
    ...common,
    kind: 'drivingLicence',
    theme: 'mobilite--preparer-un-permis',
    details: {
      category: 'B',
      place: VERDUN,
      sessions: [{ weekdays: [2, 4], from: '14:00', to: '17:00' }],
      waitingWeeks: 6,
      durationWeeks: 30,
      costCents: 20_000,
      pedagogies: ['basicSkills', 'dys'],
    },
  },
  training: { ...common, kind: 'training', theme, details: support },
  financialAid: {
    ...common,
    kind: 'financialAid',
    theme: 'mobilite--financer-ma-mobilite',
    details: { ...support, amountCents: 80_000, covers: ['licenceB', 'deposit'], repayable: true },
  },
  vehicleRepair: { ...common, kind: 'vehicleRepair', theme, details: support },
  vehicleSale: { ...common, kind: 'vehicleSale', theme, details: support },
};

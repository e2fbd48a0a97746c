/** The examples of the published document; the tests post them. */
export const DIAGNOSTIC_EXAMPLE = {
  beneficiary: { reference: 'B-0042', birthDate: '1999-05-02', statuses: ['rsa'], frenchLevel: 'A2' },
  home: { label: 'Commercy', commune: '55122', lon: 5.5905, lat: 48.7612 },
  job: {
    label: 'Site industriel – Bar-le-Duc',
    lon: 5.1606,
    lat: 48.7729,
    startsOn: '2026-12-07',
    arrivalMarginMinutes: 10,
    maxWaitMinutes: 30,
    maxTravelMinutes: 75,
    cycle: {
      anchorDate: '2026-12-07',
      lengthDays: 14,
      shifts: [
        { day: 0, start: '05:00', end: '13:00' },
        { day: 7, start: '21:00', end: '05:00' },
      ],
    },
  },
  stops: [{ label: 'Crèche', lon: 5.6001, lat: 48.765, direction: 'outbound', dwellMinutes: 10, childSeats: 1 }],
  means: {
    licences: [{ category: 'B', status: 'none', obtainedOn: null }],
    vehicles: [],
    maxWalkMinutes: 15,
    canCycle: true,
    maxCycleMinutes: 25,
    wheelchair: false,
    budgetPerMonthCents: 6000,
    depositCents: 10000,
  },
  barriers: { skill: ['readTimetable'], motivation: ['fearOfDriving'], means: ['noLicence', 'cost'] },
};

export const INTERVIEW_EXAMPLE = {
  home: { lon: 5.5905, lat: 48.7612 },
  goal: {
    type: 'interview',
    place: { label: 'France Travail – Bar-le-Duc', lon: 5.1606, lat: 48.7729 },
    dates: [{ date: '2027-01-12', arriveBy: '09:30', departFrom: '11:00' }],
  },
};

export const CARPOOL_EXAMPLE = {
  kind: 'carpool',
  title: 'Commercy → Bar-le-Duc, équipe du matin',
  theme: 'mobilite--mobilite-douce-partagee-collective',
  provider: { name: 'Covoitureur (exemple)' },
  illustrative: true,
  eligibilityZone: ['55'],
  accessConditions: { minAge: 18, maxAge: null, statuses: [], referralRequired: false },
  validFrom: '2026-09-01',
  validUntil: null,
  confirmedAt: '2026-11-02',
  details: {
    origin: { label: 'Commercy', commune: '55122', lon: 5.5905, lat: 48.7612 },
    destination: { label: 'Bar-le-Duc', commune: '55029', lon: 5.1606, lat: 48.7729 },
    trips: [
      { direction: 'outbound', weekdays: [1, 2, 3, 4, 5], departureTime: '04:12', flexibilityMinutes: 10 },
      { direction: 'return', weekdays: [1, 2, 3, 4, 5], departureTime: '13:15', flexibilityMinutes: 15 },
    ],
    maxDetourMinutes: 10,
    seats: 3,
    pricePerRideCents: 200,
    meetingPoints: [],
  },
};

export const LOAN_EXAMPLE = {
  kind: 'vehicleLoan',
  title: 'Voiture à 5 € par jour (exemple)',
  theme: 'mobilite--acceder-a-un-vehicule',
  provider: { name: 'Garage solidaire (exemple)' },
  illustrative: true,
  details: {
    vehicleType: 'car',
    units: 4,
    depot: { label: 'Garage solidaire', lon: 5.587, lat: 48.763 },
    deskHours: [{ weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
    tariff: { perDayCents: 500 },
    depositCents: 15_000,
    maxDays: 90,
    requiredLicence: 'B',
  },
};

export const COVERAGE_EXAMPLE = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      geometry: {
        type: 'MultiPolygon',
        coordinates: [
          [
            [
              [5.52, 48.72],
              [5.66, 48.73],
              [5.63, 48.81],
              [5.53, 48.8],
              [5.52, 48.72],
            ],
          ],
        ],
      },
      properties: {
        minutes: 15,
        mode: 'car',
        router: 'valhalla',
        dataSet: 'lorraine 2026-11-01',
        estimated: false,
        provisional: false,
        radiusMetres: null,
      },
    },
  ],
};

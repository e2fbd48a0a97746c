/** Offers around Commercy and Bar-le-Duc, as a program posts them. */
export const COMMERCY = { label: 'Commercy', commune: '55122', lon: 5.5905, lat: 48.7612 };
export const BAR_LE_DUC = { label: 'Bar-le-Duc', commune: '55029', lon: 5.1606, lat: 48.7729 };
export const VERDUN = { label: 'Verdun', commune: '55545', lon: 5.3845, lat: 49.1599 };

const ALWAYS = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }];
const DAYS = [1, 2, 3, 4, 5];

export function carpool(more: Record<string, unknown> = {}, details: Record<string, unknown> = {}) {
  return {
    kind: 'carpool',
    title: 'Covoiturage du matin, départ rue des Fleurs',
    theme: 'mobilite--mobilite-douce-partagee-collective',
    provider: { name: 'Camille Exemple', phone: '03 00 00 00 00', email: 'camille@example.org' },
    description: 'Je pars de chez moi.',
    illustrative: true,
    ...more,
    details: {
      origin: { ...COMMERCY, label: '3 rue des Fleurs', lon: 5.5931, lat: 48.7633 },
      destination: BAR_LE_DUC,
      trips: [
        { direction: 'outbound', weekdays: DAYS, departureTime: '04:05', flexibilityMinutes: 15 },
        { direction: 'return', weekdays: DAYS, departureTime: '13:10', flexibilityMinutes: 15 },
      ],
      maxDetourMinutes: 15,
      seats: 3,
      pricePerRideCents: 200,
      meetingPoints: [{ label: 'Parking de la gare', lon: 5.5858, lat: 48.7637 }],
      ...details,
    },
  };
}

export function loan(more: Record<string, unknown> = {}, details: Record<string, unknown> = {}) {
  return {
    kind: 'vehicleLoan',
    title: 'Voiture à 5 € par jour',
    theme: 'mobilite--acceder-a-un-vehicule',
    provider: { name: 'Garage solidaire de Commercy', siret: '12345678900011' },
    illustrative: true,
    ...more,
    details: {
      vehicleType: 'car',
      units: 2,
      depot: { label: 'Garage', lon: 5.587, lat: 48.763 },
      deskHours: [{ weekdays: DAYS, from: '09:00', to: '17:00' }],
      tariff: {
        tiers: [
          { fromDay: 1, perDayCents: 500 },
          { fromDay: 31, perDayCents: 400 },
        ],
      },
      depositCents: 10_000,
      maxDays: 90,
      requiredLicence: 'B',
      ...details,
    },
  };
}

export function onDemand(more: Record<string, unknown> = {}, details: Record<string, unknown> = {}) {
  return {
    kind: 'demandResponsiveTransport',
    title: 'Transport à la demande',
    theme: 'mobilite--mobilite-douce-partagee-collective',
    provider: { name: 'Régie de transport', siret: '12345678900029' },
    illustrative: true,
    ...more,
    details: { zone: ['55'], serviceHours: ALWAYS, noticeHours: 24, pricePerRideCents: 300, ...details },
  };
}

export function volunteer(more: Record<string, unknown> = {}, details: Record<string, unknown> = {}) {
  return {
    kind: 'volunteerDriving',
    title: 'Transport solidaire',
    theme: 'mobilite--etre-accompagne-dans-son-parcours-mobilite',
    provider: { name: 'Dominique Exemple', phone: '03 00 00 00 01' },
    illustrative: true,
    ...more,
    details: {
      base: { lon: 5.3801, lat: 49.1612 },
      serviceHours: ALWAYS,
      maxApproachMinutes: 60,
      maxRideKm: 80,
      ...details,
    },
  };
}

export function financialAid(more: Record<string, unknown> = {}) {
  return {
    kind: 'financialAid',
    title: 'Aide au permis B',
    theme: 'mobilite--financer-ma-mobilite',
    provider: { name: 'Conseil départemental', siret: '12345678900037' },
    illustrative: true,
    ...more,
    details: { amountCents: 80_000, barriers: ['cost', 'noLicence'], covers: ['licenceB'] },
  };
}

export function drivingSchool(more: Record<string, unknown> = {}, details: Record<string, unknown> = {}) {
  return {
    kind: 'drivingLicence',
    title: 'Auto-école sociale',
    theme: 'mobilite--preparer-un-permis',
    provider: { name: 'Auto-école sociale de Verdun', siret: '12345678900045' },
    illustrative: true,
    ...more,
    details: {
      category: 'B',
      place: VERDUN,
      sessions: [{ weekdays: [2, 4], from: '14:00', to: '17:00' }],
      waitingWeeks: 6,
      durationWeeks: 30,
      costCents: 20_000,
      pedagogies: ['basicSkills', 'confidence'],
      ...details,
    },
  };
}

export function vehicleRepair(more: Record<string, unknown> = {}, details: Record<string, unknown> = {}) {
  return {
    kind: 'vehicleRepair',
    title: 'Réparations à petit prix',
    theme: 'mobilite--entretenir-reparer-son-vehicule',
    provider: { name: 'Garage solidaire de Commercy', siret: '12345678900011' },
    illustrative: true,
    ...more,
    details: { place: COMMERCY, barriers: [], sessions: [], waitingWeeks: 0, ...details },
  };
}

import { describe, expect, it } from 'vitest';
import { ground, today } from '../../../test/factories/ground.ts';
import { offerInputSchema } from './offer.ts';
import { offerProblems } from './validate.ts';

const common = {
  title: 'Une offre',
  theme: 'mobilite--acceder-a-un-vehicule',
  provider: { name: 'Structure' },
};
const PLACE = { lon: 5.5, lat: 49 };
const HOURS = [{ weekdays: [1], from: '08:00', to: '12:00' }];
const carpool = {
  origin: PLACE,
  destination: { lon: 5.7, lat: 49 },
  trips: [{ direction: 'outbound', weekdays: [1], departureTime: '05:00' }],
  seats: 3,
};
const loan = { vehicleType: 'car', units: 1, depot: PLACE };
const square = (lon: number, lat: number) => [
  [lon, lat],
  [lon + 0.1, lat],
  [lon + 0.1, lat + 0.1],
  [lon, lat],
];

function problemsOf(kind: string, details: object, more: object = {}) {
  const offer = offerInputSchema.parse({ ...common, kind, details, ...more });
  return offerProblems({ offer, today, ground });
}

describe('an offer that may enter the catalogue', () => {
  it.each<[string, string, object, object?]>([
    ['a driver from over the border', 'carpool', { ...carpool, origin: { lon: 4.6, lat: 49 } }],
    [
      'a loan',
      'vehicleLoan',
      {
        ...loan,
        tariff: {
          tiers: [
            { fromDay: 1, perDayCents: 500 },
            { fromDay: 8, perDayCents: 300 },
          ],
        },
      },
    ],
    [
      'on-demand transport in two zones',
      'demandResponsiveTransport',
      { zone: ['55', '245500001'], serviceHours: HOURS },
    ],
    [
      'on-demand transport in a contour',
      'demandResponsiveTransport',
      { zone: { type: 'Polygon', coordinates: [square(5.2, 49)] }, serviceHours: HOURS },
    ],
    [
      'an aid without a place, for a neighbouring commune',
      'financialAid',
      { amountCents: 30_000 },
      { eligibilityZone: ['57999', '55001'] },
    ],
  ])('%s', (_name, kind, details, more) => {
    expect(problemsOf(kind, details, more)).toEqual([]);
  });
});

describe('an offer that may not', () => {
  it.each<[string, string, object, object, string, RegExp]>([
    ['depot beyond the border', 'vehicleLoan', { ...loan, depot: { lon: 4, lat: 49 } }, {}, 'details.depot', /à 73 km/],
    [
      'driver beyond the border',
      'carpool',
      { ...carpool, origin: { lon: 4, lat: 49 } },
      {},
      'details.origin',
      /la limite est de 60 km/,
    ],
    [
      'coordinates swapped',
      'volunteerDriving',
      { base: { lon: 49, lat: 5.5 }, serviceHours: HOURS },
      {},
      'details.base',
      /inversés/,
    ],
    [
      'meeting point nowhere',
      'carpool',
      { ...carpool, meetingPoints: [PLACE, { lon: 0, lat: 0 }] },
      {},
      'details.meetingPoints.1',
      /km/,
    ],
    [
      'station nowhere',
      'carShare',
      { stations: [{ lon: 0, lat: 0 }], vehicleType: 'car' },
      {},
      'details.stations.0',
      /km/,
    ],
    [
      'garage in an unknown commune',
      'vehicleRepair',
      { place: { ...PLACE, commune: '55998' } },
      {},
      'details.place.commune',
      /inconnue/,
    ],
    [
      'a trip to where it starts',
      'carpool',
      { ...carpool, destination: PLACE },
      {},
      'details.destination',
      /même point/,
    ],
    [
      'no tier for the first day',
      'vehicleLoan',
      { ...loan, tariff: { tiers: [{ fromDay: 3, perDayCents: 500 }] } },
      {},
      'details.tariff.tiers',
      /premier jour/,
    ],
    [
      'two tiers from one day',
      'vehicleLoan',
      { ...loan, tariff: { tiers: [1, 8, 8].map((fromDay) => ({ fromDay, perDayCents: 500 })) } },
      {},
      'details.tariff.tiers.2.fromDay',
      /jour 8/,
    ],
    [
      'unknown commune in the zone',
      'demandResponsiveTransport',
      { zone: ['55001', '55997'], serviceHours: HOURS },
      {},
      'details.zone.1',
      /55997 inconnue/,
    ],
    ['unknown commune of eligibility', 'training', {}, { eligibilityZone: ['55996'] }, 'eligibilityZone.0', /55996/],
    [
      'a ring of three points',
      'demandResponsiveTransport',
      { zone: { type: 'Polygon', coordinates: [square(5, 49).slice(1)] }, serviceHours: HOURS },
      {},
      'details.zone.coordinates.0',
      /quatre points/,
    ],
    [
      'an open ring',
      'demandResponsiveTransport',
      { zone: { type: 'Polygon', coordinates: [[...square(5, 49), [5, 5]]] }, serviceHours: HOURS },
      {},
      'details.zone.coordinates.0',
      /égal au premier/,
    ],
    [
      'words for positions',
      'demandResponsiveTransport',
      { zone: { type: 'MultiPolygon', coordinates: [[['a', 'b', 'c', 'd']]] }, serviceHours: HOURS },
      {},
      'details.zone.coordinates.0.0',
      /\[lon, lat\]/,
    ],
    [
      'a ring where a polygon is meant',
      'demandResponsiveTransport',
      { zone: { type: 'MultiPolygon', coordinates: [square(5, 49)] }, serviceHours: HOURS },
      {},
      'details.zone.coordinates.0.0',
      /quatre points/,
    ],
    [
      'a contour with lat first',
      'demandResponsiveTransport',
      { zone: { type: 'Polygon', coordinates: [square(49, 5.5)] }, serviceHours: HOURS },
      {},
      'details.zone.coordinates',
      /inversés/,
    ],
    [
      'over before it begins',
      'training',
      {},
      { validFrom: '2026-12-01', validUntil: '2026-11-30' },
      'validUntil',
      /précède/,
    ],
    ['confirmed tomorrow', 'training', {}, { confirmedAt: '2026-11-23' }, 'confirmedAt', /à venir/],
    [
      'ages upside down',
      'training',
      {},
      { accessConditions: { minAge: 30, maxAge: 18 } },
      'accessConditions.maxAge',
      /18 ans/,
    ],
  ])('%s', (_name, kind, details, more, path, message) => {
    expect(problemsOf(kind, details, more)[0]).toEqual({ path, message: expect.stringMatching(message) });
  });
});

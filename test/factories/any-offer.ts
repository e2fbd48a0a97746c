import fc from 'fast-check';
import {
  COVERED,
  OFFER_KINDS,
  type OfferInput,
  type OfferKind,
  offerInputSchema,
  THEMES,
  VEHICLE_TYPES,
} from '../../src/domain/catalogue/offer.ts';

/** Texts that spreadsheets are known to spoil, among any others. */
const NASTY = [
  '=1+1',
  '+33',
  '-',
  '@x',
  "'=1",
  "''@",
  '＝1',
  '\ttab',
  'a;b',
  'a,b',
  '"x"',
  'é œ €',
  '_x0041_',
  '1e5',
  '00123',
  'a\\|b',
  '\\',
  'oui',
  '2026-11-02',
  '-1,5',
  'a\nb',
  'a\r\nb',
  '(x) (€)',
];
const sign = fc.constantFrom(...'abéœ€;,|"\'\\=+-@\t _x0A（＝ '.split(''));
const line = fc
  .oneof(
    fc.constantFrom(...NASTY),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.array(sign, { minLength: 1, maxLength: 12 }).map((signs) => signs.join('')),
  )
  // A text no database keeps is refused before.
  .filter((text) => text.isWellFormed() && !text.includes('\0'));
/** Nobody sees a space around a name, nor means one. */
const name = line.map((text) => text.trim()).filter((text) => text !== '');
/** Of a list in one cell lines are no part. */
const word = name.map((text) => text.replace(/\s+/g, ' ')).filter((text) => text.trim() !== '');
const lines = line.filter((text) => text.trim() !== '');
const cents = fc.integer({ min: 0, max: 10_000_000 });
const tenths = (max: number) => fc.integer({ min: 0, max: max * 10 }).map((n) => n / 10);
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const clock = fc
  .integer({ min: 0, max: 1439 })
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
const weekdays = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 });
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
/** To a hundred-millionth of a degree, a millimetre. */
const degrees = (most: number) => fc.integer({ min: -most * 1e8, max: most * 1e8 }).map((n) => n / 1e8);
const place = fc.record(
  {
    lon: degrees(180),
    lat: degrees(90),
    label: word,
    commune: fc.constantFrom('55122', '2A004', '08105', 'LI-7001'),
  },
  { requiredKeys: ['lon', 'lat'] },
);
const hours = fc.record({ weekdays, from: clock, to: clock });
const someHours = fc.array(hours, { maxLength: 4 });
const zone = fc.array(fc.constantFrom('55', '08', '2A', '55122', '200066108', '08105', 'LI'), { maxLength: 5 });
const vehicleType = fc.constantFrom(...VEHICLE_TYPES);
const requiredLicence = maybe(fc.constantFrom('B', 'AM'));
const tariff = maybe(
  fc.oneof(
    fc.record({ perDayCents: cents }),
    fc.record({
      tiers: fc.array(fc.record({ fromDay: fc.integer({ min: 1, max: 999 }), perDayCents: cents }), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
  ),
);
const support = {
  place: maybe(place),
  costCents: maybe(cents),
  amountCents: maybe(cents),
  barriers: fc.array(word, { maxLength: 3 }),
  sessions: someHours,
  waitingWeeks: tenths(200),
  durationWeeks: maybe(tenths(300)),
};

const DETAILS: Record<OfferKind, fc.Arbitrary<object>> = {
  carpool: fc.record({
    origin: place,
    destination: place,
    trips: fc.array(
      fc.record({
        direction: fc.constantFrom('outbound', 'return'),
        weekdays,
        departureTime: clock,
        flexibilityMinutes: tenths(90),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    maxDetourMinutes: maybe(tenths(60)),
    seats: fc.integer({ min: 1, max: 8 }),
    pricePerRideCents: maybe(cents),
    meetingPoints: fc.array(place, { maxLength: 3 }),
  }),
  vehicleLoan: fc.record({
    vehicleType,
    units: fc.nat(1000),
    depot: place,
    deskHours: someHours,
    usableHours: someHours,
    tariff,
    depositCents: cents,
    maxDays: maybe(fc.integer({ min: 1, max: 3660 })),
    requiredLicence,
  }),
  demandResponsiveTransport: fc.record({
    zone: fc.oneof(
      zone.filter((codes) => codes.length > 0),
      fc.constant({
        type: 'Polygon',
        coordinates: [
          [
            [5, 48],
            [5.5, 48],
            [5.5, 49],
            [5, 48],
          ],
        ],
      }),
    ),
    serviceHours: fc.array(hours, { minLength: 1, maxLength: 4 }),
    noticeHours: tenths(100),
    pricePerRideCents: maybe(cents),
    seats: maybe(fc.integer({ min: 1, max: 100 })),
    rideFactor: fc.integer({ min: 10, max: 50 }).map((n) => n / 10),
    wheelchair: maybe(fc.boolean()),
  }),
  volunteerDriving: fc.record({
    base: place,
    maxApproachMinutes: maybe(tenths(60)),
    maxRideKm: maybe(tenths(100)),
    serviceHours: fc.array(hours, { minLength: 1, maxLength: 4 }),
    noticeHours: tenths(100),
    pricePerKmCents: maybe(fc.integer({ min: 0, max: 100_000 }).map((n) => n / 100)),
    seats: maybe(fc.integer({ min: 1, max: 8 })),
    wheelchair: maybe(fc.boolean()),
  }),
  carShare: fc.record({
    stations: fc.array(place, { minLength: 1, maxLength: 4 }),
    vehicleType,
    usableHours: someHours,
    tariff: fc.oneof(
      fc.constant(null),
      fc.record({ perHourCents: cents }),
      fc.record({ perKmCents: tenths(900), perHourCents: cents }),
    ),
    requiredLicence,
  }),
  drivingLicence: fc.record({
    category: fc.constantFrom('B', 'AM'),
    place,
    sessions: someHours,
    waitingWeeks: tenths(200),
    durationWeeks: maybe(tenths(300)),
    costCents: maybe(cents),
    pedagogies: fc.array(fc.constantFrom('basicSkills', 'french', 'confidence', 'dys'), { maxLength: 3 }),
  }),
  training: fc.record(support),
  vehicleRepair: fc.record(support),
  vehicleSale: fc.record(support),
  financialAid: fc.record({
    ...support,
    covers: fc.uniqueArray(fc.constantFrom(...COVERED), { maxLength: 4 }),
    repayable: fc.boolean(),
  }),
};

/** Any offer that the catalogue may hold, of any kind, with texts that spreadsheets spoil. Optional fields are absent, never null. */
export const anyOffer: fc.Arbitrary<OfferInput> = fc.constantFrom(...OFFER_KINDS).chain((kind) =>
  fc
    .record({
      kind: fc.constant(kind),
      title: name,
      description: maybe(lines),
      theme: fc.constantFrom(...THEMES),
      provider: fc.record(
        {
          name,
          siret: fc.constantFrom('12345678900011', '00012345678901'),
          phone: name.filter((text) => !/^\d/.test(text)),
          url: fc.constant('https://exemple.invalid/a?b=c,d;e'),
          email: fc.constant('a@exemple.invalid'),
        },
        { requiredKeys: ['name'] },
      ),
      audiences: fc.array(word, { maxLength: 3 }),
      eligibilityZone: zone,
      illustrative: fc.boolean(),
      accessConditions: fc.record({
        minAge: maybe(fc.nat(120)),
        maxAge: maybe(fc.nat(120)),
        statuses: fc.array(word, { maxLength: 3 }),
        referralRequired: fc.boolean(),
      }),
      validFrom: maybe(day),
      validUntil: maybe(day),
      confirmedAt: maybe(day),
      visibility: fc.constantFrom('territory', 'neighbours', 'public'),
      externalId: maybe(name),
      operator: maybe(name),
      calendar: fc.record({
        exceptDates: fc.array(day, { maxLength: 3 }),
        schoolPeriods: maybe(fc.constantFrom('all', 'schoolOnly', 'holidaysOnly')),
        publicHolidays: maybe(fc.boolean()),
      }),
      details: DETAILS[kind],
    })
    .map((offer) => offerInputSchema.parse(offer)),
);

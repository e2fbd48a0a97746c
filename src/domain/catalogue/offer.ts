import { z } from 'zod';
import { clockTimeSchema, isoDateSchema, weekdaySchema } from '../clock-time.ts';
import { placeSchema } from '../place.ts';

/** The six mobility themes of data·inclusion 1.0.8, verbatim. */
export const THEMES = [
  'mobilite--acceder-a-un-vehicule',
  'mobilite--entretenir-reparer-son-vehicule',
  'mobilite--etre-accompagne-dans-son-parcours-mobilite',
  'mobilite--financer-ma-mobilite',
  'mobilite--mobilite-douce-partagee-collective',
  'mobilite--preparer-un-permis',
] as const;
export type Theme = (typeof THEMES)[number];

/** Codes of département (`55`), EPCI (`200066108`) or commune (`55122`); abroad of a country (`LI`) or a commune (`LI-7001`). */
const zoneCodeSchema = z
  .string()
  .regex(
    /^(\d{2}|2[AB]|\d{3}|\d{5}|2[AB]\d{3}|\d{9}|[A-Z]{2}(-[A-Z\d]{1,10})?)$/,
    'Code de département, d’EPCI ou de commune attendu.',
  );

const cents = z.int().min(0).max(10_000_000);
const minutes = z.number().min(0).max(1440);

/** Opening or service hours. `to <= from` runs past midnight; the window belongs to the day it starts on. */
export const hoursSchema = z.object({
  weekdays: z.array(weekdaySchema).min(1).max(7),
  from: clockTimeSchema,
  to: clockTimeSchema,
});
export type Hours = z.infer<typeof hoursSchema>;

const areaGeometrySchema = z.object({
  type: z.enum(['Polygon', 'MultiPolygon']),
  coordinates: z.array(z.any()).min(1),
});

const tripSchema = z.object({
  direction: z.enum(['outbound', 'return']).meta({ description: 'A return trip runs destination → origin.' }),
  weekdays: z.array(weekdaySchema).min(1).max(7),
  departureTime: clockTimeSchema,
  flexibilityMinutes: minutes.default(0),
});

export const carpoolDetailsSchema = z.object({
  origin: placeSchema,
  destination: placeSchema,
  trips: z.array(tripSchema).min(1).max(60),
  maxDetourMinutes: minutes.nullable().default(null),
  seats: z.int().min(1).max(8),
  pricePerRideCents: cents.nullable().default(null),
  meetingPoints: z.array(placeSchema).max(20).default([]),
});

export const VEHICLE_TYPES = ['car', 'licenceFreeCar', 'scooter', 'ebike', 'bike'] as const;
export type VehicleType = (typeof VEHICLE_TYPES)[number];

const tariffSchema = z.union([
  z.object({
    tiers: z
      .array(z.object({ fromDay: z.int().min(1), perDayCents: cents }))
      .min(1)
      .max(20),
  }),
  z.object({ perDayCents: cents }),
]);
export type Tariff = z.infer<typeof tariffSchema>;

export const vehicleLoanDetailsSchema = z.object({
  vehicleType: z.enum(VEHICLE_TYPES),
  units: z.int().min(0).max(1000),
  depot: placeSchema,
  deskHours: z.array(hoursSchema).max(50).default([]),
  usableHours: z
    .array(hoursSchema)
    .max(50)
    .default([])
    .meta({ description: 'When it may be driven. Empty: at any hour, once collected.' }),
  tariff: tariffSchema.nullable().default(null),
  depositCents: cents.default(0),
  maxDays: z.int().min(1).max(3660).nullable().default(null),
  requiredLicence: z.enum(['B', 'AM']).nullable().default(null),
});

export const demandResponsiveTransportDetailsSchema = z.object({
  zone: z.union([z.array(zoneCodeSchema).min(1), areaGeometrySchema]),
  serviceHours: z.array(hoursSchema).min(1).max(50),
  noticeHours: z.number().min(0).max(2000).default(0),
  pricePerRideCents: cents.nullable().default(null),
  seats: z.int().min(1).max(100).nullable().default(null),
  rideFactor: z
    .number()
    .min(1)
    .max(5)
    .default(1.3)
    .meta({ description: 'Ride time ÷ direct drive: pooled rides take longer.' }),
  wheelchair: z.boolean().nullable().default(null),
});

export const volunteerDrivingDetailsSchema = z.object({
  base: placeSchema,
  maxApproachMinutes: minutes.nullable().default(null),
  maxRideKm: z.number().min(0).max(1000).nullable().default(null),
  serviceHours: z.array(hoursSchema).min(1).max(50),
  noticeHours: z.number().min(0).max(2000).default(0),
  pricePerKmCents: z.number().min(0).max(10_000).nullable().default(null),
  seats: z.int().min(1).max(8).nullable().default(null),
  wheelchair: z.boolean().nullable().default(null),
});

export const carShareDetailsSchema = z.object({
  stations: z.array(placeSchema).min(1).max(200),
  usableHours: z
    .array(hoursSchema)
    .max(50)
    .default([])
    .meta({ description: 'When a vehicle may be taken and driven. Empty: at any hour.' }),
  vehicleType: z.enum(VEHICLE_TYPES),
  tariff: z
    .object({ perHourCents: cents.optional(), perKmCents: z.number().min(0).optional() })
    .nullable()
    .default(null),
  requiredLicence: z.enum(['B', 'AM']).nullable().default(null),
});

export const drivingLicenceDetailsSchema = z.object({
  category: z.enum(['B', 'AM']),
  place: placeSchema,
  sessions: z.array(hoursSchema).max(50).default([]),
  waitingWeeks: z.number().min(0).max(200).default(0),
  durationWeeks: z.number().min(0).max(300).nullable().default(null),
  costCents: cents.nullable().default(null),
  pedagogies: z.array(z.enum(['basicSkills', 'french', 'confidence', 'dys'])).default([]),
});

/** Shared by the kinds that lift barriers without driving anybody. */
export const supportDetailsSchema = z.object({
  place: placeSchema.nullable().default(null),
  costCents: cents.nullable().default(null),
  amountCents: cents.nullable().default(null).meta({ description: 'What a financial aid pays at most.' }),
  barriers: z.array(z.string().max(60)).max(40).default([]).meta({ description: 'Barriers it lifts.' }),
  sessions: z.array(hoursSchema).max(50).default([]),
  waitingWeeks: z.number().min(0).max(200).default(0),
  durationWeeks: z.number().min(0).max(300).nullable().default(null),
});

/** What an aid pays. `licenceExchange`: the papers of who holds a foreign licence, never lessons; `rides`: getting to work. */
export const COVERED = [
  'licenceB',
  'licenceAM',
  'licenceExchange',
  'training',
  'rides',
  'jobInterview',
  'deposit',
  'vehicleRepair',
  'vehiclePurchase',
  'bicyclePurchase',
  'vehicleAdaptation',
  'childcare',
] as const;
export type Covered = (typeof COVERED)[number];

export const financialAidDetailsSchema = supportDetailsSchema.extend({
  covers: z
    .array(z.enum(COVERED))
    .max(COVERED.length)
    .default([])
    .meta({ description: 'What it pays. Empty: not told, to be asked.' }),
  repayable: z.boolean().default(false).meta({ description: 'A loan: what it pays is paid back.' }),
});

const accessConditionsSchema = z
  .object({
    minAge: z.int().min(0).max(120).nullable().default(null),
    maxAge: z.int().min(0).max(120).nullable().default(null),
    statuses: z.array(z.string().max(60)).max(40).default([]).meta({ description: 'Empty: everyone.' }),
    referralRequired: z.boolean().default(false),
  })
  .default({ minAge: null, maxAge: null, statuses: [], referralRequired: false });

/** When the offer does not run. `publicHolidays` and `schoolHolidays`: true runs, false does not, null not known. */
const calendarSchema = z
  .object({
    exceptDates: z.array(isoDateSchema).max(1000).default([]),
    schoolPeriods: z.enum(['all', 'schoolOnly', 'holidaysOnly']).nullable().default(null),
    publicHolidays: z.boolean().nullable().default(null),
  })
  .default({ exceptDates: [], schoolPeriods: null, publicHolidays: null });

const providerSchema = z.object({
  name: z.string().trim().min(1).max(200),
  siret: z
    .string()
    .regex(/^\d{14}$/, 'SIRET attendu, 14 chiffres.')
    .nullable()
    .optional(),
  phone: z.string().max(40).nullable().optional(),
  email: z.email().nullable().optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
});

const common = {
  title: z.string().trim().min(1).max(200),
  description: z.string().max(5000).nullable().default(null),
  theme: z.enum(THEMES),
  provider: providerSchema,
  audiences: z.array(z.string().max(80)).max(40).default([]),
  eligibilityZone: z.array(zoneCodeSchema).max(1000).default([]).meta({ description: 'Empty: everywhere.' }),
  illustrative: z.boolean().default(false),
  accessConditions: accessConditionsSchema,
  validFrom: isoDateSchema.nullable().default(null),
  validUntil: isoDateSchema.nullable().default(null),
  confirmedAt: isoDateSchema.nullable().default(null),
  visibility: z.enum(['territory', 'neighbours', 'public']).default('public'),
  externalId: z.string().max(200).nullable().default(null),
  operator: z.string().max(200).nullable().default(null),
  calendar: calendarSchema,
};

const offerOf = <K extends string, D extends z.ZodType>(kind: K, details: D) =>
  z.object({ kind: z.literal(kind), ...common, details });

/** An offer as it is posted, without what the server adds (`offerSchema`). */
export const offerInputSchema = z
  .discriminatedUnion('kind', [
    offerOf('carpool', carpoolDetailsSchema),
    offerOf('vehicleLoan', vehicleLoanDetailsSchema),
    offerOf('demandResponsiveTransport', demandResponsiveTransportDetailsSchema),
    offerOf('volunteerDriving', volunteerDrivingDetailsSchema),
    offerOf('carShare', carShareDetailsSchema),
    offerOf('drivingLicence', drivingLicenceDetailsSchema),
    offerOf('training', supportDetailsSchema),
    offerOf('financialAid', financialAidDetailsSchema),
    offerOf('vehicleRepair', supportDetailsSchema),
    offerOf('vehicleSale', supportDetailsSchema),
  ])
  .meta({ id: 'OfferInput' });

export type OfferInput = z.infer<typeof offerInputSchema>;
export type OfferKind = OfferInput['kind'];
export const OFFER_KINDS: readonly OfferKind[] = offerInputSchema.options.map((o) => o.shape.kind.value);

/** Kinds that lift a barrier and feed the pathway. */
export const SUPPORT_KINDS = ['drivingLicence', 'training', 'financialAid', 'vehicleRepair', 'vehicleSale'] as const;

/** An offer of the catalogue. `id` is opaque; `version` grows with every change. */
export type Offer = OfferInput & { id: string; version: number };
export type OfferOf<K extends OfferKind> = Extract<Offer, { kind: K }>;

import { z } from 'zod';
import {
  carpoolDetailsSchema,
  hoursSchema,
  OFFER_KINDS,
  offerInputSchema,
  supportDetailsSchema,
} from '../../domain/catalogue/offer.ts';
import { clockTimeSchema, isoDateSchema, weekdaySchema } from '../../domain/clock-time.ts';
import { barriersSchema, diagnosticInputSchema, meansSchema } from '../../domain/diagnostic/diagnostic.ts';
import { CRITERION_CODES } from '../../domain/matching/result.ts';
import { placeSchema } from '../../domain/place.ts';

/**
 * The answers of the API, for its OpenAPI document. What each field means is written once, in `field-notes.ts`.
 * Answers are never parsed with these: the tests hold real answers against the published document.
 */

/** A shape as it is answered: what has a default when it is posted is always there. */
function answered(schema: z.core.$ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault) return answered(schema.unwrap());
  if (schema instanceof z.ZodNullable) return answered(schema.unwrap()).nullable();
  if (schema === hoursSchema) return named(hoursSchema, 'Hours');
  if (schema instanceof z.ZodArray) return z.array(answered(schema.element));
  if (schema instanceof z.ZodObject && schema.meta()?.id === undefined) return z.object(answeredShape(schema.shape));
  return schema as z.ZodType;
}

function answeredShape(shape: Record<string, z.core.$ZodType>): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(shape).map(([name, inner]) => [name, answered(inner)]));
}

const components = new Map<z.core.$ZodType, z.ZodType>();

/** A component of the document; the same schema is one component wherever it is used. */
function named(schema: z.ZodType, id: string): z.ZodType {
  const component = components.get(schema) ?? schema.meta({ id });
  components.set(schema, component);
  return component;
}

const instant = z.iso.datetime();
const outcome = z.enum(['met', 'unmet', 'unknown']);
const verdict = z.enum(['possible', 'toVerify', 'impossible']);
const router = z.enum(['osrm', 'valhalla', 'estimate']);
const clockTime = clockTimeSchema.nullable();
const seconds = z.int().nullable();

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

const publicCarpoolDetails = z
  .object({
    ...answeredShape(carpoolDetailsSchema.omit({ trips: true, meetingPoints: true }).shape),
    trips: z.array(
      z.object({
        direction: z.enum(['outbound', 'return']),
        weekdays: z.array(weekdaySchema),
        hourBand: z.object({ from: clockTimeSchema, to: clockTimeSchema }),
      }),
    ),
  })
  .meta({ id: 'PublicCarpoolDetails' });

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const detailsName = (details: z.ZodType, kind: string) =>
  details === supportDetailsSchema ? 'SupportDetails' : `${capital(kind)}Details`;

/** What is posted, with a component for each part, so that the document says each once. */
export const offerInputDocument = z
  .discriminatedUnion(
    'kind',
    offerInputSchema.options.map((option) => {
      const { provider, accessConditions, calendar, details, ...common } = option.shape;
      const kind = option.shape.kind.value;
      return z
        .object({
          ...common,
          provider: named(provider, 'Provider'),
          accessConditions: named(accessConditions, 'AccessConditionsInput'),
          calendar: named(calendar, 'CalendarInput'),
          details: named(details, `${detailsName(details, kind)}Input`),
        })
        .meta({ id: `${capital(kind)}Input` });
    }) as unknown as [z.ZodObject<{ kind: z.ZodLiteral<string> }>],
  )
  .meta({ id: 'OfferInput' });

const answeredParts = new Map<z.core.$ZodType, z.ZodType>();

/** `named`, of what a posted part becomes in answers. */
function namedAnswer(schema: z.ZodType, id: string): z.ZodType {
  const component = answeredParts.get(schema) ?? answered(schema).meta({ id });
  answeredParts.set(schema, component);
  return component;
}

export const offerSchema = z
  .discriminatedUnion(
    'kind',
    offerInputSchema.options.map((option) => {
      const { provider, accessConditions, calendar, details, ...common } = option.shape;
      const kind = option.shape.kind.value;
      const full = namedAnswer(details, detailsName(details, kind));
      return z
        .object({
          id: z.string(),
          version: z.int(),
          ...answeredShape(common),
          provider: named(provider, 'Provider'),
          accessConditions: namedAnswer(accessConditions, 'AccessConditions'),
          calendar: namedAnswer(calendar, 'Calendar'),
          details: kind === 'carpool' ? z.union([full, publicCarpoolDetails]) : full,
          redacted: z.boolean(),
          travelSeconds: z.int().nullable().optional(),
          travelEstimated: z.boolean().optional(),
        })
        .meta({ id: `${capital(kind)}Offer` });
    }) as unknown as [z.ZodObject<{ kind: z.ZodLiteral<string> }>],
  )
  .meta({ id: 'Offer' });

export const offerPageSchema = z
  .object({ items: z.array(offerSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'OfferPage' });

export const diagnosticSchema = z
  .object({
    id: z.string(),
    version: z.int(),
    createdAt: instant,
    expiresAt: instant.nullable(),
    beneficiary: z.object({
      id: z.string(),
      reference: z.string().nullable(),
      age: z.int().nullable(),
      statuses: z.array(z.string()).optional(),
      frenchLevel: z.string().optional(),
    }),
    home: placeSchema,
    job: diagnosticInputSchema.shape.job,
    goal: diagnosticInputSchema.shape.goal,
    stops: answered(diagnosticInputSchema.shape.stops),
    means: meansSchema,
    barriers: barriersSchema,
  })
  .meta({ id: 'Diagnostic' });

const coverage = z
  .object({
    served: z.int(),
    certain: z.int(),
    total: z.int(),
    shiftsComplete: z.int(),
    shiftsTotal: z.int(),
  })
  .meta({ id: 'Coverage' });

const legSchema = z
  .object({
    id: z.string(),
    direction: z.enum(['outbound', 'return']),
    weekday: weekdaySchema,
    arriveBy: clockTimeSchema.optional(),
    departFrom: clockTimeSchema.optional(),
    occurrences: z.int(),
    dates: z.array(isoDateSchema),
    place: z.object({ label: z.string().nullable(), lon: z.number(), lat: z.number() }),
    stops: z.array(z.object({ label: z.string().nullable(), dwellMinutes: z.number(), childSeats: z.int() })),
  })
  .meta({ id: 'Leg' });

const legMatchSchema = z
  .object({
    legId: z.string(),
    weekday: weekdaySchema.optional(),
    served: z.boolean(),
    outcome,
    departAt: clockTime,
    departDayOffset: z.int().nullable(),
    arriveAt: clockTime,
    arriveDayOffset: z.int().nullable(),
    durationSeconds: seconds,
    waitSeconds: seconds,
    detourSeconds: seconds,
    walkSeconds: seconds,
    distanceMetres: z.int().nullable(),
    pickUp: z.string().nullable(),
    dropOff: z.string().nullable(),
    pricePerRideCents: z.int().nullable(),
    estimated: z.boolean(),
    servedOccurrences: z.int(),
    certainOccurrences: z.int(),
    exceptions: z.array(
      z.object({
        date: isoDateSchema,
        reason: z.enum(['full', 'exceptDate', 'publicHoliday', 'schoolPeriod', 'clockChange', 'notice', 'maxDays']),
        served: z.boolean(),
        certain: z.boolean(),
        departAt: clockTime,
        arriveAt: clockTime,
      }),
    ),
  })
  .meta({ id: 'LegMatch' });

const measure = z.union([z.number(), z.string()]).nullable();
const unit = z.enum(['s', 'm', 'cents', 'years', 'days', 'weeks', 'count', 'date', 'text']);

const criterionSchema = z
  .object({
    code: z.enum(CRITERION_CODES),
    legId: z.string().nullable(),
    outcome,
    actual: measure,
    limit: measure,
    unit,
    range: z.array(z.number()).nullable(),
    change: z
      .object({
        what: z.string(),
        who: z.enum(['person', 'provider', 'employer']),
        from: measure,
        to: measure,
        unit,
      })
      .nullable(),
    explanation: z.string(),
    fix: z.string().nullable(),
    ask: z.string().nullable(),
  })
  .meta({ id: 'Criterion' });

const offerMatchFields = {
  offerId: z.string(),
  offerVersion: z.int(),
  title: z.string().nullable(),
  providerName: z.string().nullable(),
  illustrative: z.boolean(),
  kind: z.enum(OFFER_KINDS),
  verdict,
  coverage,
  legs: z.array(legMatchSchema),
  costPerMonthCents: z.int().nullable(),
  co2PerMonthGrams: z.int().nullable(),
  score: z.number(),
  availableFrom: isoDateSchema,
  oneWay: z.boolean(),
  runsOnPublicHolidays: z.boolean().nullable(),
  sentence: z.string(),
  criteria: z.array(criterionSchema),
};

const offerMatchSchema = z.object({ ...offerMatchFields, rank: z.int() }).meta({ id: 'OfferMatch' });

const bundleSchema = z
  .object({
    offerIds: z.array(z.string()),
    titles: z.array(z.string().nullable()),
    coverage,
    costPerMonthCents: z.int().nullable(),
    withinBudget: z.boolean().nullable(),
    legs: z.array(z.object({ legId: z.string(), offerId: z.string() })),
  })
  .meta({ id: 'Bundle' });

const pathwayStepSchema = z
  .object({
    step: z.enum(['bridge', 'training', 'licence', 'repair', 'purchase', 'funding', 'autonomy']),
    offerId: z.string().nullable(),
    offerIds: z.array(z.string()).optional(),
    title: z.string().nullable(),
    from: isoDateSchema,
    until: isoDateSchema.nullable(),
    barriers: z.array(z.string()),
  })
  .meta({ id: 'PathwayStep' });

export const matchesSchema = z
  .object({
    diagnosticId: z.string(),
    version: z.int(),
    status: z.enum(['pending', 'ready', 'failed']),
    computedAt: instant.nullable(),
    failure: z.string().nullable(),
    router: router.nullable(),
    dataSet: z.string().nullable(),
    provisional: z.boolean(),
    legs: z.array(legSchema),
    matches: z.array(offerMatchSchema),
    counts: z.object({
      possible: z.int(),
      toVerify: z.int(),
      impossible: z.int(),
      byCode: z.record(z.string(), z.int()),
    }),
    bundles: z.array(bundleSchema),
    pathway: z.array(pathwayStepSchema),
  })
  .meta({ id: 'Matches' });

export const offerExplanationSchema = z
  .object({
    diagnosticId: z.string(),
    version: z.int(),
    computedAt: instant,
    router,
    dataSet: z.string(),
    provisional: z.boolean(),
    asked: z.array(legSchema),
    ...offerMatchFields,
  })
  .meta({ id: 'OfferExplanation' });

const upOrDown = z.enum(['ok', 'down']);
export const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']),
    database: upOrDown,
    queue: upOrDown,
    router: z.object({ name: router, status: upOrDown, dataSet: z.string() }),
  })
  .meta({ id: 'Health' });

export const knownPlacesSchema = z
  .object({
    items: z.array(
      z.object({
        kind: z.string(),
        label: z.string(),
        commune: z.string().nullable(),
        postcode: z.string().nullable(),
        lon: z.number(),
        lat: z.number(),
      }),
    ),
  })
  .meta({ id: 'KnownPlaces' });

import { z } from 'zod';
import { OFFER_KINDS } from '../../domain/catalogue/offer.ts';
import { clockTimeSchema, isoDateSchema, weekdaySchema } from '../../domain/clock-time.ts';
import { LEVERS } from '../../domain/counterfactual/counterfactual.ts';
import { CRITERION_CODES } from '../../domain/matching/result.ts';

const instant = z.iso.datetime();
const outcome = z.enum(['met', 'unmet', 'unknown']);
const verdict = z.enum(['possible', 'toVerify', 'impossible']);
export const router = z.enum(['osrm', 'valhalla', 'estimate']);
const clockTime = clockTimeSchema.nullable();
const seconds = z.int().nullable();

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
        reason: z.enum([
          'full',
          'exceptDate',
          'publicHoliday',
          'schoolPeriod',
          'clockChange',
          'notice',
          'maxDays',
          'validity',
          'roundTrip',
        ]),
        served: z.boolean(),
        certain: z.boolean(),
        departAt: clockTime,
        arriveAt: clockTime,
      }),
    ),
  })
  .meta({ id: 'LegMatch' });

const measure = z.union([z.number(), z.string()]).nullable();
export const unit = z.enum(['s', 'm', 'cents', 'years', 'days', 'weeks', 'count', 'date', 'text']);

const criterionSchema = z
  .object({
    code: z.enum(CRITERION_CODES),
    legId: z.string().nullable(),
    outcome,
    actual: measure,
    limit: measure,
    unit,
    range: z.array(z.number()).nullable(),
    variant: z.string().nullable(),
    unusual: z.boolean(),
    awayMetres: z.int().nullable(),
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

const turningChangeSchema = z
  .object({
    lever: z.enum(LEVERS),
    who: z.enum(['person', 'provider', 'employer']),
    from: measure,
    to: measure,
    amount: z.number(),
    unit,
    serves: z.array(z.string()),
    verdict: z.enum(['possible', 'toVerify']),
    cost: z.int(),
    sentence: z.string(),
  })
  .meta({ id: 'TurningChange' });

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
  turning: z.array(turningChangeSchema).nullable(),
};

const offerMatchSchema = z.object({ ...offerMatchFields, rank: z.int() }).meta({ id: 'OfferMatch' });

const bundleSchema = z
  .object({
    offerIds: z.array(z.string()),
    titles: z.array(z.string().nullable()),
    coverage,
    costPerMonthCents: z.int().nullable(),
    withinBudget: z.boolean().nullable(),
    legs: z.array(z.object({ legId: z.string(), offerId: z.string(), occurrences: z.int() })),
    unserved: z.array(z.object({ legId: z.string(), occurrences: z.int() })),
    exact: z.boolean(),
  })
  .meta({ id: 'Bundle' });

const pathwayStepSchema = z
  .object({
    id: z.string(),
    step: z.enum(['bridge', 'training', 'licence', 'repair', 'purchase', 'funding', 'autonomy']),
    offerId: z.string().nullable(),
    offerIds: z.array(z.string()).optional(),
    title: z.string().nullable(),
    from: isoDateSchema,
    until: isoDateSchema.nullable(),
    earliest: z.boolean(),
    barriers: z.array(z.string()),
    verdict: z.enum(['possible', 'toVerify']),
    because: z.array(z.string()),
    needs: z.array(z.string()),
    unlocks: z.array(z.string()),
    conditions: z.array(criterionSchema.extend({ offerId: z.string() }).meta({ id: 'PathwayCondition' })),
    missing: z.array(z.string()),
    unsure: z.array(z.string()),
    opens: z.array(z.object({ offerId: z.string(), title: z.string().nullable() })),
    endsEarly: z.array(z.object({ offerId: z.string(), on: isoDateSchema, title: z.string().nullable() })),
  })
  .meta({ id: 'PathwayStep' });

export const matchesSchema = z
  .object({
    diagnosticId: z.string(),
    version: z.int(),
    status: z.enum(['pending', 'ready', 'failed']),
    computedAt: instant.nullable(),
    failure: z.string().nullable(),
    rematching: z.boolean(),
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

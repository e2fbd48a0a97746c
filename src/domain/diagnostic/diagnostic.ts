import { z } from 'zod';
import { clockTimeSchema, isoDateSchema } from '../clock-time.ts';
import { placeSchema } from '../place.ts';

const minutes = z.number().min(0).max(1440);

/** What makes legs: shifts that come back every `lengthDays` days, counted from `anchorDate` (day 0). */
export const cycleSchema = z
  .object({
    anchorDate: isoDateSchema,
    lengthDays: z.int().min(1, 'Un roulement dure au moins 1 jour.').max(366, 'Un roulement dure au plus 366 jours.'),
    shifts: z
      .array(
        z.object({
          day: z.int().min(0).meta({ description: '0 is `anchorDate`.' }),
          start: clockTimeSchema,
          end: clockTimeSchema.meta({ description: 'Before `start`: the next day.' }),
          place: placeSchema.optional().meta({ description: 'Where this shift is worked, the job site when absent.' }),
        }),
      )
      .min(1, 'Indiquez au moins un poste de travail (jour, début, fin).')
      .max(1000),
  })
  .meta({ id: 'Cycle' });
export type Cycle = z.infer<typeof cycleSchema>;

/** What the person accepts when travelling; shared by jobs and other goals. Absent: not known. */
const travelLimits = {
  arrivalMarginMinutes: minutes.optional(),
  maxWaitMinutes: minutes.optional(),
  maxTravelMinutes: minutes.optional(),
};

export const jobSchema = placeSchema
  .extend({ startsOn: isoDateSchema.optional(), ...travelLimits, cycle: cycleSchema })
  .meta({ id: 'Job' });

export const goalSchema = z
  .object({
    type: z.enum(['training', 'interview', 'appointment', 'errand', 'none']),
    place: placeSchema.optional(),
    dates: z
      .array(
        z
          .object({ date: isoDateSchema, arriveBy: clockTimeSchema.optional(), departFrom: clockTimeSchema.optional() })
          .refine(
            (d) => d.arriveBy || d.departFrom,
            'Indiquez l’heure d’arrivée (arriveBy) ou de départ (departFrom).',
          ),
      )
      .max(100)
      .default([]),
    seats: z.int().min(1).max(8).optional().meta({ description: 'Whoever comes along included; 1 when absent.' }),
    ...travelLimits,
  })
  .refine((g) => g.type === 'none' || (g.place && g.dates.length > 0), {
    message: 'Un but demande un lieu (place) et au moins une date (dates).',
  })
  .meta({ id: 'Goal' });

export const stopSchema = placeSchema
  .extend({
    direction: z.enum(['outbound', 'return']),
    dwellMinutes: minutes.default(0),
    childSeats: z.int().min(0).max(6).default(0),
  })
  .meta({ id: 'Stop', description: 'A family stop on the way, a crèche before work.' });

export const LICENCE_STATUSES = [
  'none',
  'theory',
  'learning',
  'valid',
  'suspended',
  'foreignExchangeable',
  'foreignExpired',
] as const;

export const meansSchema = z
  .object({
    licences: z
      .array(
        z.object({
          category: z.string().min(1).max(4),
          status: z.enum(LICENCE_STATUSES),
          obtainedOn: isoDateSchema.nullable().optional(),
        }),
      )
      .max(20)
      .optional()
      .meta({ description: 'A category that is not listed is not known.' }),
    vehicles: z
      .array(
        z.union([
          z.string().max(40),
          z
            .object({ type: z.string().max(40), working: z.boolean().optional() })
            .transform((v) => (v.working === false ? `broken ${v.type}` : v.type)),
        ]),
      )
      .max(20)
      .optional()
      .meta({ description: 'When present, complete.' }),
    maxWalkMinutes: minutes.optional(),
    canCycle: z.boolean().optional(),
    maxCycleMinutes: minutes.optional(),
    wheelchair: z.boolean().optional(),
    budgetPerMonthCents: z.int().min(0).max(100_000_000).optional(),
    depositCents: z.int().min(0).max(100_000_000).optional(),
  })
  .meta({ id: 'Means' });

const barrierList = z.array(z.string().max(60)).max(40).optional();
export const barriersSchema = z
  .object({
    skill: barrierList,
    motivation: barrierList,
    means: barrierList,
    /** Not spoken of yet: neither there nor absent. Any other that no list names is absent, once one list is given. */
    unknown: barrierList,
  })
  .meta({ id: 'Barriers' });

export const beneficiaryInputSchema = z
  .object({
    reference: z.string().trim().min(1).max(80).optional(),
    birthDate: isoDateSchema.optional(),
    statuses: z.array(z.string().max(60)).max(40).optional().meta({ description: 'When present, complete.' }),
    frenchLevel: z.string().max(20).optional(),
  })
  .meta({ id: 'BeneficiaryInput' });

/** A diagnostic as it is posted. Only `home` and `job` (or `goal`) are required; what is missing is not known. */
export const diagnosticInputSchema = z
  .object({
    beneficiary: beneficiaryInputSchema.optional(),
    home: placeSchema,
    job: jobSchema.optional(),
    goal: goalSchema.optional(),
    stops: z.array(stopSchema).max(8).default([]),
    means: meansSchema.default({}),
    barriers: barriersSchema.default({}),
  })
  .refine((d) => (d.job === undefined) !== (d.goal === undefined), {
    message: 'Donnez soit un emploi (job), soit un autre but (goal), pas les deux.',
    path: ['job'],
  })
  .meta({ id: 'DiagnosticInput' });

export type DiagnosticInput = z.infer<typeof diagnosticInputSchema>;
export type Means = z.infer<typeof meansSchema>;
export type Barriers = z.infer<typeof barriersSchema>;

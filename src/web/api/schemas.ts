import { z } from 'zod';
import { barriersSchema, diagnosticInputSchema, meansSchema } from '../../domain/diagnostic/diagnostic.ts';
import { placeSchema } from '../../domain/place.ts';
import { answered } from './answered.ts';
import { router } from './match-schemas.ts';

/**
 * The answers of the API, for its OpenAPI document. What each field means is written once, in `field-notes.ts`.
 * Answers are never parsed with these: the tests hold real answers against the published document.
 */

const instant = z.iso.datetime();

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

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

const upOrDown = z.enum(['ok', 'down']);
const routerState = z.object({
  name: router,
  status: upOrDown,
  dataSet: z.string(),
  metrics: z
    .array(
      z.object({
        router,
        mode: z.string(),
        calls: z.int(),
        cells: z.int(),
        failures: z.int(),
        milliseconds: z.int(),
      }),
    )
    .optional(),
});
export const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']),
    database: upOrDown,
    queue: upOrDown,
    router: routerState,
    territories: z.array(
      z.object({
        id: z.string(),
        router: routerState,
        audits: z.object({ audited: z.int(), differing: z.int() }).optional(),
      }),
    ),
  })
  .meta({ id: 'Health' });

export const rematchingSchema = z
  .object({
    campaigns: z.array(
      z.object({
        id: z.int(),
        reason: z.enum(['catalogue']),
        offers: z.int(),
        total: z.int(),
        done: z.int(),
        startedAt: instant,
        endedAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'Rematching' });

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

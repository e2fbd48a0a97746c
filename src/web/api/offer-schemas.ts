import { z } from 'zod';
import { carpoolDetailsSchema, offerInputSchema, supportDetailsSchema } from '../../domain/catalogue/offer.ts';
import { clockTimeSchema, weekdaySchema } from '../../domain/clock-time.ts';
import { answeredShape, named, namedAnswer } from './answered.ts';

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

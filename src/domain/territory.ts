import { z } from 'zod';
import { allocationCriteriaSchema, DEFAULT_CRITERIA } from './allocation/criteria.ts';
import { freshnessRulesSchema } from './catalogue/freshness.ts';
import { driverRulesSchema } from './drivers/rules.ts';
import { pathwayRulesSchema } from './pathway/rules.ts';

/** What is asked of a booked ride. Hours and minutes; each territory may decide otherwise. */
const bookingRulesSchema = z.object({
  /** A ride that leaves sooner is not offered: nobody could be told in time. */
  leastNoticeMinutes: z.int().min(0).default(120),
  /** How far ahead a ride is booked. */
  mostDaysAhead: z.int().min(1).default(120),
  /** How long whoever is asked has to answer… */
  answerHours: z.number().positive().default(24),
  /** …and how long before the ride the person is to know. */
  knownBeforeHours: z.number().min(0).default(12),
  /** What somebody without a diagnostic is taken to accept. */
  maxWaitMinutes: z.number().min(0).default(45),
  maxTravelMinutes: z.number().min(0).default(120),
  /** Rides that one person may have asked for, or have before them. */
  mostOpenRides: z.int().min(1).default(120),
});

/**
 * Everything of a territory that is a decision of people: validated data with a version, never code.
 * Kept in `territories/<id>/territory.json`, stored in the territory's row.
 */
/** `hours`: when somebody answers. In French beside `translations`. */
const planWords = { hours: z.string(), text: z.string() };

export const territoryRulesSchema = z.object({
  version: z.string(),
  /** Used when the diagnostic does not say. */
  defaults: z.object({
    arrivalMarginMinutes: z.number().min(0),
    /** How far a meeting point is looked for when nobody asked how far the person walks. */
    walkMinutesWhenUnknown: z.number().min(0).default(15),
    /**
     * What nobody would be surprised to be offered, where nobody asked the person: beyond it an offer is a last resort, never
     * refused. A door-to-door ride, one on a bicycle, a wait before or after work, a driver's detour; then crow-flight
     * kilometres to a depot.
     */
    travelMinutesWhenUnknown: z.number().min(0).default(60),
    cycleMinutesWhenUnknown: z.number().min(0).default(30),
    waitMinutesWhenUnknown: z.number().min(0).default(45),
    detourMinutesWhenUnknown: z.number().min(0).default(15),
    depotKmWhenUnknown: z.number().min(0).default(20),
  }),
  /** How far outside the territory a job, training place, driver or depot may lie. */
  borderKm: z.number().positive(),
  /** A vehicle is collected at the depot's desk at most this many days before the first shift. */
  collectionWindowDays: z.int().min(0),
  /** Points per unit, summed and rounded into the score; the lowest score comes first. */
  weights: z.object({
    travelMinute: z.number().min(0),
    waitMinute: z.number().min(0),
    monthlyEuro: z.number().min(0),
    co2Kg: z.number().min(0),
    staleMonth: z.number().min(0),
    /** Each day the offer comes after the wished start. */
    waitDay: z.number().min(0).default(0.5),
    /** Each crow-flight kilometre from home to where a vehicle is fetched, a course is held or a repair is done. */
    awayKm: z.number().min(0).default(1),
  }),
  /** Grams of CO2e per kilometre (car modes: per vehicle, the others: per traveller). Source beside the data. */
  co2GramsPerKm: z.object({
    car: z.number().min(0),
    licenceFreeCar: z.number().min(0),
    scooter: z.number().min(0),
    ebike: z.number().min(0),
    bike: z.number().min(0),
  }),
  /** People in a shared car, driver included, over whom its emissions are divided. */
  carpoolOccupants: z.number().min(1),
  /** data·inclusion audiences that a person's status opens. */
  audiencesOfStatus: z.record(z.string(), z.array(z.string())),
  /** Licence categories that a category includes, itself included. */
  licenceIncludes: z.record(z.string(), z.array(z.string())),
  /** Born before this year, no AM licence is asked. */
  amExemptBornBefore: z.int(),
  /** What calls for which step of a pathway, where a territory has decided otherwise than `default-rules.ts`. */
  pathway: pathwayRulesSchema.optional(),
  /** How rides are asked for and answered. */
  booking: bookingRulesSchema.prefault({}),
  /** How long what was confirmed of an offer counts as known. */
  freshness: freshnessRulesSchema.prefault({}),
  /** How scarce vehicles are shared out. */
  allocation: allocationCriteriaSchema.default(DEFAULT_CRITERIA),
  /** What is asked of those who drive. */
  drivers: driverRulesSchema.prefault({}),
  /** What happens when nobody comes at 4:20. */
  emergencyPlan: z.object({
    phone: z.string().nullable(),
    ...planWords,
    illustrative: z.boolean(),
    /** For people who read another language; where there is none, French is shown and marked as French. */
    translations: z
      .object({ falc: z.object(planWords), en: z.object(planWords), ar: z.object(planWords), uk: z.object(planWords) })
      .partial()
      .default({}),
  }),
});
export type TerritoryRules = z.infer<typeof territoryRulesSchema>;

/**
 * Public holidays that are kept there: a French region as @socialgouv/jours-feries names it, none, or a list of one's own for
 * a territory abroad.
 */
const holidaysSchema = z.union([
  z.enum(['metropole', 'alsace-moselle', 'none']),
  z.strictObject({
    /** `MM-DD`, the same each year. */
    everyYear: z.array(z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)).default([]),
    /** Days after Easter Sunday, before it where negative: 1 is Easter Monday, 39 Ascension Day, 50 Whit Monday, 60 Corpus Christi. */
    daysFromEaster: z.array(z.int().min(-100).max(100)).default([]),
    /** `YYYY-MM-DD`, once. */
    dates: z.array(z.iso.date()).default([]),
  }),
]);
export type Holidays = z.infer<typeof holidaysSchema>;

/** A name of the IANA's: a distance from UTC, which every match would take as well, knows no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const territorySchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  name: z.string(),
  timeZone: z.string().refine(isTimeZone, 'n’est pas un fuseau horaire comme Europe/Paris'),
  /** Codes of the zones that make the territory: home must lie in one of them. */
  zones: z.array(z.string()).min(1),
  holidays: holidaysSchema,
  rules: territoryRulesSchema,
});
export type Territory = z.infer<typeof territorySchema>;

/** What the plan says in that language (`falc` for simple French); `isOwn` false: in French, for want of it. */
export function emergencyWords(
  { hours, text, translations }: TerritoryRules['emergencyPlan'],
  language: string,
): { hours: string; text: string; isOwn: boolean } {
  const own = Object.entries(translations).find(([code]) => code === language)?.[1];
  return own === undefined ? { hours, text, isOwn: language === 'fr' } : { ...own, isOwn: true };
}

import { z } from 'zod';
import { CHECK_KINDS, type DriverKind } from './driver.ts';

const checks = z.array(z.enum(CHECK_KINDS));

/** What a territory asks of those who drive. Rides and minutes are those of one week, Monday to Sunday. */
export const driverRulesSchema = z.object({
  /** What a structure must have seen, valid on the day of the ride. */
  requiredChecks: z
    .object({
      volunteer: checks.default(['licence', 'insurance', 'honorability']),
      carpooler: checks.default(['licence', 'insurance']),
    })
    .prefault({}),
  /** How much is asked of somebody who did not say. Minutes at the wheel for others, from home to home. */
  weeklyRides: z.int().min(0).default(10),
  weeklyMinutes: z.int().min(0).default(600),
  /** More than that nobody drives for others, whatever they say; null: no such limit. */
  mostWeeklyRides: z.int().min(0).nullable().default(null),
  mostWeeklyMinutes: z.int().min(0).nullable().default(null),
  /** What is paid back to whoever drove; null: it is not told, and no sum is made. Tenths of a cent are told with a point. */
  paidBackPerKmCents: z.number().min(0).nullable().default(null),
  /** A charter of the territory’s own in the place of the house’s. `texts` by language; French stands for those that lack. */
  charter: z
    .object({
      version: z.string().min(1).max(40),
      texts: z.intersection(
        z.object({ fr: z.array(z.string()).min(1) }),
        z.record(z.string(), z.array(z.string()).min(1)),
      ),
    })
    .nullable()
    .default(null),
});
export type DriverRules = z.infer<typeof driverRulesSchema>;

/** Of the charter that is in the catalogues (`src/i18n/drive`): changed with any change of what is promised. */
export const HOUSE_CHARTER = '2026-11';

export const charterVersion = ({ charter }: DriverRules): string => charter?.version ?? HOUSE_CHARTER;

const least = (...limits: readonly (number | null)[]) => Math.min(...limits.filter((one) => one !== null));

/** Of one driver: what they said, else what the territory asks, and never more than it allows. */
export const weeklyCap = (
  driver: { weeklyRides: number | null; weeklyMinutes: number | null },
  rules: DriverRules,
): { rides: number; minutes: number } => ({
  rides: least(driver.weeklyRides ?? rules.weeklyRides, rules.mostWeeklyRides),
  minutes: least(driver.weeklyMinutes ?? rules.weeklyMinutes, rules.mostWeeklyMinutes),
});

export const requiredChecks = (kind: DriverKind, rules: DriverRules) => rules.requiredChecks[kind];

import { addDays } from '../schedule/dates.ts';
import { type CheckKind, type Driver, isAbsentOn, isValidOn, lastCheck } from './driver.ts';
import { charterVersion, type DriverRules, requiredChecks } from './rules.ts';

const SOON_DAYS = 30;

/** What in a driver’s file asks for whoever coordinates. */
export type DriverNeed =
  | { code: 'application' }
  | { code: 'missing' | 'expired' | 'expires'; check: CheckKind; on: string | null }
  | { code: 'charter' }
  | { code: 'absent'; until: string };

/** The most pressing first; nothing of those who have left or were refused. `today`: `YYYY-MM-DD`. */
export function driverNeeds(driver: Driver, today: string, rules: DriverRules): DriverNeed[] {
  if (driver.status === 'left' || driver.status === 'refused') return [];
  if (driver.status === 'applied') return [{ code: 'application' }];
  const needs: DriverNeed[] = [];
  for (const check of requiredChecks(driver.kind, rules)) {
    const last = lastCheck(driver.checks, check);
    if (last === null) needs.push({ code: 'missing', check, on: null });
    else if (!isValidOn(last, today)) needs.push({ code: 'expired', check, on: last.validUntil });
    else if (!isValidOn(last, addDays(today, SOON_DAYS))) {
      needs.push({ code: 'expires', check, on: last.validUntil });
    }
  }
  if (driver.charterVersion !== charterVersion(rules)) needs.push({ code: 'charter' });
  const absence = driver.absences.find((one) => isAbsentOn([one], today));
  if (absence) needs.push({ code: 'absent', until: absence.until });
  const rank = ({ code }: DriverNeed) =>
    ['application', 'expired', 'missing', 'charter', 'expires', 'absent'].indexOf(code);
  return needs.toSorted((a, b) => rank(a) - rank(b));
}

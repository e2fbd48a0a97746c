import type { Funding, LeftToPay } from '../../domain/plan/funding.ts';
import { weekdayOf } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { PlanStepView } from '../../services/plans/view-plan.ts';
import type { PlanPerson } from '../../services/ports/plans.ts';

const { t } = FRENCH;
const { format, plan: say } = t;

export const personName = ({ firstName, lastName, reference }: PlanPerson): string =>
  [firstName, lastName].filter(Boolean).join(' ') || say.nameless(reference);

export function whenOf({ from, until }: { from: string | null; until: string | null }): string {
  if (from !== null && until !== null) return say.step.dates(format.date(from), format.date(until));
  if (from !== null) return say.step.from_(format.date(from));
  return until === null ? say.step.noDate : say.step.until_(format.date(until));
}

export const sumOf = (cents: number, per: Funding['per']): string =>
  per === 'month' ? say.step.perMonth(format.euros(cents)) : format.euros(cents);

export function leftOf(left: LeftToPay | null, per: Funding['per']): string {
  if (left === null) return say.step.unknownCost;
  const certain = left.leftCents === 0 ? say.step.nothingLeft : sumOf(left.leftCents, per);
  if (left.leftIfGrantedCents >= left.leftCents) return certain;
  return `${certain} (${say.step.leftIfGranted(sumOf(left.leftIfGrantedCents, per))})`;
}

export function referralOf({ referral }: Pick<PlanStepView, 'referral'>, timeZone: string): string | null {
  if (referral === null) return null;
  const words = say.step.referral[referral.status];
  if (typeof words === 'string') return words;
  return words(referral.sentAt === null ? '' : format.instant(referral.sentAt, timeZone));
}

/** A licence to have before a solution that asks for it: a question to settle, or one that is surely not there. */
export function licenceWords({ step, licence, offer }: PlanStepView): string | null {
  if (licence === null) return null;
  const title = offer?.title ?? say.kinds.bridge;
  if (step === 'licenceCheck') return say.step.licenceAsked(licence, title);
  return step === 'licence' && offer?.kind !== 'drivingLicence' ? say.step.licenceMissing(licence, title) : null;
}

export function collectWords(collect: NonNullable<PlanStepView['collect']>): string {
  if (collect === 'never') return say.step.collectNever;
  const { on, from, to } = collect;
  return say.step.collectOn(
    `${format.weekday(weekdayOf(on))} ${format.date(on)}`,
    format.clock(from),
    format.clock(to),
  );
}

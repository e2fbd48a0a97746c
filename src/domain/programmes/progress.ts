import { z } from 'zod';
import { isoDateSchema } from '../clock-time.ts';
import type { ProgrammeKind } from './programme.ts';

/**
 * How far somebody is: the steps of each kind of programme, in order, and what is noted of each. `hours`: done, of so many planned;
 * `test`: its last result, when, and how many times it was taken; `day`: the day it was done. A step nothing is noted of is absent.
 */
export type StepAsks = 'hours' | 'test' | 'day';
export type ProgressStep = { code: string; asks: StepAsks };

const step = (code: string, asks: StepAsks): ProgressStep => ({ code, asks });

/** The last one of each says that the programme reached its end. */
export const STEPS_OF: Record<ProgrammeKind, readonly ProgressStep[]> = {
  licence: [
    step('codeHours', 'hours'),
    step('codeTest', 'test'),
    step('drivingHours', 'hours'),
    step('drivingTest', 'test'),
    step('licenceObtained', 'day'),
  ],
  cyclingSchool: [
    step('balance', 'day'),
    step('steering', 'day'),
    step('rules', 'day'),
    step('inTraffic', 'day'),
    step('alone', 'day'),
  ],
  accompaniedTrip: [step('prepared', 'day'), step('accompanied', 'day'), step('alone', 'day')],
  ecoDriving: [step('theoryHours', 'hours'), step('practiceHours', 'hours'), step('assessed', 'day')],
  workshop: [step('workshopHours', 'hours'), step('finished', 'day')],
};

const hours = z
  .number('Écrivez un nombre d’heures.')
  .min(0, 'Un nombre à partir de 0.')
  .max(1000, '1000 heures au plus.')
  // Half and quarter hours are noted; a figure that no clock shows is a mistake.
  .refine((value) => Number.isInteger(value * 4), 'Écrivez des quarts d’heure, comme 1,5.');

const SCHEMAS = {
  hours: z.object({ done: hours, planned: hours.nullable().default(null) }),
  test: z.object({
    result: z.enum(['passed', 'failed'], 'Dites si c’est réussi.'),
    on: isoDateSchema,
    attempts: z.int('Écrivez un nombre entier.').min(1, 'Une fois au moins.').max(20, '20 fois au plus.'),
  }),
  day: z.object({ on: isoDateSchema }),
} as const;

export type HoursDone = z.infer<(typeof SCHEMAS)['hours']>;
export type TestTaken = z.infer<(typeof SCHEMAS)['test']>;
export type DayDone = z.infer<(typeof SCHEMAS)['day']>;
export type Progress = Readonly<Record<string, HoursDone | TestTaken | DayDone>>;

const shapeOf = (kind: ProgrammeKind) =>
  z.strictObject(Object.fromEntries(STEPS_OF[kind].map(({ code, asks }) => [code, SCHEMAS[asks].optional()])));

/** What is noted must fit the programme, lie in no future, and follow from what comes before. `today`: `YYYY-MM-DD`. */
export function progressSchema(kind: ProgrammeKind, today: string) {
  return shapeOf(kind).superRefine((noted, check) => {
    const progress = noted as Progress;
    const fault = (code: string, field: string, message: string) =>
      check.addIssue({ code: 'custom', path: [code, field], message });
    for (const { code } of STEPS_OF[kind]) {
      const on = dayOf(progress[code]);
      if (on !== null && on > today) fault(code, 'on', 'Ce jour n’est pas encore venu.');
    }
    if (kind !== 'licence') return;
    const { codeTest, drivingTest, licenceObtained } = progress;
    if (drivingTest !== undefined && !isPassed(codeTest)) {
      fault('drivingTest', 'result', 'L’épreuve de conduite vient après la réussite au code.');
    } else if (drivingTest !== undefined && (dayOf(drivingTest) ?? '') < (dayOf(codeTest) ?? '')) {
      fault('drivingTest', 'on', 'L’épreuve de conduite vient après le code.');
    }
    if (licenceObtained !== undefined && !isPassed(drivingTest)) {
      fault('licenceObtained', 'on', 'Le permis vient après la réussite à la conduite.');
    } else if (licenceObtained !== undefined && (dayOf(licenceObtained) ?? '') < (dayOf(drivingTest) ?? '')) {
      fault('licenceObtained', 'on', 'Le permis vient après l’épreuve de conduite.');
    }
  });
}

const dayOf = (noted: Progress[string] | undefined): string | null => (noted && 'on' in noted ? noted.on : null);
const isPassed = (noted: Progress[string] | undefined): boolean =>
  noted !== undefined && 'result' in noted && noted.result === 'passed';

/** Hours are done once those that were planned are; of hours nobody planned, nobody can say. */
export function isDone(noted: Progress[string] | undefined): boolean {
  if (noted === undefined) return false;
  if ('done' in noted) return noted.planned !== null && noted.planned > 0 && noted.done >= noted.planned;
  return 'result' in noted ? isPassed(noted) : true;
}

/** How many of the steps are done. */
export const stepsDone = (kind: ProgrammeKind, progress: Progress): { done: number; of: number } => ({
  done: STEPS_OF[kind].filter(({ code }) => isDone(progress[code])).length,
  of: STEPS_OF[kind].length,
});

/** The step that comes next; null once all are done. */
export const nextStep = (kind: ProgrammeKind, progress: Progress): ProgressStep | null =>
  STEPS_OF[kind].find(({ code }) => !isDone(progress[code])) ?? null;

/** The end was reached: a licence was obtained, a trip was made alone. */
export function isAtItsEnd(kind: ProgrammeKind, progress: Progress): boolean {
  const last = STEPS_OF[kind].at(-1);
  return last !== undefined && isDone(progress[last.code]);
}

import type { CriterionFact } from '../matching/result.ts';
import type { DiagnosticInput, LICENCE_STATUSES } from './diagnostic.ts';

/** What may not be known of a person yet, and one short answer tells. */
export const OPEN_FACTS = [
  'licenceB',
  'licenceAm',
  'vehicles',
  'birthDate',
  'statuses',
  'canCycle',
  'cycleMinutes',
  'walkMinutes',
  'wheelchair',
  'waitMinutes',
  'travelMinutes',
  'budget',
  'deposit',
] as const;
export type OpenFact = (typeof OPEN_FACTS)[number];
export const isOpenFact = (text: string): text is OpenFact => OPEN_FACTS.some((fact) => fact === text);

/** What is known of the person: a diagnostic as it leaves the house. */
export type Known = Omit<DiagnosticInput, 'beneficiary'> & {
  beneficiary: { age: number | null; statuses?: readonly string[] | undefined };
};

/**
 * The fact that would settle a doubt, where it is one of the person's and nobody said it yet. Null where the doubt is the
 * offer's, or an estimate's: no answer of the person settles that.
 */
export function openFactOf(criterion: Asked & Pick<CriterionFact, 'outcome'>, known: Known) {
  if (criterion.outcome !== 'unknown') return null;
  return candidates(criterion).find((fact) => !isKnown(fact, known)) ?? null;
}

type Asked = Pick<CriterionFact, 'code' | 'limit' | 'actual'> & { variant?: string | null | undefined };

function candidates({ code, limit, actual, variant }: Asked): readonly OpenFact[] {
  switch (code) {
    case 'licence':
      // A young person may drive a light car by the year of birth.
      return limit === 'AM' ? ['licenceAm', 'birthDate'] : ['licenceB'];
    case 'need':
      return limit === null ? (actual === null ? ['vehicles'] : []) : limit === 'AM' ? ['licenceAm'] : ['licenceB'];
    case 'age':
      return ['birthDate'];
    case 'status':
    case 'audience':
      return ['statuses'];
    case 'cycling':
      return ['canCycle'];
    case 'wheelchair':
      return ['wheelchair'];
    case 'walk':
    case 'depot':
      return ['walkMinutes'];
    case 'wait':
      return ['waitMinutes'];
    case 'duration':
      if (limit !== null) return [];
      return variant === 'cycle' ? ['cycleMinutes', 'travelMinutes'] : ['travelMinutes'];
    case 'reach':
      return limit === null ? ['travelMinutes', 'cycleMinutes'] : [];
    case 'budget':
    case 'cost':
      return actual === null ? [] : ['budget'];
    case 'deposit':
      return ['deposit'];
    default:
      return [];
  }
}

export function isKnown(fact: OpenFact, { beneficiary, means, job, goal }: Known): boolean {
  const has = (category: string) => means.licences?.some((licence) => licence.category === category) === true;
  const limits = job ?? goal;
  const is: Record<OpenFact, boolean> = {
    licenceB: has('B'),
    licenceAm: has('AM'),
    vehicles: means.vehicles !== undefined,
    birthDate: beneficiary.age !== null,
    statuses: beneficiary.statuses !== undefined,
    canCycle: means.canCycle !== undefined,
    cycleMinutes: means.maxCycleMinutes !== undefined || means.canCycle === false,
    walkMinutes: means.maxWalkMinutes !== undefined,
    wheelchair: means.wheelchair !== undefined,
    waitMinutes: limits?.maxWaitMinutes !== undefined,
    travelMinutes: limits?.maxTravelMinutes !== undefined,
    budget: means.budgetPerMonthCents !== undefined,
    deposit: means.depositCents !== undefined,
  };
  return is[fact];
}

type LicenceStatus = (typeof LICENCE_STATUSES)[number];

export type OpenAnswer =
  | { fact: 'licenceB' | 'licenceAm'; status: LicenceStatus }
  /** All there are. */
  | { fact: 'vehicles'; vehicles: readonly string[] }
  | { fact: 'birthDate'; birthDate: string }
  /** All there are. */
  | { fact: 'statuses'; statuses: readonly string[] }
  | { fact: 'canCycle' | 'wheelchair'; yes: boolean }
  | { fact: 'cycleMinutes' | 'walkMinutes' | 'waitMinutes' | 'travelMinutes'; minutes: number }
  | { fact: 'budget' | 'deposit'; cents: number };

/** The answer as a JSON merge patch on that diagnostic: it touches nothing else. */
export function patchOf(answer: OpenAnswer, { means, job }: Pick<Known, 'means' | 'job'>): object {
  switch (answer.fact) {
    case 'licenceB':
    case 'licenceAm': {
      const category = answer.fact === 'licenceB' ? 'B' : 'AM';
      const others = (means.licences ?? []).filter((licence) => licence.category !== category);
      return { means: { licences: [...others, { category, status: answer.status }] } };
    }
    case 'vehicles':
      return { means: { vehicles: answer.vehicles } };
    case 'birthDate':
      return { beneficiary: { birthDate: answer.birthDate } };
    case 'statuses':
      return { beneficiary: { statuses: answer.statuses } };
    case 'canCycle':
    case 'wheelchair':
      return { means: { [answer.fact]: answer.yes } };
    case 'cycleMinutes':
      return { means: { maxCycleMinutes: answer.minutes } };
    case 'walkMinutes':
      return { means: { maxWalkMinutes: answer.minutes } };
    case 'waitMinutes':
      return { [job ? 'job' : 'goal']: { maxWaitMinutes: answer.minutes } };
    case 'travelMinutes':
      return { [job ? 'job' : 'goal']: { maxTravelMinutes: answer.minutes } };
    case 'budget':
      return { means: { budgetPerMonthCents: answer.cents } };
    case 'deposit':
      return { means: { depositCents: answer.cents } };
  }
}

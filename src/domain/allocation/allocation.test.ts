import { describe, expect, it } from 'vitest';
import { type AllocationFacts, allocationCriteriaSchema, DEFAULT_CRITERIA, pointsOf } from './criteria.ts';
import { criteriaProse, ruleProse } from './criteria-prose.ts';
import { explainAllocation } from './explain.ts';
import { faultsOf } from './faults.ts';
import { figuresOf } from './figures.ts';
import { modelOf, provenBound, takenOf, UnsoundAnswerError } from './model.ts';
import { type AllocationProblem, type LendableVehicle, loanOptions, type WaitingPerson } from './problem.ts';

const lina: WaitingPerson = {
  id: 'a',
  wantedFrom: '2027-01-04',
  acceptsUntil: '2027-01-06',
  days: 30,
  vehicleTypes: ['car'],
  licences: ['B', 'AM'],
  equipment: [],
  points: 40,
  waitingSince: '2026-12-01',
};
const clio: LendableVehicle = { id: 'v1', type: 'car', licence: 'B', equipment: [], mostDays: null, busy: [] };
const problemOf = (people: WaitingPerson[], vehicles: LendableVehicle[] = [clio]): AllocationProblem => ({
  period: { from: '2027-01-01', until: '2027-01-31' },
  lossPerDay: 1,
  people,
  vehicles,
});
const optionOf = (problem: AllocationProblem, personId: string, start: string) =>
  loanOptions(problem).find((option) => option.personId === personId && option.start === start) as NonNullable<
    ReturnType<typeof loanOptions>[number]
  >;

describe('points', () => {
  const facts: AllocationFacts = {
    jobStartsOn: '2027-01-11',
    legs: { total: 10, unserved: 5 },
    childSeats: 3,
    distanceMetres: 24_900,
    waitingSince: '2026-12-01',
  };
  const of = (more: Partial<AllocationFacts> = {}) =>
    Object.fromEntries(
      pointsOf({ ...facts, ...more }, '2027-01-04', DEFAULT_CRITERIA).parts.map((one) => [one.code, one.points]),
    );

  it('are those of the published bands', () => {
    expect(of()).toEqual({ jobStart: 30, unservedLegs: 15, children: 10, distance: 12, waiting: 8 });
    expect(pointsOf(facts, '2027-01-04', DEFAULT_CRITERIA).total).toBe(75);
  });

  it.each([
    ['a job that has begun', { jobStartsOn: '2026-11-01' }, { jobStart: 30 }],
    ['the last day of a band', { jobStartsOn: '2027-01-18' }, { jobStart: 25 }],
    ['the first day after it', { jobStartsOn: '2027-01-19' }, { jobStart: 15 }],
    ['a job far off', { jobStartsOn: '2027-06-01' }, { jobStart: 5 }],
    ['a third of the rides, rounded down', { legs: { total: 3, unserved: 1 } }, { unservedLegs: 10 }],
    ['no ride at all', { legs: { total: 0, unserved: 0 } }, { unservedLegs: 10 }],
    ['just short of a band', { distanceMetres: 29_999 }, { distance: 12 }],
    ['next door', { distanceMetres: 200 }, { distance: 0 }],
    ['a list joined today', { waitingSince: '2027-01-04' }, { waiting: 0 }],
    ['half a year on the list', { waitingSince: '2026-06-01' }, { waiting: 20 }],
    ['a list joined later than the period begins', { waitingSince: '2027-01-20' }, { waiting: 0 }],
  ])('%s', (_, more, expected) => {
    expect(of(more)).toMatchObject(expected);
  });

  it('are never none for want of an answer, and say what is not known', () => {
    const unknown = { jobStartsOn: null, legs: null, childSeats: null, distanceMetres: null };
    const { parts } = pointsOf({ ...facts, ...unknown }, '2027-01-04', DEFAULT_CRITERIA);
    expect(parts.filter(({ known }) => !known).map(({ code, points }) => [code, points])).toEqual([
      ['jobStart', 5],
      ['unservedLegs', 10],
      ['children', 0],
      ['distance', 6],
    ]);
  });

  it('are never more than what is published as the most', () => {
    for (const { points, most } of pointsOf(facts, '2027-01-04', DEFAULT_CRITERIA).parts)
      expect(points).toBeLessThanOrEqual(most);
  });
});

describe('the published words', () => {
  it('hold every figure of the criteria', () => {
    const criteria = allocationCriteriaSchema.parse({
      ...DEFAULT_CRITERIA,
      children: { perSeat: 137, mostSeats: 7 },
      lossPerDay: 43,
      longestLoanDays: 61,
    });
    const words = [...criteriaProse(criteria).flatMap(({ sentences }) => sentences), ...ruleProse(criteria)].join(' ');
    for (const figure of ['137 points', '7 enfants', '43 points', '61 jours']) expect(words).toContain(figure);
  });
});

describe('what a solver answers', () => {
  const problem = problemOf([lina, { ...lina, id: 'b', points: 30 }]);

  it('is refused where it gives one vehicle twice on a day', () => {
    const options = loanOptions(problem);
    const both = options.map(({ start }) => (start === '2027-01-04' ? 1 : 0));
    expect(() => takenOf(options, both)).toThrow(UnsoundAnswerError);
    expect(takenOf(options, [0.999_999_9, ...options.slice(1).map(() => 1e-9)])).toEqual([options[0]]);
  });

  it('never passes what any prices prove, and no prices at all prove the most that could be', () => {
    const options = loanOptions(problem);
    const weights = options.map(({ points }) => points);
    expect(provenBound(options, weights, new Map()).most).toBe(40);
    expect(provenBound(options, weights, new Map([['a', 40]])).most).toBe(70);
    expect(provenBound(options, weights, new Map([['a', -5]])).most).toBe(40);
    const { mostWith } = provenBound(options, weights, new Map());
    expect(mostWith[options.findIndex(({ personId }) => personId === 'b')]).toBe(30);
  });

  it('is asked for with one row a person and one a day on which a vehicle may leave', () => {
    const { model, people } = modelOf(
      loanOptions(problem),
      loanOptions(problem).map(() => 1),
    );
    expect(people).toEqual(['a', 'b']);
    expect(model.rows).toHaveLength(2 + 3);
    expect(model.rows.slice(0, 2).every(({ most, least }) => most === 1 && least === null)).toBe(true);
  });

  it.each([
    ['personTwice', [optionOf(problem, 'a', '2027-01-04'), optionOf(problem, 'a', '2027-01-05')]],
    ['vehicleTwice', [optionOf(problem, 'a', '2027-01-04'), optionOf(problem, 'b', '2027-01-06')]],
    ['start', [{ ...optionOf(problem, 'a', '2027-01-04'), start: '2027-01-03', until: '2027-02-01' }]],
    ['length', [{ ...optionOf(problem, 'a', '2027-01-04'), until: '2027-02-28' }]],
    ['points', [{ ...optionOf(problem, 'a', '2027-01-04'), points: 41 }]],
    ['unknown', [{ ...optionOf(problem, 'a', '2027-01-04'), vehicleId: 'v9' }]],
  ])('breaks a rule: %s', (rule, given) => {
    expect(faultsOf(problem, given).map((fault) => fault.rule)).toContain(rule);
  });

  it('breaks a rule where the vehicle is not for that person, or not free', () => {
    const given = [optionOf(problem, 'a', '2027-01-04')];
    const rules = (vehicle: LendableVehicle) => faultsOf(problemOf([lina], [vehicle]), given).map(({ rule }) => rule);
    expect(rules(clio)).toEqual([]);
    expect(rules({ ...clio, licence: 'C' })).toEqual(['unfit']);
    expect(rules({ ...clio, busy: [{ from: '2027-02-02', until: '2027-02-02' }] })).toEqual(['busy']);
    expect(rules({ ...clio, busy: [{ from: '2027-02-03', until: '2027-02-03' }] })).toEqual([]);
  });
});

describe('why', () => {
  const say = (
    problem: AllocationProblem,
    given: ReturnType<typeof loanOptions>,
    id: string,
    reader = 'person' as const,
  ) =>
    explainAllocation(
      figuresOf(problem, given).get(id) as NonNullable<ReturnType<ReturnType<typeof figuresOf>['get']>>,
      reader,
    );

  it('names nobody, counts others only from five on, and says what would change it', () => {
    const problem = problemOf([lina, { ...lina, id: 'b', points: 30 }]);
    const given = [optionOf(problem, 'a', '2027-01-04')];
    expect(say(problem, given, 'b')).toEqual({
      why: [
        '30 points. 1 véhicule convient, sur 1.',
        'Passent avant : moins de 5 personnes avec plus de points.',
        'Le premier se libère le mercredi 3 février 2027.',
      ],
      changes: ['Accepter que le prêt commence le mercredi 3 février 2027.'],
    });
    expect(explainAllocation(figuresOf(problem, given).get('b') as never, 'structure').why[1]).toBe(
      'Passent avant : 1 personne avec plus de points.',
    );
    expect(say(problem, given, 'a').why).toEqual([
      'Une voiture, du lundi 4 janvier 2027 au mardi 2 février 2027 : 40 points.',
      'Le prêt commence le premier jour possible.',
    ]);
  });

  it('says when it was nobody else: no vehicle that suits, none free, no day in the period', () => {
    expect(say(problemOf([lina], [{ ...clio, type: 'scooter' }]), [], 'a')).toEqual({
      why: ['Aucun véhicule ne convient, sur 1.', '1 véhicule n’est pas du type demandé.'],
      changes: ['Accepter un autre type de véhicule.'],
    });
    const busy = { ...clio, busy: [{ from: '2027-01-20', until: '2027-01-25' }] };
    expect(say(problemOf([lina], [busy]), [], 'a')).toEqual({
      why: [
        '40 points. 1 véhicule convient, sur 1.',
        'Aucun de ceux qui conviennent n’est libre pendant tout le prêt : ils sont déjà prêtés, en entretien ou réservés.',
        'Le premier se libère le mardi 26 janvier 2027.',
      ],
      changes: ['Accepter que le prêt commence le mardi 26 janvier 2027.', 'Demander un prêt de 16 jours au plus.'],
    });
    const late = { ...lina, wantedFrom: '2027-03-01', acceptsUntil: '2027-03-08' };
    expect(say(problemOf([late]), [], 'a').why).toEqual(['Aucun début possible n’est dans la période.']);
  });

  it('tells honestly that people with fewer points went before', () => {
    const long = { ...lina, days: 60, points: 50 };
    const others = ['b', 'c'].map((id, nth) => ({
      ...lina,
      id,
      points: 30,
      days: 20,
      wantedFrom: nth === 0 ? '2027-01-04' : '2027-01-24',
      acceptsUntil: nth === 0 ? '2027-01-04' : '2027-01-24',
    }));
    const problem = problemOf([long, ...others]);
    const given = [optionOf(problem, 'b', '2027-01-04'), optionOf(problem, 'c', '2027-01-24')];
    expect(say(problem, given, 'a').why.join(' ')).toMatch(
      /moins de 5 personnes avec moins de points\. Ces prêts, plus courts/,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { commune, gazetteerOf } from '../../../test/factories/gazetteer.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { answersOf, readTrialAnswers, type TrialAnswers } from './trial-answers.ts';
import { fieldMessages, readTrial } from './trial-input.ts';

const { t } = FRENCH;
const gazetteer = gazetteerOf({
  inside: [
    commune('55122', 'Commercy', ['55200'], { lon: 5.59, lat: 48.76 }),
    commune('55573', 'Vignot', ['55200'], { lon: 5.61, lat: 48.77 }),
  ],
  around: [commune('52448', 'Saint-Dizier', ['52100'], { lon: 4.95, lat: 48.64 })],
});

const REQUIRED = 'home=Commercy&job=Saint-Dizier&startsOn=2026-12-09&preset=day';
const answers = (form = '') => readTrialAnswers(new URLSearchParams(`${REQUIRED}&${form}`));
const without = (name: string) => {
  const params = new URLSearchParams(REQUIRED);
  params.delete(name);
  return readTrialAnswers(params);
};
const read = (given: TrialAnswers) => readTrial(given, { gazetteer, t, today: '2026-11-22' });
const fields = (given: TrialAnswers) => read(given).errors.map(({ field }) => field);
const readPreset = (form: string) => ({ preset: readTrialAnswers(new URLSearchParams(form)).preset });
const rows = (...shifts: string[]) =>
  `cycleDays=14&${shifts
    .map((shift) => {
      const [day = '', start = '', end = ''] = shift.split(' ');
      return `rowDay=${day}&rowStart=${start}&rowEnd=${end}`;
    })
    .join('&')}`;

describe('answers become a diagnostic', () => {
  it('without a name, absent where nothing was said', () => {
    const { input, errors } = read(answers());
    expect(errors).toEqual([]);
    expect(input).toEqual({
      beneficiary: {},
      home: { label: 'Commercy', commune: '55122', lon: 5.59, lat: 48.76 },
      job: {
        label: 'Saint-Dizier',
        commune: '52448',
        lon: 4.95,
        lat: 48.64,
        startsOn: '2026-12-09',
        // A Wednesday: the rota is told in weeks, from the Monday before.
        cycle: {
          anchorDate: '2026-12-07',
          lengthDays: 7,
          shifts: [0, 1, 2, 3, 4].map((day) => ({ day, start: '08:00', end: '16:00' })),
        },
      },
      stops: [],
      means: {},
      barriers: {},
    });
  });

  it.each([
    ['licence=none', { licences: [{ category: 'B', status: 'none' }] }],
    ['licence=pilot', {}],
    ['vehicle=none', { vehicles: [] }],
    ['vehicle=car', { vehicles: ['car'] }],
    ['bike=yes&bikeMinutes=25', { canCycle: true, maxCycleMinutes: 25 }],
    ['bike=no', { canCycle: false }],
    ['walk=6,3', { maxWalkMinutes: 6.3 }],
    ['walk=0', { maxWalkMinutes: 0 }],
    ['budget=60&deposit=1 000', { budgetPerMonthCents: 6000, depositCents: 100_000 }],
    ['budget=59,90 €', { budgetPerMonthCents: 5990 }],
    ['wheelchair=no', { wheelchair: false }],
  ])('means: %s', (form, means) => expect(JSON.parse(JSON.stringify(read(answers(form)).input?.means))).toEqual(means));

  it.each([
    ['age=27', { birthDate: '1999-12-09' }],
    ['age=27&statuses=rsa&statuses=jobSeeker', { birthDate: '1999-12-09', statuses: ['rsa', 'jobSeeker'] }],
  ])('person: %s', (form, person) => expect(read(answers(form)).input?.beneficiary).toEqual(person));

  it('a birthday of 29 February is brought to the 28th', () => {
    expect(
      read(answers('age=27').age ? { ...answers('age=27'), startsOn: '2028-02-29' } : answers()).input?.beneficiary,
    ).toEqual({
      birthDate: '2001-02-28',
    });
  });

  it('barriers are told apart by what they hold back', () => {
    expect(read(answers('barriers=cost&barriers=french&barriers=nothing')).input?.barriers).toEqual({
      means: ['cost'],
      skill: ['french'],
      motivation: [],
    });
  });

  it.each([
    ['preset=twoShifts', 14, 10],
    ['preset=threeShifts', 21, 15],
    ['preset=night', 7, 5],
    ['preset=split', 7, 10],
  ])('rota: %s', (form, lengthDays, shifts) => {
    const cycle = read({ ...answers(), ...readPreset(form) }).input?.job?.cycle;
    expect([cycle?.lengthDays, cycle?.shifts.length]).toEqual([lengthDays, shifts]);
  });

  it('rows say the rota, blank ones nothing', () => {
    const cycle = read(answers(rows('1 5h 13h', '2', '14 21:00 5h30'))).input?.job?.cycle;
    expect(cycle).toEqual({
      anchorDate: '2026-12-07',
      lengthDays: 14,
      shifts: [
        { day: 0, start: '05:00', end: '13:00' },
        { day: 13, start: '21:00', end: '05:30' },
      ],
    });
  });

  it('a rota that is no number of weeks begins on the first day of work', () => {
    const given = answers(rows('1 5h 13h').replace('cycleDays=14', 'cycleDays=8'));
    expect(read(given).input?.job?.cycle.anchorDate).toBe('2026-12-09');
  });

  it('reads back what it wrote', () => {
    const given = answers(
      `${rows('1 05:00 13:00', '8 21:00 05:00')}&licence=theory&vehicle=none&walk=12&bike=yes&budget=60&travel=75&barriers=cost`,
    );
    const { input } = read(given);
    if (!input) throw new Error('The answers were not understood.');
    const { beneficiary: _person, ...facts } = input;
    const view = {
      id: 'x',
      version: 1,
      createdAt: '',
      expiresAt: null,
      beneficiary: { id: 'b', reference: null, age: null },
      ...facts,
    };
    expect(read(answersOf(view, '', gazetteer)).input).toEqual(input);
  });
});

describe('what is wrong is told beside its field', () => {
  it.each<[string, TrialAnswers, string[]]>([
    ['nothing at all', readTrialAnswers(new URLSearchParams()), ['home', 'job', 'startsOn', 'preset']],
    ['no home', without('home'), ['home']],
    ['an unknown job', { ...answers(), job: 'Atlantis' }, ['job']],
    ['a postcode of two communes', { ...answers(), home: '55200' }, ['homeCommune']],
    ['a postcode and the choice', { ...answers(), home: '55200', homeCommune: '55573' }, []],
    ['no coordinates', answers('homePoint=rue+de+la+gare'), ['homePoint']],
    ['coordinates turned round', answers('jobPoint=4.95, 48.64'), ['jobPoint']],
    ['right coordinates', answers('jobPoint=48.64, 4.95'), []],
    ['no date', without('startsOn'), ['startsOn']],
    ['a day that is not', { ...answers(), startsOn: '31/02/2027' }, ['startsOn']],
    ['own hours, none given', { ...answers(), preset: 'custom' }, ['preset']],
    ['a cycle of no day', answers(rows('1 5h 13h').replace('14', '0')), ['cycleDays']],
    ['a cycle of 400 days', answers(rows('1 5h 13h').replace('14', '400')), ['cycleDays']],
    ['only blank rows', answers(rows('1', '2')), ['rowStart-0']],
    ['an hour in words', answers(rows('1 5h 13h', '2 cinq 13h')), ['rowStart-1']],
    ['no end', answers(rows('1 5h')), ['rowEnd-0']],
    ['a day outside the cycle', answers(rows('15 5h 13h')), ['rowDay-0']],
    ['minutes in words', answers('walk=dix'), ['walk']],
    ['too many minutes', answers('wait=1441'), ['wait']],
    ['a debt for a budget', answers('budget=-5'), ['budget']],
    ['a child', answers('age=9'), ['age']],
    ['several things', answers('walk=x&budget=y&age=z'), ['walk', 'budget', 'age']],
  ])('%s', (_name, given, expected) => {
    expect(fields(given)).toEqual(expected);
    expect(read(given).input === null).toBe(expected.length > 0);
  });

  it('offers the communes to choose between', () => {
    const { candidates } = read({ ...answers(), home: '55200' });
    expect(candidates.home.map(({ code }) => code)).toEqual(['55122', '55573']);
    expect(candidates.job).toEqual([]);
  });
});

describe('what the services refuse comes back to the form', () => {
  const led = (path: string, given: TrialAnswers, rowsOf: number[] = []) =>
    fieldMessages([{ path, message: 'Refusé.' }], { answers: given, rows: rowsOf, t });
  it.each<[string, string, string]>([
    ['home', '', 'home'],
    ['home', 'homePoint=48.7, 5.5', 'homePoint'],
    ['job.commune', '', 'job'],
    ['job.startsOn', '', 'startsOn'],
    ['job.cycle.anchorDate', '', 'startsOn'],
    ['job.cycle.shifts.0', '', 'preset'],
    ['job.maxWaitMinutes', '', 'wait'],
    ['means.depositCents', '', 'deposit'],
    ['somewhere.else', '', ''],
  ])('%s with %j', (path, form, field) => expect(led(path, answers(form))).toEqual([{ field, message: 'Refusé.' }]));

  it('a shift leads to the row it was typed in, blank rows counted', () => {
    const given = answers(rows('1', '1 5h 13h', '1 9h 9h'));
    const { rows: rowsOf } = read(given);
    expect(rowsOf).toEqual([1, 2]);
    expect(led('job.cycle.shifts.1.end', given, [...rowsOf])[0]?.field).toBe('rowEnd-2');
    expect(led('job.cycle.shifts.0', given, [...rowsOf])[0]?.field).toBe('rowStart-1');
  });

  it('never says nothing', () => {
    expect(fieldMessages([], { answers: answers(), rows: [], t })).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { ground, today } from '../../../test/factories/ground.ts';
import { diagnosticInputSchema } from './diagnostic.ts';
import { diagnosticProblems } from './validate.ts';

const HOME = { lon: 5.5, lat: 49 };
const CYCLE = {
  anchorDate: '2026-12-07',
  lengthDays: 14,
  shifts: [
    { day: 0, start: '05:00', end: '13:00' },
    { day: 7, start: '21:00', end: '05:00' },
  ],
};
const JOB = { lon: 5.6, lat: 49.1, startsOn: '2026-12-07', cycle: CYCLE };

function problemsOf(changes: Record<string, unknown>) {
  const diagnostic = diagnosticInputSchema.parse({ home: HOME, job: JOB, ...changes });
  return diagnosticProblems({ diagnostic, today, ground });
}
const rota = (lengthDays: number, ...shifts: string[]) => ({
  job: {
    ...JOB,
    cycle: {
      anchorDate: '2026-12-07',
      lengthDays,
      shifts: shifts.map((text) => {
        const [day, start, end] = text.split(' ');
        return { day: Number(day), start, end };
      }),
    },
  },
});

describe('a diagnostic that can be matched', () => {
  it.each([
    ['a job, a home', {}],
    ['a job 30 km over the border', { job: { ...JOB, lon: 4.6 } }],
    ['a job in a known commune over the border', { job: { ...JOB, lon: 4.9, lat: 49.05, commune: '52001' } }],
    ['a job at the edge, in a commune whose chef-lieu lies beyond', { job: { ...JOB, lon: 4.25, commune: '51999' } }],
    ['home at its commune', { home: { ...HOME, commune: '55001' } }],
    ['two shifts that touch', rota(7, '0 05:00 13:00', '0 13:00 21:00')],
    ['a split shift', rota(7, '0 06:00 09:00', '0 17:00 20:00')],
    ['a night every night', rota(1, '0 21:00 05:00')],
    ['nights that end when the next begins', rota(1, '0 05:00 17:00', '0 17:00 05:00')],
    ['a night at the end of the cycle, then a morning at the same hour', rota(7, '6 21:00 05:00', '0 05:00 13:00')],
    ['an eight-day cycle', rota(8, '0 05:00 13:00', '7 21:00 05:00')],
    ['a start in the past', { job: { ...JOB, startsOn: '2026-01-05' } }],
    ['born today', { beneficiary: { birthDate: today } }],
    ['statuses nobody has heard of', { beneficiary: { statuses: ['tout-nouveau'] } }],
    [
      'an interview to come among past ones',
      {
        job: undefined,
        goal: {
          type: 'interview',
          place: HOME,
          dates: [
            { date: '2026-11-01', arriveBy: '09:00' },
            { date: today, arriveBy: '09:00' },
          ],
        },
      },
    ],
    ['no goal yet', { job: undefined, goal: { type: 'none' } }],
  ])('%s', (_name, changes) => {
    expect(problemsOf(changes)).toEqual([]);
  });
});

describe('a diagnostic that cannot be', () => {
  it.each([
    ['unknown commune', { home: { ...HOME, commune: '55999' } }, 'home.commune', /Commune 55999 inconnue/],
    [
      'coordinates swapped',
      { home: { lon: 49, lat: 5.5 } },
      'home',
      /lon et lat semblent inversés : écrivez lon 5\.5 et lat 49\./,
    ],
    ['coordinates of the job swapped', { job: { ...JOB, lon: 49, lat: 5.5 } }, 'job', /semblent inversés/],
    ['home outside the territory', { home: { lon: 4.9, lat: 49 } }, 'home', /hors du territoire \(Carré\), à 8 km/],
    [
      'home in a commune outside',
      { home: { lon: 5.01, lat: 49, commune: '52001' } },
      'home.commune',
      /Outreval \(52001\) est hors du territoire/,
    ],
    [
      'home far from its commune',
      { home: { lon: 5.5, lat: 49.2, commune: '55001' } },
      'home.commune',
      /à 23 km de Villeneuve/,
    ],
    [
      'job beyond the border',
      { job: { ...JOB, lon: 4 } },
      'job',
      /à 73 km du territoire \(Carré\) ; la limite est de 60 km/,
    ],
    [
      'shift elsewhere',
      {
        job: {
          ...JOB,
          cycle: { ...CYCLE, shifts: [{ day: 0, start: '05:00', end: '13:00', place: { lon: 0, lat: 0 } }] },
        },
      },
      'job.cycle.shifts.0.place',
      /5.\d{3} km/,
    ],
    [
      'a stop nowhere',
      { stops: [{ lon: -30, lat: 40, direction: 'outbound' }] },
      'stops.0',
      /Vérifiez les coordonnées/,
    ],
    [
      'training beyond the border',
      {
        job: undefined,
        goal: {
          type: 'training',
          place: { lon: 2.35, lat: 48.85 },
          dates: [{ date: '2026-12-01', arriveBy: '09:00' }],
        },
      },
      'goal.place',
      /la limite est de 60 km/,
    ],
    ['a shift of no length', rota(7, '0 08:00 08:00'), 'job.cycle.shifts.0.end', /commence et finit à 08:00/],
    ['a day outside the cycle', rota(7, '7 08:00 12:00'), 'job.cycle.shifts.0.day', /les jours vont de 0 à 6/],
    [
      'the second day of a one-day cycle',
      rota(1, '1 08:00 12:00'),
      'job.cycle.shifts.0.day',
      /avec 1 jour, les jours vont de 0 à 0/,
    ],
    [
      'shifts that overlap',
      rota(7, '0 05:00 13:00', '0 12:59 21:00'),
      'job.cycle.shifts.1',
      /jour 0 de 05:00 à 13:00 et jour 0 de 12:59 à 21:00/,
    ],
    ['the same shift twice', rota(7, '0 05:00 13:00', '0 05:00 13:00'), 'job.cycle.shifts.1', /se chevauchent/],
    [
      'a night over the next morning',
      rota(7, '1 04:00 12:00', '0 21:00 05:00'),
      'job.cycle.shifts.0',
      /se chevauchent/,
    ],
    [
      'a long shift over two others',
      rota(7, '0 06:00 05:00', '0 08:00 09:00', '0 10:00 11:00'),
      'job.cycle.shifts.1',
      /se chevauchent/,
    ],
    [
      'a night over the start of the next cycle',
      rota(7, '0 04:00 12:00', '6 21:00 05:00'),
      'job.cycle.shifts.0',
      /quand le roulement recommence/,
    ],
    ['born tomorrow', { beneficiary: { birthDate: '2026-11-23' } }, 'beneficiary.birthDate', /est à venir/],
    ['born in 1826', { beneficiary: { birthDate: '1826-11-01' } }, 'beneficiary.birthDate', /plus de 120 ans/],
    ['a start in another century', { job: { ...JOB, startsOn: '2126-12-07' } }, 'job.startsOn', /plus de dix ans/],
    [
      'an anchor in another century',
      { job: { ...JOB, cycle: { ...CYCLE, anchorDate: '1926-12-07' } } },
      'job.cycle.anchorDate',
      /plus de dix ans/,
    ],
    [
      'only past dates',
      { job: undefined, goal: { type: 'interview', place: HOME, dates: [{ date: '2026-11-21', arriveBy: '09:00' }] } },
      'goal.dates',
      /passées/,
    ],
  ])('%s', (_name, changes, path, message) => {
    const problems = problemsOf(changes);
    expect(problems[0]).toEqual({ path, message: expect.stringMatching(message) });
  });

  it('is told everything at once', () => {
    const problems = problemsOf({
      home: { lon: 49, lat: 5.5 },
      stops: [{ lon: 0, lat: 0, direction: 'return' }],
      ...rota(7, '0 08:00 08:00', '9 08:00 09:00'),
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'home',
      'stops.0',
      'job.cycle.shifts.0.end',
      'job.cycle.shifts.1.day',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { offerInputSchema } from '../domain/catalogue/offer.ts';
import { diagnosticInputSchema } from '../domain/diagnostic/diagnostic.ts';
import { ProblemError } from './errors.ts';
import { parseInput } from './parse-input.ts';

const HOME = { lon: 5.59, lat: 48.76 };
const SHIFT = { day: 0, start: '05:00', end: '13:00' };
const JOB = { lon: 5.16, lat: 48.77, cycle: { anchorDate: '2026-12-07', lengthDays: 7, shifts: [SHIFT] } };
const LOAN = {
  kind: 'vehicleLoan',
  title: 'Voiture',
  theme: 'mobilite--acceder-a-un-vehicule',
  provider: { name: 'Garage' },
  details: { vehicleType: 'car', units: 1, depot: HOME },
};

function errorsOf(schema: typeof diagnosticInputSchema | typeof offerInputSchema, input: unknown) {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
const cycle = (changes: object) => ({ home: HOME, job: { ...JOB, cycle: { ...JOB.cycle, ...changes } } });

describe('a diagnostic of the wrong shape', () => {
  it.each<[string, unknown, string, string]>([
    ['nothing', undefined, '', 'Ce champ est obligatoire.'],
    ['a list', [], '', 'Un objet est attendu ici.'],
    ['no home', { job: JOB }, 'home', 'Ce champ est obligatoire.'],
    [
      'no job and no goal',
      { home: HOME },
      'job',
      'Donnez soit un emploi (job), soit un autre but (goal), pas les deux.',
    ],
    ['half a place', { home: { lon: 5 }, job: JOB }, 'home.lat', 'Ce champ est obligatoire.'],
    ['a text for a number', { home: { lon: '5.59', lat: 48 }, job: JOB }, 'home.lon', 'Un nombre est attendu ici.'],
    [
      'a latitude beyond the pole',
      { home: { lon: 5, lat: 91 }, job: JOB },
      'home.lat',
      'La valeur doit être 90 au plus.',
    ],
    [
      'no shift',
      cycle({ shifts: [] }),
      'job.cycle.shifts',
      'Indiquez au moins un poste de travail (jour, début, fin).',
    ],
    ['a cycle of 0 days', cycle({ lengthDays: 0 }), 'job.cycle.lengthDays', 'Un roulement dure au moins 1 jour.'],
    ['a cycle of 400 days', cycle({ lengthDays: 400 }), 'job.cycle.lengthDays', 'Un roulement dure au plus 366 jours.'],
    ['half a day', cycle({ lengthDays: 1.5 }), 'job.cycle.lengthDays', 'Un nombre entier est attendu ici.'],
    [
      '25 o’clock',
      cycle({ shifts: [{ ...SHIFT, start: '25:00' }] }),
      'job.cycle.shifts.0.start',
      'Heure attendue au format HH:MM, de 00:00 à 23:59.',
    ],
    ['30 February', cycle({ anchorDate: '2026-02-30' }), 'job.cycle.anchorDate', 'Date attendue au format AAAA-MM-JJ.'],
    [
      'an unknown licence status',
      { home: HOME, job: JOB, means: { licences: [{ category: 'B', status: 'maybe' }] } },
      'means.licences.0.status',
      'Valeur inconnue. Valeurs admises : none, theory, learning, valid, suspended, foreignExchangeable, foreignExpired.',
    ],
    [
      'a number for a vehicle',
      { home: HOME, job: JOB, means: { vehicles: [3] } },
      'means.vehicles.0',
      'Aucune des formes admises ici n’est reconnue.',
    ],
    [
      'a vehicle without its type',
      { home: HOME, job: JOB, means: { vehicles: [{ working: true }] } },
      'means.vehicles.0.type',
      'Ce champ est obligatoire.',
    ],
  ])('%s', (_name, input, path, message) => {
    expect(errorsOf(diagnosticInputSchema, input).errors).toContainEqual({ path, message });
  });
});

describe('an offer of the wrong shape', () => {
  it.each<[string, unknown, string, string | RegExp]>([
    ['an unknown kind', { ...LOAN, kind: 'helicopter' }, 'kind', /Valeurs admises : carpool, vehicleLoan/],
    ['an empty title', { ...LOAN, title: ' ' }, 'title', 'Ce champ ne peut pas être vide.'],
    ['a long title', { ...LOAN, title: 'x'.repeat(201) }, 'title', 'Le texte a au plus 200 caractères.'],
    [
      'a bad address',
      { ...LOAN, provider: { name: 'Garage', email: 'nobody' } },
      'provider.email',
      /Adresse électronique attendue/,
    ],
    [
      'a price under zero',
      { ...LOAN, details: { ...LOAN.details, tariff: { perDayCents: -1 } } },
      'details.tariff.perDayCents',
      'La valeur doit être 0 au moins.',
    ],
    [
      'no day',
      { ...LOAN, details: { ...LOAN.details, deskHours: [{ weekdays: [], from: '08:00', to: '12:00' }] } },
      'details.deskHours.0.weekdays',
      'La liste a au moins 1 élément.',
    ],
    [
      'a wrong zone',
      {
        ...LOAN,
        kind: 'demandResponsiveTransport',
        details: { zone: ['Meuse'], serviceHours: [{ weekdays: [1], from: '08:00', to: '12:00' }] },
      },
      'details.zone.0',
      'Code de département, d’EPCI ou de commune attendu.',
    ],
  ])('%s', (_name, input, path, message) => {
    const expected = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(errorsOf(offerInputSchema, input).errors).toContainEqual({ path, message: expected });
  });
});

it.each(['a\0b', 'a\ud800b'])('refuses a text no database keeps: %j', (label) => {
  const { errors } = errorsOf(diagnosticInputSchema, { home: { ...HOME, label }, job: JOB });
  expect(errors).toEqual([{ path: 'home.label', message: 'Ce texte contient un caractère interdit : réécrivez-le.' }]);
});

it('tells the first errors in the detail, and how many more there are', () => {
  const { message, errors } = errorsOf(offerInputSchema, { ...LOAN, title: 3, theme: 'x', provider: {}, details: {} });
  expect(errors.length).toBeGreaterThan(4);
  expect(message).toMatch(/^title : Un texte est attendu ici\. theme : .* provider\.name : .* Et \d+ de plus\.$/);
});

it('speaks no English', () => {
  const { errors } = errorsOf(offerInputSchema, {
    ...LOAN,
    accessConditions: 3,
    audiences: 'x',
    validFrom: 5,
    illustrative: 'yes',
    provider: { name: 'G', url: 'ftp://x', siret: '1' },
    details: { ...LOAN.details, units: 1e9, depositCents: 1.5, maxDays: null, deskHours: {} },
  });
  expect(errors).toHaveLength(9);
  for (const { message } of errors) expect(message).not.toMatch(/invalid|expected|input|required|must/i);
});

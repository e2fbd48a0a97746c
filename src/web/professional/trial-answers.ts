import type { Gazetteer } from '../../services/ports.ts';
import type { DiagnosticView } from '../../services/view-diagnostic.ts';
import { communeLabel } from '../forms/commune-choice.ts';
import { ROTA_PRESET_NAMES, type RotaPreset, type RotaRow } from './rota-presets.ts';

/** The form of a trial as it was typed: what is shown again, whatever was wrong with it. */
export type TrialAnswers = {
  /** Made with the empty form, so that one form sent twice is one trial. */
  token: string;
  home: string;
  /** Chosen among several communes of that name or postcode. */
  homeCommune: string;
  homeLabel: string;
  homePoint: string;
  job: string;
  jobCommune: string;
  jobLabel: string;
  jobPoint: string;
  startsOn: string;
  preset: RotaPreset | '';
  /** Null while the rota is one of the presets. */
  rota: { cycleDays: string; rows: RotaRow[] } | null;
  licence: string;
  vehicle: string;
  walk: string;
  bike: string;
  bikeMinutes: string;
  budget: string;
  deposit: string;
  travel: string;
  wait: string;
  margin: string;
  age: string;
  wheelchair: string;
  statuses: string[];
  barriers: string[];
};

export const MAX_CYCLE_DAYS = 84;
const MAX_ROWS = 2 * MAX_CYCLE_DAYS;
const MAX_LENGTH = 200;

export function readTrialAnswers(form: URLSearchParams): TrialAnswers {
  const text = (name: string) => (form.get(name) ?? '').trim().slice(0, MAX_LENGTH);
  const texts = (name: string) =>
    form
      .getAll(name)
      .slice(0, MAX_ROWS)
      .map((one) => one.trim().slice(0, MAX_LENGTH));
  const [days, starts, ends] = [texts('rowDay'), texts('rowStart'), texts('rowEnd')];
  return {
    token: text('token'),
    home: text('home'),
    homeCommune: text('homeCommune'),
    homeLabel: text('homeLabel'),
    homePoint: text('homePoint'),
    job: text('job'),
    jobCommune: text('jobCommune'),
    jobLabel: text('jobLabel'),
    jobPoint: text('jobPoint'),
    startsOn: text('startsOn'),
    preset: ROTA_PRESET_NAMES.find((name) => name === text('preset')) ?? '',
    rota: form.has('cycleDays')
      ? {
          cycleDays: text('cycleDays'),
          rows: days.map((day, i) => ({ day, start: starts[i] ?? '', end: ends[i] ?? '' })),
        }
      : null,
    licence: text('licence'),
    vehicle: text('vehicle'),
    walk: text('walk'),
    bike: text('bike'),
    bikeMinutes: text('bikeMinutes'),
    budget: text('budget'),
    deposit: text('deposit'),
    travel: text('travel'),
    wait: text('wait'),
    margin: text('margin'),
    age: text('age'),
    wheelchair: text('wheelchair'),
    statuses: texts('statuses'),
    barriers: texts('barriers'),
  };
}

export const emptyAnswers = (token: string): TrialAnswers => ({ ...readTrialAnswers(new URLSearchParams()), token });

/** A trial that shows what the platform does: from the territory's third town to its second, in 2x8, without a car. */
export function exampleAnswers(token: string, gazetteer: Gazetteer, startsOn: string): TrialAnswers {
  const towns = gazetteer.communes().toSorted((a, b) => b.population - a.population);
  const [, job, home] = towns;
  return {
    ...emptyAnswers(token),
    home: home ? communeLabel(home) : '',
    job: job ? communeLabel(job) : '',
    startsOn,
    preset: 'twoShifts',
    licence: 'none',
    vehicle: 'none',
    walk: '20',
    bike: 'yes',
    bikeMinutes: '25',
    budget: '80',
    deposit: '150',
    travel: '75',
    wait: '30',
    margin: '10',
    age: '27',
    wheelchair: 'no',
    statuses: ['jobSeeker'],
    barriers: ['noLicence', 'cost'],
  };
}

/** The answers behind a trial, to be changed and sent again. */
export function answersOf(trial: DiagnosticView, token: string, gazetteer: Gazetteer): TrialAnswers {
  const { home, job, means, barriers, beneficiary } = trial;
  const minutes = (value: number | undefined) => (value === undefined ? '' : String(value).replace('.', ','));
  const euros = (cents: number | undefined) => (cents === undefined ? '' : String(cents / 100).replace('.', ','));
  const yesNo = (value: boolean | undefined) => (value === undefined ? '' : value ? 'yes' : 'no');
  const [homePlace, jobPlace] = [typedPlace(home, gazetteer), typedPlace(job ?? null, gazetteer)];
  return {
    ...emptyAnswers(token),
    home: homePlace.commune,
    homeCommune: home.commune ?? '',
    homeLabel: homePlace.label,
    homePoint: homePlace.point,
    job: jobPlace.commune,
    jobCommune: job?.commune ?? '',
    jobLabel: jobPlace.label,
    jobPoint: jobPlace.point,
    startsOn: job?.startsOn ?? '',
    rota: job
      ? {
          cycleDays: String(job.cycle.lengthDays),
          rows: job.cycle.shifts.map(({ day, start, end }) => ({ day: String(day + 1), start, end })),
        }
      : null,
    licence: means.licences?.find(({ category }) => category === 'B')?.status ?? '',
    vehicle: means.vehicles === undefined ? '' : (means.vehicles[0] ?? 'none'),
    walk: minutes(means.maxWalkMinutes),
    bike: yesNo(means.canCycle),
    bikeMinutes: minutes(means.maxCycleMinutes),
    budget: euros(means.budgetPerMonthCents),
    deposit: euros(means.depositCents),
    travel: minutes(job?.maxTravelMinutes),
    wait: minutes(job?.maxWaitMinutes),
    margin: minutes(job?.arrivalMarginMinutes),
    age: beneficiary.age === null ? '' : String(beneficiary.age),
    wheelchair: yesNo(means.wheelchair),
    statuses: beneficiary.statuses ?? [],
    barriers: [barriers.skill, barriers.motivation, barriers.means].flatMap((list) => list ?? []),
  };
}

function typedPlace(place: DiagnosticView['home'] | null, gazetteer: Gazetteer) {
  const commune = place?.commune === undefined ? null : gazetteer.findByCode(place.commune);
  if (!place || !commune) return { commune: '', label: '', point: '' };
  const isCentre = place.lon === commune.lon && place.lat === commune.lat;
  return {
    commune: communeLabel(commune),
    label: place.label === commune.name ? '' : (place.label ?? ''),
    point: isCentre ? '' : `${place.lat}, ${place.lon}`,
  };
}

const BLANK_ROWS = 5;

/** What the buttons inside the form do without sending it. Null: the form is sent. */
export function actOn(
  action: string,
  answers: TrialAnswers,
  presets: (name: RotaPreset) => { cycleDays: number; rows: readonly RotaRow[] },
): TrialAnswers | null {
  const { rota } = answers;
  switch (action) {
    case 'editRota': {
      const { cycleDays, rows } = presets(answers.preset || 'custom');
      const blank = Array.from({ length: BLANK_ROWS }, (_, i) => ({ day: String(i + 1), start: '', end: '' }));
      return { ...answers, rota: { cycleDays: String(cycleDays), rows: rows.length > 0 ? [...rows] : blank } };
    }
    case 'presets':
      return { ...answers, rota: null };
    case 'addRow': {
      if (rota === null) return answers;
      const last = Number(rota.rows.at(-1)?.day ?? 0);
      const day = String(last > 0 && last < Number(rota.cycleDays) ? last + 1 : 1);
      return { ...answers, rota: { ...rota, rows: [...rota.rows, { day, start: '', end: '' }].slice(0, MAX_ROWS) } };
    }
    case 'updateRota':
      return answers;
    default:
      return null;
  }
}

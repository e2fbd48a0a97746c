import { type DiagnosticInput, LICENCE_STATUSES } from '../../domain/diagnostic/diagnostic.ts';
import { crowMetres } from '../../domain/place-problems.ts';
import { addDays, weekdayOf } from '../../domain/schedule/dates.ts';
import type { Messages } from '../../i18n/languages.ts';
import type { FieldError } from '../../services/errors.ts';
import type { Commune, Gazetteer } from '../../services/ports.ts';
import { chooseCommune } from '../forms/commune-choice.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readClock, readDate, readNumber, readPoint } from '../forms/read-answer.ts';
import { BARRIERS } from './barriers.ts';
import { ROTA_PRESETS } from './rota-presets.ts';
import { MAX_CYCLE_DAYS, type TrialAnswers } from './trial-answers.ts';

/** A form understood, or what to put right. `candidates` are the communes between which to choose. */
export type TrialReading = {
  input: DiagnosticInput | null;
  errors: FieldMessage[];
  candidates: { home: readonly Commune[]; job: readonly Commune[] };
  /** For each shift of the input, the row it was typed in. */
  rows: readonly number[];
};

/** No point of a commune is this far from its chef-lieu. */
const FAR_METRES = 100_000;

type Reader = { answers: TrialAnswers; t: Messages; gazetteer: Gazetteer; errors: FieldMessage[] };

/** Answers to a diagnostic without a name; every fault told beside its field, all at once. */
export function readTrial(
  answers: TrialAnswers,
  about: { gazetteer: Gazetteer; t: Messages; today: string },
): TrialReading {
  const errors: FieldMessage[] = [];
  const reader: Reader = { answers, errors, t: about.t, gazetteer: about.gazetteer };
  const home = readPlace(reader, 'home');
  const job = readPlace(reader, 'job');
  const startsOn = readStart(reader);
  const rota = readRota(reader);
  const { limits, means } = about.t.trial;
  const maxTravelMinutes = minutesOf(reader, 'travel', limits.travel);
  const maxWaitMinutes = minutesOf(reader, 'wait', limits.wait);
  const arrivalMarginMinutes = minutesOf(reader, 'margin', limits.margin);
  const personMeans = {
    ...licenceOf(answers),
    ...vehiclesOf(answers),
    maxWalkMinutes: minutesOf(reader, 'walk', means.walk),
    canCycle: yesNo(answers.bike),
    maxCycleMinutes: minutesOf(reader, 'bikeMinutes', means.bikeMinutes),
    budgetPerMonthCents: centsOf(reader, 'budget', means.budget),
    depositCents: centsOf(reader, 'deposit', means.deposit),
    wheelchair: yesNo(answers.wheelchair),
  };
  const age = readAge(reader);
  const candidates = { home: home.candidates, job: job.candidates };
  if (errors.length > 0 || !home.place || !job.place || !startsOn || !rota) {
    return { input: null, errors, candidates, rows: [] };
  }
  const input: DiagnosticInput = {
    beneficiary: {
      ...(age !== null && { birthDate: birthDateAt(age, startsOn > about.today ? startsOn : about.today) }),
      ...(answers.statuses.length > 0 && { statuses: answers.statuses }),
    },
    home: home.place,
    job: {
      ...job.place,
      startsOn,
      arrivalMarginMinutes,
      maxWaitMinutes,
      maxTravelMinutes,
      cycle: { anchorDate: anchorOf(startsOn, rota.lengthDays), lengthDays: rota.lengthDays, shifts: rota.shifts },
    },
    stops: [],
    means: personMeans,
    barriers: barriersOf(answers.barriers),
  };
  return { input, errors, candidates, rows: rota.rows };
}

function readPlace({ answers, errors, t, gazetteer }: Reader, field: 'home' | 'job') {
  const say = t.trial.errors;
  const text = answers[field];
  const nothing = { place: null, candidates: [] as readonly Commune[] };
  const choice = chooseCommune({ text, chosenCode: answers[`${field}Commune`], gazetteer, inside: field === 'home' });
  const point = answers[`${field}Point`];
  const exact = point === '' ? null : readPoint(point);
  if (point !== '' && exact === null) errors.push({ field: `${field}Point`, message: say.point });
  if (text === '') {
    errors.push({ field, message: say[`${field}Missing`] });
    return nothing;
  }
  if (choice.kind === 'none') {
    errors.push({ field, message: say[`${field}Unknown`](text) });
    return nothing;
  }
  if (choice.kind === 'ambiguous') {
    errors.push({ field: `${field}Commune`, message: say[`${field}Ambiguous`](text) });
    return { ...nothing, candidates: choice.candidates };
  }
  const { commune } = choice;
  const { lon, lat } = exact ?? commune;
  if (exact && crowMetres(exact, commune) > FAR_METRES && crowMetres({ lon: lat, lat: lon }, commune) < FAR_METRES) {
    errors.push({ field: `${field}Point`, message: say.pointSwapped(`${exact.lon}, ${exact.lat}`) });
    return nothing;
  }
  return { ...nothing, place: { label: answers[`${field}Label`] || commune.name, commune: commune.code, lon, lat } };
}

function readStart({ answers, errors, t }: Reader): string | null {
  const say = t.trial.errors;
  const startsOn = readDate(answers.startsOn);
  if (startsOn === null) {
    errors.push({ field: 'startsOn', message: answers.startsOn === '' ? say.startsOnMissing : say.startsOn });
  }
  return startsOn;
}

type ReadRota = { lengthDays: number; shifts: { day: number; start: string; end: string }[]; rows: number[] };

function readRota({ answers, errors, t }: Reader): ReadRota | null {
  const say = t.trial.errors;
  const { rota, preset } = answers;
  if (rota === null && (preset === '' || preset === 'custom')) {
    errors.push({ field: 'preset', message: preset === '' ? say.presetMissing : say.noRow });
    return null;
  }
  const { cycleDays, rows } = rota ?? ROTA_PRESETS[preset || 'custom'];
  const lengthDays = Number(cycleDays);
  if (!Number.isInteger(lengthDays) || lengthDays < 1 || lengthDays > MAX_CYCLE_DAYS) {
    errors.push({ field: 'cycleDays', message: say.cycleDays(MAX_CYCLE_DAYS) });
    return null;
  }
  const read: ReadRota = { lengthDays, shifts: [], rows: [] };
  const before = errors.length;
  rows.forEach((row, index) => {
    if (row.start === '' && row.end === '') return;
    const [day, start, end] = [Number(row.day) - 1, readClock(row.start), readClock(row.end)];
    const wrong = (part: string, message: string) => errors.push({ field: `${part}-${index}`, message });
    if (!Number.isInteger(day) || day < 0 || day >= lengthDays) wrong('rowDay', say.rowDay(index + 1));
    if (start === null) wrong('rowStart', say.rowStart(index + 1));
    if (end === null) wrong('rowEnd', say.rowEnd(index + 1));
    if (start !== null && end !== null) {
      read.shifts.push({ day, start, end });
      read.rows.push(index);
    }
  });
  if (errors.length === before && read.shifts.length === 0) errors.push({ field: 'rowStart-0', message: say.noRow });
  return errors.length === before ? read : null;
}

function minutesOf(
  { answers, errors, t }: Reader,
  field: 'walk' | 'bikeMinutes' | 'travel' | 'wait' | 'margin',
  label: string,
) {
  if (answers[field] === '') return undefined;
  const minutes = readNumber(answers[field]);
  if (minutes !== null && minutes >= 0 && minutes <= 1440) return minutes;
  errors.push({ field, message: t.trial.errors.minutes(label) });
  return undefined;
}

function centsOf({ answers, errors, t }: Reader, field: 'budget' | 'deposit', label: string) {
  if (answers[field] === '') return undefined;
  const euros = readNumber(answers[field]);
  if (euros !== null && euros >= 0 && euros <= 1_000_000) return Math.round(euros * 100);
  errors.push({ field, message: t.trial.errors.euros(label) });
  return undefined;
}

function readAge({ answers, errors, t }: Reader): number | null {
  if (answers.age === '') return null;
  const age = readNumber(answers.age);
  if (age !== null && Number.isInteger(age) && age >= 14 && age <= 99) return age;
  errors.push({ field: 'age', message: t.trial.errors.age });
  return null;
}

const yesNo = (answer: string) => (answer === 'yes' ? true : answer === 'no' ? false : undefined);

function licenceOf({ licence }: TrialAnswers) {
  const status = LICENCE_STATUSES.find((one) => one === licence);
  return status && { licences: [{ category: 'B', status }] };
}

/** When present, the list is complete. */
const vehiclesOf = ({ vehicle }: TrialAnswers) =>
  vehicle === '' ? undefined : { vehicles: vehicle === 'none' ? [] : [vehicle] };

function barriersOf(chosen: readonly string[]): DiagnosticInput['barriers'] {
  if (chosen.length === 0) return {};
  const among = (known: readonly string[]) => known.filter((code) => chosen.includes(code));
  return { skill: among(BARRIERS.skill), motivation: among(BARRIERS.motivation), means: among(BARRIERS.means) };
}

/** Only the age counts, and only the age is kept: the latest birthday that gives it. */
export function birthDateAt(age: number, day: string): string {
  const year = String(Number(day.slice(0, 4)) - age).padStart(4, '0');
  return readDate(`${year}${day.slice(4)}`) ?? `${year}-02-28`;
}

/** Day 1 of a rota counted in weeks is a Monday; of any other, the first day of work. */
function anchorOf(startsOn: string, lengthDays: number): string {
  if (lengthDays % 7 !== 0) return startsOn;
  return addDays(startsOn, 1 - weekdayOf(startsOn));
}

const FIELD_OF_PATH: readonly [RegExp, string][] = [
  [/^job\.cycle\.lengthDays/, 'cycleDays'],
  [/^job\.cycle\.shifts/, 'preset'],
  [/^job\.(startsOn|cycle\.anchorDate)/, 'startsOn'],
  [/^job\.maxTravelMinutes/, 'travel'],
  [/^job\.maxWaitMinutes/, 'wait'],
  [/^job\.arrivalMarginMinutes/, 'margin'],
  [/^beneficiary\.birthDate/, 'age'],
  [/^beneficiary\.statuses/, 'statuses'],
  [/^means\.budget/, 'budget'],
  [/^means\.deposit/, 'deposit'],
  [/^means\.maxWalk/, 'walk'],
  [/^means\.maxCycle/, 'bikeMinutes'],
];

/** What the services found wrong with the diagnostic, led back to the fields of the form. */
export function fieldMessages(
  problems: readonly FieldError[],
  { answers, rows, t }: { answers: TrialAnswers; rows: readonly number[]; t: Messages },
): FieldMessage[] {
  const say = t.trial.errors;
  const told = problems.map(({ path, message }): FieldMessage => {
    const shift = /^job\.cycle\.shifts\.(\d+)(\.\w+)?/.exec(path);
    const row = shift && answers.rota ? rows[Number(shift[1])] : undefined;
    if (row !== undefined) {
      return shift?.[2] === '.end'
        ? { field: `rowEnd-${row}`, message: say.rowEmpty(row + 1) }
        : { field: `rowStart-${row}`, message: say.rowOverlaps(row + 1) };
    }
    const place = /^(home|job)(\.(lon|lat|commune|label))?$/.exec(path)?.[1];
    if (place === 'home' || place === 'job') {
      return { field: answers[`${place}Point`] === '' ? place : `${place}Point`, message };
    }
    return { field: FIELD_OF_PATH.find(([pattern]) => pattern.test(path))?.[1] ?? '', message };
  });
  return told.length > 0 ? told : [{ field: '', message: say.notUnderstood }];
}

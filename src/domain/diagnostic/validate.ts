import { DAY, secondsOfDay } from '../clock-time.ts';
import { type FieldProblem, type Ground, placeProblems } from '../place-problems.ts';
import { ageOn, daysBetween } from '../schedule/dates.ts';
import type { Cycle, DiagnosticInput } from './diagnostic.ts';

/** A rota is described by dates around now: beyond this a date is a slip of the hand. */
const MAX_DAYS_AWAY = 3653;
const MAX_AGE_YEARS = 120;

/**
 * What the shape alone cannot tell: places that are nowhere, shifts that overlap, dates that cannot be.
 * An empty list means that the diagnostic can be matched as it is.
 */
export function diagnosticProblems(input: {
  diagnostic: DiagnosticInput;
  /** `YYYY-MM-DD` in the territory. */
  today: string;
  ground: Ground;
}): FieldProblem[] {
  const { diagnostic, today, ground } = input;
  const { beneficiary, home, job, goal, stops } = diagnostic;
  const near = (place: Parameters<typeof placeProblems>[0]['place'] | undefined, path: string) =>
    place === undefined ? [] : placeProblems({ place, path, rule: 'near', ground });

  return [
    ...birthDateProblems(beneficiary?.birthDate, today),
    ...placeProblems({ place: home, path: 'home', rule: 'inside', ground }),
    ...near(job, 'job'),
    ...(job?.cycle.shifts ?? []).flatMap((shift, i) => near(shift.place, `job.cycle.shifts.${i}.place`)),
    ...near(goal?.place, 'goal.place'),
    ...stops.flatMap((stop, i) => near(stop, `stops.${i}`)),
    ...dateProblems(job?.startsOn, 'job.startsOn', today),
    ...dateProblems(job?.cycle.anchorDate, 'job.cycle.anchorDate', today),
    ...(job === undefined ? [] : cycleProblems(job.cycle, 'job.cycle')),
    ...(goal === undefined ? [] : goalProblems(goal, today)),
  ];
}

function birthDateProblems(birthDate: string | undefined, today: string): FieldProblem[] {
  if (birthDate === undefined) return [];
  const path = 'beneficiary.birthDate';
  if (birthDate > today)
    return [{ path, message: `La date de naissance ${birthDate} est à venir : vérifiez l’année.` }];
  if (ageOn(birthDate, today) > MAX_AGE_YEARS) {
    return [
      { path, message: `La date de naissance ${birthDate} donne plus de ${MAX_AGE_YEARS} ans : vérifiez l’année.` },
    ];
  }
  return [];
}

function dateProblems(date: string | undefined, path: string, today: string): FieldProblem[] {
  if (date === undefined || Math.abs(daysBetween(today, date)) <= MAX_DAYS_AWAY) return [];
  return [{ path, message: `La date ${date} est à plus de dix ans d’aujourd’hui : vérifiez l’année.` }];
}

function goalProblems(goal: NonNullable<DiagnosticInput['goal']>, today: string): FieldProblem[] {
  const tooFar = goal.dates.flatMap(({ date }, i) => dateProblems(date, `goal.dates.${i}.date`, today));
  if (tooFar.length > 0 || goal.dates.length === 0 || goal.dates.some(({ date }) => date >= today)) return tooFar;
  return [{ path: 'goal.dates', message: 'Toutes les dates sont passées : donnez au moins une date à venir.' }];
}

type Span = { index: number; start: number; end: number };

/** Shifts of no length, outside the cycle, or worked at the same time, round the end of the cycle too. */
export function cycleProblems(cycle: Cycle, path: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const spans: Span[] = [];
  cycle.shifts.forEach((shift, index) => {
    const at = `${path}.shifts.${index}`;
    if (shift.day >= cycle.lengthDays) {
      problems.push({
        path: `${at}.day`,
        message: `Le jour ${shift.day} est hors du roulement : avec ${cycle.lengthDays} jour${cycle.lengthDays > 1 ? 's' : ''}, les jours vont de 0 à ${cycle.lengthDays - 1}.`,
      });
    } else if (shift.end === shift.start) {
      problems.push({
        path: `${at}.end`,
        message: `Le poste commence et finit à ${shift.start} : donnez une fin différente du début (avant le début, c’est le lendemain).`,
      });
    } else {
      const start = shift.day * DAY + secondsOfDay(shift.start);
      const length = (secondsOfDay(shift.end) - secondsOfDay(shift.start) + DAY) % DAY;
      spans.push({ index, start, end: start + length });
    }
  });
  return [...problems, ...overlaps(spans, cycle, path)];
}

/** Sorted by start, two spans overlap somewhere if and only if one reaches beyond the start of the next. */
function overlaps(spans: Span[], cycle: Cycle, path: string): FieldProblem[] {
  const sorted = spans.toSorted((a, b) => a.start - b.start || a.index - b.index);
  const first = sorted[0];
  if (first === undefined) return [];
  const again = { ...first, start: first.start + cycle.lengthDays * DAY, end: first.end + cycle.lengthDays * DAY };
  const problems: FieldProblem[] = [];
  let reach = first;
  for (const span of [...sorted.slice(1), again]) {
    if (span.start < reach.end && span.index !== reach.index) {
      const [a, b] = [reach, span].map(({ index }) => tell(cycle, index));
      problems.push({
        path: `${path}.shifts.${span.index}`,
        message: `Deux postes se chevauchent : ${a} et ${b}${span === again ? ', quand le roulement recommence' : ''}.`,
      });
    }
    if (span.end > reach.end) reach = span;
  }
  return problems;
}

function tell(cycle: Cycle, index: number): string {
  const shift = cycle.shifts[index];
  return shift === undefined ? '' : `jour ${shift.day} de ${shift.start} à ${shift.end}`;
}

import type { DiagnosticInput } from '../diagnostic/diagnostic.ts';
import type { Answers, AnswerValue, PlaceAnswer, RotaAnswer } from './answer.ts';
import { BARRIER_RULES } from './barrier-rules.ts';
import { standingOf } from './barriers.ts';
import { type Beside, NOTHING_BESIDE, type Settled, settle } from './relevance.ts';
import { anchorOf } from './rota-hours.ts';
import { AXES } from './score-rules.ts';

/** Where a stop is known and its time is not, as long as it may well take: nobody is promised more than is so. */
const STOP_MINUTES_WHEN_UNKNOWN = 10;

/** The facts of a match, or what is lacking for one: without a home there is nothing to match. */
export type FactsOfAnswers =
  | { facts: Omit<DiagnosticInput, 'beneficiary'> & { beneficiary: PersonFacts }; missing: string[] }
  | { facts: null; missing: string[] };
type PersonFacts = { statuses?: string[]; frenchLevel?: string };

/**
 * Answers turned into matching facts. What was not discussed is absent: not known. No sensitive answer is read, and of a
 * family stop only where, when and for how long. `missing` names the questions that keep a job from being matched.
 */
export function diagnosticOf(answers: Answers, beside: Beside = NOTHING_BESIDE): FactsOfAnswers {
  const settled = settle(answers, beside);
  const read = readerOf(settled);
  const home = read.place('home');
  const { aim, missing } = aimOf(read);
  if (home === undefined) return { facts: null, missing: ['home', ...missing] };

  const statuses = read.list('statuses');
  const frenchLevel = read.word('frenchLevel');
  const facts = {
    beneficiary: defined({ statuses, frenchLevel }),
    home,
    ...aim,
    stops: stopsOf(read),
    means: meansOf(read),
    barriers: statedBarriersOf(settled),
  };
  return { facts, missing };
}

type Reader = ReturnType<typeof readerOf>;

function readerOf({ answerTo }: Settled) {
  const as =
    <T extends AnswerValue>(is: (value: AnswerValue) => value is T) =>
    (code: string): T | undefined => {
      const value = answerTo(code);
      return value !== undefined && is(value) ? value : undefined;
    };
  const list = as((value): value is readonly string[] => Array.isArray(value));
  return {
    word: as((value): value is string => typeof value === 'string'),
    number: as((value): value is number => typeof value === 'number'),
    place: as((value): value is PlaceAnswer => isRecord(value) && 'lon' in value),
    rota: as((value): value is RotaAnswer => isRecord(value) && 'shifts' in value),
    /** In one order, whichever they were ticked in. */
    list: (code: string) => list(code)?.toSorted(),
  };
}

const isRecord = (value: AnswerValue): value is PlaceAnswer | RotaAnswer =>
  typeof value === 'object' && !Array.isArray(value);

/** A job where its place and its hours are known, another goal where its place and date are; else none yet. */
function aimOf(read: Reader): { aim: Pick<DiagnosticInput, 'job' | 'goal'>; missing: string[] } {
  const limits = defined({
    arrivalMarginMinutes: read.number('arrivalMarginMinutes'),
    maxWaitMinutes: read.number('maxWaitMinutes'),
    maxTravelMinutes: read.number('maxTravelMinutes'),
  });
  const type = read.word('goal');
  const place = read.place('jobPlace');
  const none = { goal: { type: 'none' as const, dates: [], ...limits } };
  if (type === 'none') return { aim: none, missing: [] };
  if (type === 'training' || type === 'interview' || type === 'appointment' || type === 'errand') {
    const date = read.word('goalDate');
    const [arriveBy, departFrom] = [read.word('goalArriveBy'), read.word('goalDepartFrom')];
    const hasHour = arriveBy !== undefined || departFrom !== undefined;
    const missing = lacking({ jobPlace: place, goalDate: date, goalArriveBy: hasHour || undefined });
    if (place === undefined || date === undefined || !hasHour) return { aim: none, missing };
    return {
      aim: { goal: { type, place, dates: [{ date, ...defined({ arriveBy, departFrom }) }], ...limits } },
      missing,
    };
  }
  const rota = read.rota('rota');
  if (place === undefined || rota === undefined) {
    return { aim: none, missing: lacking({ jobPlace: place, rota }) };
  }
  const { startsOn, lengthDays, shifts } = rota;
  const cycle = { anchorDate: anchorOf(rota), lengthDays, shifts };
  return { aim: { job: { ...place, startsOn, ...limits, cycle } }, missing: [] };
}

const lacking = (asked: Record<string, unknown>) => Object.keys(asked).filter((code) => asked[code] === undefined);

/** A stop whose way nobody told is made both ways. Its name stays in the questionnaire. */
function stopsOf(read: Reader): DiagnosticInput['stops'] {
  const place = read.place('stopPlace');
  if (place === undefined) return [];
  const way = read.word('stopWay') ?? 'both';
  const { label: _name, ...where } = place;
  const stop = {
    ...where,
    dwellMinutes: read.number('stopMinutes') ?? STOP_MINUTES_WHEN_UNKNOWN,
    childSeats: read.number('childSeats') ?? 0,
  };
  return (['outbound', 'return'] as const)
    .filter((direction) => way === 'both' || way === direction)
    .map((direction) => ({ ...stop, direction }));
}

const VEHICLES: Record<string, string> = { brokenCar: 'broken car', brokenScooter: 'broken scooter' };

function meansOf(read: Reader): DiagnosticInput['means'] {
  const licences = (['B', 'AM'] as const).flatMap((category) => {
    const status = read.word(`licence${category}`);
    return status === undefined ? [] : [{ category, status: status as 'none' }];
  });
  const yesNo = (code: string) => {
    const answer = read.word(code);
    return answer === undefined ? undefined : answer === 'yes';
  };
  const cents = (code: string) => {
    const euros = read.number(code);
    return euros === undefined ? undefined : Math.round(euros * 100);
  };
  return defined({
    licences: licences.length > 0 ? licences : undefined,
    vehicles: read.list('vehicles')?.flatMap((one) => (one === 'none' ? [] : [VEHICLES[one] ?? one])),
    maxWalkMinutes: read.number('walkMinutes'),
    canCycle: yesNo('canCycle'),
    maxCycleMinutes: read.number('cycleMinutes'),
    wheelchair: yesNo('wheelchair'),
    budgetPerMonthCents: cents('budgetEuros'),
    depositCents: cents('depositEuros'),
  });
}

/** Barriers that are there, and those that nobody spoke of; where nothing at all was said, no list. */
function statedBarriersOf(settled: Settled): DiagnosticInput['barriers'] {
  const rules = BARRIER_RULES.filter(({ diagnostic }) => diagnostic !== null);
  const standings = rules.map((rule) => ({ rule, standing: standingOf(rule, settled) }));
  if (standings.every(({ standing }) => standing === 'unknown')) return {};
  const codes = (wanted: string, axis?: string) =>
    standings
      .filter(({ rule, standing }) => standing === wanted && (axis === undefined || rule.diagnostic === axis))
      .map(({ rule }) => rule.code);
  const lists = Object.fromEntries(AXES.map((axis) => [axis, codes('yes', axis)]));
  return { ...lists, unknown: codes('unknown') };
}

/** Without what is not known. */
function defined<T extends object>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as never;
}

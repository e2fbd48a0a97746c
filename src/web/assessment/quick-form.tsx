import type { Answers } from '../../domain/assessment/answer.ts';
import { getQuestion } from '../../domain/assessment/questionnaire.ts';
import { NOTHING_BESIDE } from '../../domain/assessment/relevance.ts';
import type { IdentityInput } from '../../domain/people/identity.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { FieldError } from '../../services/errors.ts';
import type { JobSite } from '../../services/ports/employers.ts';
import type { Gazetteer } from '../../services/ports.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { type FormPage, readForm } from '../forms/question.ts';
import { presetOf, startsOnOf } from '../forms/rota-typed.ts';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { formQuestionOf } from './form-question.tsx';
import { identityQuestion } from './identity-question.tsx';
import { withSites } from './site-choice.tsx';

const { t } = FRENCH;
const say = t.assessment;

export const QUICK_PATH = '/pro/personnes/nouvelle';

/** The sections of the page, each with its questions. */
const PARTS = [
  { name: 'domicile', title: say.sections.home, codes: ['home'] },
  { name: 'travail', title: say.quick.job, codes: ['jobPlace'] },
  { name: 'horaires', title: say.quick.hours, codes: ['rota'] },
  {
    name: 'moyens',
    title: say.quick.means,
    codes: ['licenceB', 'vehicles', 'walkMinutes', 'canCycle', 'cycleMinutes', 'budgetEuros'],
  },
] as const;

/** What the page offers beside free answers: communes of the territory and around, sites that employers declared. */
export type QuickChoices = { gazetteer: Gazetteer; sites: readonly JobSite[] };

export function quickPages({ gazetteer, sites }: QuickChoices): FormPage<Answers>[] {
  const asking = { gazetteer, beside: NOTHING_BESIDE, compact: true };
  const pages = PARTS.map(({ name, title, codes }) => ({
    name,
    title,
    questions: codes.map((code) => formQuestionOf(getQuestion(code), asking)),
  }));
  return withSites(pages, sites);
}

export type QuickReading = {
  input: { identity: IdentityInput; mode: 'quick'; answers: Answers } | null;
  errors: readonly FieldMessage[];
};

/** Everything on the page, in its order; what is wrong is told all at once. */
export function readQuick(typed: TypedAnswers, choices: QuickChoices): QuickReading {
  const person = identityQuestion.read(typed, { identity: {} });
  const { answers, pages } = readForm(quickPages(choices), typed, {} as Answers);
  const wrong = [...person.errors, ...pages.flatMap((page) => page.errors)];
  const errors = [...wrong, ...acrossQuestions(typed, answers, new Set(wrong.map(({ field }) => field)))];
  const { identity } = person.answers;
  const home = answers.home;
  if (errors.length > 0 || identity === undefined) return { input: null, errors };
  const commune = typeof home === 'object' && home !== null && 'commune' in home ? (home.commune ?? null) : null;
  return { input: { identity: { ...identity, commune }, mode: 'quick', answers }, errors };
}

/** A job has a place and hours, or is left out. What is told to be wrong already is not told to be missing. */
function acrossQuestions(
  typed: TypedAnswers,
  { home, jobPlace, rota }: Answers,
  wrong: ReadonlySet<string>,
): FieldMessage[] {
  const hasPlace = jobPlace !== null || textOf(typed, 'jobPlace') !== '';
  const hasHours = rota !== null || textOf(typed, presetOf('rota')) !== '';
  const missing = [
    ...(home === null && textOf(typed, 'home') === '' ? [{ field: 'home', message: say.errors.homeMissing }] : []),
    ...(hasHours && !hasPlace ? [{ field: 'jobPlace', message: say.errors.rotaWithoutPlace }] : []),
    ...(hasPlace && !hasHours && !wrong.has(startsOnOf('rota'))
      ? [{ field: presetOf('rota'), message: say.errors.placeWithoutRota }]
      : []),
  ];
  return missing.filter(({ field }) => !wrong.has(field));
}

const FIELD_OF_PATH: readonly [RegExp, string][] = [
  [/^identity\.(\w+)/, '$1'],
  [/^answers\.(\w+)/, '$1'],
  [/^home/, 'home'],
  [/^job\.(startsOn|cycle\.anchorDate)/, startsOnOf('rota')],
  [/^job\.cycle/, presetOf('rota')],
  [/^(job|goal\.place)/, 'jobPlace'],
  [/^goal\.dates/, 'goalDate'],
  [/^stops/, 'stopPlace'],
  [/^beneficiary\.birthDate/, 'birthDate'],
];

/** What the services found wrong, led back to the controls of a form. */
export function fieldMessagesOf(problems: readonly FieldError[]): FieldMessage[] {
  const told = problems.map(({ path, message }): FieldMessage => {
    const rule = FIELD_OF_PATH.find(([pattern]) => pattern.test(path));
    const field = rule ? (rule[1] === '$1' ? (rule[0].exec(path)?.[1] ?? '') : rule[1]) : '';
    return { field, message };
  });
  return told.length > 0 ? told : [{ field: '', message: say.errors.notUnderstood }];
}

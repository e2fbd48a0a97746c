import type { Answers } from '../../domain/assessment/answer.ts';
import { getQuestion } from '../../domain/assessment/questionnaire.ts';
import { NOTHING_BESIDE } from '../../domain/assessment/relevance.ts';
import type { IdentityInput } from '../../domain/people/identity.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { FieldError } from '../../services/errors.ts';
import type { Gazetteer } from '../../services/ports.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { type FormPage, readForm } from '../forms/question.ts';
import { presetOf, startsOnOf } from '../forms/rota-typed.ts';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { formQuestionOf } from './form-question.tsx';
import { identityQuestion } from './identity-question.tsx';

const { t } = FRENCH;
const say = t.assessment;

export const QUICK_PATH = '/pro/personnes/nouvelle';

/** The sections of the page, each with its questions: eight, and what completes one of them. */
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

export function quickPages(gazetteer: Gazetteer): FormPage<Answers>[] {
  const asking = { gazetteer, beside: NOTHING_BESIDE, compact: true };
  return PARTS.map(({ name, title, codes }) => ({
    name,
    title,
    questions: codes.map((code) => formQuestionOf(getQuestion(code), asking)),
  }));
}

export type QuickReading = {
  input: { identity: IdentityInput; mode: 'quick'; answers: Answers } | null;
  errors: readonly FieldMessage[];
};

/** Everything on the page, in its order; what is wrong is told all at once. */
export function readQuick(typed: TypedAnswers, gazetteer: Gazetteer): QuickReading {
  const person = identityQuestion.read(typed, { identity: {} });
  const { answers, pages } = readForm(quickPages(gazetteer), typed, {} as Answers);
  const errors = [...person.errors, ...pages.flatMap((page) => page.errors), ...acrossQuestions(typed, answers)];
  const { identity } = person.answers;
  const home = answers.home;
  if (errors.length > 0 || identity === undefined) return { input: null, errors };
  const commune = typeof home === 'object' && home !== null && 'commune' in home ? (home.commune ?? null) : null;
  return { input: { identity: { ...identity, commune }, mode: 'quick', answers }, errors };
}

/** A job has a place and hours, or is left out. */
function acrossQuestions(typed: TypedAnswers, { home, jobPlace, rota }: Answers): FieldMessage[] {
  const has = {
    place: textOf(typed, 'jobPlace') !== '',
    hours: rota !== null || textOf(typed, presetOf('rota')) !== '',
  };
  return [
    ...(home === null && textOf(typed, 'home') === '' ? [{ field: 'home', message: say.errors.homeMissing }] : []),
    ...(has.hours && !has.place && jobPlace === null
      ? [{ field: 'jobPlace', message: say.errors.rotaWithoutPlace }]
      : []),
    ...(has.place && !has.hours && textOf(typed, startsOnOf('rota')) === ''
      ? [{ field: presetOf('rota'), message: say.errors.placeWithoutRota }]
      : []),
  ];
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

import type { Answers } from '../../domain/assessment/answer.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { JobSite, ShiftPattern } from '../../services/ports/employers.ts';
import { messageFor, type Option, SelectField } from '../forms/fields.tsx';
import type { FormPage, FormQuestion } from '../forms/question.ts';
import { readDate } from '../forms/read-answer.ts';
import { startsOnOf } from '../forms/rota-typed.ts';
import { type TypedAnswers, textOf } from '../forms/typed.ts';

const say = FRENCH.t.assessment;
const SITE = 'site';
const PLACE = 'jobPlace';
const ROTA = 'rota';

/** A site that an employer declared, with one of its rotas where it has some. */
type Choice = { value: string; site: JobSite; pattern: ShiftPattern | null };

const choicesOf = (sites: readonly JobSite[]): Choice[] =>
  sites.flatMap((site): Choice[] => {
    const withRota = site.patterns.map((pattern) => ({ value: `${site.id} ${pattern.id}`, site, pattern }));
    return withRota.length > 0 ? withRota : [{ value: site.id, site, pattern: null }];
  });

/** The same questions, where place and hours may be taken from a declared site instead of being typed. */
export function withSites(pages: readonly FormPage<Answers>[], sites: readonly JobSite[]): FormPage<Answers>[] {
  const choices = choicesOf(sites);
  if (choices.length === 0) return [...pages];
  const chosenOf = (typed: TypedAnswers) => choices.find(({ value }) => value === textOf(typed, SITE)) ?? null;
  const change = (question: FormQuestion<Answers>): FormQuestion<Answers> => {
    if (question.name === PLACE) return placeOrSite(question, choices, chosenOf);
    return question.name === ROTA ? hoursOrPattern(question, chosenOf) : question;
  };
  return pages.map((page) => ({ ...page, questions: page.questions.map(change) }));
}

function placeOrSite(
  question: FormQuestion<Answers>,
  choices: readonly Choice[],
  chosenOf: (typed: TypedAnswers) => Choice | null,
): FormQuestion<Answers> {
  const options: Option[] = [{ value: '', label: say.quick.noSite }, ...choices.map(optionOf)];
  return {
    ...question,
    controls: (typed) => [SITE, ...question.controls(typed)],
    fields: (given) => (
      <>
        <SelectField
          id={SITE}
          label={say.quick.site}
          hint={say.quick.siteHint}
          value={textOf(given.typed, SITE)}
          error={messageFor(given.errors, SITE)}
          options={options}
        />
        {question.fields(given)}
      </>
    ),
    read(typed, answers) {
      const chosen = chosenOf(typed);
      if (chosen) return { answers: { [PLACE]: { ...chosen.site.place, label: chosen.site.label } }, errors: [] };
      const typedPlace = question.read(typed, answers);
      if (textOf(typed, SITE) === '') return typedPlace;
      return { ...typedPlace, errors: [...typedPlace.errors, { field: SITE, message: say.errors.siteGone }] };
    },
  };
}

/** Of a site's rota, only the first day of this person's work is left to be told. */
function hoursOrPattern(
  question: FormQuestion<Answers>,
  chosenOf: (typed: TypedAnswers) => Choice | null,
): FormQuestion<Answers> {
  return {
    ...question,
    read(typed, answers) {
      const pattern = chosenOf(typed)?.pattern;
      if (!pattern) return question.read(typed, answers);
      const text = textOf(typed, startsOnOf(ROTA));
      const startsOn = readDate(text);
      if (startsOn === null) {
        const message = text === '' ? say.errors.startsOnMissing : say.errors.startsOn;
        return { answers: { [ROTA]: null }, errors: [{ field: startsOnOf(ROTA), message }] };
      }
      return { answers: { [ROTA]: { startsOn, ...pattern.cycle } }, errors: [] };
    },
  };
}

function optionOf({ value, site, pattern }: Choice): Option {
  const label = say.quick.siteOption(site.organisationName, site.label, pattern?.label ?? null);
  return { value, label: site.illustrative ? say.quick.illustrative(label) : label };
}

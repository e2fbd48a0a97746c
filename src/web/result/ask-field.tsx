import { LICENCE_STATUSES } from '../../domain/diagnostic/diagnostic.ts';
import type { OpenFact } from '../../domain/diagnostic/open-facts.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { ChoiceField, SelectField, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { STATUSES } from '../professional/barriers.ts';
import type { ResultPlace } from './result-place.ts';

const { t } = FRENCH;
const say = t.result.ask;

/** Under which the one answer is sent. */
export const ANSWER = 'answer';
/** A box to tick where nothing of the list is true: a list that is not ticked at all says nothing. */
export const NO_STATUS = 'none';

const CHOOSE = { value: '', label: say.choose };
const CHOICES: Partial<Record<OpenFact, readonly { value: string; label: string }[]>> = {
  licenceB: LICENCE_STATUSES.map((value) => ({ value, label: t.trial.means.licences[value] })),
  licenceAm: LICENCE_STATUSES.map((value) => ({ value, label: t.trial.means.licences[value] })),
  vehicles: Object.entries(t.trial.means.vehicles).map(([value, label]) => ({ value, label })),
  canCycle: [
    { value: 'yes', label: say.yes },
    { value: 'no', label: say.no },
  ],
  wheelchair: [
    { value: 'yes', label: say.yes },
    { value: 'no', label: say.no },
  ],
};

/** A trial is told an age, a file a birth date. */
export const factLabel = (fact: OpenFact, isTrial: boolean) =>
  fact === 'birthDate' && isTrial ? say.age : say.labels[fact];

/** The smallest field that settles one thing. `id` is its own in the page. */
export function AnswerField(props: {
  fact: OpenFact;
  isTrial: boolean;
  id: string;
  values?: readonly string[];
  error?: string | undefined;
}) {
  const { fact, isTrial, id, values = [], error } = props;
  const common = { id, name: ANSWER, label: factLabel(fact, isTrial), error };
  const [value = ''] = values;
  if (fact === 'statuses') {
    const options = STATUSES.map((status) => ({ value: status, label: t.trial.person.statusLabels[status] }));
    return (
      <ChoiceField
        id={ANSWER}
        type="checkbox"
        legend={common.label}
        hint={say.statusesHint}
        error={error}
        values={values}
        options={[...options, { value: NO_STATUS, label: say.noStatus }]}
      />
    );
  }
  const choices = CHOICES[fact];
  if (choices) return <SelectField {...common} value={value} options={[CHOOSE, ...choices]} />;
  if (fact === 'birthDate' && !isTrial) {
    return <TextField {...common} hint={say.birthDateHint} value={value} size="short" />;
  }
  const suffix =
    fact === 'birthDate'
      ? say.years
      : fact === 'budget'
        ? say.eurosPerMonth
        : fact === 'deposit'
          ? say.euros
          : say.minutes;
  return <TextField {...common} value={value} suffix={suffix} size="short" inputmode="decimal" />;
}

export type Asking = {
  place: ResultPlace;
  /** Of the diagnostic whose questions these are. */
  version: number;
  /** Where the page is, to come back to it. */
  query: string;
};

/** Where one question is put alone, and where its answer goes; it leads back to where it was asked. */
export function questionPath({ place, query }: Pick<Asking, 'place' | 'query'>, fact: OpenFact, anchor?: string) {
  const params = new URLSearchParams(query);
  if (anchor !== undefined) params.set('ancre', anchor);
  return `${place.path}/question/${fact}${params.size === 0 ? '' : `?${params}`}`;
}

/** The field and its button, folded under the question it answers. */
export function AskInPlace(props: { asking: Asking; fact: OpenFact; question: string; anchor: string; id: string }) {
  const { asking, fact, question, anchor, id } = props;
  const path = questionPath(asking, fact, anchor);
  const words = (
    <>
      {say.answer}
      <span class="unseen">{say.answerOf(question)}</span>
    </>
  );
  // Ten boxes to tick would be too long here.
  if (fact === 'statuses') {
    return (
      <span class="ask-elsewhere">
        <a class="standing" href={path}>
          {words}
        </a>
      </span>
    );
  }
  return (
    <details class="ask">
      <summary>{words}</summary>
      <form method="post" action={path}>
        <AnswerFormHead asking={asking} />
        <AnswerField fact={fact} isTrial={asking.place.forPerson === null} id={id} />
        <button type="submit" class="button button-quiet">
          {say.submit}
        </button>
      </form>
    </details>
  );
}

export function AnswerFormHead({ asking: { place, version } }: { asking: Asking }) {
  return (
    <>
      {place.formToken && <FormToken value={place.formToken} />}
      <input type="hidden" name="version" value={String(version)} />
    </>
  );
}

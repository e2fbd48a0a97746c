import type { Answers, AnswerValue, PlaceAnswer, RotaAnswer } from '../../domain/assessment/answer.ts';
import type { Question } from '../../domain/assessment/question.ts';
import { type Beside, settle } from '../../domain/assessment/relevance.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Gazetteer } from '../../services/ports.ts';
import { ChoiceField, type FieldMessage, messageFor, SelectField, TextAreaField, TextField } from '../forms/fields.tsx';
import { PlaceFields, placeControls, readPlace } from '../forms/place-question.tsx';
import type { FieldsGiven, FormQuestion, Reading } from '../forms/question.ts';
import { readClock, readDate, readNumber } from '../forms/read-answer.ts';
import { RotaFields } from '../forms/rota-fields.tsx';
import { actOnRota, readRota, rotaControls, tellRota } from '../forms/rota-typed.ts';
import { type TypedAnswers, textOf, textsOf } from '../forms/typed.ts';
import { optionsOf, titleOf, unitOf, wordsOf } from './words.ts';

const { t } = FRENCH;
const say = t.assessment;

const TEXT_CHARACTERS = 2000;

export type Asking = {
  gazetteer: Gazetteer;
  beside: Beside;
  /** One page with everything: menus instead of buttons, and what depends on another answer shown at once. */
  compact: boolean;
};

/** A question of the questionnaire as one of a form. Left empty it is not discussed. */
export function formQuestionOf(question: Question, asking: Asking): FormQuestion<Answers> {
  const { code } = question;
  const kind = kindOf(question, asking);
  return {
    name: code,
    title: titleOf(code),
    hint: wordsOf(code).hint,
    controls: kind.controls ?? (() => [code]),
    isAsked: (answers) => asking.compact || settle(answers, asking.beside).isAsked(code),
    fields: kind.fields,
    read(typed): Reading<Answers> {
      const { value, errors } = kind.read(typed);
      return { answers: { [code]: value ?? null }, errors };
    },
    tell(answers) {
      const value = answers[code];
      return value === undefined || value === null ? null : tellAnswer(question, value);
    },
    ...(kind.act && { act: kind.act }),
  };
}

/** What sets one kind of question apart: its fields, and how they are read. Undefined: not discussed. */
type Kind = Pick<FormQuestion<Answers>, 'fields' | 'act'> & {
  controls?: FormQuestion<Answers>['controls'];
  read(typed: TypedAnswers): { value: AnswerValue | null | undefined; errors: readonly FieldMessage[] };
};

function kindOf(question: Question, asking: Asking): Kind {
  const { code } = question;
  const title = titleOf(code);
  const { hint } = wordsOf(code);
  const { gazetteer, compact } = asking;
  const wrong = (message: string) => ({ value: null, errors: [{ field: code, message }] });
  const right = (value: AnswerValue | undefined) => ({ value, errors: [] });
  const common = ({ typed, errors }: FieldsGiven) => ({
    id: code,
    label: title,
    hint,
    value: textOf(typed, code),
    error: messageFor(errors, code),
  });
  /** One control with one text; empty is not discussed. */
  const reading = (read: (text: string) => AnswerValue | null, message: string) => (typed: TypedAnswers) => {
    const text = textOf(typed, code);
    if (text === '') return right(undefined);
    const value = read(text);
    return value === null ? wrong(message) : right(value);
  };

  switch (question.kind) {
    case 'choice': {
      const options = optionsOf(code, question.options);
      const none = { value: '', label: compact ? say.quick.unknownAnswer : say.notDiscussed };
      return {
        fields: (given) =>
          compact ? (
            <SelectField {...common(given)} options={[none, ...options]} />
          ) : (
            <ChoiceField
              id={code}
              legend={title}
              hint={hint}
              error={messageFor(given.errors, code)}
              values={[textOf(given.typed, code)]}
              options={[...options, none]}
              inline={options.every(({ label }) => label.length < 12)}
            />
          ),
        read: reading((text) => question.options.find((one) => one === text) ?? null, say.errors.option(title)),
      };
    }
    case 'choices':
      return {
        fields: ({ typed, errors }) => (
          <ChoiceField
            id={code}
            type="checkbox"
            legend={title}
            hint={hint}
            error={messageFor(errors, code)}
            values={textsOf(typed, code)}
            options={optionsOf(code, question.options)}
            inline
          />
        ),
        read(typed) {
          const ticked = question.options.filter((one) => textsOf(typed, code).includes(one));
          const alone = ticked.find((one) => question.alone.includes(one));
          if (alone !== undefined && ticked.length > 1) {
            const [told] = optionsOf(code, [alone]);
            return wrong(say.errors.alone(title, told?.label ?? alone));
          }
          return right(ticked.length > 0 ? ticked : undefined);
        },
      };
    case 'number':
      return {
        fields: (given) => (
          <TextField {...common(given)} size="short" inputmode="decimal" suffix={unitOf(question.unit, code)} />
        ),
        read: reading(
          (text) => {
            const value = readNumber(text);
            return value !== null && value >= question.min && value <= question.max ? value : null;
          },
          say.errors.number(title, question.min, question.max),
        ),
      };
    case 'text':
      return {
        fields: (given) => <TextAreaField {...common(given)} />,
        read: reading(
          (text) => (text.length <= TEXT_CHARACTERS ? text : null),
          say.errors.tooLong(title, TEXT_CHARACTERS),
        ),
      };
    case 'clock':
      return {
        fields: (given) => <TextField {...common(given)} size="short" />,
        read: reading(readClock, say.errors.clock(title)),
      };
    case 'date':
      return {
        fields: (given) => <TextField {...common(given)} type="date" size="medium" />,
        read: reading(readDate, say.errors.date(title)),
      };
    case 'place': {
      const inside = question.within === 'inside';
      return {
        controls: () => placeControls(code),
        fields: (given) => (
          <PlaceFields name={code} label={title} hint={hint} gazetteer={gazetteer} inside={inside} {...given} />
        ),
        read(typed) {
          const { place, errors } = readPlace(typed, code, { gazetteer, inside });
          return { value: place, errors };
        },
      };
    }
    case 'rota':
      return {
        controls: (typed) => rotaControls(typed, code),
        fields: (given) => <RotaFields name={code} {...given} />,
        read(typed) {
          const { rota, errors } = readRota(typed, code);
          return { value: rota, errors };
        },
        act: (action, typed) => actOnRota(action, typed, code),
      };
  }
}

/** An answer in words. */
export function tellAnswer(question: Question, value: AnswerValue): string {
  const { code } = question;
  switch (question.kind) {
    case 'choice':
    case 'choices': {
      const chosen = Array.isArray(value) ? value : [String(value)];
      return t.format.list(optionsOf(code, chosen).map(({ label }) => label));
    }
    case 'number':
      return `${t.format.decimal(Number(value), 2)} ${unitOf(question.unit, code)}`.trim();
    case 'clock':
      return t.format.clock(String(value));
    case 'date':
      return t.format.date(String(value));
    case 'text':
      return String(value);
    case 'place':
      return (value as PlaceAnswer).label ?? '';
    case 'rota':
      return tellRota(value as RotaAnswer);
  }
}

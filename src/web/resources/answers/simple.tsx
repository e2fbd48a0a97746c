import { FRENCH } from '../../../i18n/languages.ts';
import { ChoiceField, messageFor, TextAreaField, TextField } from '../../forms/fields.tsx';
import { readDate, readNumber } from '../../forms/read-answer.ts';
import { textOf, textsOf } from '../../forms/typed.ts';
import { type AnswerSort, nothing, wrong } from './answer.ts';

const { t } = FRENCH;
const say = t.resources.answers;

export function textAnswer(isLong: boolean): AnswerSort {
  return {
    fields: ({ name, label, hint, typed, errors }) => {
      const common = { id: name, label, hint, value: textOf(typed, name), error: messageFor(errors, name) };
      return isLong ? <TextAreaField {...common} maxlength={5000} /> : <TextField {...common} />;
    },
    read: (typed, name) => ({ value: textOf(typed, name) || undefined, errors: [] }),
    typed: (value, name) => (typeof value === 'string' && value !== '' ? { [name]: [value] } : {}),
    tell: (value) => (typeof value === 'string' && value !== '' ? value : null),
  };
}

export type NumberUnit = keyof typeof say.units;

/** `perUnit`: how many of what the offer holds make one of what is typed: cents in a euro. */
export function numberAnswer({
  unit,
  perUnit = 1,
  whole = false,
}: {
  unit: NumberUnit;
  perUnit?: number;
  whole?: boolean;
}): AnswerSort {
  const suffix = say.units[unit];
  return {
    fields: ({ name, label, hint, typed, errors }) => (
      <TextField
        id={name}
        label={`${label} (${suffix})`}
        hint={hint}
        value={textOf(typed, name)}
        error={messageFor(errors, name)}
        inputmode={whole ? 'numeric' : 'decimal'}
        size="short"
      />
    ),
    read(typed, name) {
      const text = textOf(typed, name);
      if (text === '') return nothing;
      const number = readNumber(text);
      if (number === null || number < 0) return wrong(name, say.notNumber(text));
      if (whole && !Number.isInteger(number)) return wrong(name, say.notWhole(text));
      // Half a cent comes from per kilometre; binary fractions do not.
      return { value: perUnit === 1 ? number : Math.round(number * perUnit * 1000) / 1000, errors: [] };
    },
    typed: (value, name) => (typeof value === 'number' ? { [name]: [String(value / perUnit).replace('.', ',')] } : {}),
    tell: (value) => (typeof value === 'number' ? say.told[unit](value / perUnit) : null),
  };
}

export const dateAnswer: AnswerSort = {
  fields: ({ name, label, hint, typed, errors }) => (
    <TextField
      id={name}
      type="date"
      label={label}
      hint={hint}
      value={textOf(typed, name)}
      error={messageFor(errors, name)}
      size="medium"
    />
  ),
  read(typed, name) {
    const text = textOf(typed, name);
    if (text === '') return nothing;
    const date = readDate(text);
    return date === null ? wrong(name, say.notDate(text)) : { value: date, errors: [] };
  },
  typed: (value, name) => (typeof value === 'string' ? { [name]: [value] } : {}),
  tell: (value) => (typeof value === 'string' ? t.format.date(value) : null),
};

/** One date a line, as people write dates. */
export const datesAnswer: AnswerSort = {
  fields: ({ name, label, hint, typed, errors }) => (
    <TextAreaField id={name} label={label} hint={hint} value={textOf(typed, name)} error={messageFor(errors, name)} />
  ),
  read(typed, name) {
    const lines = textOf(typed, name)
      .split(/[\n,;]+/)
      .map((line) => line.trim())
      .filter(Boolean);
    const unread = lines.find((line) => readDate(line) === null);
    if (unread !== undefined) return wrong(name, say.notDate(unread));
    return { value: [...new Set(lines.map((line) => readDate(line) as string))].toSorted(), errors: [] };
  },
  typed: (value, name) => {
    const dates = Array.isArray(value) ? (value as string[]) : [];
    return dates.length === 0
      ? {}
      : { [name]: [dates.map((date) => date.split('-').toReversed().join('/')).join('\n')] };
  },
  tell: (value) =>
    Array.isArray(value) && value.length > 0
      ? t.format.list((value as string[]).map((day) => t.format.date(day)))
      : null,
};

type Options = Readonly<Record<string, string>>;

/** One of several; « non précisé » where the offer may leave it open. */
export function choiceAnswer(options: Options, none: string | null): AnswerSort {
  const codes = Object.keys(options);
  return {
    fields: ({ name, label, hint, typed, errors }) => (
      <ChoiceField
        id={name}
        legend={label}
        hint={hint}
        values={[textOf(typed, name)]}
        error={messageFor(errors, name)}
        options={[
          ...(none === null ? [] : [{ value: '', label: none }]),
          ...codes.map((code) => ({ value: code, label: options[code] ?? code })),
        ]}
        inline={codes.length > 3}
      />
    ),
    read(typed, name) {
      const code = textOf(typed, name);
      if (code === '') return nothing;
      return codes.includes(code) ? { value: code, errors: [] } : wrong(name, say.notOffered);
    },
    typed: (value, name) => (typeof value === 'string' ? { [name]: [value] } : {}),
    tell: (value) => (typeof value === 'string' ? (options[value] ?? value) : null),
  };
}

/** Any of several. Codes that came from elsewhere and are no choice here are kept: they can be unticked, not added. */
export function choicesAnswer(options: Options): AnswerSort {
  return {
    fields: ({ name, label, hint, typed, errors }) => {
      const ticked = textsOf(typed, name);
      const foreign = ticked.filter((code) => !Object.hasOwn(options, code));
      return (
        <ChoiceField
          id={name}
          legend={label}
          hint={hint}
          type="checkbox"
          values={ticked}
          error={messageFor(errors, name)}
          options={[...Object.keys(options), ...foreign].map((code) => ({ value: code, label: options[code] ?? code }))}
          inline
        />
      );
    },
    read: (typed, name) => ({ value: [...new Set(textsOf(typed, name))], errors: [] }),
    typed: (value, name) => (Array.isArray(value) && value.length > 0 ? { [name]: value as string[] } : {}),
    tell: (value) =>
      Array.isArray(value) && value.length > 0
        ? t.format.list((value as string[]).map((code) => options[code] ?? code))
        : null,
  };
}

/** Yes, no; and where nobody said, neither. */
export const yesNoAnswer: AnswerSort = {
  ...choiceAnswer({ yes: say.yes, no: say.no }, say.notSaid),
  read(typed, name) {
    const said = textOf(typed, name);
    return { value: said === 'yes' ? true : said === 'no' ? false : undefined, errors: [] };
  },
  typed: (value, name) => (typeof value === 'boolean' ? { [name]: [value ? 'yes' : 'no'] } : {}),
  tell: (value) => (typeof value === 'boolean' ? (value ? say.yes : say.no) : null),
};

/** A single box: ticked or not. */
export const tickAnswer: AnswerSort = {
  fields: ({ name, label, hint, typed, errors }) => (
    <ChoiceField
      id={name}
      legend={label}
      type="checkbox"
      values={[textOf(typed, name)]}
      error={messageFor(errors, name)}
      options={[{ value: 'yes', label: hint ?? say.yes }]}
    />
  ),
  read: (typed, name) => ({ value: textOf(typed, name) === 'yes', errors: [] }),
  typed: (value, name) => (value === true ? { [name]: ['yes'] } : {}),
  tell: (value) => (value === true ? say.yes : value === false ? say.no : null),
};

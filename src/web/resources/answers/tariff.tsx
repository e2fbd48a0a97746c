import type { Tariff } from '../../../domain/catalogue/offer.ts';
import { FRENCH } from '../../../i18n/languages.ts';
import { tariffLines } from '../../catalogue/offer-facts.ts';
import { messageFor, TextField } from '../../forms/fields.tsx';
import { readNumber } from '../../forms/read-answer.ts';
import { type TypedAnswers, textOf } from '../../forms/typed.ts';
import { type AnswerSort, nothing } from './answer.ts';
import { type RowSort, rowsAnswer } from './rows.tsx';

const { t } = FRENCH;
const say = t.resources.answers;
const written = (value: number) => String(value).replace('.', ',');

/** A number of a control, in hundredths of what is typed where `perUnit` is 100; or what is wrong with it. */
function readAmount(typed: TypedAnswers, name: string, perUnit: number) {
  const text = textOf(typed, name);
  const number = readNumber(text);
  return number === null || number < 0
    ? { field: name, message: say.notNumber(text) }
    : Math.round(number * perUnit * 1000) / 1000;
}

const tierRow: RowSort = {
  fields: ({ name, typed, errors }) => (
    <div class="pair">
      <TextField
        id={`${name}-day`}
        label={say.tariff.fromDay}
        value={textOf(typed, `${name}-day`)}
        error={messageFor(errors, `${name}-day`)}
        inputmode="numeric"
        size="short"
      />
      <TextField
        id={`${name}-price`}
        label={say.tariff.perDay}
        value={textOf(typed, `${name}-price`)}
        error={messageFor(errors, `${name}-price`)}
        inputmode="decimal"
        size="short"
      />
    </div>
  ),
  read(typed, name) {
    if (textOf(typed, `${name}-day`) === '' && textOf(typed, `${name}-price`) === '') return nothing;
    const perDayCents = readAmount(typed, `${name}-price`, 100);
    // A single price is that of every day.
    const fromDay = textOf(typed, `${name}-day`) === '' ? 1 : readAmount(typed, `${name}-day`, 1);
    const errors = [fromDay, perDayCents].filter((one) => typeof one !== 'number');
    return errors.length > 0 ? { value: undefined, errors } : { value: { fromDay, perDayCents }, errors: [] };
  },
  typed(value, name) {
    const { fromDay, perDayCents } = value as { fromDay: number; perDayCents: number };
    return { [`${name}-day`]: [String(fromDay)], [`${name}-price`]: [written(perDayCents / 100)] };
  },
  tell: () => null,
};

const tiers = rowsAnswer(tierRow, { rowTitle: say.tariff.tier, most: 20 });
const tiersOf = (tariff: Tariff) => ('tiers' in tariff ? tariff.tiers : [{ fromDay: 1, ...tariff }]);

/** One price a day, or less of it from some day on. */
export const tariffAnswer: AnswerSort = {
  ...tiers,
  read(typed, name, ground) {
    const { value, errors } = tiers.read(typed, name, ground);
    if (value === undefined) return { value: undefined, errors };
    const rows = value as { fromDay: number; perDayCents: number }[];
    const [only] = rows;
    const isOne = rows.length === 1 && only?.fromDay === 1;
    return { value: isOne ? { perDayCents: only.perDayCents } : { tiers: rows }, errors: [] };
  },
  typed: (value, name) => (value ? tiers.typed(tiersOf(value as Tariff), name) : {}),
  tell: (value) => (value ? tariffLines(value as Tariff, t).join(' ; ') : null),
};

type CarShareTariff = { perHourCents?: number; perKmCents?: number };
const PARTS = [
  ['perHourCents', 'hour'],
  ['perKmCents', 'km'],
] as const;

/** Of a shared car: by the hour, by the kilometre, or both. */
export const hourlyTariffAnswer: AnswerSort = {
  fields: ({ name, label, hint, typed, errors }) => (
    <fieldset class="field">
      <legend id={name} tabindex={-1}>
        {label}
      </legend>
      {hint && <span class="hint">{hint}</span>}
      <div class="pair">
        {PARTS.map(([, part]) => (
          <TextField
            id={`${name}-${part}`}
            label={say.tariff[part]}
            value={textOf(typed, `${name}-${part}`)}
            error={messageFor(errors, `${name}-${part}`)}
            inputmode="decimal"
            size="short"
          />
        ))}
      </div>
    </fieldset>
  ),
  read(typed, name) {
    const parts = PARTS.flatMap(([key, part]) => {
      const control = `${name}-${part}`;
      return textOf(typed, control) === '' ? [] : [[key, readAmount(typed, control, 100)] as const];
    });
    const errors = parts.map(([, amount]) => amount).filter((one) => typeof one !== 'number');
    if (errors.length > 0) return { value: undefined, errors };
    return parts.length === 0 ? nothing : { value: Object.fromEntries(parts), errors: [] };
  },
  typed(value, name) {
    const tariff = (value ?? {}) as CarShareTariff;
    return Object.fromEntries(
      PARTS.flatMap(([key, part]) => {
        const cents = tariff[key];
        return cents === undefined ? [] : [[`${name}-${part}`, [written(cents / 100)]]];
      }),
    );
  },
  tell(value) {
    const { perHourCents, perKmCents } = (value ?? {}) as CarShareTariff;
    const { offer } = t.catalogue;
    const told = [
      perHourCents === undefined ? [] : [offer.perHour(perHourCents)],
      perKmCents === undefined ? [] : [offer.perKm(perKmCents)],
    ].flat();
    return told.length > 0 ? told.join(' ; ') : null;
  },
};

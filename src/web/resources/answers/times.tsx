import type { Hours, OfferOf } from '../../../domain/catalogue/offer.ts';
import { FRENCH } from '../../../i18n/languages.ts';
import { ChoiceField, messageFor, SelectField, TextField } from '../../forms/fields.tsx';
import { readClock, readNumber } from '../../forms/read-answer.ts';
import { type TypedAnswers, textOf, textsOf } from '../../forms/typed.ts';
import { type AnswerFields, type AnswerSort, nothing } from './answer.ts';
import { type RowSort, rowsAnswer } from './rows.tsx';

const { t } = FRENCH;
const say = t.resources.answers;

type Given = Omit<AnswerFields, 'label' | 'hint' | 'isRequired'>;
const DAYS = [1, 2, 3, 4, 5, 6, 7];
const daysControl = (name: string) => `${name}-days`;

const Days = ({ name, typed, errors }: Given) => (
  <ChoiceField
    id={daysControl(name)}
    legend={say.times.days}
    type="checkbox"
    values={textsOf(typed, daysControl(name))}
    error={messageFor(errors, daysControl(name))}
    options={DAYS.map((day) => ({ value: String(day), label: t.format.capital(t.format.weekday(day)) }))}
    inline
  />
);

const Clock = ({ name, label, typed, errors }: Given & { label: string }) => (
  <TextField id={name} label={label} value={textOf(typed, name)} error={messageFor(errors, name)} size="short" />
);

const readDays = (typed: TypedAnswers, name: string) =>
  textsOf(typed, daysControl(name))
    .map(Number)
    .filter((day) => DAYS.includes(day));

function readTime(typed: TypedAnswers, name: string) {
  const text = textOf(typed, name);
  const time = readClock(text === '24:00' || /^24\s*h?$/i.test(text) ? '00:00' : text);
  return time === null ? { field: name, message: say.times.notTime(text) } : time;
}

const hoursRow: RowSort = {
  fields: (given) => (
    <>
      <Days {...given} />
      <div class="pair">
        <Clock {...given} name={`${given.name}-from`} label={say.times.from} />
        <Clock {...given} name={`${given.name}-to`} label={say.times.to} />
      </div>
    </>
  ),
  read(typed, name) {
    const weekdays = readDays(typed, name);
    const isEmpty = weekdays.length === 0 && textOf(typed, `${name}-from`) === '' && textOf(typed, `${name}-to`) === '';
    if (isEmpty) return nothing;
    const [from, to] = [readTime(typed, `${name}-from`), readTime(typed, `${name}-to`)];
    const errors = [from, to].filter((one) => typeof one !== 'string');
    if (weekdays.length === 0) errors.unshift({ field: daysControl(name), message: say.times.noDay });
    return errors.length > 0 ? { value: undefined, errors } : { value: { weekdays, from, to }, errors: [] };
  },
  typed: (value, name) => {
    const { weekdays, from, to } = value as Hours;
    return { [daysControl(name)]: weekdays.map(String), [`${name}-from`]: [from], [`${name}-to`]: [to] };
  },
  tell: (value) => t.format.hours(value as Hours),
};

/** Windows of a week: which days, from when to when. */
export const hoursAnswer = rowsAnswer(hoursRow, { rowTitle: say.times.window, most: 50 });

type Trip = OfferOf<'carpool'>['details']['trips'][number];

const tripRow: RowSort = {
  fields: (given) => (
    <>
      <SelectField
        id={`${given.name}-direction`}
        label={say.trips.direction}
        value={textOf(given.typed, `${given.name}-direction`)}
        options={[
          { value: 'outbound', label: say.trips.outbound },
          { value: 'return', label: say.trips.return },
        ]}
      />
      <Days {...given} />
      <div class="pair">
        <Clock {...given} name={`${given.name}-time`} label={say.trips.time} />
        <TextField
          id={`${given.name}-flexibility`}
          label={say.trips.flexibility}
          value={textOf(given.typed, `${given.name}-flexibility`)}
          error={messageFor(given.errors, `${given.name}-flexibility`)}
          inputmode="decimal"
          size="short"
        />
      </div>
    </>
  ),
  read(typed, name) {
    const weekdays = readDays(typed, name);
    const timeText = textOf(typed, `${name}-time`);
    if (weekdays.length === 0 && timeText === '') return nothing;
    const departureTime = readTime(typed, `${name}-time`);
    const flexibilityText = textOf(typed, `${name}-flexibility`);
    const flexibilityMinutes = flexibilityText === '' ? 0 : readNumber(flexibilityText);
    const errors = typeof departureTime === 'string' ? [] : [departureTime];
    if (weekdays.length === 0) errors.unshift({ field: daysControl(name), message: say.times.noDay });
    if (flexibilityMinutes === null || flexibilityMinutes < 0) {
      errors.push({ field: `${name}-flexibility`, message: say.notNumber(flexibilityText) });
    }
    if (errors.length > 0) return { value: undefined, errors };
    const direction = textOf(typed, `${name}-direction`) === 'return' ? 'return' : 'outbound';
    return { value: { direction, weekdays, departureTime, flexibilityMinutes }, errors: [] };
  },
  typed(value, name) {
    const { direction, weekdays, departureTime, flexibilityMinutes } = value as Trip;
    return {
      [`${name}-direction`]: [direction],
      [daysControl(name)]: weekdays.map(String),
      [`${name}-time`]: [departureTime],
      [`${name}-flexibility`]: [String(flexibilityMinutes).replace('.', ',')],
    };
  },
  tell(value) {
    const { direction, weekdays, departureTime, flexibilityMinutes } = value as Trip;
    return say.trips.told(say.trips[direction], t.format.weekdays(weekdays), departureTime, flexibilityMinutes);
  },
};

export const tripsAnswer: AnswerSort = rowsAnswer(tripRow, { rowTitle: say.trips.trip, most: 60 });

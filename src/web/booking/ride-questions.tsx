import { BOOKING_NEEDS } from '../../domain/booking/booking.ts';
import { westernFigures } from '../../domain/booking/way-in.ts';
import { timesOnTheWall } from '../../domain/schedule/clock-change.ts';
import { addDays } from '../../domain/schedule/dates.ts';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import { ChoiceField, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import type { FormQuestion } from '../forms/question.ts';
import { readClock, readDate } from '../forms/read-answer.ts';
import { type TypedAnswers, textOf, textsOf } from '../forms/typed.ts';
import { Pictogram } from './pictograms.tsx';
import { backIsNextDay, type RideAnswers } from './ride-answers.ts';
import { limitChoices, readLimits, tellLimits } from './ride-limits.ts';

type Question = FormQuestion<RideAnswers>;

/** Days that are offered as buttons. */
const NEXT_DAYS = 6;
const OTHER = 'autre';

/** `now`: the hour on the wall there. */
export type Days = { today: string; now: string; last: string; timeZone: string };

const wrong = (field: string, message: string): { errors: FieldMessage[] } => ({ errors: [{ field, message }] });

export function dayOptions({ today }: Days, { say, date }: RideSpeech) {
  const { when } = say.form;
  return Array.from({ length: NEXT_DAYS }, (_, i) => {
    const day = addDays(today, i);
    const name = i === 0 ? when.today : i === 1 ? when.tomorrow : null;
    return { value: day, label: name === null ? date(day) : `${name} – ${date(day)}` };
  });
}

/** A day that is typed, or what is wrong with it. */
export function readDay(
  text: string,
  field: string,
  { days, told }: { days: Days; told: RideSpeech },
): { date: string } | { errors: FieldMessage[] } {
  const { when } = told.say.form;
  const date = readDate(westernFigures(text));
  if (date === null) return wrong(field, text === '' ? when.dayMissing : when.dateUnclear);
  if (date < days.today) return wrong(field, when.past);
  if (date > days.last) return wrong(field, when.tooFar(told.date(addDays(days.last, 1))));
  return { date };
}

export function dayQuestion(days: Days, told: RideSpeech): Question {
  const { when } = told.say.form;
  return {
    name: 'day',
    title: when.day,
    controls: () => ['day', 'date'],
    fields: ({ typed, errors }) => (
      <>
        <ChoiceField
          id="day"
          legend={when.day}
          values={[textOf(typed, 'day')]}
          error={messageFor(errors, 'day')}
          options={[...dayOptions(days, told), { value: OTHER, label: when.other }]}
        />
        <TextField
          id="date"
          type="date"
          label={when.date}
          value={textOf(typed, 'date')}
          error={messageFor(errors, 'date')}
          size="medium"
        />
      </>
    ),
    read(typed) {
      const day = textOf(typed, 'day');
      const date = textOf(typed, 'date');
      if (day === '' && date === '') return { answers: { date: null }, ...wrong('day', when.dayMissing) };
      const isOther = day === OTHER || day === '';
      const read = readDay(isOther ? date : day, isOther ? 'date' : 'day', { days, told });
      return 'errors' in read ? { answers: { date: null }, ...read } : { answers: { date: read.date }, errors: [] };
    },
    tell: ({ date }) => (date === null ? null : told.date(date)),
  };
}

export function atQuestion(days: Days, told: RideSpeech): Question {
  const { when } = told.say.form;
  return {
    name: 'at',
    title: when.at,
    controls: () => ['at'],
    fields: ({ typed, errors }) => (
      <TextField
        id="at"
        label={when.at}
        hint={when.hint}
        value={shownTime(textOf(typed, 'at'))}
        error={messageFor(errors, 'at')}
        size="medium"
      />
    ),
    read(typed, { date }) {
      const text = textOf(typed, 'at');
      const at = readTime(text);
      if (at === null) return { answers: { at }, ...wrong('at', text === '' ? when.atMissing : when.atUnclear) };
      // Late in the evening « today at five » is the morning to come: nobody drives there, and nobody would say why.
      if (date === days.today && at <= days.now) return { answers: { at: null }, ...wrong('at', when.atPast) };
      if (date !== null && timesOnTheWall(date, at, days.timeZone) === 0) {
        return { answers: { at: null }, ...wrong('at', told.say.clocks.skipped) };
      }
      return { answers: { at }, errors: [] };
    },
    tell: ({ at }) => (at === null ? null : told.clock(at)),
  };
}

/**
 * An hour as people type it: `5h30`, `5.30`, `530`, in any figures. Typed as a text: a browser's own field for times says « AM » and « PM »
 * on many telephones, and five in the evening is not five in the morning.
 */
export function readTime(typed: string): string | null {
  const text = westernFigures(typed).trim();
  return readClock(
    /^\d{3,4}$/.test(text) ? text.replace(/(\d\d)$/, ':$1') : text.replace(/^(\d{1,2})[\s-]+(\d\d)$/, '$1:$2'),
  );
}

const shownTime = (text: string) => readTime(text) ?? text;

export function backQuestion(days: Days, told: RideSpeech): Question {
  const { back, when } = told.say.form;
  return {
    name: 'back',
    title: back.title,
    controls: () => ['back', 'backAt'],
    fields: ({ typed, errors }) => (
      <>
        <ChoiceField
          id="back"
          legend={back.title}
          values={[textOf(typed, 'back')]}
          error={messageFor(errors, 'back')}
          options={[
            { value: 'yes', label: back.yes },
            { value: 'no', label: back.no },
          ]}
        />
        <TextField
          id="backAt"
          label={back.at}
          hint={when.hint}
          value={shownTime(textOf(typed, 'backAt'))}
          error={messageFor(errors, 'backAt')}
          size="medium"
        />
      </>
    ),
    read(typed, { date, at }) {
      const answer = textOf(typed, 'back');
      const text = textOf(typed, 'backAt');
      const none = { back: null, backAt: null };
      if (answer === 'no') return { answers: { back: false, backAt: null }, errors: [] };
      // Whoever writes an hour comes back.
      if (answer !== 'yes' && text === '') return { answers: none, ...wrong('back', back.missing) };
      const backAt = readTime(text);
      if (backAt === null) {
        return { answers: none, ...wrong('backAt', text === '' ? back.atMissing : when.atUnclear) };
      }
      const backDate = date !== null && backIsNextDay({ at, backAt }) ? addDays(date, 1) : date;
      if (backDate !== null && timesOnTheWall(backDate, backAt, days.timeZone) === 0) {
        return { answers: none, ...wrong('backAt', told.say.clocks.skipped) };
      }
      return { answers: { back: true, backAt }, errors: [] };
    },
    tell(answers) {
      if (answers.back === null) return null;
      if (!answers.back || answers.backAt === null) return back.no;
      const time = told.clock(answers.backAt);
      return backIsNextDay(answers) ? back.nextDay(time) : back.tell(time);
    },
  };
}

/** A family or two friends; more is a bus to be hired. */
const SEATS = [1, 2, 3, 4];
/** What is booked by other programs may be more. */
const MOST_SEATS = 8;
const seatChoices = (count: number) => (SEATS.includes(count) ? SEATS : [...SEATS, count]);

function readSeats(typed: TypedAnswers): number {
  const count = Number(textOf(typed, 'seats') || 1);
  return Number.isInteger(count) && count >= 1 && count <= MOST_SEATS ? count : 1;
}

export function needsQuestion(told: RideSpeech): Question {
  const { needs, seats } = told.say.form;
  return {
    name: 'needs',
    title: needs.title,
    controls: () => ['needs', 'seats', 'limits'],
    fields({ typed }) {
      const ticked = textsOf(typed, 'needs');
      const limits = limitChoices(typed, told);
      return (
        <>
          <fieldset class="field choices">
            <legend class="seen-above">{needs.title}</legend>
            <span class="hint">{needs.hint}</span>
            <div class="choice-list">
              {BOOKING_NEEDS.map((need, index) => {
                const id = index === 0 ? 'needs' : `needs-${index}`;
                return (
                  <div class="choice with-pictogram">
                    <input type="checkbox" id={id} name="needs" value={need} checked={ticked.includes(need)} />
                    <label for={id}>
                      <Pictogram need={need} />
                      <span>{needs.names[need]}</span>
                    </label>
                  </div>
                );
              })}
            </div>
          </fieldset>
          <ChoiceField
            id="seats"
            legend={seats.title}
            hint={seats.hint}
            values={[String(readSeats(typed))]}
            options={seatChoices(readSeats(typed)).map((count) => ({ value: String(count), label: seats.tell(count) }))}
            inline
          />
          {limits.length > 0 && (
            <ChoiceField
              id="limits"
              type="checkbox"
              legend={told.say.nearest.agreed}
              values={limits.map(({ value }) => value)}
              options={limits}
            />
          )}
        </>
      );
    },
    read(typed) {
      const ticked = textsOf(typed, 'needs');
      const chosen = BOOKING_NEEDS.filter((need) => ticked.includes(need));
      return { answers: { needs: chosen, seats: readSeats(typed), limits: readLimits(typed) }, errors: [] };
    },
    tell: ({ needs: chosen, seats: count, limits }) =>
      [
        chosen.length === 0 ? needs.none : told.speech.format.list(chosen.map((need) => needs.names[need])),
        ...(count > 1 ? [seats.tell(count)] : []),
        ...tellLimits(limits, told),
      ].join(' – '),
  };
}

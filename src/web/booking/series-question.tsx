import type { RideWish } from '../../domain/booking/wish.ts';
import { timesOnTheWall } from '../../domain/schedule/clock-change.ts';
import { addDays, daysBetween, weekdayOf } from '../../domain/schedule/dates.ts';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import { ChoiceField, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import type { FormQuestion } from '../forms/question.ts';
import { type TypedAnswers, textOf, textsOf } from '../forms/typed.ts';
import type { RideAnswers } from './ride-answers.ts';
import { type Days, readDay, readTime } from './ride-questions.tsx';

type Question = FormQuestion<RideAnswers>;

const MOST_RIDES = 200;
const MOST_WEEKS = 3;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const WORKING_DAYS = WEEKDAYS.slice(0, 5).map(String);

/** Shifts as most plants here know them: each week its hours, then from the first again. */
const PRESETS: Record<'twoWeeks' | 'threeWeeks', readonly [string, string][]> = {
  twoWeeks: [
    ['05:00', '13:00'],
    ['13:00', '21:00'],
  ],
  threeWeeks: [
    ['05:00', '13:00'],
    ['13:00', '21:00'],
    ['21:00', '05:00'],
  ],
};

const weeksOf = (typed: TypedAnswers) => Math.min(MOST_WEEKS, Math.max(1, Number(textOf(typed, 'weeks')) || 1));
const weekNumbers = (typed: TypedAnswers) => Array.from({ length: weeksOf(typed) }, (_, i) => i + 1);
const allWeeks = [1, 2, 3];

/** Weekdays and hours of one, two or three weeks that turn, from one day to another. */
export function seriesQuestion(days: Days, told: RideSpeech): Question {
  const { say, speech } = told;
  const { regular, form } = say;
  const presets = Object.keys(PRESETS) as (keyof typeof PRESETS)[];
  return {
    name: 'series',
    title: regular.days,
    controls: () => ['weeks', 'first', 'until', ...allWeeks.flatMap((w) => [`days${w}`, `at${w}`, `back${w}`])],
    act(action, typed) {
      const name = presets.find((one) => action === `preset:${one}`);
      if (action === 'preset:week') return { ...typed, weeks: ['1'] };
      if (name === undefined) return undefined;
      const hours = PRESETS[name].flatMap(([at, back], i) => [
        [`days${i + 1}`, WORKING_DAYS] as const,
        [`at${i + 1}`, [at]] as const,
        [`back${i + 1}`, [back]] as const,
      ]);
      return { ...typed, weeks: [String(PRESETS[name].length)], ...Object.fromEntries(hours) };
    },
    fields: ({ typed, errors }) => (
      <>
        <fieldset class="field" id="preset-grille">
          <legend>{regular.preset}</legend>
          <p class="actions">
            {(['week', ...presets] as const).map((name) => (
              <button type="submit" class="button button-quiet" name="action" value={`preset:${name}`}>
                {regular.presets[name]}
              </button>
            ))}
          </p>
        </fieldset>
        <input type="hidden" name="weeks" value={String(weeksOf(typed))} />
        {weekNumbers(typed).map((week) => (
          <fieldset class="panel ride-week">
            <legend>{weeksOf(typed) === 1 ? regular.days : regular.week(week)}</legend>
            <ChoiceField
              id={`days${week}`}
              type="checkbox"
              legend={form.when.day}
              values={textsOf(typed, `days${week}`)}
              error={messageFor(errors, `days${week}`)}
              options={WEEKDAYS.map((day) => ({ value: String(day), label: speech.format.weekdays([day]) }))}
              inline
            />
            {(['at', 'back'] as const).map((which) => (
              <TextField
                id={`${which}${week}`}
                label={which === 'at' ? regular.arrive : regular.leave}
                value={textOf(typed, `${which}${week}`)}
                hint={form.when.hint}
                error={messageFor(errors, `${which}${week}`)}
                size="medium"
              />
            ))}
          </fieldset>
        ))}
        {(['first', 'until'] as const).map((which) => (
          <TextField
            id={which}
            type="date"
            label={regular[which]}
            value={textOf(typed, which) || (which === 'first' ? addDays(days.today, 1) : '')}
            error={messageFor(errors, which)}
            size="medium"
          />
        ))}
      </>
    ),
    read(typed) {
      const none = (...errors: FieldMessage[]) => ({ answers: { series: [] }, errors });
      const hours: { days: readonly string[]; at: string | null; back: string | null }[] = [];
      for (const week of weekNumbers(typed)) {
        const [at = '', back = ''] = ['at', 'back'].map((which) => textOf(typed, `${which}${week}`));
        const read = { days: textsOf(typed, `days${week}`), at: readTime(at), back: readTime(back) };
        if (at !== '' && read.at === null) return none({ field: `at${week}`, message: form.when.atUnclear });
        if (back !== '' && read.back === null) return none({ field: `back${week}`, message: form.when.atUnclear });
        if (read.days.length > 0 && read.at === null && read.back === null) {
          return none({ field: `at${week}`, message: regular.none });
        }
        hours.push(read);
      }
      if (hours.every(({ days }) => days.length === 0)) return none({ field: 'days1', message: form.when.dayMissing });
      const first = readDay(textOf(typed, 'first'), 'first', { days, told });
      if ('errors' in first) return none(...first.errors);
      if (textOf(typed, 'until') === '') return none({ field: 'until', message: regular.untilMissing });
      const until = readDay(textOf(typed, 'until'), 'until', { days, told });
      if ('errors' in until) return none(...until.errors);
      if (until.date < first.date) return none({ field: 'until', message: regular.untilBefore });
      const series = expand(hours, first.date, until.date);
      if (series.length > MOST_RIDES) return none({ field: 'until', message: regular.tooMany(MOST_RIDES) });
      if (series.length === 0) return none({ field: 'until', message: form.when.dayMissing });
      const skipped = series.find(({ date, at }) => timesOnTheWall(date, at, days.timeZone) === 0);
      if (skipped !== undefined) {
        const when = `${told.date(skipped.date)}, ${told.clock(skipped.at)}`;
        return none({ field: 'until', message: `${when} – ${say.clocks.skipped}` });
      }
      return { answers: { series }, errors: [] };
    },
    tell: ({ series }) => (series.length === 0 ? null : regular.tell(series.length)),
  };
}

/** The week of the first day is the first of those that turn. */
export function expand(
  hours: readonly { days: readonly string[]; at: string | null; back: string | null }[],
  first: string,
  until: string,
): RideWish[] {
  const monday = addDays(first, 1 - weekdayOf(first));
  const wishes: RideWish[] = [];
  for (let date = first; date <= until; date = addDays(date, 1)) {
    const week = hours[Math.floor(daysBetween(monday, date) / 7) % hours.length];
    if (!week?.days.includes(String(weekdayOf(date)))) continue;
    const { at, back } = week;
    if (at !== null) wishes.push({ direction: 'outbound', date, at });
    if (back !== null) {
      const isNextDay = at !== null && back <= at;
      wishes.push({ direction: 'return', date: isNextDay ? addDays(date, 1) : date, at: back });
    }
  }
  return wishes;
}

/** `outbound|2026-11-25|04:50` */
export const wishText = ({ direction, date, at }: RideWish): string => [direction, date, at].join('|');
const readWish = (text: string): RideWish | null => {
  const [, direction, date, at] = /^(outbound|return)\|(\d{4}-\d{2}-\d{2})\|(\d{2}:\d{2})$/.exec(text) ?? [];
  return date && at ? { direction: direction as RideWish['direction'], date, at } : null;
};

/** Rides that are known already, to be asked for again or of somebody else: any of them can be left out. */
export function wishesQuestion(days: Days, told: RideSpeech, all: readonly string[]): Question {
  const { say, clock, date } = told;
  const { form, choose } = say;
  const words = ({ direction, date: day, at }: RideWish) =>
    `${direction === 'outbound' ? choose.there : choose.back} – ${date(day)}, ${clock(at)}`;
  return {
    name: 'wishes',
    title: say.confirm.rides,
    controls: () => ['wishes'],
    fields: ({ typed, errors }) => (
      <ChoiceField
        id="wishes"
        type="checkbox"
        legend={say.confirm.rides}
        values={textsOf(typed, 'wishes')}
        error={messageFor(errors, 'wishes')}
        options={all.flatMap((text) => {
          const wish = readWish(text);
          return wish === null ? [] : [{ value: text, label: words(wish) }];
        })}
      />
    ),
    read(typed) {
      const series = textsOf(typed, 'wishes').flatMap((text) => readWish(text) ?? []);
      const wrong = (message: string) => ({ answers: { series: [] }, errors: [{ field: 'wishes', message }] });
      if (series.length === 0) return wrong(form.when.dayMissing);
      if (series.some((wish) => wish.date < days.today)) return wrong(form.when.past);
      if (series.some((wish) => wish.date > days.last)) return wrong(form.when.tooFar(date(addDays(days.last, 1))));
      return { answers: { series }, errors: [] };
    },
    tell: ({ series }) => (series.length === 0 ? null : speechList(series.map(words))),
  };
}

const SHOWN = 4;
const speechList = (items: readonly string[]) =>
  items.length <= SHOWN ? items.join(' ; ') : `${items.slice(0, SHOWN).join(' ; ')} … (${items.length})`;

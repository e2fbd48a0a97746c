import { rotaWishes } from '../../domain/booking/rota-wishes.ts';
import type { RideWish } from '../../domain/booking/wish.ts';
import { addDays } from '../../domain/schedule/dates.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import type { RiderFacts } from '../../services/bookings/rider-facts.ts';
import { NO_ANSWERS, type RideAnswers } from '../booking/ride-answers.ts';
import { placeQuestion, typedPlace } from '../booking/ride-place.tsx';
import {
  atQuestion,
  backQuestion,
  type Days,
  dayQuestion,
  needsQuestion,
  readDay,
} from '../booking/ride-questions.tsx';
import { ChoiceField, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import type { FoundPlaces } from '../forms/found-place.ts';
import type { FormPage, FormQuestion } from '../forms/question.ts';
import { type TypedAnswers, textOf } from '../forms/typed.ts';

const say = FRENCH.t.personRides.form;
/** What the engine is asked at once, and is booked at once. */
const MOST_RIDES = 200;
/** Of a rota, where nobody has said until when. */
const USUAL_DAYS = 28;

export type DeskAnswers = RideAnswers & { what: 'rota' | 'once' | null };
export const NO_DESK_ANSWERS: DeskAnswers = { ...NO_ANSWERS, what: null };

/** Everything on one page, filled in with what the diagnostic says. */
export function deskPages(
  told: RideSpeech,
  { facts, found, days }: { facts: RiderFacts; found: FoundPlaces; days: Days },
): FormPage<DeskAnswers>[] {
  const places = { told, found, usual: [] };
  const once = (question: FormQuestion<RideAnswers>): FormQuestion<DeskAnswers> => ({
    ...question,
    isAsked: ({ what }) => what === 'once',
  });
  const { rota } = facts;
  return [
    {
      name: 'trajet',
      title: say.title,
      hint: facts.known === undefined ? say.noDiagnostic : say.hint,
      questions: [
        rota === null ? onlyOnce : whatQuestion,
        ...(rota === null ? [] : [periodQuestion(rota, days, told)]),
        once(dayQuestion(days, told)),
        once(atQuestion(days, told)),
        once(backQuestion(days, told)),
        placeQuestion('to', { ...places, label: told.say.form.to.title }),
        placeQuestion('from', { ...places, label: told.say.form.from.title }),
        titled(needsQuestion(told)),
      ],
    },
  ];
}

/** Its own page would be called so. */
const titled = (question: FormQuestion<RideAnswers>): FormQuestion<DeskAnswers> => ({
  ...question,
  fields: (given) => (
    <>
      <h2>{question.title}</h2>
      {question.fields(given)}
    </>
  ),
});

/** Nobody is asked for what there is no choice of. */
const onlyOnce: FormQuestion<DeskAnswers> = {
  name: 'what',
  title: say.what,
  controls: () => [],
  fields: () => null,
  read: () => ({ answers: { what: 'once' }, errors: [] }),
  tell: () => say.once,
};

const whatQuestion: FormQuestion<DeskAnswers> = {
  name: 'what',
  title: say.what,
  controls: () => ['what'],
  fields: ({ typed, errors }) => (
    <ChoiceField
      id="what"
      legend={say.what}
      values={[textOf(typed, 'what')]}
      error={messageFor(errors, 'what')}
      options={[
        { value: 'rota', label: say.rota },
        { value: 'once', label: say.once },
      ]}
    />
  ),
  read(typed) {
    const what = (['rota', 'once'] as const).find((one) => one === textOf(typed, 'what')) ?? null;
    return { answers: { what }, errors: what === null ? [{ field: 'what', message: say.whatMissing }] : [] };
  },
  tell: ({ what }) => (what === null ? null : say[what]),
};

/** From one day to another: every shift between them, there and back. */
function periodQuestion(
  { cycle, marginMinutes }: NonNullable<RiderFacts['rota']>,
  days: Days,
  told: RideSpeech,
): FormQuestion<DeskAnswers> {
  const { form, regular } = told.say;
  return {
    name: 'period',
    title: say.period,
    controls: () => ['first', 'until'],
    isAsked: ({ what }) => what === 'rota',
    fields: ({ typed, errors }) => (
      <fieldset class="field" id="period">
        <legend>{say.period}</legend>
        {(['first', 'until'] as const).map((which) => (
          <TextField
            id={which}
            type="date"
            label={say[which]}
            value={textOf(typed, which)}
            error={messageFor(errors, which)}
            size="medium"
          />
        ))}
      </fieldset>
    ),
    read(typed) {
      const none = (...errors: FieldMessage[]) => ({ answers: { series: [] }, errors });
      const first = readDay(textOf(typed, 'first'), 'first', { days, told });
      if ('errors' in first) return none(...first.errors);
      if (textOf(typed, 'until') === '') return none({ field: 'until', message: regular.untilMissing });
      const until = readDay(textOf(typed, 'until'), 'until', { days, told });
      if ('errors' in until) return none(...until.errors);
      if (until.date < first.date) return none({ field: 'until', message: say.untilBefore });
      const series = rotaWishes({ cycle, marginMinutes, first: first.date, until: until.date });
      if (series.length === 0) return none({ field: 'until', message: say.nothing });
      if (series.length > MOST_RIDES) return none({ field: 'until', message: say.tooMany(MOST_RIDES) });
      if (series.some(({ date }) => date < days.today)) return none({ field: 'first', message: form.when.past });
      return { answers: { series }, errors: [] };
    },
    tell({ series }) {
      const [first, last] = [series[0], series.at(-1)];
      return first && last ? say.tell(series.length, told.date(first.date), told.date(last.date)) : null;
    },
  };
}

/** What the diagnostic says, as it would have been typed. */
export function typedFacts({ home, away, rota, dates, needs }: RiderFacts, { today, last }: Days): TypedAnswers {
  const tomorrow = addDays(today, 1);
  const first = rota?.startsOn && rota.startsOn > tomorrow && rota.startsOn <= last ? rota.startsOn : tomorrow;
  const usual = addDays(first, USUAL_DAYS - 1);
  const next = rota === null ? dates.filter(({ date }) => date >= today) : rotaWishes({ ...rota, first, until: usual });
  const there = next.find(({ direction }) => direction === 'outbound');
  const back = next.find((wish) => wish.direction === 'return' && isWithinADay(there, wish));
  return {
    ...(rota !== null && { what: ['rota'], first: [first], until: [usual < last ? usual : last] }),
    ...(there && { day: ['autre'], date: [there.date], at: [there.at], back: [back ? 'yes' : 'no'] }),
    ...(back && { backAt: [back.at] }),
    ...(away && typedPlace('to', away)),
    ...(home && typedPlace('from', home)),
    ...(needs.length > 0 && { needs: [...needs] }),
  };
}

/** The way back of that shift, and not of the next. */
const isWithinADay = (there: RideWish | undefined, back: RideWish): boolean =>
  there !== undefined &&
  `${back.date} ${back.at}` > `${there.date} ${there.at}` &&
  `${back.date} ${back.at}` <= `${addDays(there.date, 1)} ${there.at}`;

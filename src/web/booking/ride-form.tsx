import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Journey } from '../../domain/booking/wish.ts';
import type { Place } from '../../domain/place.ts';
import { addDays } from '../../domain/schedule/dates.ts';
import type { Territory } from '../../domain/territory.ts';
import { findRideSpeech, type RideSpeech } from '../../i18n/ride/index.ts';
import { findPlaces } from '../../services/bookings/find-places.ts';
import { listOwnPlaces } from '../../services/bookings/own-journey.ts';
import type { KnownOfRider } from '../../services/bookings/prove-rides.ts';
import { searchRides } from '../../services/bookings/search-rides.ts';
import type { Context as ServiceContext } from '../../services/context.ts';
import { getDraft } from '../../services/drafts/get-draft.ts';
import { saveDraft } from '../../services/drafts/save-draft.ts';
import { ProblemError } from '../../services/errors.ts';
import type { Draft } from '../../services/ports/drafts.ts';
import type { DraftForm } from '../forms/draft-form.tsx';
import { draftHolder } from '../forms/draft-holder.ts';
import type { FormWords } from '../forms/draft-pages.tsx';
import type { FieldMessage } from '../forms/fields.tsx';
import type { FormPage } from '../forms/question.ts';
import { sentOnce } from '../forms/sent-once.ts';
import { type TypedAnswers, textOf, textsOf } from '../forms/typed.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { twiceWished } from './clock-notes.tsx';
import { type Rider, riderOf } from './device.ts';
import { journeyOf, NO_ANSWERS, type RideAnswers } from './ride-answers.ts';
import { bookPath, RidePage, rideFrame } from './ride-frame.tsx';
import { type FoundPlaces, placeQuestion } from './ride-place.tsx';
import { atQuestion, backQuestion, type Days, dayQuestion, needsQuestion } from './ride-questions.tsx';
import { seriesQuestion, wishesQuestion } from './series-question.tsx';

type PageContext = Context<PagesEnv>;

/** Under which its drafts are kept, of one ride and of several days. */
export const RIDE_FORM = 'ride';

/** Of a form for several days. */
export const REGULAR = 'regulier';

/** Throws `notFound` for a language that there is not. */
export function toldIn(c: PageContext): RideSpeech {
  const told = findRideSpeech(c.req.param('lang') ?? '');
  if (told === null) throw new ProblemError('notFound', 'Cette page n’existe pas.');
  return told;
}

/** Whose form it is: of the device that lets somebody in, else of whoever keeps the draft's own cookie. */
export async function rideHolder(c: PageContext): Promise<{ ctx: ServiceContext; rider: Rider }> {
  const rider = await riderOf(c, c.var.visit.ctx);
  const ctx = rider.ctx.actor.link === undefined ? draftHolder(c, c.var.visit.ctx) : rider.ctx;
  return { ctx, rider };
}

export const bookableDays = (c: PageContext): Days => daysOf(c.var.visit.ctx, c.var.visit.territory);

export function daysOf(ctx: ServiceContext, territory: Territory): Days {
  const now = ctx.deps.clock.now().toZonedDateTimeISO(territory.timeZone);
  const today = now.toPlainDate().toString();
  return {
    today,
    now: now.toPlainTime().toString({ smallestUnit: 'minute' }),
    last: addDays(today, territory.rules.booking.mostDaysAhead),
    timeZone: territory.timeZone,
  };
}

/** What was found for every place that is typed, before the questions read it. */
export async function findTyped(ctx: ServiceContext, ...typed: readonly TypedAnswers[]): Promise<FoundPlaces> {
  const texts = new Set(typed.flatMap((one) => ['to', 'from'].map((name) => textOf(one, name))).filter(Boolean));
  const found = [...texts]
    .filter((text) => text.length <= 200)
    .map(async (text) => [text, await findPlaces({ ctx, input: { text } })] as const);
  return new Map(await Promise.all(found));
}

/** A ride and its way back; several days in one go; or rides that are known already. */
export function ridePages(
  told: RideSpeech,
  { found, usual, days, typed }: { found: FoundPlaces; usual: readonly Place[]; days: Days; typed: TypedAnswers },
): FormPage<RideAnswers>[] {
  const { form, regular, confirm } = told.say;
  const places = { told, found, usual };
  const wishes = textsOf(typed, 'allWishes');
  const when: FormPage<RideAnswers>[] =
    wishes.length > 0
      ? [{ name: 'dates', title: confirm.rides, questions: [wishesQuestion(days, told, wishes)] }]
      : textOf(typed, 'mode') === REGULAR
        ? [{ name: 'jours', title: regular.days, hint: regular.daysHint, questions: [seriesQuestion(days, told)] }]
        : [
            { name: 'quand', title: form.when.title, questions: [dayQuestion(days, told), atQuestion(days, told)] },
            { name: 'retour', title: form.back.title, questions: [backQuestion(days, told)] },
          ];
  return [
    { name: 'ou', title: form.to.title, questions: [placeQuestion('to', places)] },
    { name: 'depart', title: form.from.title, questions: [placeQuestion('from', places)] },
    ...when,
    { name: 'aide', title: form.needs.title, questions: [needsQuestion(told)] },
  ];
}

export const journeyHash = (journey: Journey): string =>
  createHash('sha256').update(JSON.stringify(journey)).digest('base64url').slice(0, 22);

/** `/{lang}/reserver`: one question a page, then a search. */
export const rideForm = (c: PageContext) => formOf(c, false);
/** `/{lang}/reserver/regulier`: the same for several days. */
export const regularForm = (c: PageContext) => formOf(c, true);

async function formOf(c: PageContext, isRegular: boolean): Promise<DraftForm<RideAnswers>> {
  const told = toldIn(c);
  const { code } = told.speech.language;
  const { ctx, rider } = await rideHolder(c);
  const days = bookableDays(c);
  const frame = await rideFrame(c, told, (language) => inLanguage(c, language));
  const draft = await findDraft(ctx, c.req.param('draft') ?? '');
  const found = await findTyped(c.var.visit.ctx, draft?.typed ?? {}, await sentNow(c));
  const usual = rider.person === null ? [] : await listOwnPlaces({ ctx });
  const begun: TypedAnswers = isRegular ? { mode: [REGULAR] } : {};
  return {
    ctx,
    form: RIDE_FORM,
    path: isRegular ? bookPath(code, REGULAR) : bookPath(code),
    pages: ridePages(told, { found, usual, days, typed: draft?.typed ?? begun }),
    nothing: NO_ANSWERS,
    begin: async () => begun,
    async finish(draft, answers) {
      await startSearch(c, ctx, { draft, answers }).catch((error: unknown) => {
        if (!(error instanceof ProblemError) || error.code !== 'tooManyRequests') throw error;
        // Told where the answers are, in the language they were given in.
        throw new ProblemError('invalid', error.message, { errors: [{ path: 'tooMany', message: error.message }] });
      });
      return { draft: draft.id };
    },
    resultPath: (result) =>
      result.bookings === undefined
        ? bookPath(code, 'choix', result.draft ?? '')
        : bookPath(code, 'fait', c.req.param('draft') ?? ''),
    messages: (problem) => problemMessages(problem, told),
    words: formWords(told),
    warnings: (answers) => [
      ...[answers.from, answers.to].flatMap((place) => {
        const [only] = found.get(place?.label ?? '') ?? [];
        return only?.approximate ? [told.say.form.place.approximate(told.whole(only.detail ?? only.label))] : [];
      }),
      ...twiceWished(journeyOf(answers)?.rides ?? [], days, told),
    ],
    layout: ({ title, hasErrors, children }) => (
      <RidePage frame={frame} title={title} hasErrors={hasErrors}>
        {children}
      </RidePage>
    ),
    inForm: null,
  };
}

/** The same page in another language: addresses differ in nothing else. */
export const inLanguage = (c: PageContext, code: string): string => c.req.path.replace(/^\/[^/]+/, `/${code}`);

export async function sentNow(c: PageContext): Promise<TypedAnswers> {
  if (c.req.method !== 'POST') return {};
  return Object.fromEntries(
    [...new URLSearchParams(await c.req.text())].map(([name, value]) => [name, [value.trim()]]),
  );
}

/** Null where there is none, or none of theirs. */
export async function findDraft(ctx: ServiceContext, id: string): Promise<Draft | null> {
  try {
    return await getDraft({ ctx, input: { id, form: RIDE_FORM } });
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'notFound') return null;
    throw error;
  }
}

/** Asks the engine, and keeps with the form what for: another answer asks anew. Throws `invalid`, `tooManyRequests`. */
export async function startSearch(
  c: PageContext,
  ctx: ServiceContext,
  { draft, answers, known }: { draft: Draft; answers: RideAnswers; known?: KnownOfRider | undefined },
): Promise<void> {
  const journey = journeyOf(answers);
  if (journey === null) throw new ProblemError('invalid', 'Il manque une réponse.');
  c.var.visit.countTrial();
  const { searchId } = await searchRides({
    // Pressed twice it is one search; pressed again later it is another, on the seats and prices of then.
    ctx: { ...ctx, idempotency: sentOnce('rides', draft.id, textOf(draft.typed, 'search'), journey) },
    input: journey,
    known,
    replaces: textOf(draft.typed, 'search') || null,
  });
  const typed = { search: [searchId, journeyHash(journey)] };
  await saveDraft({ ctx, input: { id: draft.id, form: draft.form, controls: ['search', 'choices'], typed } });
}

/** The domain speaks French: what it says of a place or a day is said again in the language. */
export function problemMessages(problem: ProblemError, { say }: RideSpeech): FieldMessage[] {
  const { form } = say;
  const words = problem.errors.map(({ path }): FieldMessage => {
    if (path.startsWith('home')) return { field: 'from', message: form.place.far };
    if (path.startsWith('away')) return { field: 'to', message: form.place.far };
    if (path === 'tooMany') return { field: '', message: say.confirm.tooMany };
    if (/^rides\.\d+\.at/.test(path)) return { field: 'at', message: say.clocks.skipped };
    if (/^rides\.\d+\.date/.test(path)) return { field: 'day', message: form.when.past };
    return { field: '', message: form.nothingPossible };
  });
  const seen = words.filter((one, i) => words.findIndex(({ field }) => field === one.field) === i);
  return seen.length > 0 ? seen : [{ field: '', message: form.nothingPossible }];
}

export function formWords({ say }: RideSpeech): FormWords {
  const { form, summary } = say;
  const { next, save, previous, notAnswered, discard, resume, step, check } = form;
  return {
    errorSummary: summary,
    step,
    next,
    save,
    previous,
    savedAs: form.saved,
    hasMore: form.more,
    resume,
    notAnswered,
    discard,
    check,
  };
}

import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { findRideSpeech } from '../../i18n/ride/index.ts';
import { wayInSpeech } from '../../i18n/way-in/index.ts';
import { answerTime } from '../../services/bookings/answer-time.ts';
import { bookDraftForPerson, readBooked } from '../../services/bookings/book-own-draft.ts';
import { cancelBooking } from '../../services/bookings/cancel-booking.ts';
import { getBooking } from '../../services/bookings/get-booking.ts';
import { listPersonRides } from '../../services/bookings/list-bookings.ts';
import { noBooking } from '../../services/bookings/load-booking.ts';
import { findOtherWay, getOwnJourney } from '../../services/bookings/own-journey.ts';
import { getRiderFacts, type RiderFacts } from '../../services/bookings/rider-facts.ts';
import type { BookingView } from '../../services/bookings/view-booking.ts';
import type { Context as ServiceContext } from '../../services/context.ts';
import { getDraft } from '../../services/drafts/get-draft.ts';
import { openDraft } from '../../services/drafts/open-draft.ts';
import { ProblemError } from '../../services/errors.ts';
import type { Draft } from '../../services/ports/drafts.ts';
import { type Asked, typedAgain } from '../booking/asked-again.ts';
import { type ChooseNotice, ChoosePage, WaitPage } from '../booking/choose-page.tsx';
import { isChosen, keepWhatFailed, noticeOf, optionsOf, providersOf, takeChoice } from '../booking/choosing.ts';
import { ConfirmPage, DonePage } from '../booking/confirm-pages.tsx';
import type { RideAnswers } from '../booking/ride-answers.ts';
import { type RideInHand, rideInHand } from '../booking/ride-draft.ts';
import { daysOf, findTyped, formWords, problemMessages, sentNow, startSearch } from '../booking/ride-form.tsx';
import { type RideFrame, RidePage } from '../booking/ride-frame.tsx';
import { SurePage } from '../booking/ride-page.tsx';
import { wishesQuestion } from '../booking/series-question.tsx';
import { type DraftForm, draftFormRoutes } from '../forms/draft-form.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { FormPage } from '../forms/question.ts';
import { sentOnce } from '../forms/sent-once.ts';
import { textOf, textsOf } from '../forms/typed.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { type DeskAnswers, deskPages, NO_DESK_ANSWERS, typedFacts } from './desk-questions.tsx';
import { DeskRidePage, DeskRidesPage, RideSlipPage } from './desk-rides-pages.tsx';
import { deskSpeech } from './desk-speech.ts';
import { filePath, shownName } from './person-names.ts';

const say = FRENCH.t.personRides;
const PATH = '/pro/personnes/:id/trajets';
/** How long a page waits for the engine before it asks the browser to look again. */
const WAIT_SECONDS = 4;

type PageContext = Context<PagesEnv>;
type Desk = SignedIn & { personId: string; facts: RiderFacts; frame: RideFrame };

/** `/pro/personnes/:id/trajets`: the rides of somebody who is accompanied, and booking for them. */
export function deskRidesRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(PATH, async (c) => {
    const { ctx, personId, facts, frame } = await deskOf(c);
    const { coming, past } = await listPersonRides({ ctx, input: { personId } });
    const { identity, closedAt } = facts.file;
    const page = (
      <DeskRidesPage
        frame={{ ...frame, office: officeOf(frame, filePath(personId), say.back) }}
        name={shownName(identity)}
        coming={coming}
        past={past}
        isClosed={closedAt !== null}
        isUnreachable={!identity.phone && !identity.email}
        isDiscreet={identity.discreet}
      />
    );
    return render(c, page);
  });

  routes.route('/', draftFormRoutes(`${PATH}/reserver`, deskForm));

  routes.get(`${PATH}/choix/:draft`, async (c) => {
    const desk = await deskOf(c);
    return showChoice(c, desk, await openDeskRide(c, desk), null);
  });
  routes.post(`${PATH}/choix/:draft`, async (c) => {
    const desk = await deskOf(c);
    const ride = await openDeskRide(c, desk);
    const early = tooEarly(c, desk, ride);
    if (early) return early;
    const form = new URLSearchParams(await c.req.text());
    const next = await takeChoice(ride, form, () => searchFor(c, desk, ride.draft, ride.answers));
    if (next === 'tampered') return showChoice(c, desk, ride, 'tampered');
    if (next === 'changed') return c.redirect(desk.frame.book(ride.draft.id, 'verifier'), 303);
    return c.redirect(desk.frame.book(next === 'choose' ? 'choix' : 'confirmer', ride.draft.id), 303);
  });

  routes.get(`${PATH}/confirmer/:draft`, async (c) => {
    const desk = await deskOf(c);
    const ride = await openDeskRide(c, desk);
    return tooEarly(c, desk, ride) ?? notChosen(c, desk, ride) ?? showConfirm(c, desk, ride);
  });
  routes.post(`${PATH}/confirmer/:draft`, async (c) => {
    const desk = await deskOf(c);
    const ride = await openDeskRide(c, desk);
    const early = tooEarly(c, desk, ride) ?? notChosen(c, desk, ride);
    if (early) return early;
    const { draft, chosen, searchId } = ride;
    const quotes = chosen.map(({ sealed }) => sealed);
    const replacesId = textOf(draft.typed, 'replaces') || null;
    const { personId, ctx, frame } = desk;
    try {
      const input = { personId, draftId: draft.id, form: draft.form, quotes, searchId, replacesId };
      await bookDraftForPerson({ ctx, input });
    } catch (error) {
      await keepWhatFailed(ride, error, (kept) => searchFor(c, desk, kept, ride.answers));
      return c.redirect(frame.book('choix', draft.id), 303);
    }
    return c.redirect(frame.book('fait', draft.id), 303);
  });

  routes.get(`${PATH}/fait/:draft`, async (c) => {
    const desk = await deskOf(c);
    const { ctx, personId, frame } = desk;
    const { draft } = await openDeskRide(c, desk);
    if (draft.result === null) return c.redirect(frame.book('choix', draft.id), 303);
    const { bookings, failed } = readBooked(draft.result);
    const { coming, past } = await listPersonRides({ ctx, input: { personId } });
    const rides = [...coming, ...past].filter(({ id }) => bookings.includes(id));
    const [first] = rides;
    const print = first && { href: frame.rides(first.id, 'papier'), label: say.done.print };
    return render(c, <DonePage frame={frame} draftId={draft.id} rides={rides} failed={failed} print={print} />);
  });
  routes.post(`${PATH}/fait/:draft`, async (c) => {
    const desk = await deskOf(c);
    const { ctx, personId, frame } = desk;
    const { draft } = await openDeskRide(c, desk);
    const { bookings, failed } = readBooked(draft.result ?? {});
    const [first] = bookings;
    if (first === undefined || failed.length === 0) return c.redirect(frame.rides(), 303);
    const journey = await getOwnJourney({ ctx, input: { id: first, alone: true, personId } });
    return askAgain(c, desk, { ...journey, rides: failed });
  });

  routes.get(`${PATH}/:ride`, async (c) => {
    const desk = await deskOf(c);
    return showRide(c, desk, await rideOf(c, desk));
  });
  routes.get(`${PATH}/:ride/papier`, async (c) => {
    const desk = await deskOf(c);
    const { ctx, personId, facts, frame } = desk;
    const one = await rideOf(c, desk);
    const { coming } = await listPersonRides({ ctx, input: { personId, toldTo: 'person' } });
    const rides = coming.filter(({ id, groupId }) => id === one.id || (groupId !== null && groupId === one.groupId));
    if (rides.length === 0) return c.redirect(frame.rides(one.id), 303);
    const { code } = wayInSpeech(facts.file.identity.language).speech.language;
    const told = findRideSpeech(code) ?? frame.told;
    const { site } = c.var.visit;
    return render(c, <RideSlipPage site={site} told={told} rides={rides} back={frame.rides(one.id)} />);
  });
  routes.get(`${PATH}/:ride/annuler`, async (c) => {
    const desk = await deskOf(c);
    return showSure(c, desk, await rideOf(c, desk));
  });
  routes.post(`${PATH}/:ride/annuler`, async (c) => {
    const desk = await deskOf(c);
    const { ctx, frame } = desk;
    const ride = await rideOf(c, desk);
    if (ride.status !== 'cancelled') {
      try {
        await cancelBooking({ ctx: { ...ctx, idempotency: sentOnce('cancel', ride.id) }, input: { id: ride.id } });
      } catch (error) {
        if (!isConflict(error)) throw error;
        return showSure(c, desk, ride, error.message);
      }
    }
    return c.redirect(frame.rides(ride.id), 303);
  });
  routes.post(`${PATH}/:ride/heure`, async (c) => {
    const desk = await deskOf(c);
    const { ctx, frame } = desk;
    const ride = await rideOf(c, desk);
    const form = new URLSearchParams(await c.req.text());
    const expectedVersion = Number(form.get('version')) || ride.version;
    try {
      await answerTime({ ctx, input: { id: ride.id, accept: form.get('answer') === 'yes', expectedVersion } });
    } catch (error) {
      if (!isConflict(error)) throw error;
      return showRide(c, desk, await rideOf(c, desk), say.ride.moved);
    }
    return c.redirect(frame.rides(ride.id), 303);
  });
  routes.post(`${PATH}/:ride/autres`, async (c) => {
    const desk = await deskOf(c);
    const { ctx, personId, frame } = desk;
    const { id } = await rideOf(c, desk);
    const journey = await getOwnJourney({ ctx, input: { id, alone: true, personId } });
    try {
      return await askAgain(c, desk, { ...journey, refused: journey.refusedBy, replaces: id, notice: 'refused' });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
      return showRide(c, desk, await rideOf(c, desk), frame.told.say.form.when.past);
    }
  });

  return routes;
}

const isConflict = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && error.code === 'conflict';

/** Throws `unauthenticated`, `forbidden`, `notFound`. */
async function deskOf(c: PageContext): Promise<Desk> {
  const found = await signedIn(c);
  const personId = c.req.param('id') ?? '';
  const facts = await getRiderFacts({ ctx: found.ctx, input: { personId } });
  const base = `${filePath(personId)}/trajets`;
  const to = (path: string, places: readonly string[]) => [path, ...places.map(encodeURIComponent)].join('/');
  const frame: RideFrame = {
    site: c.var.visit.site,
    told: deskSpeech(),
    call: { phone: null, hours: null },
    inLanguage: null,
    book: (...places) => {
      const [step = ''] = places;
      return to(['choix', 'confirmer', 'fait'].includes(step) ? base : `${base}/reserver`, places);
    },
    rides: (...places) => to(base, places),
    office: { formToken: found.formToken, back: base, backLabel: say.backToRides },
  };
  return { ...found, personId, facts, frame };
}

const officeOf = ({ office }: RideFrame, back: string, backLabel: string): RideFrame['office'] =>
  office && { ...office, back, backLabel };

/** Of one person: another's draft is none of this address. */
const formOf = (personId: string) => `ride ${personId}`;

/** Throws `notFound` for a ride of somebody else. */
async function rideOf(c: PageContext, { ctx, personId }: Desk): Promise<BookingView> {
  const ride = await getBooking({ ctx, input: { id: c.req.param('ride') ?? '', as: 'adviser' } });
  if (ride.beneficiaryId !== personId) throw noBooking();
  return ride;
}

async function pagesOf(desk: Desk, draft: Draft | null, sent = {}): Promise<FormPage<DeskAnswers>[]> {
  const { ctx, facts, frame, handle } = desk;
  const typed = draft?.typed ?? typedFacts(facts, daysOf(ctx, handle.territory));
  const days = daysOf(ctx, handle.territory);
  const pages = deskPages(frame.told, { facts, found: await findTyped(ctx, typed, sent), days });
  const wishes = textsOf(typed, 'allWishes');
  if (wishes.length === 0) return pages;
  // Rides that are known already, asked of others.
  const known = new Set(['what', 'period', 'day', 'at', 'back']);
  return pages.map((page) => ({
    ...page,
    questions: [wishesQuestion(days, frame.told, wishes), ...page.questions.filter(({ name }) => !known.has(name))],
  }));
}

async function deskForm(c: PageContext): Promise<DraftForm<DeskAnswers>> {
  const desk = await deskOf(c);
  const { ctx, formToken, facts, frame, handle, personId } = desk;
  if (facts.file.closedAt !== null) throw new ProblemError('conflict', say.closed);
  const form = formOf(personId);
  const draft = await findOwnDraft(ctx, c.req.param('draft') ?? '', form);
  return {
    ctx,
    form,
    path: frame.book(),
    pages: await pagesOf(desk, draft, await sentNow(c)),
    nothing: NO_DESK_ANSWERS,
    begin: async () => typedFacts(facts, daysOf(ctx, handle.territory)),
    async finish(begun, answers) {
      await searchFor(c, desk, begun, answers);
      return { draft: begun.id };
    },
    resultPath: (result) =>
      result.bookings === undefined
        ? frame.book('choix', result.draft ?? '')
        : frame.book('fait', c.req.param('draft') ?? ''),
    messages: (problem) => problemMessages(problem, frame.told),
    words: formWords(frame.told),
    warnings: ({ what }) => [
      ...(facts.stops ? [say.form.stops] : []),
      ...(facts.elsewhere && what === 'rota' ? [say.form.elsewhere] : []),
    ],
    layout: ({ title, hasErrors, children }) => (
      <RidePage frame={frame} title={`${title} – ${say.of(shownName(facts.file.identity))}`} hasErrors={hasErrors}>
        {children}
      </RidePage>
    ),
    inForm: <FormToken value={formToken} />,
  };
}

async function findOwnDraft(ctx: ServiceContext, id: string, form: string): Promise<Draft | null> {
  try {
    return await getDraft({ ctx, input: { id, form } });
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'notFound') return null;
    throw error;
  }
}

const searchFor = (c: PageContext, { ctx, facts }: Desk, draft: Draft, answers: RideAnswers) =>
  startSearch(c, ctx, { draft, answers, known: facts.known });

/** Throws `notFound`. */
async function openDeskRide(c: PageContext, desk: Desk): Promise<RideInHand> {
  const { ctx, personId } = desk;
  const draft = await getDraft({ ctx, input: { id: c.req.param('draft') ?? '', form: formOf(personId) } });
  return rideInHand({ ctx, draft }, await pagesOf(desk, draft), NO_DESK_ANSWERS);
}

function tooEarly(c: PageContext, { frame }: Desk, { draft, journey, searchId }: RideInHand) {
  if (draft.result !== null) return c.redirect(frame.book('fait', draft.id), 303);
  if (journey === null || searchId === null) return c.redirect(frame.book(draft.id, 'verifier'), 303);
  return null;
}

const notChosen = (c: PageContext, { frame }: Desk, ride: RideInHand) =>
  isChosen(ride) ? null : c.redirect(frame.book('choix', ride.draft.id), 303);

async function showChoice(c: PageContext, desk: Desk, ride: RideInHand, notice: ChooseNotice) {
  const early = tooEarly(c, desk, ride);
  if (early) return early;
  const { frame } = desk;
  const { draft, left, chosen } = ride;
  const found = await optionsOf(ride, WAIT_SECONDS);
  if (found.status === 'pending') return render(c, <WaitPage frame={frame} path={frame.book('choix', draft.id)} />);
  const page = (
    <ChoosePage
      frame={frame}
      draftId={draft.id}
      left={left}
      options={found.options}
      chosen={chosen.map(({ quote }) => quote)}
      notice={notice ?? noticeOf(ride)}
      failed={found.status === 'failed'}
      nearest={found.nearest}
      seats={ride.answers.seats}
    />
  );
  return render(c, page, notice === null ? 200 : 409);
}

async function showConfirm(c: PageContext, { facts, frame, handle }: Desk, ride: RideInHand) {
  const { draft, chosen, answers } = ride;
  const { identity } = facts.file;
  const page = (
    <ConfirmPage
      frame={frame}
      draftId={draft.id}
      answers={answers}
      chosen={chosen.map(({ quote }) => quote)}
      providers={await providersOf(ride)}
      rider={{ firstName: shownName(identity), phone: identity.phone, email: identity.email, language: null }}
      timeZone={handle.territory.timeZone}
      isKnown
      tooMany={false}
    />
  );
  return render(c, page);
}

/** A form that is filled in already, with its search begun. Throws `invalid` for days that are past. */
async function askAgain(c: PageContext, desk: Desk, asked: Asked) {
  const { ctx, personId, frame } = desk;
  const draft = await openDraft({ ctx, input: { form: formOf(personId), typed: typedAgain(asked) } });
  const { answers } = rideInHand({ ctx, draft }, await pagesOf(desk, draft), NO_DESK_ANSWERS);
  await searchFor(c, desk, draft, answers);
  return c.redirect(frame.book('choix', draft.id), 303);
}

function showRide(c: PageContext, { frame, facts }: Desk, ride: BookingView, notice: string | null = null) {
  const mayAskAgain = facts.file.closedAt === null;
  const page = <DeskRidePage frame={frame} ride={ride} notice={notice} mayAskAgain={mayAskAgain} />;
  return render(c, page, notice === null ? 200 : 409);
}

async function showSure(c: PageContext, { frame, ctx }: Desk, ride: BookingView, problem: string | null = null) {
  const otherWay = await findOtherWay({ ctx, input: { id: ride.id } });
  const page = (
    <SurePage frame={frame} ride={ride} otherWay={otherWay} words={say.cancel} action="annuler" problem={problem} />
  );
  return render(c, page, problem === null ? 200 : 409);
}

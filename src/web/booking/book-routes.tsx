import { type Context, Hono } from 'hono';
import { readContact } from '../../domain/booking/contact.ts';
import type { RiderLanguage } from '../../domain/booking/way-in.ts';
import { findRideSpeech } from '../../i18n/ride/index.ts';
import { bookOwnDraft, findOwnRider, type OwnRidesBooked, readBooked } from '../../services/bookings/book-own-draft.ts';
import { listOwnRides } from '../../services/bookings/list-bookings.ts';
import { getOwnJourney } from '../../services/bookings/own-journey.ts';
import { ProblemError } from '../../services/errors.ts';
import { askForLink } from '../../services/way-in/ask-for-link.ts';
import { draftFormRoutes } from '../forms/draft-form.tsx';
import type { FieldMessage } from '../forms/fields.tsx';
import { textOf } from '../forms/typed.ts';
import { allowScripts } from '../layout/content-security.ts';
import { render } from '../layout/render.ts';
import { isOwnForm } from '../layout/same-origin.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { GonePage } from './again-pages.tsx';
import { askAgain } from './asked-again.ts';
import { type ChooseNotice, ChoosePage, WaitPage } from './choose-page.tsx';
import { isChosen, keepWhatFailed, noticeOf, optionsOf, providersOf, takeChoice } from './choosing.ts';
import { ConfirmPage, DonePage, WhoPage } from './confirm-pages.tsx';
import { keepsCookies, tryCookies } from './device.ts';
import { keepWithRide, type OpenRide, openRide, typedRider } from './ride-draft.ts';
import { inLanguage, regularForm, rideForm, startSearch, toldIn } from './ride-form.tsx';
import { bookPath, rideFrame, ridesPath } from './ride-frame.tsx';
import { wayInPath, withDraft } from './way-in-pages.tsx';

type PageContext = Context<PagesEnv>;
/** How long a page waits for the engine before it asks the browser to look again. */
const WAIT_SECONDS = 4;
/** How long somebody who has nothing else to answer waits for it. */
export const SEARCH_SECONDS = 8;
const MOST_NAME = 300;

/** `/{lang}/reserver`: from the first question to what was asked for. */
export function bookRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.use('/:lang/reserver', keptApart, withTrialCookie);
  routes.use('/:lang/reserver/*', keptApart);
  routes.get('/:lang/reserver/choix/:draft', async (c) => showChoice(c, await openRide(c), null));
  routes.post('/:lang/reserver/choix/:draft', choose);

  routes.get('/:lang/reserver/qui/:draft', async (c) => {
    const ride = await openRide(c);
    const early = await tooEarly(c, ride);
    if (early) return early;
    const known = typedRider(ride.draft, '') ?? (await findOwnRider({ ctx: ride.ctx }));
    return showWho(c, ride, {
      firstName: textOf(ride.draft.typed, 'firstName') || known?.firstName || '',
      contact: textOf(ride.draft.typed, 'contact') || known?.phone || known?.email || '',
    });
  });
  routes.post('/:lang/reserver/qui/:draft', tellWho);

  routes.get('/:lang/reserver/confirmer/:draft', async (c) => showConfirm(c, await openRide(c)));
  routes.post('/:lang/reserver/confirmer/:draft', confirm);

  routes.get('/:lang/reserver/fait/:draft', async (c) => {
    const { told, ctx, rider, draft } = await openRide(c);
    if (draft.result === null) return c.redirect(bookPath(told.speech.language.code, draft.id), 303);
    if (rider.person === null) return c.redirect(ridesPath(told.speech.language.code), 303);
    const { bookings, failed } = readBooked(draft.result);
    const { coming, past } = await listOwnRides({ ctx });
    const rides = [...coming, ...past].filter(({ id }) => bookings.includes(id));
    const frame = await rideFrame(c, told, (code) => inLanguage(c, code));
    return render(c, <DonePage frame={frame} draftId={draft.id} rides={rides} failed={failed} />);
  });

  routes.post('/:lang/reserver/fait/:draft', searchFailed);

  // Under it the regular form has pages of its own.
  routes.route('/', draftFormRoutes('/:lang/reserver/regulier', regularForm));
  // Where a link that was waited for leads back to.
  routes.get('/:lang/reserver/:draft', async (c) => {
    const ride = await openRide(c);
    const { code } = ride.told.speech.language;
    return (await tooEarly(c, ride)) ?? c.redirect(bookPath(code, 'confirmer', ride.draft.id), 303);
  });

  routes.route('/', draftFormRoutes('/:lang/reserver', rideForm));
  routes.onError((error, c) => {
    if (error instanceof ProblemError && error.code === 'notFound' && findRideSpeech(c.req.param('lang') ?? '')) {
      return showGone(c);
    }
    throw error;
  });
  return routes;
}

/** Typed answers are kept for a day, and for whoever shows the cookie: why there are none is told apart. */
async function showGone(c: PageContext) {
  const told = toldIn(c);
  const frame = await rideFrame(c, told, (code) => bookPath(code));
  const hasCookie = keepsCookies(c);
  tryCookies(c);
  return render(c, <GonePage frame={frame} why={hasCookie ? 'old' : 'cookies'} />, 404);
}

/** The dates that could not be booked, asked of others. */
async function searchFailed(c: PageContext) {
  const { told, ctx, rider, draft } = await openRide(c);
  const { code } = told.speech.language;
  const { bookings, failed } = readBooked(draft.result ?? {});
  const [first] = bookings;
  if (first === undefined || failed.length === 0) return c.redirect(ridesPath(code), 303);
  const { home, away, seats, needs } = await getOwnJourney({ ctx, input: { id: first, alone: true } });
  const rides = failed.map(({ direction, date, at }) => ({ direction, date, at }));
  const again = await askAgain(c, { told, ctx, rider }, { home, away, seats, needs, rides });
  return c.redirect(bookPath(code, 'choix', again.draft.id), 303);
}

/** Where somebody lives, and when they are away: out of caches and of other sites' logs. */
export async function keptApart(c: PageContext, next: () => Promise<void>): Promise<void> {
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex, nofollow');
  allowScripts(c);
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && !isOwnForm(c)) {
    throw new ProblemError('forbidden', 'Ce formulaire n’a pas été envoyé depuis cette page.');
  }
  await next();
}

/** Found again with the first answer where the browser keeps cookies at all. */
async function withTrialCookie(c: PageContext, next: () => Promise<void>): Promise<void> {
  await next();
  if (!keepsCookies(c)) tryCookies(c);
}

/** To the step that comes first, where one was left out; null where every choice is made. */
async function tooEarly(c: PageContext, ride: OpenRide) {
  const { told, draft, journey, searchId } = ride;
  const { code } = told.speech.language;
  if (draft.result !== null) return c.redirect(bookPath(code, 'fait', draft.id), 303);
  if (journey === null || searchId === null) return c.redirect(bookPath(code, draft.id, 'verifier'), 303);
  return isChosen(ride) ? null : c.redirect(bookPath(code, 'choix', draft.id), 303);
}

async function showChoice(c: PageContext, ride: OpenRide, notice: ChooseNotice) {
  const { told, draft, journey, searchId, left, chosen } = ride;
  const { code } = told.speech.language;
  if (draft.result !== null) return c.redirect(bookPath(code, 'fait', draft.id), 303);
  if (journey === null || searchId === null) return c.redirect(bookPath(code, draft.id, 'verifier'), 303);
  const frame = await rideFrame(c, told, (language) => inLanguage(c, language));
  const found = await optionsOf(ride, WAIT_SECONDS);
  if (found.status === 'pending') {
    return render(c, <WaitPage frame={frame} path={bookPath(code, 'choix', draft.id)} />);
  }
  return render(
    c,
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
    />,
    notice === null ? 200 : 409,
  );
}

async function choose(c: PageContext) {
  const ride = await openRide(c);
  const { told, draft, ctx, answers } = ride;
  const { code } = told.speech.language;
  const form = new URLSearchParams(await c.req.text());
  if (draft.result !== null) return c.redirect(bookPath(code, 'fait', draft.id), 303);
  const next = await takeChoice(ride, form, () => startSearch(c, ctx, { draft, answers }));
  if (next === 'tampered') return showChoice(c, ride, 'tampered');
  if (next === 'changed') return searchChanged(c);
  return c.redirect(bookPath(code, next === 'choose' ? 'choix' : 'confirmer', draft.id), 303);
}

/** With the answers as they are now; a day that is past by then is told where it is asked. */
async function searchChanged(c: PageContext) {
  const { told, draft, ctx, answers } = await openRide(c);
  const { code } = told.speech.language;
  try {
    await startSearch(c, ctx, { draft, answers });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
    return c.redirect(bookPath(code, draft.id, 'verifier'), 303);
  }
  return c.redirect(bookPath(code, 'choix', draft.id), 303);
}

async function showWho(
  c: PageContext,
  { told, draft }: OpenRide,
  typed: { firstName: string; contact: string },
  errors: readonly FieldMessage[] = [],
) {
  const frame = await rideFrame(c, told, (language) => inLanguage(c, language));
  const page = <WhoPage frame={frame} draftId={draft.id} typed={typed} errors={errors} />;
  return render(c, page, errors.length > 0 ? 422 : 200);
}

async function tellWho(c: PageContext) {
  const ride = await openRide(c);
  const { told, draft } = ride;
  const { who } = told.say;
  const form = new URLSearchParams(await c.req.text());
  const firstName = (form.get('firstName') ?? '').trim();
  const contact = (form.get('contact') ?? '').trim();
  // Kept right or wrong: nothing that was typed is lost.
  const kept = { firstName: [firstName.slice(0, 1000)], contact: [contact.slice(0, 1000)] };
  await keepWithRide(
    ride,
    { ...(firstName && { firstName: kept.firstName }), ...(contact && { contact: kept.contact }) },
    ['firstName', 'contact'],
  );
  const read = readContact(contact);
  const errors: FieldMessage[] = [
    ...(firstName === '' ? [{ field: 'firstName', message: who.firstNameMissing }] : []),
    ...(firstName.length > MOST_NAME ? [{ field: 'firstName', message: who.long }] : []),
    ...('fault' in read ? [{ field: 'contact', message: who.faults[read.fault] }] : []),
  ];
  if (errors.length > 0) return showWho(c, ride, { firstName, contact }, errors);
  return c.redirect(bookPath(told.speech.language.code, 'confirmer', draft.id), 303);
}

const riderFor = async ({ draft, told, ctx }: OpenRide) => {
  const language = told.speech.language.code;
  const typed = typedRider(draft, language);
  if (typed !== null) return typed;
  const known = await findOwnRider({ ctx });
  return known && { ...known, language };
};

async function showConfirm(c: PageContext, ride: OpenRide, { tooMany = false } = {}) {
  const early = await tooEarly(c, ride);
  if (early) return early;
  const { told, draft, answers, chosen, rider } = ride;
  const { code } = told.speech.language;
  const who = await riderFor(ride);
  if (who === null) return c.redirect(bookPath(code, 'qui', draft.id), 303);
  const page = (
    <ConfirmPage
      frame={await rideFrame(c, told, (language) => inLanguage(c, language))}
      draftId={draft.id}
      answers={answers}
      chosen={chosen.map(({ quote }) => quote)}
      providers={await providersOf(ride)}
      rider={who}
      timeZone={c.var.visit.territory.timeZone}
      isKnown={rider.person !== null}
      tooMany={tooMany}
    />
  );
  return render(c, page, tooMany ? 429 : 200);
}

async function confirm(c: PageContext) {
  const ride = await openRide(c);
  const early = await tooEarly(c, ride);
  if (early) return early;
  const { told, draft, ctx, chosen, rider, answers, searchId } = ride;
  const { code } = told.speech.language;
  const who = await riderFor(ride);
  if (who === null) return c.redirect(bookPath(code, 'qui', draft.id), 303);
  if (rider.asksBirthYear) return c.redirect(wayInPath(code, 'annee'), 303);
  if (rider.person === null) return sendLink(c, ride, who.phone ?? who.email ?? '');
  let booked: OwnRidesBooked;
  try {
    booked = await bookOwnDraft({
      ctx,
      input: {
        draftId: draft.id,
        form: draft.form,
        quotes: chosen.map(({ sealed }) => sealed),
        searchId,
        rider: who,
        replacesId: textOf(draft.typed, 'replaces') || null,
      },
    });
  } catch (error) {
    await keepWhatFailed(ride, error, (kept) => startSearch(c, ctx, { draft: kept, answers }));
    return c.redirect(bookPath(code, 'choix', draft.id), 303);
  }
  const { bookings, failed } = booked;
  const [only, another] = bookings;
  if (only !== undefined && another === undefined && failed.length === 0) return c.redirect(ridesPath(code, only), 303);
  return c.redirect(bookPath(code, 'fait', draft.id), 303);
}

/** The same answer whoever they are to us. */
async function sendLink(c: PageContext, ride: OpenRide, contact: string) {
  const { told, draft, ctx } = ride;
  const { code } = told.speech.language;
  try {
    const asked = await askForLink({
      ctx,
      input: { contact, language: code as RiderLanguage, draftId: draft.id, address: c.var.visit.address },
    });
    if ('fault' in asked) return c.redirect(bookPath(code, 'qui', draft.id), 303);
    return c.redirect(withDraft(wayInPath(code, asked.channel === 'sms' ? 'sms' : 'courriel'), draft.id), 303);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'tooManyRequests') throw error;
    c.header('retry-after', String(error.retryAfterSeconds ?? 3600));
    return showConfirm(c, ride, { tooMany: true });
  }
}

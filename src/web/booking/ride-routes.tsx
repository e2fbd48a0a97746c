import { type Context, Hono } from 'hono';
import { readContact } from '../../domain/booking/contact.ts';
import { addDays, daysBetween } from '../../domain/schedule/dates.ts';
import { findRideSpeech, type RideSpeech } from '../../i18n/ride/index.ts';
import { wayInSpeech } from '../../i18n/way-in/index.ts';
import { answerTime } from '../../services/bookings/answer-time.ts';
import { findOwnRider } from '../../services/bookings/book-own-draft.ts';
import { cancelBooking } from '../../services/bookings/cancel-booking.ts';
import { getBooking } from '../../services/bookings/get-booking.ts';
import { listOwnRides } from '../../services/bookings/list-bookings.ts';
import { findOtherWay, getOwnJourney } from '../../services/bookings/own-journey.ts';
import { reportRide } from '../../services/bookings/report-ride.ts';
import { getRideOptions } from '../../services/bookings/search-rides.ts';
import type { BookingView } from '../../services/bookings/view-booking.ts';
import { watchRide } from '../../services/bookings/watch-ride.ts';
import type { Context as ServiceContext } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import { askForHelp } from '../../services/intake/ask-for-help.ts';
import { listTeams } from '../../services/intake/list-teams.ts';
import { getCalendarRide } from '../../services/way-in/ride-calendar.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { sentOnce } from '../forms/sent-once.ts';
import { createStreamCount, liveEvents } from '../layout/live-events.ts';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { CallAskedPage, CallBackPage, RepeatPage } from './again-pages.tsx';
import { askAgain } from './asked-again.ts';
import { keptApart, SEARCH_SECONDS } from './book-routes.tsx';
import { riderOf } from './device.ts';
import { ridesCalendar } from './ride-calendar.ts';
import { keepWithRide } from './ride-draft.ts';
import { bookableDays, inLanguage, toldIn } from './ride-form.tsx';
import { bookPath, rideFrame, ridesPath } from './ride-frame.tsx';
import { OneRidePage, SurePage, WhatIf } from './ride-page.tsx';
import { dayOptions, readDay } from './ride-questions.tsx';
import { RidesPage, rideSentence } from './rides-page.tsx';
import { wayInPath } from './way-in-pages.tsx';

type PageContext = Context<PagesEnv>;
/** Pages of one person that are told of an answer as it comes; others look now and then. */
const MOST_STREAMS = 1;
type Own = { told: RideSpeech; ctx: ServiceContext; code: string; person: string };
type OwnRide = Own & { ride: BookingView };

/** `/{lang}/mes-trajets`: of whoever's device it is. */
export function rideRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.use('/:lang/mes-trajets', keptApart);
  routes.use('/:lang/mes-trajets/*', keptApart);

  routes.get('/:lang/mes-trajets', (c) =>
    asOwn(c, async ({ told, ctx, code }) => {
      const { coming, past } = await listOwnRides({ ctx });
      const frame = await rideFrame(c, told, (language) => inLanguage(c, language));
      return render(c, <RidesPage frame={frame} coming={coming} past={past} wayIn={wayInSpeech(code)} />);
    }),
  );
  routes.get('/:lang/mes-trajets/:id', (c) => ofRide(c, (own) => showRide(c, own)));

  const streams = createStreamCount(MOST_STREAMS);
  routes.get('/:lang/mes-trajets/:id/evenements', (c) =>
    asOwn(c, async ({ ctx, person }) => {
      const input = { id: c.req.param('id') ?? '', version: Number(c.req.query('version')) };
      const watch = (timeoutMs: number) => watchRide({ ctx, input: { ...input, timeoutMs } });
      return liveEvents(c, { watch, streams, holder: person });
    }),
  );

  routes.get('/:lang/mes-trajets/:id/annuler', (c) => ofRide(c, (own) => showSure(c, own, 'annuler')));
  routes.post('/:lang/mes-trajets/:id/annuler', (c) =>
    ofRide(c, async (own) => {
      const { ctx, ride, told, code } = own;
      if (ride.status !== 'cancelled') {
        const once = { ...ctx, idempotency: sentOnce('cancel', ride.id) };
        try {
          await cancelBooking({ ctx: once, input: { id: ride.id } });
        } catch (error) {
          if (!isConflict(error)) throw error;
          return showSure(c, own, 'annuler', told.say.cancel.tooLate);
        }
      }
      return c.redirect(ridesPath(code, ride.id), 303);
    }),
  );

  routes.get('/:lang/mes-trajets/:id/pas-venu', (c) => ofRide(c, (own) => showSure(c, own, 'pas-venu')));
  routes.post('/:lang/mes-trajets/:id/pas-venu', (c) => ofRide(c, (own) => report(c, own, 'driverDidNotCome')));
  routes.post('/:lang/mes-trajets/:id/fini', (c) => ofRide(c, (own) => report(c, own, 'done')));

  routes.post('/:lang/mes-trajets/:id/heure', (c) =>
    ofRide(c, async (own) => {
      const { ctx, ride } = own;
      const form = new URLSearchParams(await c.req.text());
      const expectedVersion = Number(form.get('version')) || ride.version;
      const accept = form.get('answer') === 'yes';
      return answered(c, own, accept ? 'confirmed' : 'refused', () =>
        answerTime({ ctx, input: { id: ride.id, accept, expectedVersion } }),
      );
    }),
  );

  routes.get('/:lang/mes-trajets/:id/agenda.ics', (c) =>
    ofRide(c, async ({ ctx, ride: { id }, told, code }) => {
      const ride = await getCalendarRide({ ctx, input: { id } });
      if (ride === null) return c.notFound();
      const text = ridesCalendar([ride], {
        timeZone: c.var.visit.territory.timeZone,
        title: told.say.ride.calendarTitle,
        urlOf: () => `${ctx.deps.publicUrl}${ridesPath(code, id)}`,
      });
      return c.body(text, 200, {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': 'attachment; filename="trajet.ics"',
      });
    }),
  );

  routes.post('/:lang/mes-trajets/:id/autres', (c) =>
    ofRide(c, async (own) => {
      const { ctx, ride, told, code } = own;
      const journey = await getOwnJourney({ ctx, input: { id: ride.id, alone: true } });
      const rider = await riderOf(c, c.var.visit.ctx);
      try {
        const asked = { ...journey, refused: journey.refusedBy, replaces: ride.id, notice: 'refused' as const };
        const { draft } = await askAgain(c, { told, ctx, rider }, asked);
        return c.redirect(bookPath(code, 'choix', draft.id), 303);
      } catch (error) {
        if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
        return showRide(c, own, told.say.form.when.past);
      }
    }),
  );

  routes.get('/:lang/mes-trajets/:id/refaire', (c) => ofRide(c, (own) => showRepeat(c, own)));
  routes.post('/:lang/mes-trajets/:id/refaire', (c) => ofRide(c, (own) => repeat(c, own)));

  routes.get('/:lang/mes-trajets/:id/rappel', (c) =>
    ofRide(c, (own) => showCallBack(c, own, { typed: { when: '', contact: '' }, errors: [] })),
  );
  routes.post('/:lang/mes-trajets/:id/rappel', (c) => ofRide(c, (own) => askForCall(c, own)));
  routes.get('/:lang/mes-trajets/:id/rappel/note', (c) =>
    ofRide(c, async ({ told, ride }) => {
      const frame = await rideFrame(c, told, (language) => inLanguage(c, language));
      return render(c, <CallAskedPage frame={frame} ride={ride} />);
    }),
  );

  return routes;
}

/** On the same hours of another day; where the same offer carries it, nothing is left but to confirm. */
async function repeat(c: PageContext, own: OwnRide) {
  const { told, ctx, ride, code } = own;
  const form = new URLSearchParams(await c.req.text());
  const other = (form.get('date') ?? '').trim();
  const day = readDay(form.get('day') ?? other, 'date', { days: bookableDays(c), told });
  if ('errors' in day) return showRepeat(c, own, day.errors);
  const journey = await getOwnJourney({ ctx, input: { id: ride.id, alone: false } });
  const [first] = journey.rides;
  if (first === undefined) return c.notFound();
  const shift = daysBetween(first.date, day.date);
  const rides = journey.rides.map(({ direction, date, at }) => ({ direction, date: addDays(date, shift), at }));
  const rider = await riderOf(c, c.var.visit.ctx);
  const asked = await askAgain(c, { told, ctx, rider }, { ...journey, rides }).catch((error: unknown) => {
    if (error instanceof ProblemError && error.code === 'invalid') return error;
    throw error;
  });
  if (asked instanceof ProblemError) {
    const isSkipped = asked.errors.some(({ path }) => /^rides\.\d+\.at/.test(path));
    const message = isSkipped ? told.say.clocks.skipped : told.say.form.when.past;
    return showRepeat(c, own, [{ field: 'date', message }]);
  }
  const { draft, searchId, journey: wished } = asked;
  if (searchId !== null && wished !== null) {
    const found = await getRideOptions({ ctx, input: { searchId, journey: wished, waitSeconds: SEARCH_SECONDS } });
    const same = found.options.find(
      ({ offerId, rides: carried }) => offerId === journey.offerId && carried.length === rides.length,
    );
    if (same !== undefined) {
      await keepWithRide(asked, { choices: [same.quote] });
      return c.redirect(bookPath(code, 'confirmer', draft.id), 303);
    }
  }
  return c.redirect(bookPath(code, 'choix', draft.id), 303);
}

async function showRepeat(c: PageContext, { told, ride }: OwnRide, errors: readonly FieldMessage[] = []) {
  const frame = await rideFrame(c, told, (language) => ridesPath(language, ride.id, 'refaire'));
  const page = <RepeatPage frame={frame} ride={ride} days={dayOptions(bookableDays(c), told)} errors={errors} />;
  return render(c, page, errors.length > 0 ? 422 : 200);
}

type CallForm = { typed: { when: string; contact: string }; errors: readonly FieldMessage[] };

async function showCallBack(c: PageContext, { told, ride, ctx }: OwnRide, form: CallForm) {
  const frame = await rideFrame(c, told, (language) => ridesPath(language, ride.id, 'rappel'));
  const known = await findOwnRider({ ctx });
  const page = <CallBackPage frame={frame} ride={ride} needsContact={!known?.phone} {...form} />;
  return render(c, page, form.errors.length > 0 ? 422 : 200);
}

/** Becomes a request in the inbox of the team that advises the territory, as any other person's is. */
async function askForCall(c: PageContext, own: OwnRide) {
  const { told, ride, ctx, code } = own;
  const { callBack } = told.say;
  const form = new URLSearchParams(await c.req.text());
  const typed = { when: (form.get('when') ?? '').trim().slice(0, 200), contact: (form.get('contact') ?? '').trim() };
  const known = await findOwnRider({ ctx });
  const read = readContact(typed.contact);
  const phone = known?.phone ?? ('channel' in read && read.channel === 'sms' ? read.contact : null);
  if (phone === null) {
    return showCallBack(c, own, { typed, errors: [{ field: 'contact', message: callBack.contactMissing }] });
  }
  const [team] = await listTeams({ ctx });
  if (team === undefined)
    return showCallBack(c, own, { typed, errors: [{ field: '', message: told.say.choose.failed }] });
  const french = toldInFrench();
  try {
    await askForHelp({
      ctx: { ...ctx, idempotency: sentOnce('call', ride.id, typed, ctx.deps.clock.now().toString().slice(0, 13)) },
      input: {
        toOrganisationId: team.id,
        person: {
          firstName: (known?.firstName ?? '—').slice(0, 100),
          phone,
          ...(typed.when && { callWhen: typed.when }),
        },
        goal: { kind: 'other', place: ride.to.slice(0, 200), when: ride.departs?.date ?? '' },
        need: french.say.callBack.need(
          `${ride.departs ? french.date(ride.departs.date) : ''}, ${rideSentence(ride, french)}, ${ride.id}`,
        ),
        address: c.var.visit.address,
      },
    });
  } catch (error) {
    if (!(error instanceof ProblemError) || !['invalid', 'tooManyRequests'].includes(error.code)) throw error;
    const message = error.code === 'invalid' ? callBack.contactMissing : told.say.confirm.tooMany;
    return showCallBack(c, own, { typed, errors: [{ field: 'contact', message }] });
  }
  return c.redirect(ridesPath(code, ride.id, 'rappel', 'note'), 303);
}

/** The team reads French. */
function toldInFrench(): RideSpeech {
  const told = findRideSpeech('fr');
  if (told === null) throw new TypeError('There is no French catalogue.');
  return told;
}

const isConflict = (error: unknown) => error instanceof ProblemError && error.code === 'conflict';

/** Whoever is not let in is led to where links are sent from. */
async function asOwn(c: PageContext, work: (own: Own) => Promise<Response>): Promise<Response> {
  const told = toldIn(c);
  const { code } = told.speech.language;
  const { ctx, person, asksBirthYear } = await riderOf(c, c.var.visit.ctx);
  if (asksBirthYear) return c.redirect(wayInPath(code, 'annee'), 303);
  if (person === null) return c.redirect(wayInPath(code, 'entrer'), 303);
  return work({ told, ctx, code, person });
}

/** Throws `notFound` for somebody else's ride, as for one that never was. */
export const ofRide = (c: PageContext, work: (own: OwnRide) => Promise<Response>): Promise<Response> =>
  asOwn(c, async (own) => {
    const ride = await getBooking({ ctx: own.ctx, input: { id: c.req.param('id') ?? '' } });
    return work({ ...own, ride });
  });

async function showRide(c: PageContext, { told, ctx, ride }: OwnRide, notice: string | null = null) {
  const frame = await rideFrame(c, told, (language) => ridesPath(language, ride.id));
  const now = notice === null ? ride : await getBooking({ ctx, input: { id: ride.id } });
  const isOff = now.status === 'cancelled' || now.status === 'refused';
  const otherWay = isOff ? await findOtherWay({ ctx, input: { id: now.id } }) : null;
  const page = <OneRidePage frame={frame} ride={now} otherWay={otherWay} notice={notice} />;
  return render(c, page, notice === null ? 200 : 409);
}

async function showSure(
  c: PageContext,
  { told, ride, ctx }: OwnRide,
  action: 'annuler' | 'pas-venu',
  problem: string | null = null,
) {
  const words = action === 'annuler' ? told.say.cancel : told.say.missed;
  const frame = await rideFrame(c, told, (language) => ridesPath(language, ride.id, action));
  const otherWay = action === 'annuler' ? await findOtherWay({ ctx, input: { id: ride.id } }) : null;
  const page = (
    <SurePage
      frame={frame}
      ride={ride}
      otherWay={otherWay}
      words={words}
      action={action}
      problem={problem}
      plan={action === 'pas-venu' && <WhatIf told={told} ride={ride} isOpen />}
    />
  );
  return render(c, page, problem === null ? 200 : 409);
}

async function report(c: PageContext, own: OwnRide, outcome: 'done' | 'driverDidNotCome') {
  const { ctx, ride } = own;
  return answered(c, own, outcome === 'done' ? 'done' : 'noShow', () =>
    reportRide({ ctx, input: { id: ride.id, outcome } }),
  );
}

/** Back to the ride. Whoever says the same twice, as a hand that trembles does, has said it. */
async function answered(c: PageContext, own: OwnRide, meant: BookingView['status'], act: () => Promise<unknown>) {
  const { ctx, ride, told, code } = own;
  try {
    await act();
  } catch (error) {
    if (!isConflict(error)) throw error;
    const { status } = await getBooking({ ctx, input: { id: ride.id } });
    if (status !== meant) return showRide(c, own, told.say.ride.moved);
  }
  return c.redirect(ridesPath(code, ride.id), 303);
}

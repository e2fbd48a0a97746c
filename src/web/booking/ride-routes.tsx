import { type Context, Hono } from 'hono';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import { wayInSpeech } from '../../i18n/way-in/index.ts';
import { answerTime } from '../../services/bookings/answer-time.ts';
import { cancelBooking } from '../../services/bookings/cancel-booking.ts';
import { getBooking } from '../../services/bookings/get-booking.ts';
import { listOwnRides } from '../../services/bookings/list-bookings.ts';
import { reportRide } from '../../services/bookings/report-ride.ts';
import type { BookingView } from '../../services/bookings/view-booking.ts';
import type { Context as ServiceContext } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import { sentOnce } from '../forms/sent-once.ts';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { keptApart } from './book-routes.tsx';
import { riderOf } from './device.ts';
import { inLanguage, toldIn } from './ride-form.tsx';
import { rideFrame, ridesPath } from './ride-frame.tsx';
import { OneRidePage, SurePage } from './ride-page.tsx';
import { RidesPage } from './rides-page.tsx';
import { wayInPath } from './way-in-pages.tsx';

type PageContext = Context<PagesEnv>;
type Own = { told: RideSpeech; ctx: ServiceContext; code: string };
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

  routes.get('/:lang/mes-trajets/:id/annuler', (c) => ofRide(c, (own) => showSure(c, own, 'annuler')));
  routes.post('/:lang/mes-trajets/:id/annuler', (c) =>
    ofRide(c, async ({ ctx, ride, told, code }) => {
      if (ride.status !== 'cancelled') {
        const once = { ...ctx, idempotency: sentOnce('cancel', ride.id) };
        try {
          await cancelBooking({ ctx: once, input: { id: ride.id } });
        } catch (error) {
          if (!isConflict(error)) throw error;
          return showSure(c, { ctx, ride, told, code }, 'annuler', told.say.cancel.tooLate);
        }
      }
      return c.redirect(ridesPath(code, ride.id), 303);
    }),
  );

  routes.get('/:lang/mes-trajets/:id/pas-venu', (c) => ofRide(c, (own) => showSure(c, own, 'pas-venu')));
  routes.post('/:lang/mes-trajets/:id/pas-venu', (c) => ofRide(c, (own) => report(c, own, 'driverDidNotCome')));
  routes.post('/:lang/mes-trajets/:id/fini', (c) => ofRide(c, (own) => report(c, own, 'done')));

  routes.post('/:lang/mes-trajets/:id/heure', (c) =>
    ofRide(c, async ({ ctx, ride, told, code }) => {
      const form = new URLSearchParams(await c.req.text());
      const expectedVersion = Number(form.get('version')) || ride.version;
      try {
        await answerTime({ ctx, input: { id: ride.id, accept: form.get('answer') === 'yes', expectedVersion } });
      } catch (error) {
        if (!isConflict(error)) throw error;
        return showRide(c, { ctx, ride, told, code }, told.say.ride.moved);
      }
      return c.redirect(ridesPath(code, ride.id), 303);
    }),
  );

  return routes;
}

const isConflict = (error: unknown) => error instanceof ProblemError && error.code === 'conflict';

/** Whoever is not let in is led to where links are sent from. */
async function asOwn(c: PageContext, work: (own: Own) => Promise<Response>): Promise<Response> {
  const told = toldIn(c);
  const { code } = told.speech.language;
  const { ctx, person, asksBirthYear } = await riderOf(c, c.var.visit.ctx);
  if (asksBirthYear) return c.redirect(wayInPath(code, 'annee'), 303);
  if (person === null) return c.redirect(wayInPath(code, 'entrer'), 303);
  return work({ told, ctx, code });
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
  return render(c, <OneRidePage frame={frame} ride={now} notice={notice} />, notice === null ? 200 : 409);
}

async function showSure(
  c: PageContext,
  { told, ride }: OwnRide,
  action: 'annuler' | 'pas-venu',
  problem: string | null = null,
) {
  const words = action === 'annuler' ? told.say.cancel : told.say.missed;
  const frame = await rideFrame(c, told, (language) => ridesPath(language, ride.id, action));
  const page = <SurePage frame={frame} ride={ride} words={words} action={action} problem={problem} />;
  return render(c, page, problem === null ? 200 : 409);
}

async function report(c: PageContext, own: OwnRide, outcome: 'done' | 'driverDidNotCome') {
  const { ctx, ride, told, code } = own;
  try {
    await reportRide({ ctx, input: { id: ride.id, outcome } });
  } catch (error) {
    if (!isConflict(error)) throw error;
    return showRide(c, own, told.say.ride.moved);
  }
  return c.redirect(ridesPath(code, ride.id), 303);
}

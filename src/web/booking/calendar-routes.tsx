import { type Context, Hono } from 'hono';
import type { RiderLanguage } from '../../domain/booking/way-in.ts';
import { wayInSpeech } from '../../i18n/way-in/index.ts';
import { closeRideCalendar, findRideCalendar, openRideCalendar } from '../../services/way-in/ride-calendar.ts';
import { newDeviceSecret } from '../../services/way-in/secrets.ts';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { keptApart } from './book-routes.tsx';
import { CalendarPage, CalendarShownPage } from './calendar-pages.tsx';
import { type Rider, riderOf } from './device.ts';
import { inLanguage, toldIn } from './ride-form.tsx';
import { rideFrame, ridesPath } from './ride-frame.tsx';
import { wayInPath } from './way-in-pages.tsx';

type PageContext = Context<PagesEnv>;

/** `/{lang}/mes-trajets/agenda`: an address by which a telephone's calendar reads one's rides. */
export function rideCalendarRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.use('/:lang/mes-trajets/agenda', keptApart);
  routes.use('/:lang/mes-trajets/agenda/*', keptApart);

  routes.get('/:lang/mes-trajets/agenda', (c) =>
    asRider(c, async ({ ctx, ridesSince }) => {
      const told = toldIn(c);
      const found = await findRideCalendar({ ctx });
      const page = (
        <CalendarPage
          frame={await rideFrame(c, told, (language) => inLanguage(c, language))}
          words={wayInSpeech(told.speech.language.code).say.calendar}
          secret={newDeviceSecret()}
          since={found && told.speech.format.dayOf(found.since, c.var.visit.territory.timeZone)}
          byCode={ridesSince !== null}
          isClosed={c.req.query('fait') !== undefined}
        />
      );
      return render(c, page);
    }),
  );

  // Answered with the address itself: the house keeps a hash, and could not show it again.
  routes.post('/:lang/mes-trajets/agenda', (c) =>
    asRider(c, async ({ ctx }) => {
      const told = toldIn(c);
      const form = new URLSearchParams(await c.req.text());
      const { code } = told.speech.language;
      const input = { secret: form.get('secret') ?? '', language: code as RiderLanguage };
      const { token } = await openRideCalendar({ ctx, input });
      const page = (
        <CalendarShownPage
          frame={await rideFrame(c, told)}
          words={wayInSpeech(code).say.calendar}
          address={`${ctx.deps.publicUrl}/calendar/${token}.ics`}
        />
      );
      return render(c, page);
    }),
  );

  routes.post('/:lang/mes-trajets/agenda/fermer', (c) =>
    asRider(c, async ({ ctx }) => {
      await closeRideCalendar({ ctx });
      return c.redirect(`${ridesPath(toldIn(c).speech.language.code, 'agenda')}?fait=arrete`, 303);
    }),
  );
  return routes;
}

/** Whoever is not let in is led to where links are sent from. */
async function asRider(c: PageContext, work: (rider: Rider) => Promise<Response>): Promise<Response> {
  const { code } = toldIn(c).speech.language;
  const rider = await riderOf(c, c.var.visit.ctx);
  if (rider.asksBirthYear) return c.redirect(wayInPath(code, 'annee'), 303);
  return rider.person === null ? c.redirect(wayInPath(code, 'entrer'), 303) : work(rider);
}

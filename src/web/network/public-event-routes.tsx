import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { isOpenToSignUps } from '../../domain/network/event.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { ProblemError } from '../../services/errors.ts';
import { getEvent, listEvents } from '../../services/network/find-events.ts';
import { findHeldSignUp, signOff, signUp } from '../../services/network/sign-up.ts';
import { createRateLimit } from '../api/rate-limit.ts';
import { outcomeOf, sentForm, statusOf } from '../forms/outcome.ts';
import { sentOnce } from '../forms/sent-once.ts';
import { textOf } from '../forms/typed.ts';
import { render } from '../layout/render.ts';
import { isOwnForm } from '../layout/same-origin.ts';
import { FormRefusedError } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { eventsCalendar } from './event-calendar.ts';
import { holderOf } from './link-holder.ts';
import { PUBLIC_EVENTS_PATH, publicEventPath } from './paths.ts';
import {
  GoneSignUpPage,
  HeldSignUpPage,
  PublicEventPage,
  PublicEventsPage,
  type SignUpForm,
} from './public-event-pages.tsx';

type PageContext = Context<PagesEnv>;

const { signUp: say, feed } = FRENCH.t.network.events;
const LINK_PATH = `${PUBLIC_EVENTS_PATH}/inscription/:territory/:token`;
const CALENDAR = { 'content-type': 'text/calendar; charset=utf-8' };

/** `/fr/evenements`: read, subscribed to and signed up to without an account. */
export function publicEventRoutes() {
  const routes = new Hono<PagesEnv>();
  const count = createRateLimit();

  routes.get(PUBLIC_EVENTS_PATH, async (c) => {
    const { ctx, site } = c.var.visit;
    const isPast = c.req.query('passes') !== undefined;
    const events = await listEvents({ ctx, input: { when: isPast ? 'past' : 'coming' } });
    return render(c, <PublicEventsPage site={site} handle={c.var.visit} events={events} isPast={isPast} />);
  });

  routes.get(`${PUBLIC_EVENTS_PATH}.ics`, async (c) => {
    const { ctx, territory } = c.var.visit;
    const events = [
      ...(await listEvents({ ctx, input: { when: 'past' } })).toReversed(),
      ...(await listEvents({ ctx, input: { when: 'coming' } })),
    ];
    const told = { handle: c.var.visit, publicUrl: ctx.deps.publicUrl, name: feed.name(territory.name) };
    return c.body(eventsCalendar(events, told), 200, CALENDAR);
  });

  routes.get(`${PUBLIC_EVENTS_PATH}/:id`, (c) => {
    const told = Object.entries(say.done).find(([name]) => name === c.req.query('fait'))?.[1] ?? null;
    return showEvent(c, { typed: {}, errors: [], token: randomUUID() }, told);
  });

  routes.post(`${PUBLIC_EVENTS_PATH}/:id`, async (c) => {
    if (!isOwnForm(c)) throw new FormRefusedError();
    const { ctx, address } = c.var.visit;
    const eventId = c.req.param('id');
    const { typed, token } = await sentForm(c);
    const input = {
      ...{ eventId, address, name: textOf(typed, 'name'), structure: textOf(typed, 'structure') },
      contact: textOf(typed, 'contact'),
      consent: textOf(typed, 'consent') === 'oui' ? say.consent : undefined,
    };
    const once = { ...ctx, idempotency: sentOnce('sign-up', eventId, token, Object.entries(typed).toSorted()) };
    const told = await outcomeOf(signUp({ ctx: once, input }), (path) => path);
    if (told.kind !== 'done') return showEvent(c, { typed, errors: told.errors, token }, null);
    return c.redirect(`${publicEventPath(eventId)}?fait=${told.value}`, 303);
  });

  routes.get(`${PUBLIC_EVENTS_PATH}/:id/agenda.ics`, async (c) => {
    const { ctx } = c.var.visit;
    const event = await getEvent({ ctx, input: { id: c.req.param('id') } });
    const text = eventsCalendar([event], { handle: c.var.visit, publicUrl: ctx.deps.publicUrl });
    return c.body(text, 200, { ...CALENDAR, 'content-disposition': 'attachment; filename="evenement.ics"' });
  });

  routes.get(LINK_PATH, async (c) => {
    const holder = await holderOf(c, count);
    const held = holder && (await findHeldSignUp({ ctx: holder.ctx }));
    const { site } = c.var.visit;
    if (!held) return render(c, <GoneSignUpPage site={site} />, 404);
    return render(c, <HeldSignUpPage site={site} handle={holder.handle} held={held} path={c.req.path} />);
  });

  routes.post(LINK_PATH, async (c) => {
    if (!isOwnForm(c)) throw new FormRefusedError();
    const holder = await holderOf(c, count);
    const left = holder && (await signOff({ ctx: holder.ctx }));
    if (!left) return render(c, <GoneSignUpPage site={c.var.visit.site} />, 404);
    return c.redirect(`${publicEventPath(left.eventId)}?fait=left`, 303);
  });

  return routes;
}

async function showEvent(c: PageContext, form: SignUpForm, done: string | null) {
  const { ctx, site } = c.var.visit;
  const id = c.req.param('id');
  if (id === undefined) throw new ProblemError('notFound', 'Cet événement n’existe pas, ou plus.');
  const event = await getEvent({ ctx, input: { id } });
  const isOpen = isOpenToSignUps(event, ctx.deps.clock.now().toString());
  const page = { site, handle: c.var.visit, event, form, isOpen, done };
  return render(c, <PublicEventPage {...page} />, statusOf(form.errors, false));
}

import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { isOpenToSignUps } from '../../domain/network/event.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { requireScope } from '../../services/context.ts';
import { addEvent, archiveEvent, cancelEvent, changeEvent } from '../../services/network/change-event.ts';
import { getEventDesk, listEvents } from '../../services/network/find-events.ts';
import { searchPartners } from '../../services/network/search-partners.ts';
import type { NetworkEvent } from '../../services/ports/events.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { outcomeOf, sentForm, statusOf } from '../forms/outcome.ts';
import { sentOnce } from '../forms/sent-once.ts';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { ArchivedEventsPage, EventDeskListPage, EventDeskPage, EventFormPage } from './event-desk-pages.tsx';
import { EVENTS_PATH, eventPath } from './paths.ts';
import { eventField, readEvent, typedEvent } from './read-event.ts';

type PageContext = Context<PagesEnv>;
type Form = { typed: TypedAnswers; errors: readonly FieldMessage[]; token: string };

const { desk } = FRENCH.t.network.events;
const EVENT_PATH = `${EVENTS_PATH}/:id`;

/** `/ressources/evenements`: the pôle ressources announces events, sees who comes, calls them off. */
export function eventDeskRoutes() {
  const routes = new Hono<PagesEnv>();
  const keeper = async (c: PageContext) => {
    const me = await signedIn(c);
    requireScope(me.ctx, 'network:write');
    return me;
  };

  routes.get(EVENTS_PATH, async (c) => {
    const { ctx, handle } = await keeper(c);
    const coming = await listEvents({ ctx, input: { when: 'coming' } });
    const past = await listEvents({ ctx, input: { when: 'past' } });
    return render(c, <EventDeskListPage site={c.var.visit.site} handle={handle} coming={coming} past={past} />);
  });
  routes.get(`${EVENTS_PATH}/archives`, async (c) => {
    const { ctx, handle } = await keeper(c);
    const events = await listEvents({ ctx, input: { when: 'archived' } });
    return render(c, <ArchivedEventsPage site={c.var.visit.site} handle={handle} events={events} />);
  });

  routes.get(`${EVENTS_PATH}/nouveau`, async (c) =>
    showForm(c, await keeper(c), { typed: {}, errors: [], token: randomUUID() }, null),
  );
  routes.post(`${EVENTS_PATH}/nouveau`, async (c) => {
    const me = await keeper(c);
    const { typed, token } = await sentForm(c);
    const { input, errors } = readEvent(typed, me.handle);
    if (errors.length > 0) return showForm(c, me, { typed, errors, token }, null);
    const ctx = { ...me.ctx, idempotency: sentOnce('event', token, Object.entries(typed).toSorted()) };
    const told = await outcomeOf(addEvent({ ctx, input }), eventField);
    if (told.kind !== 'done') return showForm(c, me, { typed, errors: told.errors, token }, null);
    return c.redirect(`${eventPath(told.value.id)}?fait=ajout`, 303);
  });

  routes.get(EVENT_PATH, async (c) => showDesk(c, await keeper(c), { typed: {}, errors: [] }));

  routes.get(`${EVENT_PATH}/modifier`, async (c) => {
    const me = await keeper(c);
    const { event } = await getEventDesk({ ctx: me.ctx, input: { id: c.req.param('id') } });
    return showForm(c, me, { typed: typedEvent(event, me.handle), errors: [], token: randomUUID() }, event);
  });
  routes.post(`${EVENT_PATH}/modifier`, async (c) => {
    const me = await keeper(c);
    const id = c.req.param('id');
    const { typed, token } = await sentForm(c);
    const { event } = await getEventDesk({ ctx: me.ctx, input: { id } });
    const { input: facts, errors } = readEvent(typed, me.handle);
    if (errors.length > 0) return showForm(c, me, { typed, errors, token }, event);
    const expectedVersion = Number(textOf(typed, 'version')) || 0;
    const told = await outcomeOf(changeEvent({ ctx: me.ctx, input: { id, expectedVersion, facts } }), eventField);
    if (told.kind === 'done') return c.redirect(`${eventPath(id)}?fait=modification`, 303);
    const stored = (await getEventDesk({ ctx: me.ctx, input: { id } })).event;
    return showForm(c, me, { typed, errors: told.errors, token }, stored, told.kind === 'overtaken');
  });

  routes.post(`${EVENT_PATH}/annuler`, async (c) => {
    const me = await keeper(c);
    const id = c.req.param('id');
    const { typed } = await sentForm(c);
    const cancelling = cancelEvent({ ctx: me.ctx, input: { id, reason: textOf(typed, 'reason') } });
    const told = await outcomeOf(cancelling, eventField);
    if (told.kind !== 'done') return showDesk(c, me, { typed, errors: told.errors });
    return c.redirect(`${eventPath(id)}?fait=annulation`, 303);
  });

  for (const [word, isArchived, done] of [
    ['archiver', true, 'archivage'],
    ['retablir', false, 'retour'],
  ] as const) {
    routes.post(`${EVENT_PATH}/${word}`, async (c) => {
      const { ctx } = await keeper(c);
      const id = c.req.param('id');
      await archiveEvent({ ctx, input: { id, isArchived } });
      return c.redirect(`${eventPath(id)}?fait=${done}`, 303);
    });
  }

  return routes;
}

async function showDesk(c: PageContext, { ctx, formToken, handle }: SignedIn, form: Omit<Form, 'token'>) {
  const { event, signUps } = await getEventDesk({ ctx, input: { id: c.req.param('id') ?? '' } });
  const isOpen = isOpenToSignUps(event, ctx.deps.clock.now().toString());
  const done = Object.entries(desk.done).find(([name]) => name === c.req.query('fait'))?.[1] ?? null;
  const page = { formToken, handle, event, signUps, isOpen, done, ...form };
  return render(c, <EventDeskPage site={c.var.visit.site} {...page} />, statusOf(form.errors, false));
}

async function showForm(
  c: PageContext,
  { ctx, formToken, handle }: SignedIn,
  form: Form,
  known: NetworkEvent | null,
  overtaken = false,
) {
  const organisers = await searchPartners({ ctx });
  const page = { formToken, handle, organisers, known, overtaken, ...form };
  return render(c, <EventFormPage site={c.var.visit.site} {...page} />, statusOf(form.errors, overtaken));
}

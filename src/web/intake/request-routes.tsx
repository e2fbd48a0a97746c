import { type Context, Hono } from 'hono';
import { Temporal } from 'temporal-polyfill';
import { dateAt, daysBetween } from '../../domain/schedule/dates.ts';
import { closeRequest, declineRequest } from '../../services/intake/answer-request.ts';
import { assignRequest } from '../../services/intake/assign-request.ts';
import { getContacts } from '../../services/intake/get-contacts.ts';
import { getReceivedRequest } from '../../services/intake/get-request.ts';
import { listReceivedRequests } from '../../services/intake/list-received-requests.ts';
import { takeUpRequest } from '../../services/intake/take-up-request.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { filePath } from '../people/person-names.ts';
import { InboxPage, viewNamed } from './inbox-page.tsx';
import { RequestPage } from './request-page.tsx';
import { fieldMessages, newFormKey, orConflict, orInvalid, readForm, type Typed } from './typed-form.ts';
import { requestPath } from './words.tsx';

type PageContext = Context<PagesEnv>;

/** The mobility adviser's inbox, and what is done with a request. */
export function requestRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/pro/demandes', async (c) => {
    const { ctx, handle } = await signedIn(c);
    const view = viewNamed(c.req.query('vue'));
    const inbox = await listReceivedRequests({ ctx, input: { view, page: Number(c.req.query('page') ?? 1) } });
    const { timeZone } = handle.territory;
    const today = dateAt(ctx.deps.clock.now(), timeZone);
    return render(
      c,
      <InboxPage
        site={c.var.visit.site}
        scopes={ctx.actor.scopes}
        inbox={inbox}
        where={{
          daysSince: (iso) => daysBetween(dateAt(Temporal.Instant.from(iso), timeZone), today),
          communeName: (code) => (code ? (handle.gazetteer.findByCode(code)?.name ?? null) : null),
        }}
      />,
    );
  });

  routes.get('/pro/demandes/:id', async (c) => {
    const session = await signedIn(c);
    return showRequest(c, session, { typed: {}, errors: [], conflict: null });
  });

  /** Done, and back to `to`; what is wrong, and what somebody did meanwhile, is shown where it was typed. */
  async function act(
    c: PageContext,
    work: (session: SignedIn, input: Typed & { id: string; seen: string }) => Promise<string | undefined>,
    controls: Readonly<Record<string, string>>,
    words: Readonly<Record<string, string>> = {},
  ) {
    const session = await signedIn(c);
    const typed = await readForm(c);
    const id = c.req.param('id') ?? '';
    const result = await orConflict(orInvalid(work(session, { ...typed, id, seen: typed.seen ?? '' })));
    if ('conflict' in result) return showRequest(c, session, { typed, errors: [], conflict: result.conflict });
    if ('errors' in result.done) {
      const errors = fieldMessages(result.done.errors, controls, words);
      return showRequest(c, session, { typed, errors, conflict: null });
    }
    return c.redirect(result.done.done ?? requestPath(id), 303);
  }

  routes.post('/pro/demandes/:id/attribuer', (c) =>
    act(
      c,
      async ({ ctx }, { id, seen, memberId = '' }) => {
        await assignRequest({ ctx, input: { id, seen, memberId } });
        return undefined;
      },
      { memberId: 'memberId' },
    ),
  );

  routes.post('/pro/demandes/:id/prendre', (c) =>
    act(
      c,
      async ({ ctx }, { id, seen, file }) => {
        const known = file === 'nouveau' ? { fresh: true } : file ? { beneficiaryId: file } : {};
        const { beneficiaryId } = await takeUpRequest({ ctx, input: { id, seen, ...known } });
        return filePath(beneficiaryId);
      },
      { file: 'file' },
    ),
  );

  routes.post('/pro/demandes/:id/decliner', (c) =>
    act(
      c,
      async ({ ctx }, { id, seen, reason, text = '' }) => {
        await declineRequest({ ctx, input: { id, seen, reason, text } });
        return undefined;
      },
      { reason: 'reason', text: 'declineText' },
    ),
  );

  routes.post('/pro/demandes/:id/clore', (c) =>
    act(
      c,
      async ({ ctx }, { id, seen, outcome, text = '' }) => {
        await closeRequest({ ctx, input: { id, seen, outcome, text } });
        return undefined;
      },
      { outcome: 'outcome', text: 'closeText' },
    ),
  );

  return routes;
}

async function showRequest(
  c: PageContext,
  { ctx, handle, formToken, member }: SignedIn,
  form: { typed: Typed; errors: readonly FieldMessage[]; conflict: string | null },
) {
  const id = c.req.param('id') ?? '';
  const request = await getReceivedRequest({ ctx, input: { id } });
  const { commune } = request.person;
  const open = request.beneficiaryId === null;
  return render(
    c,
    <RequestPage
      site={c.var.visit.site}
      scopes={ctx.actor.scopes}
      formToken={formToken}
      memberId={member.id}
      request={request}
      contacts={open ? await getContacts({ ctx, input: { requestId: id } }) : null}
      timeZone={handle.territory.timeZone}
      communeName={commune ? (handle.gazetteer.findByCode(commune)?.name ?? commune) : null}
      once={newFormKey()}
      {...form}
    />,
    form.errors.length > 0 ? 422 : form.conflict !== null ? 409 : 200,
  );
}

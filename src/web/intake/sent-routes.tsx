import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { getSentRequest } from '../../services/intake/get-request.ts';
import { listSentRequests } from '../../services/intake/list-sent-requests.ts';
import { prepareRequest } from '../../services/intake/prepare-request.ts';
import { checkRequest, sendRequest } from '../../services/intake/send-request.ts';
import type { Commune } from '../../services/ports.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { pageErrors, REQUEST_CONTROLS, readCommune, requestInput } from './request-answers.ts';
import { RequestFormPage } from './request-form-page.tsx';
import { SentListPage, SentPage } from './sent-pages.tsx';
import { fieldMessages, inOrder, newFormKey, onlyOnce, orInvalid, readForm, type Typed } from './typed-form.ts';
import { nameOf, sentPath } from './words.tsx';

const say = FRENCH.t.intake.form;
type PageContext = Context<PagesEnv>;
const ASKED = [
  ...['team', 'firstName', 'lastName', 'phone', 'email', 'commune', 'communeCode', 'callWhen'],
  ...['goalKind', 'place', 'when', 'need', 'agreed'],
];

/** Sending a request, and what became of it. */
export function sentRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/pro/demandes/nouvelle', async (c) => {
    const session = await signedIn(c);
    const personne = c.req.query('personne');
    const typed = { once: newFormKey(), ...(personne ? { personne } : {}) };
    return showForm(c, session, { typed, errors: [], candidates: [] });
  });

  routes.post('/pro/demandes/nouvelle', async (c) => {
    const session = await signedIn(c);
    const { ctx, handle } = session;
    const typed = await readForm(c);
    const commune = readCommune(typed, handle.gazetteer, say);
    const asked = [...pageErrors(typed), ...(commune.error ? [commune.error] : [])];
    const show = (errors: readonly FieldMessage[]) =>
      showForm(c, session, { typed, errors: inOrder(errors, ASKED), candidates: commune.candidates });
    // A form that lacks nothing is sent; one that does is checked all the same, so that all of it is told at once.
    const input = requestInput(typed, commune.code);
    if (asked.length > 0) {
      const wrong = checkRequest(input);
      return show([...fieldMessages(wrong, REQUEST_CONTROLS).filter(({ field }) => field !== 'goalKind'), ...asked]);
    }
    const sent = await orInvalid(sendRequest({ ctx: onlyOnce(ctx, 'request', typed), input }));
    if ('errors' in sent) return show(fieldMessages(sent.errors, REQUEST_CONTROLS));
    return c.redirect(`${sentPath(sent.done.id)}?envoyee`, 303);
  });

  routes.get('/pro/demandes/envoyees', async (c) => {
    const { ctx, handle } = await signedIn(c);
    const wholeOrganisation = c.req.query('toutes') !== undefined;
    const requests = await listSentRequests({ ctx, input: { wholeOrganisation } });
    return render(
      c,
      <SentListPage
        site={c.var.visit.site}
        scopes={ctx.actor.scopes}
        timeZone={handle.territory.timeZone}
        requests={requests}
        wholeOrganisation={wholeOrganisation}
      />,
    );
  });

  routes.get('/pro/demandes/envoyees/:id', async (c) => {
    const { ctx, handle } = await signedIn(c);
    const request = await getSentRequest({ ctx, input: { id: c.req.param('id') } });
    const { commune } = request.person;
    return render(
      c,
      <SentPage
        site={c.var.visit.site}
        scopes={ctx.actor.scopes}
        timeZone={handle.territory.timeZone}
        request={request}
        communeName={commune ? (handle.gazetteer.findByCode(commune)?.name ?? commune) : null}
        justSent={c.req.query('envoyee') !== undefined}
      />,
    );
  });

  return routes;
}

async function showForm(
  c: PageContext,
  { ctx, handle, formToken, member }: SignedIn,
  form: { typed: Typed; errors: readonly FieldMessage[]; candidates: readonly Commune[] },
) {
  const { personne } = form.typed;
  const { teams, shared } = await prepareRequest({ ctx, input: personne ? { beneficiaryId: personne } : {} });
  return render(
    c,
    <RequestFormPage
      site={c.var.visit.site}
      scopes={ctx.actor.scopes}
      formToken={formToken}
      typed={form.typed}
      errors={form.errors}
      candidates={form.candidates}
      communes={handle.gazetteer.communes()}
      teams={teams}
      shared={shared && { id: shared.id, name: nameOf(shared) }}
      isEmployer={member.role === 'employer'}
    />,
    form.errors.length > 0 ? 422 : 200,
  );
}

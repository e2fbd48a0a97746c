import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import {
  addCallBack,
  getCallBack,
  listCallBacks,
  postponeCallBack,
  settleCallBack,
} from '../../services/intake/call-backs.ts';
import { getContacts } from '../../services/intake/get-contacts.ts';
import { recordContact } from '../../services/intake/record-contact.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { callControls, whenOf, whenWords } from './call-fields.tsx';
import { CallPage, CallsPage } from './call-pages.tsx';
import { ContactPage } from './contact-page.tsx';
import { fieldMessages, newFormKey, onlyOnce, orConflict, orInvalid, readForm, type Typed } from './typed-form.ts';
import { nameOf, subjectFrom, subjectPath } from './words.tsx';

const { t } = FRENCH;
type PageContext = Context<PagesEnv>;
const CONTACT_CONTROLS = { text: 'text', kind: 'kind' };
const CALLS = '/pro/rappels';

/** The contact log, and the queue of calls to be made. */
export function contactRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.post('/pro/contacts', async (c) => {
    const session = await signedIn(c);
    const typed = await readForm(c);
    const subject = subjectFrom(typed);
    const { kind, text = '', rappel } = typed;
    const ctx = onlyOnce(session.ctx, 'contact', typed);
    const noted = await orInvalid(
      recordContact({ ctx, input: { subject, kind, text, ...(rappel ? { callBackId: rappel } : {}) } }),
    );
    if ('errors' in noted) {
      return showContact(c, session, typed, fieldMessages(noted.errors, CONTACT_CONTROLS), 'contact');
    }
    return c.redirect(typed.retour === 'appels' ? CALLS : `${subjectPath(subject)}#contacts`, 303);
  });

  routes.post(CALLS, async (c) => {
    const session = await signedIn(c);
    const typed = await readForm(c);
    const subject = subjectFrom(typed);
    const { reason = '', wholeTeam } = typed;
    const input = { subject, ...whenOf(typed), reason, wholeTeam: wholeTeam === 'oui' };
    const added = await orInvalid(addCallBack({ ctx: onlyOnce(session.ctx, 'call', typed), input }));
    if ('errors' in added) {
      return showContact(c, session, typed, fieldMessages(added.errors, callControls(), whenWords(typed)), 'call');
    }
    return c.redirect(`${subjectPath(subject)}#contacts`, 303);
  });

  routes.get(CALLS, async (c) => {
    const { ctx, handle, formToken } = await signedIn(c);
    const everybody = c.req.query('tous') !== undefined;
    return render(
      c,
      <CallsPage
        site={c.var.visit.site}
        formToken={formToken}
        timeZone={handle.territory.timeZone}
        everybody={everybody}
        calls={await listCallBacks({ ctx, input: { everybody } })}
      />,
    );
  });

  routes.get(`${CALLS}/:id`, async (c) => showCall(c, await signedIn(c), {}, []));

  routes.post(`${CALLS}/:id/fait`, async (c) => {
    const { ctx } = await signedIn(c);
    await settleCallBack({ ctx, input: { id: c.req.param('id') } });
    return c.redirect(CALLS, 303);
  });

  routes.post(`${CALLS}/:id/reporter`, async (c) => {
    const session = await signedIn(c);
    const typed = await readForm(c);
    const input = { id: c.req.param('id'), ...whenOf(typed), reason: typed.reason ?? '' };
    const later = await orConflict(orInvalid(postponeCallBack({ ctx: session.ctx, input })));
    // Somebody made the call meanwhile: it is in the queue no more, as the queue shows.
    if ('conflict' in later) return c.redirect(CALLS, 303);
    if ('errors' in later.done) {
      return showCall(c, session, typed, fieldMessages(later.done.errors, callControls(), whenWords(typed)));
    }
    return c.redirect(CALLS, 303);
  });

  return routes;
}

async function showCall(
  c: PageContext,
  { ctx, handle, formToken }: SignedIn,
  typed: Typed,
  errors: readonly FieldMessage[],
) {
  const call = await getCallBack({ ctx, input: { id: c.req.param('id') ?? '' } });
  return render(
    c,
    <CallPage
      site={c.var.visit.site}
      formToken={formToken}
      timeZone={handle.territory.timeZone}
      call={call}
      typed={typed}
      errors={errors}
    />,
    errors.length > 0 ? 422 : 200,
  );
}

/** What was typed, with what is wrong with it: the page it was typed on holds much besides. */
async function showContact(
  c: PageContext,
  { ctx, formToken }: SignedIn,
  typed: Typed,
  errors: readonly FieldMessage[],
  form: 'contact' | 'call',
) {
  const subject = subjectFrom(typed);
  const { person } = await getContacts({ ctx, input: subject });
  return render(
    c,
    <ContactPage
      site={c.var.visit.site}
      title={form === 'contact' ? t.intake.log.errorTitle : t.intake.call.add}
      name={nameOf(person)}
      subject={subject}
      formToken={formToken}
      typed={{ ...typed, once: typed.once ?? newFormKey() }}
      errors={errors}
      form={form}
    />,
    422,
  );
}

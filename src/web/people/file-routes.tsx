import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { dateAt } from '../../domain/schedule/dates.ts';
import { requireScope } from '../../services/context.ts';
import { ProblemError } from '../../services/errors.ts';
import { getContacts } from '../../services/intake/get-contacts.ts';
import { changeIdentity } from '../../services/people/change-identity.ts';
import { recordConsent, withdrawConsent } from '../../services/people/consents.ts';
import { getPerson } from '../../services/people/get-person.ts';
import { keepScheme, removeScheme } from '../../services/people/schemes.ts';
import { setClosed } from '../../services/people/set-closed.ts';
import { endSharing, listPartners, sharePerson } from '../../services/people/share-person.ts';
import { listProgress } from '../../services/programmes/follow-progress.ts';
import { listJobsOf } from '../../services/workshop/get-job.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readDate } from '../forms/read-answer.ts';
import { PersonContacts } from '../intake/person-contacts.tsx';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { FollowedSection } from '../programmes/followed.tsx';
import { doneOnce } from './done-once.ts';
import { EditPage } from './edit-page.tsx';
import { FilePage } from './file-page.tsx';
import { answersOfForm, answersOfIdentity, type IdentityAnswers, readIdentity } from './identity-answers.ts';
import { communeNames, may } from './list-routes.tsx';
import { filePath } from './person-names.ts';

type PageContext = Context<PagesEnv>;
/** Does one thing with what a form of the file's page says. */
type Deed = (me: SignedIn, id: string, form: URLSearchParams) => Promise<unknown>;

/** Addresses beside the files that other rooms answer. */
const NOT_A_FILE = new Set(['nouvelle', 'importer']);

/** `/pro/personnes/:id`, what is changed there, and `/pro/personnes/:id/modifier`. */
export function fileRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/pro/personnes/:id', async (c, next) => {
    if (NOT_A_FILE.has(c.req.param('id'))) return next();
    return showFile(c, await signedIn(c), new URLSearchParams(), []);
  });

  for (const [name, { done, deed }] of Object.entries(DEEDS)) {
    routes.post(`/pro/personnes/:id/${name}`, (c) => act(c, done, deed));
  }

  routes.get('/pro/personnes/:id/modifier', async (c) => {
    const me = await signedIn(c);
    requireScope(me.ctx, 'people:write');
    const { file } = await getPerson({ ctx: me.ctx, input: { id: c.req.param('id') } });
    return showEdit(c, me, answersOfIdentity(file.identity, me.handle.gazetteer), { errors: [] });
  });

  routes.post('/pro/personnes/:id/modifier', async (c) => {
    const me = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    const answers = answersOfForm(form);
    const id = c.req.param('id');
    const { file } = await getPerson({ ctx: me.ctx, input: { id } });
    const { gazetteer } = me.handle;
    const { identity, errors, candidates } = readIdentity(answers, { gazetteer, kept: file.identity.safeHours });
    if (errors.length > 0) return showEdit(c, me, answers, { errors, candidates });
    const expectedVersion = Number(form.get('version')) || file.version;
    try {
      await changeIdentity({ ctx: me.ctx, input: { id, expectedVersion, identity } });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.code === 'conflict') return showEdit(c, me, answers, { errors: [], hasConflict: true });
      if (error.code !== 'invalid') throw error;
      return showEdit(c, me, answers, { errors: fieldMessages(error) });
    }
    return c.redirect(`${filePath(id)}?fait=modifie`, 303);
  });

  return routes;
}

const text = (form: URLSearchParams, name: string) => form.get(name) ?? '';
/** `YYYY-MM-DD`, or what was typed for the verb to refuse; nothing where it was left empty. */
const day = (form: URLSearchParams, name: string) => {
  const typed = text(form, name).trim();
  return typed === '' ? undefined : (readDate(typed) ?? typed);
};

const DEEDS: Record<string, { done: string; deed: Deed }> = {
  fermer: {
    done: 'ferme',
    deed: ({ ctx }, id, form) => {
      const rides = form.get('rides');
      return setClosed({
        ctx,
        input: { id, closed: true, ...((rides === 'keep' || rides === 'callOff') && { rides }) },
      });
    },
  },
  rouvrir: { done: 'rouvert', deed: ({ ctx }, id) => setClosed({ ctx, input: { id, closed: false } }) },
  partage: {
    done: 'partage',
    deed: ({ ctx }, id, form) => sharePerson({ ctx, input: { id, organisationId: text(form, 'organisationId') } }),
  },
  'partage/fin': {
    done: 'partage-fini',
    deed: ({ ctx }, id, form) => endSharing({ ctx, input: { id, organisationId: text(form, 'organisationId') } }),
  },
  accords: {
    done: 'accord',
    deed: ({ ctx }, id, form) =>
      recordConsent({
        ctx: doneOnce(ctx, `consent ${id}`, form),
        // Typed by hand: the verb says what is wrong with them.
        input: {
          id,
          purpose: text(form, 'purpose') as 'shareFile',
          channel: text(form, 'channel') as 'oral',
          givenOn: day(form, 'givenOn'),
        },
      }),
  },
  'accords/retrait': {
    done: 'accord-retire',
    deed: ({ ctx }, id, form) => withdrawConsent({ ctx, input: { id, consentId: text(form, 'consentId') } }),
  },
  dispositifs: {
    done: 'dispositif',
    deed: ({ ctx }, id, form) =>
      keepScheme({
        ctx: doneOnce(ctx, `scheme ${id}`, form),
        input: {
          id,
          status: {
            scheme: text(form, 'scheme'),
            reference: text(form, 'reference'),
            status: text(form, 'status'),
            from: day(form, 'from') ?? null,
            until: day(form, 'until') ?? null,
          },
        },
      }),
  },
  'dispositifs/retirer': {
    done: 'dispositif-retire',
    deed: ({ ctx }, id, form) => removeScheme({ ctx, input: { id, schemeId: text(form, 'schemeId') } }),
  },
};

/** The deed, then the page again: with what was typed where something is wrong with it. */
async function act(c: PageContext, done: string, deed: Deed): Promise<Response> {
  const me = await signedIn(c);
  const id = c.req.param('id') ?? '';
  const form = new URLSearchParams(await c.req.text());
  try {
    await deed(me, id, form);
    return c.redirect(`${filePath(id)}?fait=${done}`, 303);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
    return showFile(c, me, form, fieldMessages(error));
  }
}

const fieldMessages = ({ errors }: ProblemError): FieldMessage[] =>
  errors.map(({ path, message }) => ({ field: path.replace(/^safeHours.*/, 'safeFrom'), message }));

async function showFile(
  c: PageContext,
  me: SignedIn,
  typed: URLSearchParams,
  errors: readonly FieldMessage[],
): Promise<Response> {
  const { ctx, formToken, handle } = me;
  const view = await getPerson({ ctx, input: { id: c.req.param('id') ?? '' } });
  const { timeZone } = handle.territory;
  return render(
    c,
    <FilePage
      site={c.var.visit.site}
      view={view}
      formToken={formToken}
      once={typed.get('once') ?? randomUUID()}
      today={dateAt(ctx.deps.clock.now(), timeZone)}
      timeZone={timeZone}
      mayWrite={may(me, 'people:write')}
      mayTransfer={may(me, 'people:transfer')}
      partners={await listPartners({ ctx })}
      communeName={communeNames(me)}
      done={c.req.query('fait') ?? null}
      errors={errors}
      typed={typed}
      wholeHistory={c.req.query('historique') === 'tout'}
      followed={
        <FollowedSection
          trainings={await listProgress({ ctx, input: { beneficiaryId: view.file.id } })}
          jobs={await listJobsOf({ ctx, input: { beneficiaryId: view.file.id } })}
          planPath={`${filePath(view.file.id)}/plan`}
        />
      }
      contacts={
        <PersonContacts
          contacts={await getContacts({ ctx, input: { beneficiaryId: view.file.id } })}
          formToken={formToken}
          timeZone={timeZone}
        />
      }
    />,
    errors.length > 0 ? 422 : 200,
  );
}

async function showEdit(
  c: PageContext,
  { ctx, formToken, handle }: SignedIn,
  answers: IdentityAnswers,
  page: {
    errors: readonly FieldMessage[];
    candidates?: ReturnType<typeof readIdentity>['candidates'];
    hasConflict?: boolean;
  },
): Promise<Response> {
  // As it is now: what somebody else saved meanwhile is shown beside, and the next save stands on it.
  const { file } = await getPerson({ ctx, input: { id: c.req.param('id') ?? '' } });
  const { errors, candidates = [], hasConflict = false } = page;
  return render(
    c,
    <EditPage
      site={c.var.visit.site}
      formToken={formToken}
      file={file}
      answers={answers}
      errors={errors}
      candidates={candidates}
      gazetteer={handle.gazetteer}
      hasConflict={hasConflict}
    />,
    hasConflict ? 409 : errors.length > 0 ? 422 : 200,
  );
}

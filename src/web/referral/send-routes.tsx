import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { ProblemError } from '../../services/errors.ts';
import { prepareReferral } from '../../services/referrals/prepare-referral.ts';
import { proposeNext } from '../../services/referrals/propose-next.ts';
import { sendReferral } from '../../services/referrals/send-referral.ts';
import { ErrorPage } from '../components/error-page.tsx';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { GoneOfferPage } from './gone-offer-page.tsx';
import { once } from './once.ts';
import { consentMissing, firstTyped, readSendForm, type SendTyped, sendInput, sendMessages } from './send-form.ts';
import { SendPage, type SendPageProps } from './send-page.tsx';

const { t } = FRENCH;
const PATH = '/pro/personnes/:id/orienter/:offerId';

/** From an offer in one click: read what will be handed over, and send it. */
export function sendRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(PATH, async (c) => {
    const who = await signedIn(c);
    const query = new URL(c.req.url).searchParams;
    // Without one, from a plan drawn by hand: the person's newest.
    const diagnosticId = query.get('diagnostic') || undefined;
    return show(c, who, { diagnosticId });
  });

  routes.post(PATH, async (c) => {
    const who = await signedIn(c);
    const form = new URLSearchParams(await c.req.text());
    const typed = readSendForm(form);
    const asked = { diagnosticId: form.get('diagnostic') || undefined, typed };
    if (!typed.consent) return show(c, who, { ...asked, errors: [consentMissing] });
    const { beneficiaryId, offerId, path } = targetOf(c);
    try {
      const ctx = once(who.ctx, path, form);
      const { id } = await sendReferral({ ctx, input: sendInput(typed, { beneficiaryId, offerId, form }) });
      return c.redirect(`/pro/orientations/${encodeURIComponent(id)}?envoyee=1`, 303);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.code === 'invalid') return show(c, who, { ...asked, errors: sendMessages(error) });
      if (error.code === 'conflict') return show(c, who, { ...asked, changed: true });
      // The offer went; where the person did, showing says so.
      if (error.code === 'notFound') return show(c, who, asked);
      throw error;
    }
  });

  return routes;
}

function targetOf(c: Context<PagesEnv>) {
  const [beneficiaryId, offerId] = [c.req.param('id') ?? '', c.req.param('offerId') ?? ''];
  const personPath = `/pro/personnes/${encodeURIComponent(beneficiaryId)}`;
  return { beneficiaryId, offerId, personPath, path: `${personPath}/orienter/${encodeURIComponent(offerId)}` };
}

type Asked = Pick<SendPageProps, 'errors' | 'changed'> & {
  diagnosticId: string | undefined;
  typed?: SendTyped;
};

async function show(c: Context<PagesEnv>, { ctx, formToken }: SignedIn, asked: Asked): Promise<Response> {
  const { beneficiaryId, offerId, personPath, path } = targetOf(c);
  const { diagnosticId, typed, ...said } = asked;
  const query = new URL(c.req.url).searchParams;
  const { site } = c.var.visit;
  const prepared = await prepareReferral({ ctx, input: { beneficiaryId, diagnosticId, offerId } }).catch(
    (error: unknown) => {
      if (error instanceof ProblemError && error.code === 'invalid') return null;
      throw error;
    },
  );
  if (prepared === null) return askForDiagnostic(c);
  if ('goneFor' in prepared) {
    const { goneFor } = prepared;
    const input = { beneficiaryId, diagnosticId: goneFor ?? '', not: [offerId] };
    const offers = goneFor === null ? [] : await proposeNext({ ctx, input });
    const next = {
      offers,
      personPath,
      diagnosticId: goneFor ?? '',
      previousId: typed?.previousId ?? query.get('suite') ?? '',
    };
    return render(c, <GoneOfferPage site={site} message={typed?.message ?? ''} {...next} />, 404);
  }
  // Already sent in another tab: that is what the conflict was.
  const changed = said.changed && prepared.openId === null;
  return render(
    c,
    <SendPage
      site={site}
      prepared={prepared}
      typed={typed ?? firstTyped(prepared, query)}
      path={path}
      back={`${personPath}/diagnostic/${encodeURIComponent(prepared.diagnosticId)}`}
      filePath={personPath}
      formToken={formToken}
      once={randomUUID()}
      errors={said.errors ?? []}
      changed={changed}
    />,
    said.changed ? 409 : said.errors ? 422 : 200,
  );
}

function askForDiagnostic(c: Context<PagesEnv>): Promise<Response> {
  const { personPath } = targetOf(c);
  const say = t.referral.send;
  const ways = [{ href: personPath, label: t.referral.page.file }];
  return render(c, <ErrorPage site={c.var.visit.site} title={say.title} text={say.noDiagnostic} ways={ways} />, 404);
}

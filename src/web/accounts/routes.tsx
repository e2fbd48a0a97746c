import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { dropInterruptedForm, findInterruptedForm } from '../../services/accounts/interrupted-form.ts';
import { accountsOf } from '../../services/accounts/membership.ts';
import { requestSignInLink } from '../../services/accounts/send-sign-in-link.ts';
import { chooseMembership, settleMembership } from '../../services/accounts/settle-membership.ts';
import {
  answerSecondFactor,
  followSignInLink,
  type SignIn,
  signInWithPassword,
} from '../../services/accounts/sign-in.ts';
import { failureSummary, ProblemError } from '../../services/errors.ts';
import type { Member } from '../../services/ports/accounts.ts';
import { ErrorPage } from '../components/error-page.tsx';
import type { FieldMessage } from '../forms/fields.tsx';
import { fillerMark, isSameToken, sentFormToken } from '../layout/form-token.ts';
import { render } from '../layout/render.ts';
import { isOwnForm } from '../layout/same-origin.ts';
import { FormRefusedError, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { accountRoutes } from './account-routes.tsx';
import { forgetAnswers, handCookies, keptAnswers } from './cookies.ts';
import { KeptPage } from './kept-page.tsx';
import { homeOf } from './office.ts';
import { ownPath, towards } from './own-path.ts';
import { type SignInNotice, SignInPage } from './sign-in-page.tsx';
import { ChoicePage, CodePage, FollowLinkPage, LinkSentPage, SpentLinkPage } from './sign-in-steps.tsx';
import { teamRoutes } from './team-routes.tsx';

type PageContext = Context<PagesEnv>;

const { t } = FRENCH;
const NOTICES: Record<string, SignInNotice> = { gardees: 'interrupted', sortie: 'left', personne: 'nobody' };

/** Sign-in, one's account, the team. `log` hears of mails that could not be written. */
export function accountsRoutes({ log = console.error }: { log?: (line: string) => void } = {}) {
  const routes = new Hono<PagesEnv>();

  for (const path of ['/connexion', '/connexion/*', '/deconnexion']) {
    routes.use(path, async (c, next) => {
      if (c.req.method === 'POST' && !isOwnForm(c)) throw new FormRefusedError();
      c.header('cache-control', 'no-store');
      c.header('x-robots-tag', 'noindex');
      await next();
    });
  }

  routes.get('/connexion', async (c) => {
    const vers = ownPath(c.req.query('vers'));
    const here = await c.var.visit.findSignedIn();
    if (here) return c.redirect(vers ?? homeOf(here.member.role), 303);
    return showSignIn(c, { email: '', vers, errors: [], notice: noticeOf(c, vers) });
  });

  routes.post('/connexion', async (c) => {
    const form = await sent(c);
    const { ctx, address } = c.var.visit;
    const [email, vers] = [form.get('email') ?? '', ownPath(form.get('vers'))];
    const retry = (errors: readonly FieldMessage[]) => showSignIn(c, { email, vers, errors, notice: null });
    try {
      if (form.get('par') === 'lien') {
        const { sending, ...asked } = await requestSignInLink({
          deps: ctx.deps,
          input: { email, address, towards: vers },
        });
        sending.catch((error: unknown) => log(`link not sent: ${failureSummary(error)}`));
        return render(
          c,
          <LinkSentPage site={c.var.visit.site} email={asked.email} again={`/connexion${towards(vers)}`} />,
        );
      }
      const password = form.get('password') ?? '';
      const { headers } = c.req.raw;
      const done = await signInWithPassword({ deps: ctx.deps, input: { email, password, headers, address } });
      return done.kind === 'refused'
        ? retry([{ field: 'email', message: t.accounts.signIn.refused }])
        : await goOn(c, done, vers);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
      return retry(error.errors.map(({ path, message }) => ({ field: path || 'email', message })));
    }
  });

  routes.get('/connexion/lien', async (c) => {
    const { site, ctx } = c.var.visit;
    const token = c.req.query('jeton') ?? '';
    // Looking changes nothing: programs that read mail look too.
    if (!(await accountsOf(ctx.deps).isLinkGood(token))) return render(c, <SpentLinkPage site={site} />, 410);
    return render(c, <FollowLinkPage site={site} token={token} towards={ownPath(c.req.query('vers'))} />);
  });

  routes.post('/connexion/lien', async (c) => {
    const form = await sent(c);
    const { site, ctx, address } = c.var.visit;
    const { headers } = c.req.raw;
    const token = form.get('jeton') ?? '';
    const done = await followSignInLink({ deps: ctx.deps, input: { token, headers, address } });
    if (done.kind === 'refused') return render(c, <SpentLinkPage site={site} />, 410);
    return goOn(c, done, ownPath(form.get('vers')));
  });

  routes.get('/connexion/double', (c) =>
    render(c, <CodePage site={c.var.visit.site} towards={ownPath(c.req.query('vers'))} errors={[]} />),
  );

  routes.post('/connexion/double', async (c) => {
    const form = await sent(c);
    const { site, ctx, address } = c.var.visit;
    const vers = ownPath(form.get('vers'));
    const code = (form.get('code') ?? '').trim();
    const words = t.accounts.double;
    const again = (message: string, status: 422 | 429 = 422) =>
      render(c, <CodePage site={site} towards={vers} errors={[{ field: 'code', message }]} />, status);
    if (code === '' || code.length > 100) return again(words.missing);
    const done = await answerSecondFactor({ deps: ctx.deps, input: { code, headers: c.req.raw.headers, address } });
    if (done.kind === 'wrongCode') return again(words.wrong);
    if (done.kind === 'locked') return again(words.locked, 429);
    if (done.kind !== 'refused') return goOn(c, done, vers);
    const ways = [{ href: `/connexion${towards(vers)}`, label: t.accounts.back }];
    return render(c, <ErrorPage site={site} title={words.title} text={words.gone} ways={ways} />, 410);
  });

  routes.get('/connexion/structure', async (c) => showChoice(c, ownPath(c.req.query('vers')), []));

  routes.post('/connexion/structure', async (c) => {
    const form = await sent(c);
    const { ctx } = c.var.visit;
    const vers = ownPath(form.get('vers'));
    const user = await sessionOf(c);
    const token = await sentFormToken(c);
    const here = await c.var.visit.findSignedIn();
    // Whoever already acts as somebody has the token of their other forms too.
    const good = [sessionToken(c, user.sessionId), ...(here ? [here.formToken] : [])];
    if (!good.some((one) => isSameToken(token, one))) throw new FormRefusedError();
    const membership = form.get('structure') ?? '';
    const member = await chooseMembership({ deps: ctx.deps, input: { ...user, membership } });
    return member
      ? c.redirect(onwards(c, member, vers), 303)
      : showChoice(c, vers, [{ field: 'structure', message: t.accounts.choice.missing }]);
  });

  routes.get('/connexion/oidc', async (c) => {
    const vers = ownPath(c.req.query('vers'));
    const accounts = accountsOf(c.var.visit.ctx.deps);
    if (!accounts.oidc) throw new ProblemError('notFound', 'Aucun fournisseur d’identité.');
    const returnTo = `/connexion/suite${towards(vers)}`;
    const { url, cookies } = await accounts.startOidc({ returnTo });
    handCookies(c, cookies);
    return c.redirect(url, 303);
  });

  routes.get('/connexion/oidc/callback/oidc', (c) => accountsOf(c.var.visit.ctx.deps).finishOidc(c.req.raw));

  // Where the provider's answer leads once the session is there: as after any other sign-in.
  routes.get('/connexion/suite', async (c) => {
    const user = await sessionOf(c);
    const settled = await settleMembership({ deps: c.var.visit.ctx.deps, input: user });
    return goOn(c, { ...settled, cookies: [] }, ownPath(c.req.query('vers')));
  });

  routes.post('/deconnexion', async (c) => {
    const user = await signedIn(c).catch((error: unknown) => {
      if (error instanceof ProblemError && error.code === 'unauthenticated') return null;
      throw error;
    });
    if (user) {
      const { cookies, providerUrl } = await accountsOf(c.var.visit.ctx.deps).signOut(c.req.raw.headers);
      handCookies(c, cookies);
      if (providerUrl) return c.redirect(providerUrl, 303);
    }
    return c.redirect('/connexion?sortie', 303);
  });

  routes.get('/connexion/reponses', async (c) => {
    const { member, formToken } = await signedIn(c);
    const kept = await findKept(c, member);
    if (kept === null) return c.redirect(homeOf(member.role), 303);
    return render(c, <KeptPage site={c.var.visit.site} formToken={formToken} typed={kept.typed} />);
  });

  routes.post('/connexion/reponses/:what{envoyer|laisser}', async (c) => {
    const { member } = await signedIn(c);
    const kept = await findKept(c, member);
    if (kept === null) return c.redirect(homeOf(member.role), 303);
    await dropInterruptedForm({ ctx: c.var.visit.ctx, input: { key: keptAnswers(c) ?? '' } });
    forgetAnswers(c);
    // 307: the browser sends the very same form on, to where it was going.
    return c.req.param('what') === 'envoyer' ? c.redirect(kept.path, 307) : c.redirect(homeOf(member.role), 303);
  });

  routes.route('/', accountRoutes());
  routes.route('/', teamRoutes());
  return routes;
}

/** The form; what else it holds than words is of no use here. */
const sent = async (c: PageContext) => new URLSearchParams(await c.req.raw.clone().text());

function noticeOf(c: PageContext, vers: string | null): SignInNotice {
  if (c.req.query('error') !== undefined) return 'oidcRefused';
  const known = Object.entries(NOTICES).find(([name]) => c.req.query(name) !== undefined);
  return known ? known[1] : vers === null ? null : 'ended';
}

function showSignIn(
  c: PageContext,
  { vers, ...rest }: { email: string; vers: string | null; errors: readonly FieldMessage[]; notice: SignInNotice },
) {
  const { site, ctx } = c.var.visit;
  const provider = accountsOf(ctx.deps).oidc;
  const oidc = provider && { ...provider, href: `/connexion/oidc${towards(vers)}` };
  return render(c, <SignInPage site={site} towards={vers} oidc={oidc} {...rest} />, rest.errors.length > 0 ? 422 : 200);
}

/** After the sign-in: the code, the choice, or where one was going. */
async function goOn(
  c: PageContext,
  done: Exclude<SignIn, { kind: 'refused' }>,
  vers: string | null,
): Promise<Response> {
  handCookies(c, done.cookies);
  if (done.kind === 'secondFactor') return c.redirect(`/connexion/double${towards(vers)}`, 303);
  if (done.kind === 'choice') return c.redirect(`/connexion/structure${towards(vers)}`, 303);
  if (done.kind === 'nobody') return c.redirect('/connexion?personne', 303);
  return c.redirect(onwards(c, done.member, vers), 303);
}

/** What was interrupted comes first. */
const onwards = (c: PageContext, { role }: Member, vers: string | null): string =>
  keptAnswers(c) ? '/connexion/reponses' : (vers ?? homeOf(role));

async function findKept(c: PageContext, member: Member) {
  const { ctx } = c.var.visit;
  const key = keptAnswers(c);
  return key ? findInterruptedForm({ ctx, input: { key, mark: fillerMark(ctx.deps, member) } }) : null;
}

/** Of somebody who is signed in, though maybe not yet as any member. Throws `unauthenticated`. */
async function sessionOf(c: PageContext) {
  const user = await accountsOf(c.var.visit.ctx.deps).findSession(c.req.raw.headers);
  if (user) return user;
  throw new ProblemError('unauthenticated', 'Connectez-vous pour continuer.');
}

const sessionToken = (c: PageContext, sessionId: string) =>
  accountsOf(c.var.visit.ctx.deps).sign('choice of a membership', sessionId);

async function showChoice(c: PageContext, vers: string | null, errors: readonly FieldMessage[]) {
  const { site, ctx } = c.var.visit;
  const user = await sessionOf(c);
  const members = await ctx.deps.database.memberships.list({ userId: user.userId });
  if (members.length === 0) return c.redirect('/connexion?personne', 303);
  return render(
    c,
    <ChoicePage
      site={site}
      towards={vers}
      members={members}
      chosen={user.membership}
      formToken={sessionToken(c, user.sessionId)}
      errors={errors}
    />,
    errors.length > 0 ? 422 : 200,
  );
}

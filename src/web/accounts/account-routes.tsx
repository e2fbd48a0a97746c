import { type Context, Hono } from 'hono';
import {
  confirmSecondFactor,
  prepareSecondFactor,
  removeSecondFactor,
  revokeOtherSessions,
  revokeSession,
  setPassword,
  viewAccount,
} from '../../services/accounts/account.ts';
import { ProblemError } from '../../services/errors.ts';
import type { SecondFactorSetup } from '../../services/ports/accounts.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { type AccountDone, AccountPage } from './account-page.tsx';
import { handCookies } from './cookies.ts';
import { SetUpPage } from './set-up-page.tsx';

type PageContext = Context<PagesEnv>;

const DONE: Record<string, AccountDone> = {
  'mot-de-passe': 'password',
  appareil: 'session',
  appareils: 'sessions',
  double: 'double',
  simple: 'single',
};

/** `/compte`: one's password, second factor and devices. */
export function accountRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/compte', async (c) => showAccount(c, await signedIn(c), []));

  routes.post('/compte/mot-de-passe', async (c) => {
    const me = await signedIn(c);
    const form = await formOf(c);
    const input = { current: form.get('current') ?? '', next: form.get('next') ?? '' };
    return orErrors(c, me, async () => {
      await setPassword({ ctx: me.ctx, user: me.user, input });
      return done(c, 'mot-de-passe');
    });
  });

  routes.post('/compte/appareils', async (c) => {
    const me = await signedIn(c);
    const which = (await formOf(c)).get('appareil') ?? '';
    if (which === 'autres') {
      await revokeOtherSessions(me);
      return done(c, 'appareils');
    }
    await revokeSession({ ...me, input: { sessionId: which } });
    return done(c, 'appareil');
  });

  routes.post('/compte/double', async (c) => {
    const me = await signedIn(c);
    const password = (await formOf(c)).get('password') ?? '';
    return orErrors(c, me, async () => {
      const setup = await prepareSecondFactor({ ...me, headers: c.req.raw.headers, input: { password } });
      return showSetUp(c, me, setup, []);
    });
  });

  routes.post('/compte/double/confirmer', async (c) => {
    const me = await signedIn(c);
    const form = await formOf(c);
    const setup = shownSetup(form);
    try {
      const input = { code: form.get('code') ?? '' };
      handCookies(c, await confirmSecondFactor({ ...me, headers: c.req.raw.headers, input }));
      return done(c, 'double');
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'invalid' || setup === null) throw error;
      return showSetUp(c, me, setup, messagesOf(error));
    }
  });

  routes.post('/compte/double/retirer', async (c) => {
    const me = await signedIn(c);
    const input = { code: (await formOf(c)).get('code') ?? '' };
    return orErrors(c, me, async () => {
      await removeSecondFactor({ ...me, headers: c.req.raw.headers, input });
      return done(c, 'simple');
    });
  });

  return routes;
}

const formOf = async (c: PageContext) => new URLSearchParams(await c.req.text());
const done = (c: PageContext, what: keyof typeof DONE) => c.redirect(`/compte?fait=${what}`, 303);
const messagesOf = (error: ProblemError): FieldMessage[] =>
  error.errors.map(({ path, message }) => ({ field: path, message }));

async function orErrors(c: PageContext, me: SignedIn, work: () => Promise<Response> | Response): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'invalid') throw error;
    return showAccount(c, me, messagesOf(error));
  }
}

async function showAccount(c: PageContext, me: SignedIn, errors: readonly FieldMessage[]): Promise<Response> {
  const { ctx, user, member, formToken, lacksSecondFactor, handle } = me;
  const [account, memberships] = await Promise.all([
    viewAccount({ ctx, user }),
    ctx.deps.database.memberships.list({ userId: user.userId }),
  ]);
  return render(
    c,
    <AccountPage
      site={c.var.visit.site}
      member={member}
      formToken={formToken}
      account={account}
      sessionId={user.sessionId}
      timeZone={handle.territory.timeZone}
      hasSecondFactor={user.hasSecondFactor}
      lacksSecondFactor={lacksSecondFactor}
      mayManage={ctx.actor.scopes.has('members:manage')}
      hasChoice={memberships.length > 1}
      isFreshLink={account.hasPassword && !account.asksForPassword}
      done={DONE[c.req.query('fait') ?? ''] ?? null}
      errors={errors}
    />,
    errors.length > 0 ? 422 : 200,
  );
}

function showSetUp(c: PageContext, { formToken }: SignedIn, setup: SecondFactorSetup, errors: readonly FieldMessage[]) {
  return render(
    c,
    <SetUpPage site={c.var.visit.site} formToken={formToken} setup={setup} errors={errors} />,
    errors.length > 0 ? 422 : 200,
  );
}

/** As it was shown a moment ago; null where that is not what was sent. */
function shownSetup(form: URLSearchParams): SecondFactorSetup | null {
  const uri = URL.parse(form.get('uri') ?? '');
  const secret = uri?.searchParams.get('secret') ?? '';
  const recoveryCodes = form.getAll('secours').filter((code) => /^[\w-]{5,30}$/.test(code));
  return uri?.protocol === 'otpauth:' && /^[A-Z2-7]+=*$/.test(secret)
    ? { uri: uri.href, secret, recoveryCodes: recoveryCodes.slice(0, 20) }
    : null;
}

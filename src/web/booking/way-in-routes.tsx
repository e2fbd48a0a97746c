import { type Context, Hono } from 'hono';
import { readBirthYear, readCode } from '../../domain/booking/way-in.ts';
import { dateAt } from '../../domain/schedule/dates.ts';
import { findWayInSpeech, type WayInSpeech, wayInSpeech } from '../../i18n/way-in/index.ts';
import { ProblemError } from '../../services/errors.ts';
import { askForLink } from '../../services/way-in/ask-for-link.ts';
import { confirmBirthYear, leaveDevice } from '../../services/way-in/confirm-birth-year.ts';
import { enterCode } from '../../services/way-in/enter-code.ts';
import { findRider } from '../../services/way-in/find-rider.ts';
import { openLink } from '../../services/way-in/open-link.ts';
import { newDeviceSecret } from '../../services/way-in/secrets.ts';
import { useLink as takeLink } from '../../services/way-in/use-link.ts';
import { draftHolder } from '../forms/draft-holder.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { callOf } from '../intake/call-of.ts';
import { render } from '../layout/render.ts';
import { isOwnForm } from '../layout/same-origin.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { afterWayIn } from './after-way-in.ts';
import { rideCalendarRoutes } from './calendar-routes.tsx';
import { forgetDevice, heldDevice, keepDevice, keepsCookies, tryCookies } from './device.ts';
import {
  CodePage,
  CookiesPage,
  EnterPage,
  GonePage,
  LeftPage,
  LinkPage,
  NewLinkPage,
  SentPage,
  wayInPath,
  withDraft,
  YearPage,
} from './way-in-pages.tsx';

type PageContext = Context<PagesEnv>;

/** `/{lang}/mes-trajets/entrer` and what follows, and `/l/{territory}/{token}`: how people come to their rides without a password. */
export function wayInRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.route('/', rideCalendarRoutes());

  for (const [place, { get, post }] of Object.entries(PLACES)) {
    routes.get(`/:lang/mes-trajets/${place}`, (c, next) => {
      const told = findWayInSpeech(c.req.param('lang'));
      if (told === null || get === undefined) return next();
      keepApart(c);
      return get(c, told);
    });
    routes.post(`/:lang/mes-trajets/${place}`, async (c, next) => {
      const told = findWayInSpeech(c.req.param('lang'));
      if (told === null || post === undefined) return next();
      keepApart(c);
      return post(c, told, await ownForm(c));
    });
  }

  routes.get('/l/:territory/:token', async (c) => {
    keepApart(c);
    const link = linkOf(c);
    const { state, language } = await openLink({ deps: c.var.visit.ctx.deps, input: link });
    const told = wayInSpeech(c.req.query('langue') ?? language);
    if (state !== 'usable') return showGone(c, told, state);
    tryCookies(c);
    const frame = await frameOf(c, told, (code) => `${link.path}?langue=${code}`);
    return render(c, <LinkPage {...frame} path={link.path} deviceSecret={newDeviceSecret()} />);
  });

  routes.post('/l/:territory/:token', async (c) => {
    keepApart(c);
    const form = await ownForm(c);
    const link = linkOf(c);
    const deviceSecret = form.get('appareil') ?? '';
    const told = wayInSpeech(form.get('langue'));
    if (!keepsCookies(c)) {
      const { state } = await openLink({ deps: c.var.visit.ctx.deps, input: link });
      if (state !== 'usable') return showGone(c, told, state);
      tryCookies(c);
      const fields = { appareil: deviceSecret, langue: told.speech.language.code };
      return render(c, <CookiesPage {...(await frameOf(c, told))} path={link.path} fields={fields} />);
    }
    const letIn = await takeLink({ deps: c.var.visit.ctx.deps, input: { ...link, deviceSecret } });
    if (letIn === null) {
      const { state } = await openLink({ deps: c.var.visit.ctx.deps, input: link });
      return showGone(c, told, state === 'used' ? 'used' : 'gone');
    }
    keepDevice(c, { territoryId: link.territoryId, deviceSecret });
    return c.redirect(afterWayIn({ language: told.speech.language.code, draftId: letIn.draftId }), 303);
  });

  return routes;
}

type Place = {
  get?(c: PageContext, told: WayInSpeech): Promise<Response>;
  post?(c: PageContext, told: WayInSpeech, form: URLSearchParams): Promise<Response>;
};

const PLACES: Record<string, Place> = {
  entrer: {
    get: (c, told) => showEnter(c, told, { typed: '', errors: [], draftId: c.req.query('reservation') ?? null }),
    post: async (c, told, form) => {
      const { address } = c.var.visit;
      const { code } = told.speech.language;
      const [typed, draftId] = [form.get('contact') ?? '', form.get('reservation')];
      const asked = await orTooMany(
        c,
        askForLink({
          ctx: holderOf(c, draftId),
          input: { contact: typed.slice(0, 300), language: code, draftId, address },
        }),
      );
      if (asked === 'tooMany') return showEnter(c, told, { typed, errors: [], draftId, tooMany: true });
      if ('fault' in asked) {
        const message = told.say.enter.faults[asked.fault];
        return showEnter(c, told, { typed, errors: [{ field: 'contact', message }], draftId });
      }
      const place = wayInPath(code, asked.channel === 'sms' ? 'sms' : 'courriel');
      return c.redirect(withDraft(place, draftId), 303);
    },
  },
  sms: { get: (c, told) => showSent(c, told, 'sms') },
  courriel: { get: (c, told) => showSent(c, told, 'email') },
  code: {
    get: (c, told) => showCode(c, told, { typed: '', errors: [], draftId: c.req.query('reservation') ?? null }),
    post: async (c, told, form) => {
      const { ctx, address } = c.var.visit;
      const { code: language } = told.speech.language;
      const [typed, draftId] = [form.get('code') ?? '', form.get('reservation')];
      const deviceSecret = form.get('appareil') ?? '';
      if (typed.trim() === '') return showCode(c, told, wrongCode(told.say.code.missing, { typed, draftId }));
      if (!keepsCookies(c)) {
        tryCookies(c);
        const fields = { appareil: deviceSecret, code: typed, ...(draftId === null ? {} : { reservation: draftId }) };
        const frame = await frameOf(c, told);
        return render(c, <CookiesPage {...frame} path={wayInPath(language, 'code')} fields={fields} />);
      }
      const input = { code: readCode(typed.slice(0, 100)), deviceSecret, address, draftId };
      const isIn = await orTooMany(c, enterCode({ ctx: holderOf(c, draftId), input }));
      if (isIn === 'tooMany') return showCode(c, told, { typed, errors: [], draftId, tooMany: true });
      if (!isIn) return showCode(c, told, wrongCode(told.say.code.wrong, { typed, draftId }));
      keepDevice(c, { territoryId: ctx.actor.territoryId, deviceSecret }, { untilClosed: true });
      return c.redirect(afterWayIn({ language, draftId }), 303);
    },
  },
  annee: {
    get: async (c, told) => {
      const found = await foundRider(c);
      if (found === null) return enterFirst(c, told);
      const { asks } = found.device;
      if (asks === null) return c.redirect(afterWayIn({ language: told.speech.language.code, draftId: null }), 303);
      if (asks === 'newLink') return showNewLink(c, told, 'newLink');
      return showYear(c, told, { typed: '', errors: [] });
    },
    post: async (c, told, form) => {
      const found = await foundRider(c);
      if (found === null) return enterFirst(c, told);
      const { ctx, territory } = c.var.visit;
      const typed = form.get('year') ?? '';
      const year = readBirthYear(typed.slice(0, 100), dateAt(ctx.deps.clock.now(), territory.timeZone));
      const wrong = (message: string) => showYear(c, told, { typed, errors: [{ field: 'year', message }] });
      if (year === null) return wrong(told.say.year.unclear);
      const answer = await confirmBirthYear({ ctx: found.ctx, input: { year } });
      if (answer === 'right') {
        return c.redirect(afterWayIn({ language: told.speech.language.code, draftId: null }), 303);
      }
      if (answer === 'wrong') return wrong(told.say.year.wrong);
      if (answer === 'ended') forgetDevice(c);
      return showNewLink(c, told, answer);
    },
  },
  quitter: {
    get: async (c, told) => render(c, <LeftPage {...(await frameOf(c, told, inPlace('quitter')))} />),
    post: async (c, told) => {
      const found = await foundRider(c);
      if (found) await leaveDevice({ ctx: found.ctx });
      forgetDevice(c);
      return c.redirect(wayInPath(told.speech.language.code, 'quitter'), 303);
    },
  },
};

const wrongCode = (message: string, form: { typed: string; draftId: string | null }) => ({
  ...form,
  errors: [{ field: 'code', message }],
});
const inPlace = (place: string) => (code: string) => wayInPath(code, place);

/** A secret in an address, and pages of one person: out of caches, of search engines and of other sites' logs. */
function keepApart(c: PageContext): void {
  c.header('cache-control', 'no-store');
  c.header('x-robots-tag', 'noindex, nofollow');
  c.header('referrer-policy', 'no-referrer');
}

/** Another site must not let a browser in as somebody else: their rides, and their home, would become known to who sent it there. */
async function ownForm(c: PageContext): Promise<URLSearchParams> {
  if (!isOwnForm(c)) throw new ProblemError('forbidden', 'Ce formulaire n’a pas été envoyé depuis cette page.');
  return new URLSearchParams(await c.req.text());
}

/** The address is rebuilt: what else may stand in it is not repeated. */
function linkOf(c: PageContext): { territoryId: string; token: string; path: string } {
  const territoryId = (c.req.param('territory') ?? '').toLowerCase().slice(0, 60);
  const token = (c.req.param('token') ?? '').slice(0, 80);
  return { territoryId, token, path: `/l/${encodeURIComponent(territoryId)}/${encodeURIComponent(token)}` };
}

async function foundRider(c: PageContext) {
  const held = heldDevice(c);
  return held && findRider({ deps: c.var.visit.ctx.deps, input: held });
}

const enterFirst = async (c: PageContext, { speech }: WayInSpeech) =>
  c.redirect(wayInPath(speech.language.code, 'entrer'), 303);

/** Only a form that waits needs to know who holds it. */
const holderOf = (c: PageContext, draftId: string | null) =>
  draftId === null ? c.var.visit.ctx : draftHolder(c, c.var.visit.ctx);

/** `tooMany` is told on the page itself, with what was typed. */
async function orTooMany<T>(c: PageContext, work: Promise<T>): Promise<T | 'tooMany'> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'tooManyRequests') throw error;
    c.header('retry-after', String(error.retryAfterSeconds ?? 3600));
    return 'tooMany';
  }
}

async function frameOf(c: PageContext, told: WayInSpeech, inLanguage: ((code: string) => string) | null = null) {
  return { site: c.var.visit.site, told, call: await callOf(c), inLanguage };
}

type Form = { typed: string; errors: readonly FieldMessage[]; tooMany?: boolean };
const statusOf = ({ errors, tooMany = false }: Form) => (tooMany ? 429 : errors.length > 0 ? 422 : 200);

async function showEnter(c: PageContext, told: WayInSpeech, form: Form & { draftId: string | null }) {
  const frame = await frameOf(c, told, (code) => withDraft(wayInPath(code, 'entrer'), form.draftId));
  return render(c, <EnterPage {...frame} {...form} />, statusOf(form));
}

async function showSent(c: PageContext, told: WayInSpeech, channel: 'sms' | 'email') {
  const draftId = c.req.query('reservation') ?? null;
  const place = channel === 'sms' ? 'sms' : 'courriel';
  const frame = await frameOf(c, told, (code) => withDraft(wayInPath(code, place), draftId));
  return render(c, <SentPage {...frame} channel={channel} draftId={draftId} />);
}

async function showCode(c: PageContext, told: WayInSpeech, form: Form & { draftId: string | null }) {
  tryCookies(c);
  const frame = await frameOf(c, told, (code) => withDraft(wayInPath(code, 'code'), form.draftId));
  return render(c, <CodePage {...frame} {...form} deviceSecret={newDeviceSecret()} />, statusOf(form));
}

async function showYear(c: PageContext, told: WayInSpeech, form: Form) {
  return render(c, <YearPage {...(await frameOf(c, told, inPlace('annee')))} {...form} />, statusOf(form));
}

async function showNewLink(c: PageContext, told: WayInSpeech, why: 'newLink' | 'ended') {
  return render(c, <NewLinkPage {...(await frameOf(c, told, inPlace('annee')))} why={why} />);
}

async function showGone(c: PageContext, told: WayInSpeech, state: 'used' | 'gone') {
  return render(c, <GonePage {...(await frameOf(c, told))} why={state} />, 410);
}

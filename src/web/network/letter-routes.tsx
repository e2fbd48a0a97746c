import { type Context, Hono } from 'hono';
import { previewLetter } from '../../services/network/send-letters.ts';
import {
  askForLetter,
  confirmLetter,
  findHeldReader,
  leaveLetter,
  readsLetter,
  setOwnLetter,
} from '../../services/network/subscribe.ts';
import { createRateLimit } from '../api/rate-limit.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { outcomeOf, sentForm, statusOf } from '../forms/outcome.ts';
import { textOf } from '../forms/typed.ts';
import { render } from '../layout/render.ts';
import { isOwnForm } from '../layout/same-origin.ts';
import { FormRefusedError, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { GoneLetterPage, LetterDeskPage, LetterLinkPage, LetterPage } from './letter-pages.tsx';
import { holderOf } from './link-holder.ts';
import { LETTER_DESK_PATH, LETTER_PATH } from './paths.ts';

type PageContext = Context<PagesEnv>;

/** `/fr/lettre`: subscribed to by anybody who confirms, left by one POST; `/ressources/lettre`: what the next one would hold. */
export function letterRoutes() {
  const routes = new Hono<PagesEnv>();
  const count = createRateLimit();

  routes.get(LETTER_PATH, (c) => showLetter(c, '', [], c.req.query('demandee') !== undefined));
  routes.post(LETTER_PATH, async (c) => {
    if (!isOwnForm(c)) throw new FormRefusedError();
    const { ctx, address } = c.var.visit;
    const email = textOf((await sentForm(c)).typed, 'email');
    const told = await outcomeOf(askForLetter({ ctx, input: { email, address } }), (path) => path);
    if (told.kind !== 'done') return showLetter(c, email, told.errors, false);
    return c.redirect(`${LETTER_PATH}?demandee`, 303);
  });
  routes.post(`${LETTER_PATH}/compte`, async (c) => {
    const { ctx, user } = await signedIn(c);
    const wanted = textOf((await sentForm(c)).typed, 'wanted') === 'yes';
    await setOwnLetter({ ctx, input: { email: user.email, wanted } });
    return c.redirect(LETTER_PATH, 303);
  });

  const confirm = `${LETTER_PATH}/confirmer/:territory/:token`;
  routes.get(confirm, async (c) => {
    const holder = await holderOf(c, count);
    const held = holder && (await findHeldReader({ ctx: holder.ctx }));
    return held ? showLink(c, 'confirm', held.isConfirmed) : showGone(c);
  });
  routes.post(confirm, async (c) => {
    if (!isOwnForm(c)) throw new FormRefusedError();
    const holder = await holderOf(c, count);
    return holder && (await confirmLetter({ ctx: holder.ctx })) ? c.redirect(c.req.path, 303) : showGone(c);
  });

  const leave = `${LETTER_PATH}/fin/:territory/:token`;
  routes.get(leave, async (c) => {
    const holder = await holderOf(c, count);
    if (c.req.query('fait') !== undefined) return showLink(c, 'leave', true);
    const held = holder && (await findHeldReader({ ctx: holder.ctx }));
    return held ? showLink(c, 'leave', false) : showGone(c);
  });
  // Mail programs send it too (RFC 8058), with no page of ours before: the secret is what lets them.
  routes.post(leave, async (c) => {
    const holder = await holderOf(c, count);
    if (holder) await leaveLetter({ ctx: holder.ctx });
    return c.redirect(`${c.req.path}?fait`, 303);
  });

  routes.get(LETTER_DESK_PATH, async (c) => {
    const { ctx, handle } = await signedIn(c);
    const preview = await previewLetter({ ctx });
    const { timeZone } = handle.territory;
    return render(c, <LetterDeskPage site={c.var.visit.site} timeZone={timeZone} preview={preview} />);
  });

  return routes;
}

async function showLetter(c: PageContext, typed: string, errors: readonly FieldMessage[], isAsked: boolean) {
  const me = await c.var.visit.findSignedIn();
  const member =
    me === null
      ? null
      : {
          ...{ formToken: me.formToken, email: me.user.email },
          isReader: await readsLetter({ ctx: me.ctx, input: { email: me.user.email } }),
        };
  const page = { typed, errors, isAsked, member };
  return render(c, <LetterPage site={c.var.visit.site} {...page} />, statusOf(errors, false));
}

const showLink = (c: PageContext, what: 'confirm' | 'leave', isDone: boolean) =>
  render(c, <LetterLinkPage site={c.var.visit.site} path={c.req.path} what={what} isDone={isDone} />);

const showGone = (c: PageContext) => render(c, <GoneLetterPage site={c.var.visit.site} />, 404);

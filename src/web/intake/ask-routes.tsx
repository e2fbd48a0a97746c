import { type Context, Hono } from 'hono';
import { findAskSpeech } from '../../i18n/ask/index.ts';
import { type FieldError, ProblemError } from '../../services/errors.ts';
import { askForHelp, checkAsked } from '../../services/intake/ask-for-help.ts';
import { listTeams } from '../../services/intake/list-teams.ts';
import type { Commune } from '../../services/ports.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { AskedPage, AskPage, type AskSpeech } from './ask-page.tsx';
import { callOf } from './call-of.ts';
import { goalOf, personOf, REQUEST_CONTROLS, readCommune } from './request-answers.ts';
import { fieldMessages, inOrder, newFormKey, onlyOnce, orInvalid, readForm, type Typed } from './typed-form.ts';

type PageContext = Context<PagesEnv>;
const ASKED = [
  ...['team', 'goalKind', 'place', 'when', 'need'],
  ...['firstName', 'phone', 'email', 'commune', 'communeCode', 'callWhen'],
];

/** `/{lang}/demande`: the person asks for themselves. */
export function askRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/:lang/demande', (c, next) => {
    const speech = findAskSpeech(c.req.param('lang'));
    return speech ? showForm(c, speech, { typed: { once: newFormKey() }, errors: [], candidates: [] }) : next();
  });

  routes.post('/:lang/demande', async (c, next) => {
    const speech = findAskSpeech(c.req.param('lang'));
    if (!speech) return next();
    const { ctx, gazetteer, address } = c.var.visit;
    const { t } = speech;
    const typed = await readForm(c);
    const commune = readCommune(typed, gazetteer, t);
    const asked: FieldMessage[] = [
      ...(commune.error ? [commune.error] : []),
      ...(typed.goalKind ? [] : [{ field: 'goalKind', message: t.goalMissing }]),
    ];
    const input = {
      ...(typed.team ? { toOrganisationId: typed.team } : {}),
      person: personOf(typed, commune.code),
      goal: goalOf(typed),
      need: typed.need ?? '',
    };
    const words = {
      'person.firstName': t.whoMissing,
      'person.phone': typed.phone?.trim() ? t.phoneWrong : t.reachMissing,
      'person.email': t.emailWrong,
      need: t.wordsLong,
    };
    const told = (wrong: readonly FieldError[]) =>
      fieldMessages(wrong, REQUEST_CONTROLS, words).filter(({ field }) => field !== 'goalKind');
    const show = (errors: readonly FieldMessage[]) =>
      showForm(c, speech, { typed, errors: inOrder(errors, ASKED), candidates: commune.candidates });
    // What only the page knows to be missing is told together with what the verb would find.
    if (asked.length > 0) return show([...asked, ...told(checkAsked(input))]);
    try {
      const result = await orInvalid(askForHelp({ ctx: onlyOnce(ctx, 'ask', typed), input: { ...input, address } }));
      if ('errors' in result) return show(told(result.errors));
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'tooManyRequests') throw error;
      c.header('retry-after', String(error.retryAfterSeconds ?? 3600));
      return showForm(c, speech, { typed, errors: [], candidates: [], tooMany: true });
    }
    return c.redirect(`/${speech.language.code}/demande/envoyee`, 303);
  });

  routes.get('/:lang/demande/envoyee', async (c, next) => {
    const speech = findAskSpeech(c.req.param('lang'));
    if (!speech) return next();
    const { site } = c.var.visit;
    return render(c, <AskedPage site={site} speech={speech} call={await callOf(c)} />);
  });

  return routes;
}

async function showForm(
  c: PageContext,
  speech: AskSpeech,
  form: { typed: Typed; errors: readonly FieldMessage[]; candidates: readonly Commune[]; tooMany?: boolean },
) {
  const { ctx, site, gazetteer } = c.var.visit;
  const { errors, tooMany = false } = form;
  c.header('cache-control', 'no-store');
  return render(
    c,
    <AskPage
      site={site}
      speech={speech}
      teams={await listTeams({ ctx })}
      communes={gazetteer.communes()}
      call={await callOf(c)}
      {...form}
      tooMany={tooMany}
    />,
    tooMany ? 429 : errors.length > 0 ? 422 : 200,
  );
}

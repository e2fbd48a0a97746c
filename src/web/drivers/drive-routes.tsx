import { type Context, Hono } from 'hono';
import { type DriveSpeech, findDriveSpeech } from '../../i18n/drive/index.ts';
import {
  applyToDrive,
  checkApplication,
  leaveByLink,
  listDrivingStructures,
  openDriverLink,
} from '../../services/drivers/apply-to-drive.ts';
import { ProblemError } from '../../services/errors.ts';
import type { Commune } from '../../services/ports.ts';
import { visitorOf } from '../../services/visitor.ts';
import { linkTokenHash } from '../../services/way-in/secrets.ts';
import { createRateLimit } from '../api/rate-limit.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { callOf } from '../intake/call-of.ts';
import { newFormKey, onlyOnce, orInvalid, type Typed } from '../intake/typed-form.ts';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { allErrors, promisesOf, readDriver, readDriverForm } from './drive-answers.ts';
import { DriveCheckPage, DrivePage, DriveSentPage, drivePath, LeavePage } from './drive-pages.tsx';

type PageContext = Context<PagesEnv>;
type Form = {
  typed: Typed;
  errors?: readonly FieldMessage[];
  candidates?: Readonly<Record<string, readonly Commune[]>>;
  tooMany?: boolean;
};
/** Who tries secrets one after the other is stopped. */
const LINKS_PER_MINUTE = 30;

/** `/{lang}/conduire`: somebody offers to drive others, without an account; and by the link they were sent, stops. */
export function driveRoutes() {
  const routes = new Hono<PagesEnv>();
  const count = createRateLimit();

  routes.get('/:lang/conduire', (c, next) => {
    const told = findDriveSpeech(c.req.param('lang'));
    return told ? showForm(c, told, { typed: { once: newFormKey() } }) : next();
  });

  routes.post('/:lang/conduire', async (c, next) => {
    const told = findDriveSpeech(c.req.param('lang'));
    if (!told) return next();
    const { ctx, gazetteer, address } = c.var.visit;
    const { code } = told.speech.language;
    const { step, ...typed } = await readDriverForm(c.req);
    if (step === 'change') return showForm(c, told, { typed });
    const { faults } = told.say;
    const read = readDriver(typed, gazetteer, faults);
    const input = { ...read.input, language: code };
    const errors = allErrors(read.errors, checkApplication(input), faults);
    if (errors.length > 0) return showForm(c, told, { typed, errors, candidates: read.candidates });
    if (step !== 'send') {
      c.header('cache-control', 'no-store');
      const structures = await listDrivingStructures({ ctx });
      return render(c, <DriveCheckPage {...(await frameOf(c, told, null))} typed={typed} structures={structures} />);
    }
    try {
      const sent = await orInvalid(applyToDrive({ ctx: onlyOnce(ctx, 'drive', typed), input: { ...input, address } }));
      if ('errors' in sent) return showForm(c, told, { typed, errors: allErrors([], sent.errors, faults) });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'tooManyRequests') throw error;
      c.header('retry-after', String(error.retryAfterSeconds ?? 3600));
      return showForm(c, told, { typed, tooMany: true });
    }
    return c.redirect(`${drivePath(code)}/envoye`, 303);
  });

  routes.get('/:lang/conduire/envoye', async (c, next) => {
    const told = findDriveSpeech(c.req.param('lang'));
    if (!told) return next();
    const frame = await frameOf(c, told, (code) => `${drivePath(code)}/envoye`);
    return render(c, <DriveSentPage {...frame} />);
  });

  routes.on(['GET', 'POST'], '/:lang/conduire/retrait/:territory/:token', async (c, next) => {
    const told = findDriveSpeech(c.req.param('lang'));
    if (!told) return next();
    const { ctx, address } = c.var.visit;
    c.header('cache-control', 'no-store');
    c.header('x-robots-tag', 'noindex, nofollow');
    count(`drive link ${address}`, LINKS_PER_MINUTE, ctx.deps.clock.now().epochMilliseconds);
    const rest = `retrait/${encodeURIComponent(c.req.param('territory'))}/${encodeURIComponent(c.req.param('token'))}`;
    const path = `${drivePath(told.speech.language.code)}/${rest}`;
    const hash = linkTokenHash(c.req.param('token'));
    const territoryId = await knownTerritory(c, c.req.param('territory'));
    const holder = hash === null || territoryId === null ? null : visitorOf(territoryId, hash);
    const by = holder && { actor: holder, deps: ctx.deps };
    if (c.req.method === 'POST' && by !== null && (await leaveByLink({ ctx: by }))) return c.redirect(path, 303);
    const driver = by && (await openDriverLink({ ctx: by }));
    const frame = await frameOf(c, told, (code) => `${drivePath(code)}/${rest}`);
    const hasLeft = driver?.status === 'left' || driver?.status === 'refused';
    return render(
      c,
      <LeavePage {...frame} path={path} structure={driver?.structure ?? null} hasLeft={hasLeft} />,
      driver ? 200 : 404,
    );
  });

  return routes;
}

async function knownTerritory(c: PageContext, id: string): Promise<string | null> {
  try {
    return (await c.var.visit.ctx.deps.territory(id)).territory.id;
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'notFound') return null;
    throw error;
  }
}

const frameOf = async (c: PageContext, told: DriveSpeech, inLanguage: ((code: string) => string) | null) => ({
  site: c.var.visit.site,
  told,
  call: await callOf(c),
  inLanguage,
});

async function showForm(c: PageContext, told: DriveSpeech, form: Form) {
  const { ctx, territory } = c.var.visit;
  const { typed, errors = [], candidates = {}, tooMany = false } = form;
  const rules = territory.rules.drivers;
  c.header('cache-control', 'no-store');
  return render(
    c,
    <DrivePage
      {...(await frameOf(c, told, drivePath))}
      structures={await listDrivingStructures({ ctx })}
      typed={typed}
      errors={errors}
      candidates={candidates}
      promises={promisesOf(rules, told.speech.language.code, told.say)}
      required={rules.requiredChecks}
      tooMany={tooMany}
    />,
    tooMany ? 429 : errors.length > 0 ? 422 : 200,
  );
}

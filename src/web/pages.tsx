import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { FRENCH, findSpeech, OFFERED_LANGUAGES } from '../i18n/languages.ts';
import { findRideSpeech } from '../i18n/ride/index.ts';
import type { Deps } from '../services/context.ts';
import { ProblemError } from '../services/errors.ts';
import { MOST_IMPORT_BYTES } from '../services/imports/upload-import.ts';
import { MOST_LIBRARY_BYTES } from '../services/network/library-file.ts';
import { accountsRoutes } from './accounts/routes.tsx';
import { allocationRoutes } from './allocation/routes.tsx';
import { assessmentRoutes } from './assessment/routes.tsx';
import { bookRoutes } from './booking/book-routes.tsx';
import { rideRoutes } from './booking/ride-routes.tsx';
import { wayInRoutes } from './booking/way-in-routes.tsx';
import { catalogueRoutes } from './catalogue/routes.tsx';
import { demonstrationRoutes } from './demonstration/routes.tsx';
import { driveRoutes } from './drivers/drive-routes.tsx';
import { driverRoutes } from './drivers/driver-routes.tsx';
import { employerRoutes } from './employer/routes.tsx';
import { REPORT_PATH } from './fleet/fleet-paths.ts';
import { fleetRoutes } from './fleet/fleet-routes.tsx';
import { HomePage } from './home/home-page.tsx';
import { LanguagePage } from './home/language-page.tsx';
import { PersonHomePage } from './home/person-home-page.tsx';
import { intakeRoutes } from './intake/routes.tsx';
import { findAsset } from './layout/assets.ts';
import { CLOSED } from './layout/content-security.ts';
import { render } from './layout/render.ts';
import { answerError, answerNotFound } from './layout/trouble.tsx';
import { type PagesEnv, visits } from './layout/visit.ts';
import { LIBRARY_FORM_PATH } from './network/paths.ts';
import { networkRoutes } from './network/routes.tsx';
import type { AppOptions } from './options.ts';
import { IMPORT_PATH } from './people/import-page.tsx';
import { peopleRoutes } from './people/routes.tsx';
import { planRoutes } from './plan/routes.tsx';
import { trialRoutes } from './professional/routes.tsx';
import { programmeRoutes } from './programmes/routes.tsx';
import { rideAnswerRoutes } from './provider/routes.tsx';
import { referralRoutes } from './referral/routes.tsx';
import { IMPORTS_PATH } from './resources/import-paths.ts';
import { catalogueFileRoutes } from './resources/import-routes.tsx';
import { resourcesRoutes } from './resources/routes.tsx';
import { unmetRoutes } from './resources/unmet-routes.tsx';
import { resultRoutes } from './result/routes.tsx';
import { workshopRoutes } from './workshop/routes.tsx';

/** The name of such a file changes with its content. */
const KEPT_FOR_EVER = 'public, max-age=31536000, immutable';
/** 50,000 pasted characters of any script come back with an error beside them: as a form sends them, an Arabic one is six bytes. */
const FORM_BYTES = 1024 * 1024;
/** Ten photos of eight megabytes, and the words beside them. */
const REPORT_BYTES = 82 * 1024 * 1024;
/** Two thousand people in a file. */
const IMPORT_BYTES = 1024 * 1024;
/**
 * The pages, complete without script. To be mounted at `/` after everything else: what no page answers gets a page
 * that says so.
 */
export function pages(deps: Deps, options: AppOptions = {}): Hono<PagesEnv> {
  const app = new Hono<PagesEnv>();
  const visit = visits(deps, options);
  const log = options.log ?? console.error;

  app.use(compress());
  app.use(async (c, next) => {
    c.header(...CLOSED);
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    await next();
  });
  app.get('/assets/:file', async (c, next) => {
    const asset = findAsset(c.req.path);
    if (asset) return c.body(asset.body, 200, { 'content-type': asset.type, 'cache-control': KEPT_FOR_EVER });
    const { sheet } = await visit(c);
    if (sheet?.path !== c.req.path) return next();
    return c.body(sheet.svg, 200, { 'content-type': 'image/svg+xml', 'cache-control': KEPT_FOR_EVER });
  });
  app.post(
    IMPORT_PATH,
    bodyLimit({
      maxSize: IMPORT_BYTES,
      onError: () => {
        throw new ProblemError('tooLarge', FRENCH.t.people.import.errors.tooBig);
      },
    }),
  );
  const smallForms = bodyLimit({ maxSize: FORM_BYTES });
  app.post(
    IMPORTS_PATH,
    bodyLimit({
      maxSize: MOST_IMPORT_BYTES + FORM_BYTES,
      onError: () => {
        throw new ProblemError('tooLarge', FRENCH.t.imports.errors.tooBig);
      },
    }),
  );
  const reports = bodyLimit({ maxSize: REPORT_BYTES });
  const libraryFiles = bodyLimit({
    maxSize: MOST_LIBRARY_BYTES + FORM_BYTES,
    onError: () => {
      throw new ProblemError('tooLarge', FRENCH.t.network.library.form.tooBig);
    },
  });
  app.use((c, next) => {
    if ([IMPORT_PATH, IMPORTS_PATH].includes(c.req.path)) return next();
    if (LIBRARY_FORM_PATH.test(c.req.path)) return libraryFiles(c, next);
    return REPORT_PATH.test(c.req.path) ? reports(c, next) : smallForms(c, next);
  });
  app.use(async (c, next) => {
    c.set('visit', await visit(c));
    // So that every page names whoever is signed in; without a cookie nothing is asked.
    await c.var.visit.findSignedIn();
    await next();
  });

  app.get('/', (c) => {
    const [only, another] = OFFERED_LANGUAGES;
    if (only && !another) return c.redirect(`/${only.code}/`);
    return render(c, <LanguagePage site={c.var.visit.site} />);
  });
  app.get('/:lang', (c, next) => (findRideSpeech(c.req.param('lang')) ? c.redirect(`${c.req.path}/`) : next()));
  app.get('/:lang/', (c, next) => {
    const { site, territory } = c.var.visit;
    const { emergencyPlan } = territory.rules;
    const speech = findSpeech(c.req.param('lang'));
    if (speech) return render(c, <HomePage site={site} speech={speech} emergencyPlan={emergencyPlan} />);
    const told = findRideSpeech(c.req.param('lang'));
    return told ? render(c, <PersonHomePage site={site} told={told} emergencyPlan={emergencyPlan} />) : next();
  });
  app.route('/', wayInRoutes());
  app.route('/', bookRoutes());
  app.route('/', rideRoutes());
  app.route('/', catalogueRoutes());
  app.route('/', trialRoutes());
  app.route('/', accountsRoutes({ log }));
  app.route('/', peopleRoutes());
  app.route('/', intakeRoutes());
  app.route('/', assessmentRoutes());
  app.route('/', resultRoutes());
  app.route('/', planRoutes());
  app.route('/', referralRoutes());
  app.route('/', rideAnswerRoutes());
  app.route('/', driveRoutes());
  app.route('/', driverRoutes());
  app.route('/', fleetRoutes());
  app.route('/', programmeRoutes());
  app.route('/', workshopRoutes());
  app.route('/', allocationRoutes());
  app.route('/', employerRoutes());
  app.route('/', resourcesRoutes());
  app.route('/', unmetRoutes());
  app.route('/', networkRoutes());
  app.route('/', catalogueFileRoutes());
  app.route('/', demonstrationRoutes());

  app.all('*', (c) => answerNotFound(c));
  app.onError((error, c) => answerError(c, error, log));
  return app;
}

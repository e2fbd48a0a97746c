import { Hono } from 'hono';
import { findSpeech } from '../../i18n/languages.ts';
import { findMergedInto } from '../../services/catalogue/merged-into.ts';
import { ProblemError } from '../../services/errors.ts';
import { getOffer } from '../../services/get-offer.ts';
import { listEachKind } from '../../services/list-each-kind.ts';
import { listOffers } from '../../services/list-offers.ts';
import { render } from '../layout/render.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { CataloguePage } from './catalogue-page.tsx';
import { OfferPage } from './offer-page.tsx';
import { asksNothing, readCatalogueSearch } from './search.ts';
import { zoneNames } from './zone-names.ts';

const OFFERS_PER_PAGE = 20;
/** Of each kind, where nothing was asked. */
const OFFERS_PER_KIND = 2;

/** `/{lang}/catalogue` and one page per offer. */
export function catalogueRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get('/:lang/catalogue', async (c, next) => {
    const speech = findSpeech(c.req.param('lang'));
    if (!speech) return next();
    const { ctx, site, gazetteer } = c.var.visit;
    const search = readCatalogueSearch(new URL(c.req.url).searchParams, gazetteer, speech.t);
    if (asksNothing(search)) {
      const kinds = await listEachKind({ ctx, input: { limit: OFFERS_PER_KIND } });
      return render(c, <CataloguePage site={site} speech={speech} search={search} found={null} kinds={kinds} />);
    }
    const isClear = search.errors.length === 0 && search.candidates.length === 0;
    const found = isClear
      ? await listOffers({
          ctx,
          input: {
            q: search.q || undefined,
            theme: search.theme || undefined,
            kind: search.kind || undefined,
            ...(search.near && { near: { lon: search.near.lon, lat: search.near.lat } }),
            withinMinutes: search.withinMinutes ?? undefined,
            limit: OFFERS_PER_PAGE,
            cursor: search.cursor,
          },
        })
      : null;
    return render(c, <CataloguePage site={site} speech={speech} search={search} found={found} />);
  });

  routes.get('/:lang/catalogue/:id', async (c, next) => {
    const speech = findSpeech(c.req.param('lang'));
    if (!speech) return next();
    const { ctx, site, territory, gazetteer, sheet } = c.var.visit;
    const input = { id: c.req.param('id') };
    const offer = await getOffer({ ctx, input }).catch(async (error) => {
      const into =
        error instanceof ProblemError && error.code === 'notFound' ? await findMergedInto({ ctx, input }) : null;
      if (into === null) throw error;
      return into;
    });
    // A merge may be taken back: nobody is to remember where it leads.
    if (typeof offer === 'string') return c.redirect(`/${speech.language.code}/catalogue/${offer}`, 302);
    const member = await c.var.visit.findSignedIn();
    const isHere = member?.handle.territory.id === territory.id;
    const report = isHere ? { formToken: member.formToken, said: c.req.query('signale') } : null;
    if (report) c.header('cache-control', 'no-store');
    const names = (codes: readonly string[]) => zoneNames(codes, { gazetteer, territory });
    return render(
      c,
      <OfferPage
        site={site}
        speech={speech}
        offer={offer}
        zoneNames={names}
        amExemptBornBefore={territory.rules.amExemptBornBefore}
        sheet={sheet}
        report={report}
      />,
    );
  });

  return routes;
}

import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { archiveOffer } from '../../services/archive-offer.ts';
import { countOffers } from '../../services/catalogue/count-offers.ts';
import { getKeptOffer, listOfferVersions } from '../../services/catalogue/get-kept-offer.ts';
import { getOfferStanding } from '../../services/catalogue/get-offer-freshness.ts';
import { countToCheck } from '../../services/catalogue/list-to-check.ts';
import { previewOffer } from '../../services/catalogue/preview-offer.ts';
import { restoreOfferVersion, reviveOffer } from '../../services/catalogue/restore-offer.ts';
import { searchOffers } from '../../services/catalogue/search-offers.ts';
import { requireScope } from '../../services/context.ts';
import { getDraft } from '../../services/drafts/get-draft.ts';
import { saveDraft } from '../../services/drafts/save-draft.ts';
import { ProblemError } from '../../services/errors.ts';
import { draftFormRoutes } from '../forms/draft-form.tsx';
import { readForm } from '../forms/question.ts';
import { readTyped, textOf } from '../forms/typed.ts';
import { render } from '../layout/render.ts';
import { signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { threeWays, withTheirs } from './compare-offers.ts';
import { ComparePage, choiceControl } from './compare-page.tsx';
import { HomePage } from './home-page.tsx';
import { ChooseKindPage, ListPage, readListQuery } from './list-page.tsx';
import { OfferDeskPage } from './offer-desk-page.tsx';
import { changeOfferForm, draftForm, groundFor, newOfferForm, type OfferForm } from './offer-form.tsx';
import { NEW_PATH, OFFERS_PATH, offerPath, RESOURCES_PATH } from './paths.ts';
import { VERSION_CONTROL, versionOf } from './read-offer.ts';
import { VersionsPage } from './versions-page.tsx';

const { t } = FRENCH;
const say = t.resources;
const OFFER_PATH = `${OFFERS_PATH}/:id`;

/** `/ressources`: the catalogue, for those who keep it true. */
export function offerDeskRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(RESOURCES_PATH, async (c) => {
    const { ctx } = await signedIn(c);
    const [counts, toCheck] = [await countOffers({ ctx }), await countToCheck({ ctx })];
    return render(c, <HomePage site={c.var.visit.site} counts={counts} toCheck={toCheck} />);
  });

  routes.get(OFFERS_PATH, async (c) => {
    const { ctx } = await signedIn(c);
    const query = readListQuery(c.req.query());
    const { skipped: _skipped, ...asked } = query;
    const input = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined && value !== ''));
    const found = await searchOffers({ ctx, input });
    return render(c, <ListPage site={c.var.visit.site} query={query} found={found} />);
  });

  routes.get(NEW_PATH, async (c) => {
    const { ctx } = await signedIn(c);
    requireScope(ctx, 'offers:write');
    return render(c, <ChooseKindPage site={c.var.visit.site} />);
  });
  routes.post(`${NEW_PATH}/:kind/:draft/apercu`, async (c) => countServed(c, await newOfferForm(c)));
  routes.post(`${OFFER_PATH}/modifier/:draft/apercu`, async (c) => countServed(c, await changeOfferForm(c)));
  routes.route('/', draftFormRoutes(`${NEW_PATH}/:kind`, newOfferForm));
  routes.route('/', draftFormRoutes(`${OFFER_PATH}/modifier`, changeOfferForm));

  routes.get(OFFER_PATH, async (c) => {
    const { ctx, formToken, handle } = await signedIn(c);
    const desk = await getKeptOffer({ ctx, input: { id: c.req.param('id') } });
    const ground = await groundFor(ctx, handle, []);
    const standing = await getOfferStanding({ ctx, input: { id: c.req.param('id') } });
    const { timeZone } = handle.territory;
    const words = { ...say.offer.done, ...say.freshness.queue.done };
    const done = Object.entries(words).find(([name]) => name === c.req.query('fait'))?.[1] ?? null;
    const props = { formToken, desk, standing, ground, timeZone, done };
    return render(c, <OfferDeskPage site={c.var.visit.site} {...props} />);
  });

  routes.get(`${OFFER_PATH}/versions`, async (c) => {
    const { ctx, formToken, handle } = await signedIn(c);
    const kept = await listOfferVersions({ ctx, input: { id: c.req.param('id') } });
    const ground = await groundFor(ctx, handle, []);
    const { timeZone } = handle.territory;
    return render(c, <VersionsPage site={c.var.visit.site} {...{ formToken, kept, ground, timeZone }} />);
  });

  routes.post(`${OFFER_PATH}/versions/:version/retablir`, async (c) => {
    const { ctx } = await signedIn(c);
    const id = c.req.param('id');
    const version = Number(c.req.param('version'));
    const expectedVersion = versionOf(readTyped(new URLSearchParams(await c.req.text())));
    await restoreOfferVersion({ ctx, input: { id, version, expectedVersion } });
    return c.redirect(`${offerPath(id)}?fait=version`, 303);
  });

  routes.post(`${OFFER_PATH}/archiver`, async (c) => {
    const { ctx } = await signedIn(c);
    const id = c.req.param('id');
    // Pressed twice, it is done once.
    const { archivedAt } = await getKeptOffer({ ctx, input: { id } });
    if (archivedAt === null) await archiveOffer({ ctx, input: { id } });
    return c.redirect(`${offerPath(id)}?fait=archivee`, 303);
  });

  routes.post(`${OFFER_PATH}/retablir`, async (c) => {
    const { ctx } = await signedIn(c);
    const id = c.req.param('id');
    await reviveOffer({ ctx, input: { id } });
    return c.redirect(`${offerPath(id)}?fait=retablie`, 303);
  });

  routes.get(`${OFFER_PATH}/comparer/:draft`, async (c) => {
    const { formToken, handle } = await signedIn(c);
    const { draft, kept, standings } = await comparedIn(c);
    const [newest] = kept.versions;
    const page = (
      <ComparePage
        site={c.var.visit.site}
        formToken={formToken}
        stored={kept.offer}
        standings={standings}
        draftId={draft.id}
        who={newest?.by.name ?? null}
        when={newest ? t.format.instant(newest.at, handle.territory.timeZone) : ''}
      />
    );
    return render(c, page);
  });

  routes.post(`${OFFER_PATH}/comparer/:draft`, async (c) => {
    const { ctx } = await signedIn(c);
    const { draft, kept, standings } = await comparedIn(c);
    const sent = readTyped(new URLSearchParams(await c.req.text()));
    // Changed once more since this was looked at: look again.
    if (textOf(sent, VERSION_CONTROL) !== String(kept.offer.version)) {
      return c.redirect(offerPath(kept.offer.id, 'comparer', draft.id), 303);
    }
    const taken = standings.filter(
      ({ by, field }) => by === 'theirs' || (by === 'both' && textOf(sent, choiceControl(field.path)) === 'theirs'),
    );
    const merged = withTheirs(
      draft.typed,
      taken.map(({ field }) => field),
      kept.offer,
    );
    await saveDraft({ ctx, input: { id: draft.id, form: draft.form, ...merged } });
    return c.redirect(offerPath(kept.offer.id, 'modifier', draft.id, 'verifier'), 303);
  });

  return routes;
}

/** Counts whom the offer of a draft would serve, then shows it where the draft is checked. */
async function countServed(c: Context<PagesEnv>, form: OfferForm) {
  const { ctx } = form;
  const draft = await getDraft({ ctx, input: { id: c.req.param('draft') ?? '', form: form.form } });
  const { answers } = readForm(form.pages, draft.typed, form.nothing);
  const preview = await previewOffer({ ctx, input: { offer: form.wanted(answers) } });
  const late = preview.kind === 'tooLong' ? '?apercu=long' : '';
  return c.redirect(`${form.path}/${encodeURIComponent(draft.id)}/verifier${late}#apercu`, 303);
}

/** A draft made from an older version, beside the offer as it is. */
async function comparedIn(c: Context<PagesEnv>) {
  const { ctx, handle } = await signedIn(c);
  const id = c.req.param('id') ?? '';
  const kept = await listOfferVersions({ ctx, input: { id } });
  if (kept.archivedAt !== null) throw new ProblemError('conflict', say.conflict.gone);
  const form = draftForm(kept.offer.kind, id);
  const draft = await getDraft({ ctx, input: { id: c.req.param('draft') ?? '', form } });
  const ground = await groundFor(ctx, handle, [draft.typed]);
  const base = kept.versions.find(({ version }) => version === versionOf(draft.typed))?.offer ?? null;
  return { draft, kept, standings: threeWays(draft.typed, { base, stored: kept.offer }, ground) };
}

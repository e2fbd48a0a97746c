import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { FRENCH } from '../../i18n/languages.ts';
import { requireScope, type Context as ServiceContext, type TerritoryHandle } from '../../services/context.ts';
import { addPartner, archivePartner, changePartner } from '../../services/network/change-partner.ts';
import { getPartner, listPartnerVersions } from '../../services/network/get-partner.ts';
import { addContact, changeContact, removeContact, unknownContact } from '../../services/network/partner-contacts.ts';
import { searchPartners, tableCoverage } from '../../services/network/search-partners.ts';
import { outcomeOf, sentForm, statusOf } from '../forms/outcome.ts';
import { sentOnce } from '../forms/sent-once.ts';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { allowScripts } from '../layout/content-security.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { outlineSheet } from '../result/outline-sheet.ts';
import { ContactFormPage, readContact, typedContact } from './contact-form-page.tsx';
import { CoveragePage } from './coverage-page.tsx';
import { PartnerFormPage } from './partner-form-page.tsx';
import { ArchivedPartnersPage, askedOf, PartnerListPage, readPartnerQuery } from './partner-list-page.tsx';
import { PartnerPage } from './partner-page.tsx';
import { PartnerVersionsPage } from './partner-versions-page.tsx';
import { PARTNERS_PATH, PUBLIC_PARTNERS_PATH, partnerPath } from './paths.ts';
import { partnerField, readPartner, typedPartner } from './read-partner.ts';

type PageContext = Context<PagesEnv>;
type Form = { typed: TypedAnswers; errors: readonly { field: string; message: string }[]; token: string };

const say = FRENCH.t.network.partners;
const PARTNER_PATH = `${PARTNERS_PATH}/:id`;
const mayWrite = ({ ctx }: SignedIn) => ctx.actor.scopes.has('network:write');
const doneOf = (c: PageContext) => Object.entries(say.done).find(([name]) => name === c.req.query('fait'))?.[1] ?? null;

/** `/fr/partenaires`: what of the directory anybody may read. */
export function publicPartnerRoutes() {
  const routes = new Hono<PagesEnv>();
  routes.get(PUBLIC_PARTNERS_PATH, async (c) => {
    const { ctx, site } = c.var.visit;
    return showList(c, ctx, c.var.visit, { site, reader: 'public' });
  });
  mountMap(routes, PUBLIC_PARTNERS_PATH, async (c) => ({ ctx: c.var.visit.ctx, handle: c.var.visit }));
  routes.get(`${PUBLIC_PARTNERS_PATH}/:id`, async (c) => {
    const { ctx, site } = c.var.visit;
    const found = await getPartner({ ctx, input: { id: c.req.param('id') } });
    return render(c, <PartnerPage site={site} handle={c.var.visit} found={found} />);
  });
  return routes;
}

/** `/ressources/partenaires`: the directory for professionals, and for who keeps it. */
export function partnerRoutes() {
  const routes = new Hono<PagesEnv>();

  routes.get(PARTNERS_PATH, async (c) => {
    const me = await signedIn(c);
    const reader = mayWrite(me) ? 'writer' : 'professional';
    return showList(c, me.ctx, me.handle, { site: c.var.visit.site, reader });
  });
  mountMap(routes, PARTNERS_PATH, signedIn);

  routes.get(`${PARTNERS_PATH}/archives`, async (c) => {
    const { ctx, handle } = await signedIn(c);
    const found = await searchPartners({ ctx, input: { isArchived: true } });
    return render(c, <ArchivedPartnersPage site={c.var.visit.site} handle={handle} found={found} />);
  });

  routes.get(`${PARTNERS_PATH}/nouveau`, async (c) => {
    const me = await signedIn(c);
    requireScope(me.ctx, 'network:write');
    return showForm(c, me, { typed: {}, errors: [], token: randomUUID() }, null);
  });
  routes.post(`${PARTNERS_PATH}/nouveau`, async (c) => {
    const me = await signedIn(c);
    requireScope(me.ctx, 'network:write');
    const { typed, token } = await sentForm(c);
    const { input, errors } = readPartner(typed, me.handle);
    if (errors.length > 0) return showForm(c, me, { typed, errors, token }, null);
    const ctx = { ...me.ctx, idempotency: sentOnce('partner', token, Object.entries(typed).toSorted()) };
    const told = await outcomeOf(addPartner({ ctx, input }), partnerField);
    if (told.kind !== 'done') return showForm(c, me, { typed, errors: told.errors, token }, null);
    return c.redirect(`${partnerPath(told.value.id)}?fait=ajout`, 303);
  });

  routes.get(PARTNER_PATH, async (c) => {
    const me = await signedIn(c);
    const found = await getPartner({ ctx: me.ctx, input: { id: c.req.param('id') } });
    const professional = { formToken: me.formToken, mayWrite: mayWrite(me), done: doneOf(c) };
    return render(
      c,
      <PartnerPage site={c.var.visit.site} handle={me.handle} found={found} professional={professional} />,
    );
  });

  routes.get(`${PARTNER_PATH}/modifier`, async (c) => {
    const me = await signedIn(c);
    requireScope(me.ctx, 'network:write');
    const { partner } = await getPartner({ ctx: me.ctx, input: { id: c.req.param('id') } });
    const form = { typed: typedPartner(partner, me.handle), errors: [], token: randomUUID() };
    return showForm(c, me, form, partner);
  });
  routes.post(`${PARTNER_PATH}/modifier`, async (c) => {
    const me = await signedIn(c);
    requireScope(me.ctx, 'network:write');
    const id = c.req.param('id');
    const { typed, token } = await sentForm(c);
    const { partner } = await getPartner({ ctx: me.ctx, input: { id } });
    const { input: facts, errors } = readPartner(typed, me.handle);
    if (errors.length > 0) return showForm(c, me, { typed, errors, token }, partner);
    const changing = changePartner({ ctx: me.ctx, input: { id, expectedVersion: versionOf(typed), facts } });
    const told = await outcomeOf(changing, partnerField);
    if (told.kind === 'done') return c.redirect(`${partnerPath(id)}?fait=modification`, 303);
    const { partner: stored } = await getPartner({ ctx: me.ctx, input: { id } });
    return showForm(c, me, { typed, errors: told.errors, token }, stored, told.kind === 'overtaken');
  });

  routes.get(`${PARTNER_PATH}/versions`, async (c) => {
    const { ctx, handle } = await signedIn(c);
    const kept = await listPartnerVersions({ ctx, input: { id: c.req.param('id') } });
    return render(c, <PartnerVersionsPage site={c.var.visit.site} handle={handle} {...kept} />);
  });

  for (const [word, isArchived, done] of [
    ['archiver', true, 'archivage'],
    ['retablir', false, 'retour'],
  ] as const) {
    routes.post(`${PARTNER_PATH}/${word}`, async (c) => {
      const { ctx } = await signedIn(c);
      const id = c.req.param('id');
      await archivePartner({ ctx, input: { id, isArchived } });
      return c.redirect(`${partnerPath(id)}?fait=${done}`, 303);
    });
  }

  routes.get(`${PARTNER_PATH}/contacts/nouveau`, async (c) => {
    const me = await signedIn(c);
    requireScope(me.ctx, 'network:write');
    return showContact(c, me, { typed: {}, errors: [], token: randomUUID() });
  });
  routes.post(`${PARTNER_PATH}/contacts/nouveau`, async (c) => {
    const me = await signedIn(c);
    const partnerId = c.req.param('id');
    const { typed, token } = await sentForm(c);
    const ctx = { ...me.ctx, idempotency: sentOnce('contact', partnerId, token, Object.entries(typed).toSorted()) };
    const told = await outcomeOf(addContact({ ctx, input: { partnerId, contact: readContact(typed) } }), partnerField);
    if (told.kind !== 'done') return showContact(c, me, { typed, errors: told.errors, token });
    return c.redirect(`${partnerPath(partnerId)}?fait=contact`, 303);
  });
  routes.get(`${PARTNER_PATH}/contacts/:contact`, async (c) => {
    const me = await signedIn(c);
    requireScope(me.ctx, 'network:write');
    return showContact(c, me, { typed: null, errors: [], token: randomUUID() });
  });
  routes.post(`${PARTNER_PATH}/contacts/:contact`, async (c) => {
    const me = await signedIn(c);
    const { id: partnerId, contact: id } = c.req.param();
    const { typed, token } = await sentForm(c);
    const input = { partnerId, id, expectedVersion: versionOf(typed), contact: readContact(typed) };
    const told = await outcomeOf(changeContact({ ctx: me.ctx, input }), partnerField);
    if (told.kind === 'done') return c.redirect(`${partnerPath(partnerId)}?fait=contact`, 303);
    return showContact(c, me, { typed, errors: told.errors, token }, told.kind === 'overtaken');
  });
  routes.post(`${PARTNER_PATH}/contacts/:contact/retirer`, async (c) => {
    const { ctx } = await signedIn(c);
    const { id: partnerId, contact: id } = c.req.param();
    await removeContact({ ctx, input: { partnerId, id } });
    return c.redirect(`${partnerPath(partnerId)}?fait=retrait`, 303);
  });

  return routes;
}

/** What was typed for no version is typed for one that never was. */
const versionOf = (typed: TypedAnswers) => Number(textOf(typed, 'version')) || 0;

type Reading = { site: PagesEnv['Variables']['visit']['site']; reader: 'public' | 'professional' | 'writer' };

async function showList(c: PageContext, ctx: ServiceContext, handle: TerritoryHandle, reading: Reading) {
  const query = readPartnerQuery(c.req.query(), handle);
  const found = await searchPartners({ ctx, input: askedOf(query) });
  return render(c, <PartnerListPage {...reading} handle={handle} query={query} found={found} />);
}

function mountMap(
  routes: Hono<PagesEnv>,
  base: string,
  whoAsks: (c: PageContext) => Promise<{ ctx: ServiceContext; handle: TerritoryHandle }>,
) {
  routes.get(`${base}/carte`, async (c) => {
    const { ctx, handle } = await whoAsks(c);
    const partners = await searchPartners({ ctx });
    const rows = await tableCoverage({ ctx, input: { partners } });
    allowScripts(c);
    const outlinesPath = outlineSheet(handle.territory.id, handle.gazetteer).path;
    const unplaced = partners.filter(({ place }) => place === null).length;
    const isPublic = base === PUBLIC_PARTNERS_PATH;
    return render(c, <CoveragePage site={c.var.visit.site} {...{ base, outlinesPath, rows, unplaced, isPublic }} />);
  });
  routes.get(`${base}/carte/lieux.json`, async (c) => {
    const { ctx } = await whoAsks(c);
    const partners = await searchPartners({ ctx });
    const places = partners.flatMap(({ name, place }) =>
      place === null ? [] : [{ lon: place.lon, lat: place.lat, mark: 'offer', text: name }],
    );
    return c.json({ places, routes: [] });
  });
}

function showForm(
  c: PageContext,
  { formToken, handle }: SignedIn,
  form: Form,
  known: Parameters<typeof PartnerFormPage>[0]['known'],
  overtaken = false,
) {
  return render(
    c,
    <PartnerFormPage site={c.var.visit.site} {...{ formToken, handle, known, overtaken }} {...form} />,
    statusOf(form.errors, overtaken),
  );
}

/** `typed` is null where nothing was typed yet: what is stored stands in it. */
async function showContact(
  c: PageContext,
  { ctx, formToken }: SignedIn,
  form: Omit<Form, 'typed'> & { typed: TypedAnswers | null },
  overtaken = false,
) {
  const { partner, contacts } = await getPartner({ ctx, input: { id: c.req.param('id') ?? '' } });
  const contactId = c.req.param('contact');
  const known = contacts.find(({ id }) => id === contactId) ?? null;
  if (contactId !== undefined && known === null) throw unknownContact();
  const typed = form.typed ?? (known === null ? {} : typedContact(known));
  return render(
    c,
    <ContactFormPage site={c.var.visit.site} {...{ formToken, partner, known, overtaken }} {...form} typed={typed} />,
    statusOf(form.errors, overtaken),
  );
}

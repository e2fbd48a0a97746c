import { createHash, randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { type FileType, fileNameOf } from '../../domain/network/library.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { requireScope, type Context as ServiceContext } from '../../services/context.ts';
import {
  addLibraryItem,
  archiveLibraryItem,
  changeLibraryItem,
  downloadLibraryFile,
  getLibraryItem,
  searchLibrary,
} from '../../services/network/library.ts';
import type { LibraryItem } from '../../services/ports/library.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { outcomeOf, statusOf } from '../forms/outcome.ts';
import { sentOnce } from '../forms/sent-once.ts';
import { readTyped, type TypedAnswers, textOf } from '../forms/typed.ts';
import { render } from '../layout/render.ts';
import { type SignedIn, signedIn } from '../layout/signed-in.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { ArchivedLibraryPage, LibraryFormPage, LibraryItemPage, LibraryListPage } from './library-pages.tsx';
import { LIBRARY_PATH, libraryPath, PUBLIC_LIBRARY_PATH } from './paths.ts';

type PageContext = Context<PagesEnv>;
type Form = { typed: TypedAnswers; errors: readonly FieldMessage[]; token: string };

const say = FRENCH.t.network.library;
const ITEM_PATH = `${LIBRARY_PATH}/:id`;
const TYPES: Record<FileType, string> = {
  pdf: 'application/pdf',
  odt: 'application/vnd.oasis.opendocument.text',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jpeg: 'image/jpeg',
};

/** `/fr/ressources-utiles`: what anybody may read, and the rest for whoever is signed in. */
export function publicLibraryRoutes() {
  const routes = new Hono<PagesEnv>();
  const reader = async (c: PageContext) => (await c.var.visit.findSignedIn())?.ctx ?? c.var.visit.ctx;

  routes.get(PUBLIC_LIBRARY_PATH, async (c) => showList(c, await reader(c), false));
  routes.get(`${PUBLIC_LIBRARY_PATH}/:id`, async (c) => {
    const item = await getLibraryItem({ ctx: await reader(c), input: { id: c.req.param('id') } });
    return render(c, <LibraryItemPage site={c.var.visit.site} item={item} />);
  });
  routes.get(`${PUBLIC_LIBRARY_PATH}/:id/fichier`, async (c) => {
    const { item, file } = await downloadLibraryFile({ ctx: await reader(c), input: { id: c.req.param('id') } });
    // What somebody sent is never shown as a page of ours.
    return c.body(new Uint8Array(file.bytes), 200, {
      'content-type': TYPES[file.type],
      'content-disposition': `attachment; filename="${fileNameOf(item.title, file.type)}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });
  return routes;
}

/** `/ressources/bibliotheque`: the pôle ressources keeps it. */
export function libraryDeskRoutes() {
  const routes = new Hono<PagesEnv>();
  const keeper = async (c: PageContext) => {
    const me = await signedIn(c);
    requireScope(me.ctx, 'network:write');
    return me;
  };

  routes.get(LIBRARY_PATH, async (c) => showList(c, (await keeper(c)).ctx, true));
  routes.get(`${LIBRARY_PATH}/archives`, async (c) => {
    const { ctx } = await keeper(c);
    const items = await searchLibrary({ ctx, input: { isArchived: true } });
    return render(c, <ArchivedLibraryPage site={c.var.visit.site} items={items} />);
  });
  routes.get(`${LIBRARY_PATH}/nouveau`, async (c) =>
    showForm(c, await keeper(c), { typed: {}, errors: [], token: randomUUID() }, null),
  );
  routes.post(`${LIBRARY_PATH}/nouveau`, async (c) => {
    const me = await keeper(c);
    const { typed, token, bytes } = await sentFile(c);
    const file = bytes === null ? '' : createHash('sha256').update(bytes).digest('hex');
    const ctx = { ...me.ctx, idempotency: sentOnce('library', token, file, Object.entries(typed).toSorted()) };
    const told = await outcomeOf(addLibraryItem({ ctx, input: { facts: factsOf(typed), bytes } }), fieldOf);
    if (told.kind !== 'done') return showForm(c, me, { typed, errors: told.errors, token }, null);
    return c.redirect(`${libraryPath(told.value.id)}?fait=ajout`, 303);
  });
  routes.get(ITEM_PATH, async (c) => {
    const { ctx, formToken } = await keeper(c);
    const item = await getLibraryItem({ ctx, input: { id: c.req.param('id') } });
    const done = Object.entries(say.done).find(([name]) => name === c.req.query('fait'))?.[1] ?? null;
    return render(c, <LibraryItemPage site={c.var.visit.site} item={item} desk={{ formToken, done }} />);
  });
  routes.get(`${ITEM_PATH}/modifier`, async (c) => {
    const me = await keeper(c);
    const item = await getLibraryItem({ ctx: me.ctx, input: { id: c.req.param('id') } });
    return showForm(c, me, { typed: typedItem(item), errors: [], token: randomUUID() }, item);
  });
  routes.post(`${ITEM_PATH}/modifier`, async (c) => {
    const me = await keeper(c);
    const id = c.req.param('id');
    const { typed, token, bytes } = await sentFile(c);
    const input = { id, expectedVersion: Number(textOf(typed, 'version')) || 0, facts: factsOf(typed), bytes };
    const told = await outcomeOf(changeLibraryItem({ ctx: me.ctx, input }), fieldOf);
    if (told.kind === 'done') return c.redirect(`${libraryPath(id)}?fait=modification`, 303);
    const stored = await getLibraryItem({ ctx: me.ctx, input: { id } });
    return showForm(c, me, { typed, errors: told.errors, token }, stored, told.kind === 'overtaken');
  });
  for (const [word, isArchived, done] of [
    ['archiver', true, 'archivage'],
    ['retablir', false, 'retour'],
  ] as const) {
    routes.post(`${ITEM_PATH}/${word}`, async (c) => {
      const { ctx } = await keeper(c);
      const id = c.req.param('id');
      await archiveLibraryItem({ ctx, input: { id, isArchived } });
      return c.redirect(`${libraryPath(id)}?fait=${done}`, 303);
    });
  }
  return routes;
}

async function showList(c: PageContext, ctx: ServiceContext, isDesk: boolean) {
  const query = { q: (c.req.query('q') ?? '').slice(0, 200), tag: (c.req.query('tag') ?? '').slice(0, 40) };
  const items = await searchLibrary({ ctx, input: query });
  const all = await searchLibrary({ ctx });
  const tags = [...new Set(all.flatMap((item) => item.tags))].toSorted((a, b) => a.localeCompare(b, 'fr'));
  return render(c, <LibraryListPage site={c.var.visit.site} {...{ items, query, tags, isDesk }} />);
}

function showForm(c: PageContext, { formToken }: SignedIn, form: Form, known: LibraryItem | null, overtaken = false) {
  const page = <LibraryFormPage site={c.var.visit.site} {...{ formToken, known, overtaken }} {...form} />;
  return render(c, page, statusOf(form.errors, overtaken));
}

/** A form with a file in it; an empty choice of files is sent as one without bytes. */
async function sentFile(c: PageContext): Promise<{ typed: TypedAnswers; token: string; bytes: Uint8Array | null }> {
  const form = await c.req.raw.formData();
  const texts = [...form].flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const file = form.get('file');
  const hasFile = file !== null && typeof file !== 'string' && file.size > 0;
  return {
    typed: readTyped(new URLSearchParams(texts)),
    token: texts.find(([name]) => name === 'token')?.[1] || randomUUID(),
    bytes: hasFile ? new Uint8Array(await file.arrayBuffer()) : null,
  };
}

const factsOf = (typed: TypedAnswers) => ({
  ...{ title: textOf(typed, 'title'), description: textOf(typed, 'description'), url: textOf(typed, 'url') },
  tags: textOf(typed, 'tags')
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean),
  isPublic: textOf(typed, 'isPublic') === 'yes',
});

const typedItem = ({ title, description, tags, url, isPublic, version }: LibraryItem): TypedAnswers =>
  Object.fromEntries(
    Object.entries({
      ...{ title, description, url, tags: tags.join(', ') },
      ...{ isPublic: isPublic ? 'yes' : 'no', version: String(version) },
    }).map(([name, text]) => [name, text === '' ? [] : [text]]),
  );

const fieldOf = (path: string): string => path.split('.')[0] ?? path;

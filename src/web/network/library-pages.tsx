import { FRENCH } from '../../i18n/languages.ts';
import type { LibraryItem } from '../../services/ports/library.ts';
import { Tag } from '../components/tag.tsx';
import {
  ChoiceField,
  ErrorSummary,
  type FieldMessage,
  messageFor,
  SelectField,
  TextAreaField,
  TextField,
} from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { Page, type Site } from '../layout/page.tsx';
import { NetworkMenu } from './network-menu.tsx';
import { LIBRARY_PATH, libraryPath, PUBLIC_LIBRARY_PATH, publicLibraryPath } from './paths.ts';

const { t } = FRENCH;
const say = t.network.library;
const { form } = say;

export type LibraryQuery = { q: string; tag: string };
type ListProps = {
  site: Site;
  items: readonly LibraryItem[];
  query: LibraryQuery;
  /** Every word that something is tagged with. */
  tags: readonly string[];
  isDesk: boolean;
};

/** `/fr/ressources-utiles`, and the same for who keeps it. */
export function LibraryListPage({ site, items, query, tags, isDesk }: ListProps) {
  const title = isDesk ? say.deskTitle : say.title;
  const base = isDesk ? LIBRARY_PATH : PUBLIC_LIBRARY_PATH;
  return (
    <Page site={site} title={title} description={say.lead} noIndex={isDesk} wide>
      {isDesk && <NetworkMenu here="library" />}
      <h1>{title}</h1>
      <p class="lead">{isDesk ? say.deskLead : say.lead}</p>
      {isDesk && (
        <p class="actions">
          <a class="button" href={libraryPath('nouveau')}>
            {say.add}
          </a>
        </p>
      )}
      <div class="beside">
        <search class="panel search" aria-labelledby="search-heading">
          <form action={base} method="get">
            <h2 id="search-heading">{say.search.heading}</h2>
            <TextField id="q" type="search" label={say.search.q} value={query.q} />
            <SelectField
              id="tag"
              label={say.search.tag}
              value={query.tag}
              options={[{ value: '', label: say.search.all }, ...tags.map((tag) => ({ value: tag, label: tag }))]}
            />
            <button type="submit" class="button">
              {say.search.submit}
            </button>
          </form>
        </search>
        <section class="results" aria-labelledby="results">
          <h2 id="results">{say.found(items.length)}</h2>
          {items.length === 0 && <p>{say.none}</p>}
          <Items items={items} isDesk={isDesk} />
          {isDesk && (
            <p class="actions">
              <a class="button button-quiet" href={libraryPath('archives')}>
                {say.archivedLink}
              </a>
            </p>
          )}
        </section>
      </div>
    </Page>
  );
}

export function ArchivedLibraryPage({ site, items }: { site: Site; items: readonly LibraryItem[] }) {
  return (
    <Page site={site} title={say.archivedTitle} noIndex>
      <p class="way-back">
        <a href={LIBRARY_PATH}>{say.deskTitle}</a>
      </p>
      <h1>{say.archivedTitle}</h1>
      {items.length === 0 && <p>{say.found(0)}</p>}
      <Items items={items} isDesk />
    </Page>
  );
}

const Items = ({ items, isDesk }: { items: readonly LibraryItem[]; isDesk: boolean }) => (
  <ul class="offers partners">
    {items.map((item) => (
      <li class="offer">
        <h3>
          <a href={isDesk ? libraryPath(item.id) : publicLibraryPath(item.id)}>{item.title}</a>
        </h3>
        <ItemTags item={item} />
        <Access item={item} />
      </li>
    ))}
  </ul>
);

const ItemTags = ({ item }: { item: LibraryItem }) => (
  <p class="tags">
    {item.illustrative && <Tag tone="example">{say.example}</Tag>}
    {!item.isPublic && <Tag>{say.professionals}</Tag>}
    {item.archivedAt !== null && <Tag>{say.archived}</Tag>}
    {item.tags.map((tag) => (
      <Tag>{tag}</Tag>
    ))}
  </p>
);

/** The link or the file itself. */
function Access({ item: { id, title, url, file } }: { item: LibraryItem }) {
  return (
    <p>
      {file === null ? (
        <a href={url} rel="noreferrer" aria-label={`${say.visit} : ${title}`}>
          {say.visit}
        </a>
      ) : (
        <a href={publicLibraryPath(id, 'fichier')}>{say.download(say.fileTypes[file.type], sizeText(file.size))}</a>
      )}
    </p>
  );
}

const sizeText = (bytes: number) =>
  bytes < 1_000_000
    ? say.kilobytes(Math.max(1, Math.round(bytes / 1000)))
    : say.megabytes(t.format.decimal(bytes / 1_000_000));

type ItemProps = { site: Site; item: LibraryItem; desk?: { formToken: string; done: string | null } };

export function LibraryItemPage({ site, item, desk }: ItemProps) {
  const isArchived = item.archivedAt !== null;
  return (
    <Page site={site} title={item.title} noIndex={desk !== undefined}>
      <p class="way-back">
        <a href={desk ? LIBRARY_PATH : PUBLIC_LIBRARY_PATH}>{desk ? say.deskTitle : say.back}</a>
      </p>
      {desk?.done && (
        <p class="notice" role="status">
          {desk.done}
        </p>
      )}
      <h1>{item.title}</h1>
      <ItemTags item={item} />
      {item.description !== '' && <p class="written">{item.description}</p>}
      <div class="partners">
        <Access item={item} />
      </div>
      {desk && (
        <>
          {!isArchived && (
            <p class="actions">
              <a class="button" href={libraryPath(item.id, 'modifier')}>
                {say.change}
              </a>
            </p>
          )}
          <form action={libraryPath(item.id, isArchived ? 'retablir' : 'archiver')} method="post">
            <FormToken value={desk.formToken} />
            {!isArchived && <p class="hint">{say.archiveText}</p>}
            <button type="submit" class="button button-quiet">
              {isArchived ? say.restore : say.archive}
            </button>
          </form>
        </>
      )}
    </Page>
  );
}

type FormProps = {
  site: Site;
  formToken: string;
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
  token: string;
  known: LibraryItem | null;
  overtaken?: boolean;
};

export function LibraryFormPage({ site, formToken, typed, errors, token, known, overtaken }: FormProps) {
  const title = known ? form.changeTitle : form.addTitle;
  const field = (id: 'title' | 'description' | 'tags' | 'url') => ({
    ...{ id, label: form[id], value: textOf(typed, id), error: messageFor(errors, id) },
  });
  const fileError = messageFor(errors, 'file');
  return (
    <Page site={site} title={title} hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href={known ? libraryPath(known.id) : LIBRARY_PATH}>{known ? known.title : say.deskTitle}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{title}</h1>
      {overtaken && (
        <div class="notice notice-ask" role="alert">
          <h2>{form.overtaken}</h2>
          <p>{form.overtakenText}</p>
        </div>
      )}
      <form
        action={known ? libraryPath(known.id, 'modifier') : libraryPath('nouveau')}
        method="post"
        enctype="multipart/form-data"
        class="questions"
        novalidate
      >
        <FormToken value={formToken} />
        <input type="hidden" name="token" value={token} />
        {known && <input type="hidden" name="version" value={overtaken ? known.version : textOf(typed, 'version')} />}
        <TextField {...field('title')} />
        <TextAreaField {...field('description')} hint={form.descriptionHint} />
        <TextField {...field('tags')} hint={form.tagsHint} />
        <TextField {...field('url')} hint={form.urlHint} />
        <div class={fileError ? 'field field-wrong' : 'field'}>
          <label for="file">{form.file}</label>
          <span class="hint" id="file-hint">
            {form.fileHint} {known?.file && form.fileKept} {errors.length > 0 && form.fileAgain}
          </span>
          {fileError && (
            <span class="wrong" id="file-error">
              {fileError}
            </span>
          )}
          <input
            type="file"
            id="file"
            name="file"
            accept=".pdf,.odt,.docx,.xlsx,.png,.jpg,.jpeg"
            aria-describedby={fileError ? 'file-hint file-error' : 'file-hint'}
            aria-invalid={fileError ? 'true' : undefined}
          />
        </div>
        <ChoiceField
          id="isPublic"
          legend={form.isPublic}
          values={[textOf(typed, 'isPublic') || (known === null ? 'yes' : 'no')]}
          options={[
            { value: 'yes', label: form.public },
            { value: 'no', label: form.private },
          ]}
        />
        <p class="actions">
          <button type="submit" class="button">
            {form.submit}
          </button>
        </p>
      </form>
    </Page>
  );
}

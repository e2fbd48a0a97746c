import { FRENCH } from '../../i18n/languages.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { filePath } from './person-names.ts';

const { t } = FRENCH;

/** Everything that is kept of a person, for them to read: the columns as they are called, the values as they are stored. */
export function DataPage(props: { site: Site; id: string; name: string; tables: Record<string, readonly unknown[]> }) {
  const { site, id, name, tables } = props;
  const { data } = t.people;
  return (
    <Page site={site} title={data.title(name)} section="people" noIndex>
      <p class="way-back">
        <a href={filePath(id)}>{data.back}</a>
      </p>
      <h1>{data.title(name)}</h1>
      <p class="lead">{data.lead}</p>
      <p class="actions">
        <a href={`${filePath(id)}/donnees.json`} class="button button-quiet" download>
          {data.download}
        </a>
      </p>
      {Object.entries(tables).map(([table, rows]) => (
        <section aria-labelledby={table}>
          <h2 id={table}>{data.tables[table] ?? table}</h2>
          {rows.length === 0 && <p>{data.empty}</p>}
          {rows.map((row, index) => (
            <>
              {rows.length > 1 && <h3>{data.row(index + 1)}</h3>}
              <Row row={row} />
            </>
          ))}
        </section>
      ))}
    </Page>
  );
}

/** Values that hold others are folded: a result of the matching has thousands. */
function Row({ row }: { row: unknown }) {
  const known = Object.entries(row as Record<string, unknown>).filter(([, value]) => value !== null);
  return (
    <dl class="held">
      {known.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{typeof value === 'object' ? <Nested value={value} /> : String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Longer texts are for the download. */
const LONGEST_NESTED = 2000;

function Nested({ value }: { value: unknown }) {
  const text = JSON.stringify(value, null, 1);
  return text.length > LONGEST_NESTED ? <code>{`${text.slice(0, LONGEST_NESTED)}…`}</code> : <code>{text}</code>;
}

/** Asks for the name, written out, before everything of a person is erased. */
export function ErasePage(props: {
  site: Site;
  formToken: string;
  once: string;
  id: string;
  name: string;
  typed: string;
  errors: readonly FieldMessage[];
}) {
  const { site, formToken, once, id, name, typed, errors } = props;
  const { erase } = t.people;
  return (
    <Page site={site} title={erase.title(name)} section="people" hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href={filePath(id)}>{erase.cancel}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{erase.title(name)}</h1>
      <p class="lead">{erase.lead}</p>
      <p>{erase.kept}</p>
      <form action={`${filePath(id)}/effacer`} method="post" class="questions" novalidate>
        <FormToken value={formToken} />
        <input type="hidden" name="once" value={once} />
        <TextField
          id="confirmation"
          label={erase.confirm(name)}
          value={typed}
          error={messageFor(errors, 'confirmation')}
        />
        <p class="actions">
          <button type="submit" class="button">
            {erase.submit}
          </button>
          <a href={filePath(id)} class="quiet-link">
            {erase.cancel}
          </a>
        </p>
      </form>
    </Page>
  );
}

export function ErasedPage({ site }: { site: Site }) {
  const { erase, transfer } = t.people;
  return (
    <Page site={site} title={erase.doneTitle} section="people" noIndex>
      <h1>{erase.doneTitle}</h1>
      <p class="lead" role="status">
        {erase.done}
      </p>
      <p class="ways">
        <a href="/pro/personnes">{transfer.back}</a>
      </p>
    </Page>
  );
}

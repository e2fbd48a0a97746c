import { FRENCH } from '../../i18n/languages.ts';
import { COLUMNS } from '../../services/people/csv-columns.ts';
import type { ImportReport } from '../../services/people/import-people.ts';
import { ErrorSummary, type FieldMessage, messageFor } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { filePath, shownName } from './person-names.ts';

const { t } = FRENCH;
const say = t.people.import;
const { report: words } = say;

export const IMPORT_PATH = '/pro/personnes/importer';
/** Errors that a page tells: whoever has more corrects these first. */
const MOST_TOLD = 200;

/** `/pro/personnes/importer`: the file is chosen. */
export function ImportPage(props: { site: Site; formToken: string; errors: readonly FieldMessage[] }) {
  const { site, formToken, errors } = props;
  const error = messageFor(errors, 'file');
  return (
    <Page site={site} title={say.title} section="people" hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href="/pro/personnes">{t.people.file.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <form action={IMPORT_PATH} method="post" enctype="multipart/form-data" class="questions">
        <FormToken value={formToken} />
        <div class={error ? 'field field-wrong' : 'field'}>
          <label for="file">{say.file}</label>
          <span class="hint" id="file-hint">
            {say.fileHint}
          </span>
          {error && (
            <span class="wrong" id="file-error">
              {error}
            </span>
          )}
          <input
            type="file"
            id="file"
            name="file"
            accept=".csv,text/csv,text/plain"
            class="input-long"
            aria-describedby={error ? 'file-hint file-error' : 'file-hint'}
            aria-invalid={error ? 'true' : undefined}
          />
        </div>
        <p class="actions">
          <button type="submit" class="button">
            {say.check}
          </button>
          <a href={`${IMPORT_PATH}/modele.csv`} class="quiet-link" download>
            {say.template}
          </a>
        </p>
      </form>
      <h2>{say.columnsHeading}</h2>
      <p>{say.columnsText}</p>
      <dl class="facts">
        {COLUMNS.map((column) => (
          <div>
            <dt>
              <code>{column}</code>
            </dt>
            <dd>{say.columns[column]}</dd>
          </div>
        ))}
      </dl>
    </Page>
  );
}

/** What came of the reading: errors by row and column, look-alikes, and the way to confirm where nothing is wrong. */
export function ImportReportPage(props: { site: Site; formToken: string; report: ImportReport }) {
  const { site, formToken, report } = props;
  const { errors, lookalikes, draftId, preview } = report;
  return (
    <Page site={site} title={words.title} section="people" hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href={IMPORT_PATH}>{words.again}</a>
      </p>
      <h1>{words.title}</h1>
      {errors.length > 0 ? (
        <p class="notice notice-ask" role="alert">
          {words.wrong(errors.length)}
        </p>
      ) : (
        <p class="lead" role="status">
          {words.ready(report.rows)}
        </p>
      )}
      {errors.length > 0 && (
        <table class="report">
          <thead>
            <tr>
              <th scope="col">{words.row}</th>
              <th scope="col">{words.column}</th>
              <th scope="col">{words.message}</th>
            </tr>
          </thead>
          <tbody>
            {errors.slice(0, MOST_TOLD).map(({ row, column, message }) => (
              <tr>
                <td data-label={words.row}>{row}</td>
                <td data-label={words.column}>{column ?? words.wholeRow}</td>
                <td data-label={words.message}>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {errors.length > MOST_TOLD && <p>{words.moreErrors(errors.length - MOST_TOLD)}</p>}
      {lookalikes.length > 0 && (
        <>
          <p class="notice notice-ask">{words.lookalikes(lookalikes.length)}</p>
          <table class="report">
            <thead>
              <tr>
                <th scope="col">{words.row}</th>
                <th scope="col">{words.message}</th>
              </tr>
            </thead>
            <tbody>
              {lookalikes.slice(0, MOST_TOLD).map(({ row, likeness, like, name }) => {
                const why = t.people.duplicates.why[likeness];
                return (
                  <tr>
                    <td data-label={words.row}>{row}</td>
                    <td data-label={words.message}>
                      {'id' in like ? (
                        <>
                          {words.sameAsFile(why)}{' '}
                          <a href={filePath(like.id)} class="quiet-link">
                            {name ?? t.people.nameless}
                          </a>
                        </>
                      ) : (
                        words.sameAsRow(why, like.row)
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          {lookalikes.length > MOST_TOLD && <p>{words.moreLookalikes(lookalikes.length - MOST_TOLD)}</p>}
        </>
      )}
      {preview.length > 0 && (
        <>
          <h2>{words.preview}</h2>
          <ul class="plain-list">
            {preview.map(({ row, identity }) => (
              <li>
                {words.previewLine(
                  row,
                  [shownName(identity), identity.phone, identity.birthDate && t.format.date(identity.birthDate)]
                    .filter(Boolean)
                    .join(', '),
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {draftId !== null && (
        <form action={`${IMPORT_PATH}/${encodeURIComponent(draftId)}`} method="post">
          <FormToken value={formToken} />
          <p class="actions">
            <button type="submit" class="button">
              {words.confirm(report.rows)}
            </button>
          </p>
        </form>
      )}
    </Page>
  );
}

export function ImportedPage({ site, count }: { site: Site; count: number }) {
  return (
    <Page site={site} title={say.doneTitle} section="people" noIndex>
      <h1>{say.doneTitle}</h1>
      <p class="lead" role="status">
        {say.done(count)}
      </p>
      <p class="ways">
        <a href="/pro/personnes">{t.people.transfer.back}</a>
      </p>
    </Page>
  );
}

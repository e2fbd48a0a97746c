import { OFFER_KINDS } from '../../domain/catalogue/offer.ts';
import { IMPORT_FORMATS, kindOfFormat } from '../../domain/imports/formats.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Import } from '../../services/ports/imports.ts';
import { ErrorSummary, type FieldMessage, messageFor } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { EXPORTS_PATH, HOME_PATH, IMPORTS_PATH, importPath } from './import-paths.ts';

const { t } = FRENCH;
const say = t.imports;

type Props = {
  site: Site;
  formToken: string;
  past: readonly Import[];
  errors: readonly FieldMessage[];
  format: string;
  dayOf(at: string): string;
};

/** `/ressources/imports`: a file is chosen; those that came before. */
export function ImportsPage({ site, formToken, past, errors, format, dayOf }: Props) {
  const tables = IMPORT_FORMATS.filter((one) => kindOfFormat(one) !== null);
  const standards = IMPORT_FORMATS.filter((one) => kindOfFormat(one) === null);
  const options = (formats: readonly string[]) =>
    formats.map((one) => (
      <option value={one} selected={one === format}>
        {say.formats(one)}
      </option>
    ));
  const [wrongFormat, wrongFile] = [messageFor(errors, 'format'), messageFor(errors, 'file')];
  return (
    <Page site={site} title={say.title} hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href={HOME_PATH}>{say.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <form action={IMPORTS_PATH} method="post" enctype="multipart/form-data" class="questions">
        <FormToken value={formToken} />
        <div class={wrongFormat ? 'field field-wrong' : 'field'}>
          <label for="format">{say.format}</label>
          {wrongFormat && (
            <span class="wrong" id="format-error">
              {wrongFormat}
            </span>
          )}
          <select
            id="format"
            name="format"
            class="input-long"
            aria-describedby={wrongFormat && 'format-error'}
            aria-invalid={wrongFormat ? 'true' : undefined}
          >
            <option value="">{say.formatChoose}</option>
            <optgroup label={say.tables}>{options(tables)}</optgroup>
            <optgroup label={say.standards}>{options(standards)}</optgroup>
          </select>
        </div>
        <div class={wrongFile ? 'field field-wrong' : 'field'}>
          <label for="file">{say.file}</label>
          <span class="hint" id="file-hint">
            {say.fileHint}
          </span>
          {wrongFile && (
            <span class="wrong" id="file-error">
              {wrongFile}
            </span>
          )}
          <input
            type="file"
            id="file"
            name="file"
            accept=".csv,.txt,.xlsx,.json,.zip"
            class="input-long"
            aria-describedby={wrongFile ? 'file-hint file-error' : 'file-hint'}
            aria-invalid={wrongFile ? 'true' : undefined}
          />
        </div>
        <p class="actions">
          <button type="submit" class="button">
            {say.check}
          </button>
          <a href={EXPORTS_PATH} class="quiet-link">
            {say.toExports}
          </a>
        </p>
      </form>
      <h2>{say.history.heading}</h2>
      <History past={past} dayOf={dayOf} />
      <h2>{say.templates.heading}</h2>
      <p>{say.templates.text}</p>
      <ul class="files">
        {OFFER_KINDS.map((kind) => (
          <li>
            <a href={`${IMPORTS_PATH}/modeles/${kind}.xlsx`} class="standing" download>
              {say.templates.xlsx(t.catalogue.kinds[kind])}
            </a>
            <a href={`${IMPORTS_PATH}/modeles/${kind}.csv`} class="standing" download>
              {say.templates.csv(t.catalogue.kinds[kind])}
            </a>
          </li>
        ))}
      </ul>
    </Page>
  );
}

function History({ past, dayOf }: Pick<Props, 'past' | 'dayOf'>) {
  const { history } = say;
  if (past.length === 0) return <p>{history.none}</p>;
  return (
    <table class="report">
      <thead>
        <tr>
          <th scope="col">{history.date}</th>
          <th scope="col">{history.file}</th>
          <th scope="col">{history.what}</th>
          <th scope="col">{history.state}</th>
        </tr>
      </thead>
      <tbody>
        {past.map((one) => (
          <tr>
            <td data-label={history.date}>{dayOf(one.createdAt)}</td>
            <td data-label={history.file}>
              <a href={importPath(one.id)} class="standing">
                {one.fileName}
              </a>
            </td>
            <td data-label={history.what}>{say.formats(one.format)}</td>
            <td data-label={history.state}>{say.states[one.status]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

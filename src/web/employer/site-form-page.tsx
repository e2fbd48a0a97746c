import { FRENCH } from '../../i18n/languages.ts';
import type { JobSite } from '../../services/ports/employers.ts';
import type { Gazetteer } from '../../services/ports.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { CommunesList, PlaceFields, readPlace, typedPlace } from '../forms/place-question.tsx';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { Page, type Site } from '../layout/page.tsx';
import { Changed } from './changed.tsx';
import { ARCHIVE_PATH, SITES_PATH, sitePath } from './paths.ts';
import { placeName } from './words.ts';

const { t } = FRENCH;
const say = t.employer.siteForm;

export function readSite(typed: TypedAnswers, gazetteer: Gazetteer) {
  const { place, errors } = readPlace(typed, 'place', { gazetteer, inside: false });
  const missing = place === undefined ? [{ field: 'place', message: say.missing }] : [];
  return { input: { label: textOf(typed, 'label'), place }, errors: [...errors, ...missing] };
}

/** Where the services' words belong on the form. */
export const siteField = (path: string): string => (path.startsWith('place') ? 'place' : path);

export const typedSite = ({ label, place, updatedAt }: JobSite, gazetteer: Gazetteer): TypedAnswers =>
  Object.fromEntries(
    Object.entries({ label, version: updatedAt, ...typedPlace('place', place, gazetteer) })
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [name, [text]]),
  );

type Props = {
  site: Site;
  formToken: string;
  gazetteer: Gazetteer;
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
  token: string;
  /** The site that is changed; null where one is declared. */
  known: JobSite | null;
  /** What somebody else stored meanwhile. */
  stored?: JobSite | null;
};

export function SiteFormPage({ site, formToken, gazetteer, typed, errors, token, known, stored }: Props) {
  const title = known ? say.changeTitle : say.addTitle;
  const action = known ? sitePath(known.id, 'modifier') : `${SITES_PATH}/nouveau`;
  return (
    <Page site={site} title={title} hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href={known ? sitePath(known.id) : '/entreprise'}>{known ? known.label : t.employer.title}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{title}</h1>
      {stored && <Changed lines={[stored.label, placeName(stored.place, gazetteer)]} />}
      <form action={action} method="post" class="questions" novalidate>
        <FormToken value={formToken} />
        <input type="hidden" name="token" value={token} />
        {known && <input type="hidden" name="version" value={(stored ?? known).updatedAt} />}
        <TextField
          id="label"
          label={say.label}
          hint={say.labelHint}
          value={textOf(typed, 'label')}
          error={messageFor(errors, 'label')}
        />
        <PlaceFields
          name="place"
          label={say.place}
          hint={say.placeHint}
          gazetteer={gazetteer}
          inside={false}
          typed={typed}
          errors={errors}
          action={action}
        />
        <CommunesList gazetteer={gazetteer} />
        {known && <p class="hint">{say.restart}</p>}
        <p class="actions">
          <button type="submit" class="button">
            {say.submit}
          </button>
        </p>
      </form>
      {known && (
        <section class="panel" aria-labelledby="archiver">
          <h2 id="archiver">{say.archive}</h2>
          <p>{say.archiveText}</p>
          <form action={sitePath(known.id, ARCHIVE_PATH)} method="post">
            <FormToken value={formToken} />
            <button type="submit" class="button button-quiet">
              {say.archive}
            </button>
          </form>
        </section>
      )}
    </Page>
  );
}

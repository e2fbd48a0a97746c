import { THEMES } from '../../domain/catalogue/offer.ts';
import { PARTNER_KINDS } from '../../domain/network/partner.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { TerritoryHandle } from '../../services/context.ts';
import type { Partner } from '../../services/ports/partners.ts';
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
import { CommunesList, PlaceFields } from '../forms/place-question.tsx';
import { type TypedAnswers, textOf, textsOf } from '../forms/typed.ts';
import { Page, type Site } from '../layout/page.tsx';
import { PARTNERS_PATH, partnerPath } from './paths.ts';
import { tickedZones, typedPartner } from './read-partner.ts';

const { t } = FRENCH;
const say = t.network.partners;
const { form } = say;

type Props = {
  site: Site;
  formToken: string;
  handle: TerritoryHandle;
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
  token: string;
  /** The one that is changed; null where one is added. */
  known: Partner | null;
  /** Somebody stored another meanwhile: it is `known`. */
  overtaken?: boolean;
};

export function PartnerFormPage(props: Props) {
  const { site, formToken, handle, typed, errors, token, known, overtaken } = props;
  const title = known ? form.changeTitle : form.addTitle;
  const action = known ? partnerPath(known.id, 'modifier') : `${PARTNERS_PATH}/nouveau`;
  const text = (id: 'name' | 'siret' | 'address' | 'phone' | 'email' | 'website' | 'openingHours' | 'knownFrom') => ({
    id,
    label: form[id],
    value: textOf(typed, id),
    error: messageFor(errors, id),
  });
  const visible = textOf(typed, 'isPublic') || (known === null ? 'yes' : 'no');
  const options = (codes: readonly string[], names: Readonly<Record<string, string>>) =>
    codes.map((value) => ({ value, label: names[value] ?? value }));
  return (
    <Page site={site} title={title} hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href={known ? partnerPath(known.id) : PARTNERS_PATH}>{known ? known.name : say.backToList}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{title}</h1>
      {overtaken && known && <Overtaken known={known} typed={typed} handle={handle} />}
      {known?.importedFrom && <p class="notice">{form.imported}</p>}
      <form action={action} method="post" class="questions" novalidate>
        <FormToken value={formToken} />
        <input type="hidden" name="token" value={token} />
        {known && <input type="hidden" name="version" value={overtaken ? known.version : textOf(typed, 'version')} />}
        <TextField {...text('name')} />
        <SelectField
          id="kind"
          label={form.kind}
          value={textOf(typed, 'kind') || 'other'}
          options={options(PARTNER_KINDS, t.network.kinds)}
          error={messageFor(errors, 'kind')}
        />
        <TextAreaField
          id="description"
          label={form.description}
          hint={form.descriptionHint}
          value={textOf(typed, 'description')}
          error={messageFor(errors, 'description')}
        />
        <TextField {...text('siret')} hint={form.siretHint} inputmode="numeric" size="medium" />
        <TextField {...text('address')} />
        <PlaceFields
          name="place"
          label={form.place}
          hint={form.placeHint}
          gazetteer={handle.gazetteer}
          inside={false}
          typed={typed}
          errors={errors}
          action={action}
        />
        <CommunesList gazetteer={handle.gazetteer} />
        <TextField {...text('phone')} size="medium" />
        <TextField {...text('email')} />
        <TextField {...text('website')} hint={form.websiteHint} />
        <TextField {...text('openingHours')} hint={form.openingHoursHint} />
        <ChoiceField
          id="themes"
          type="checkbox"
          legend={form.themes}
          values={textsOf(typed, 'themes')}
          options={options(THEMES, t.catalogue.themes)}
          error={messageFor(errors, 'themes')}
        />
        <ChoiceField
          id="coverage"
          type="checkbox"
          legend={form.coverage}
          values={textsOf(typed, 'coverage')}
          options={tickedZones(handle)}
          error={messageFor(errors, 'coverage')}
        />
        <TextAreaField
          id="communes"
          label={form.communes}
          hint={form.communesHint}
          value={textOf(typed, 'communes')}
          error={messageFor(errors, 'communes')}
        />
        <TextField {...text('knownFrom')} hint={form.knownFromHint} />
        <TextField
          id="confirmedOn"
          type="date"
          label={form.confirmedOn}
          value={textOf(typed, 'confirmedOn')}
          error={messageFor(errors, 'confirmedOn')}
          size="medium"
        />
        <ChoiceField
          id="isPublic"
          legend={form.isPublic}
          values={[visible]}
          options={[
            { value: 'yes', label: form.public, hint: form.publicHint },
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

const LABELS: Readonly<Record<string, string>> = {
  ...{ name: form.name, kind: form.kind, description: form.description, siret: form.siret, address: form.address },
  ...{ place: form.place, placeLabel: form.place, placePoint: form.place, phone: form.phone, email: form.email },
  ...{ website: form.website, openingHours: form.openingHours, themes: form.themes, coverage: form.coverage },
  ...{ communes: form.communes, knownFrom: form.knownFrom, confirmedOn: form.confirmedOn, isPublic: form.isPublic },
};

/** Both texts, where they differ: nothing of either is lost. */
function Overtaken({ known, typed, handle }: { known: Partner; typed: TypedAnswers; handle: TerritoryHandle }) {
  const stored = typedPartner(known, handle);
  const words = form.conflict;
  const names = [...new Set([...Object.keys(stored), ...Object.keys(typed)])].filter(
    (name) =>
      name !== 'version' && name !== 'placeCommune' && textsOf(stored, name).join() !== textsOf(typed, name).join(),
  );
  const told = (from: TypedAnswers, name: string) =>
    textsOf(from, name)
      .map((text) => wordsOf(name, text, handle))
      .join(', ') || say.versions.empty;
  return (
    <div class="notice notice-ask" role="alert">
      <h2>{words.title}</h2>
      <p>{words.text}</p>
      {names.length === 0 ? (
        <p>{words.same}</p>
      ) : (
        <section class="scroll" tabindex={0} aria-label={words.title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.field}</th>
                <th scope="col">{words.stored}</th>
                <th scope="col">{words.typed}</th>
              </tr>
            </thead>
            <tbody>
              {names.map((name) => (
                <tr>
                  <th scope="row">{LABELS[name] ?? name}</th>
                  <td>{told(stored, name)}</td>
                  <td>{told(typed, name)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

function wordsOf(name: string, text: string, handle: TerritoryHandle): string {
  if (name === 'kind') return (t.network.kinds as Readonly<Record<string, string>>)[text] ?? text;
  if (name === 'themes') return (t.catalogue.themes as Readonly<Record<string, string>>)[text] ?? text;
  if (name === 'coverage') return tickedZones(handle).find(({ value }) => value === text)?.label ?? text;
  if (name === 'isPublic') return text === 'yes' ? form.public : form.private;
  if (name === 'confirmedOn' && /^\d{4}-\d{2}-\d{2}$/.test(text)) return t.format.date(text);
  return text;
}

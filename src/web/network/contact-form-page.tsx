import { FRENCH } from '../../i18n/languages.ts';
import type { Partner, PartnerContact } from '../../services/ports/partners.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { type TypedAnswers, textOf } from '../forms/typed.ts';
import { Page, type Site } from '../layout/page.tsx';
import { partnerPath } from './paths.ts';

const { t } = FRENCH;
const say = t.network.partners;
const words = say.contacts;
const FIELDS = ['name', 'role', 'phone', 'email'] as const;

export const readContact = (typed: TypedAnswers) =>
  Object.fromEntries(FIELDS.map((name) => [name, textOf(typed, name)]));

export const typedContact = (contact: PartnerContact): TypedAnswers =>
  Object.fromEntries([
    ...FIELDS.map((name) => [name, [contact[name]]] as const),
    ['version', [String(contact.version)]] as const,
  ]);

type Props = {
  site: Site;
  formToken: string;
  partner: Partner;
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
  token: string;
  known: PartnerContact | null;
  overtaken?: boolean;
};

export function ContactFormPage({ site, formToken, partner, typed, errors, token, known, overtaken }: Props) {
  const title = known ? words.changeTitle : words.addTitle;
  const action = partnerPath(partner.id, 'contacts', known ? known.id : 'nouveau');
  return (
    <Page site={site} title={title} hasErrors={errors.length > 0} noIndex>
      <p class="way-back">
        <a href={partnerPath(partner.id)}>{partner.name}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{title}</h1>
      {overtaken && known && (
        <div class="notice notice-ask" role="alert">
          <h2>{say.form.conflict.title}</h2>
          <p>{say.form.conflict.text}</p>
          <h3>{say.form.conflict.stored}</h3>
          <ul>
            {FIELDS.filter((name) => known[name] !== '').map((name) => (
              <li>{`${words[name]} : ${known[name]}`}</li>
            ))}
          </ul>
        </div>
      )}
      <p class="hint">{words.basis}</p>
      <form action={action} method="post" class="questions" novalidate>
        <FormToken value={formToken} />
        <input type="hidden" name="token" value={token} />
        {known && <input type="hidden" name="version" value={overtaken ? known.version : textOf(typed, 'version')} />}
        {FIELDS.map((name) => (
          <TextField
            id={name}
            label={words[name]}
            hint={name === 'role' ? words.roleHint : undefined}
            value={textOf(typed, name)}
            error={messageFor(errors, name)}
          />
        ))}
        {known && <p class="hint">{words.confirmHint}</p>}
        <p class="actions">
          <button type="submit" class="button">
            {words.submit}
          </button>
        </p>
      </form>
      {known && (
        <form action={partnerPath(partner.id, 'contacts', known.id, 'retirer')} method="post" class="panel">
          <FormToken value={formToken} />
          <p>{words.removeText}</p>
          <button type="submit" class="button button-quiet">
            {words.remove}
          </button>
        </form>
      )}
    </Page>
  );
}

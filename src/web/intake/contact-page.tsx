import { FRENCH } from '../../i18n/languages.ts';
import type { Subject } from '../../services/ports/intake.ts';
import { ErrorSummary, type FieldMessage } from '../forms/fields.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { ContactForm, NewCallForm } from './person-contacts.tsx';
import type { Typed } from './typed-form.ts';
import { subjectPath } from './words.tsx';

const { t } = FRENCH;

/** A contact or a call that could not be noted as it was typed. */
export function ContactPage(props: {
  site: Site;
  title: string;
  name: string;
  subject: Subject;
  formToken: string;
  typed: Typed;
  errors: readonly FieldMessage[];
  form: 'contact' | 'call';
}) {
  const { site, title, name, subject, formToken, typed, errors, form } = props;
  const Form = form === 'contact' ? ContactForm : NewCallForm;
  return (
    <Page site={site} title={title} hasErrors noIndex>
      <p class="way-back">
        <a href={subjectPath(subject)}>{name}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{title}</h1>
      <Form subject={subject} formToken={formToken} typed={typed} errors={errors} />
    </Page>
  );
}

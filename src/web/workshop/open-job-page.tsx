import { FRENCH } from '../../i18n/languages.ts';
import type { ReferralToPlace } from '../../services/ports/programmes.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextAreaField, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { Typed } from '../intake/typed-form.ts';
import { Page, type Site } from '../layout/page.tsx';
import { referredName } from '../programmes/to-place-lines.tsx';
import { openJobPath, WORKSHOP_PATH } from './paths.ts';

const { t } = FRENCH;
const say = t.workshop.open;

/** `/structure/atelier/nouvelle/:referral` */
export function OpenJobPage(props: {
  site: Site;
  referral: ReferralToPlace;
  formToken: string;
  typed: Typed;
  errors: readonly FieldMessage[];
}) {
  const { referral, typed, errors } = props;
  const title = say.title(referredName(referral));
  return (
    <Page site={props.site} title={title} noIndex hasErrors={errors.length > 0}>
      <p class="way-back">
        <a href={WORKSHOP_PATH}>{t.workshop.list.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{title}</h1>
      <p class="lead">{referral.parties.offer.title}</p>
      <form action={openJobPath(referral.id)} method="post" class="questions" novalidate>
        <FormToken value={props.formToken} />
        <input type="hidden" name="once" value={typed.once} />
        <TextAreaField
          id="request"
          label={say.request}
          rows={3}
          value={typed.request ?? ''}
          error={messageFor(errors, 'request')}
        />
        <TextField
          id="vehicle"
          label={say.vehicle}
          hint={say.vehicleHint}
          value={typed.vehicle ?? ''}
          error={messageFor(errors, 'vehicle')}
        />
        <p class="actions">
          <button type="submit" class="button">
            {say.save}
          </button>
        </p>
      </form>
    </Page>
  );
}

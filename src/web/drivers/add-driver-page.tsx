import { DRIVER_KINDS } from '../../domain/drivers/driver.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { ErrorSummary } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { DriverFields, type DriverFieldsProps } from './driver-fields.tsx';
import { DRIVERS_PATH } from './driver-list-page.tsx';

const { t } = FRENCH;
const say = t.drivers;

/** `/structure/conducteurs/nouveau` */
export function AddDriverPage({
  site,
  words,
  formToken,
  typed,
  errors,
  candidates,
}: Omit<DriverFieldsProps, 'say' | 'kinds'> & { site: Site; words: DriverFieldsProps['say']; formToken: string }) {
  return (
    <Page site={site} title={say.add.title} noIndex hasErrors={errors.length > 0}>
      <p class="way-back">
        <a href={DRIVERS_PATH}>{say.list.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{say.add.title}</h1>
      <p class="lead">{say.add.lead}</p>
      <form action={`${DRIVERS_PATH}/nouveau`} method="post" class="questions" novalidate>
        <FormToken value={formToken} />
        <input type="hidden" name="once" value={typed.once} />
        <DriverFields say={words} kinds={DRIVER_KINDS} {...{ typed, errors, candidates }} />
        <p class="actions">
          <button type="submit" class="button">
            {say.add.button}
          </button>
        </p>
      </form>
    </Page>
  );
}

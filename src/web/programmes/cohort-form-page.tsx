import { WEEKDAYS } from '../../domain/explanation/french.ts';
import { LANGUAGE_LEVELS, PEDAGOGIES, PROGRAMME_KINDS } from '../../domain/programmes/programme.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { Typed } from '../intake/typed-form.ts';
import { Page, type Site } from '../layout/page.tsx';
import { COHORTS_PATH } from './paths.ts';
import { SLOT_LINES } from './read-cohort.ts';

const { t } = FRENCH;
const say = t.programmes.form;

/** `/structure/formations/nouveau` and `/structure/formations/:id/modifier` */
export function CohortFormPage(props: {
  site: Site;
  formToken: string;
  path: string;
  typed: Typed;
  /** Answers of which several can be ticked. */
  pedagogies: readonly string[];
  errors: readonly FieldMessage[];
  offers: readonly { id: string; title: string }[];
  late?: string | undefined;
  back: { href: string; label: string };
}) {
  const { site, typed, errors, late, path, back } = props;
  const isNew = path === `${COHORTS_PATH}/nouveau`;
  const title = isNew ? say.title : say.change;
  const field = (id: string) => ({ id, value: typed[id] ?? '', error: messageFor(errors, id) });
  return (
    <Page site={site} title={title} noIndex hasErrors={errors.length > 0 || late !== undefined}>
      <p class="way-back">
        <a href={back.href}>{back.label}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {late !== undefined && (
        <div class="error-summary" role="alert">
          <h2>{t.programmes.cohort.late}</h2>
          <p>{late}</p>
        </div>
      )}
      <h1>{title}</h1>
      <p class="lead">{say.lead}</p>
      <form action={path} method="post" class="questions" novalidate>
        <FormToken value={props.formToken} />
        <input type="hidden" name="once" value={typed.once} />
        <input type="hidden" name="version" value={typed.version ?? ''} />
        <ChoiceField
          id="kind"
          legend={say.kind}
          values={[typed.kind ?? '']}
          options={PROGRAMME_KINDS.map((value) => ({ value, label: t.programmes.kinds[value] }))}
          error={messageFor(errors, 'kind')}
        />
        <TextField {...field('title')} label={say.name} hint={say.nameHint} />
        {props.offers.length > 0 && (
          <SelectField
            {...field('offerId')}
            label={say.offer}
            options={[
              { value: '', label: say.noOffer },
              ...props.offers.map(({ id, title: label }) => ({ value: id, label })),
            ]}
          />
        )}
        <TextField {...field('from')} label={say.from} type="date" size="medium" />
        <TextField {...field('until')} label={say.until} type="date" size="medium" />
        <fieldset class="field" id="slots">
          <legend>{say.slots}</legend>
          <p class="hint">{say.slotHint}</p>
          {messageFor(errors, 'slots') && <p class="wrong">{messageFor(errors, 'slots')}</p>}
          {SLOT_LINES.map((n) => (
            <div class="choice-row">
              <SelectField
                {...field(`day${n}`)}
                label={say.weekday(n)}
                options={[
                  { value: '', label: say.noDay },
                  ...WEEKDAYS.map((label, index) => ({ value: String(index + 1), label })),
                ]}
              />
              <TextField {...field(`from${n}`)} label={say.slotFrom(n)} size="short" />
              <TextField {...field(`to${n}`)} label={say.slotTo(n)} size="short" />
            </div>
          ))}
        </fieldset>
        <TextField {...field('exceptDates')} label={say.except} hint={say.exceptHint} />
        <TextField {...field('place')} label={say.place} />
        <TextField {...field('places')} label={say.places} size="short" inputmode="numeric" />
        <ChoiceField
          id="pedagogies"
          type="checkbox"
          legend={say.pedagogies}
          values={props.pedagogies}
          options={PEDAGOGIES.map((value) => ({ value, label: t.programmes.pedagogies[value] }))}
        />
        <SelectField
          {...field('languageLevel')}
          label={say.level}
          options={[{ value: '', label: say.noLevel }, ...LANGUAGE_LEVELS.map((value) => ({ value, label: value }))]}
        />
        <p class="actions">
          <button type="submit" class="button">
            {isNew ? say.save : say.saveChange}
          </button>
        </p>
      </form>
    </Page>
  );
}

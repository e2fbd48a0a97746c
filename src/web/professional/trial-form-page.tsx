import type { PropsWithChildren } from 'hono/jsx';
import { LICENCE_STATUSES } from '../../domain/diagnostic/diagnostic.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Commune } from '../../services/ports.ts';
import { communeLabel } from '../forms/commune-choice.ts';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import { ForYou, Page, type Site } from '../layout/page.tsx';
import { BARRIERS, STATUSES } from './barriers.ts';
import { ROTA_PRESET_NAMES } from './rota-presets.ts';
import { RotaRows } from './rota-rows.tsx';
import type { TrialAnswers } from './trial-answers.ts';

const { t } = FRENCH;
const { trial } = t;

type Props = {
  site: Site;
  answers: TrialAnswers;
  errors: readonly FieldMessage[];
  candidates: { home: readonly Commune[]; job: readonly Commune[] };
  /** Suggested while typing, by browsers that do. */
  communes: readonly Commune[];
  /** When the form leaves it empty. */
  defaultMarginMinutes: number;
};

export function TrialFormPage(props: Props) {
  const { site, answers, errors } = props;
  return (
    <Page site={site} title={trial.title} description={trial.lead} section="trial" hasErrors={errors.length > 0}>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{trial.heading}</h1>
      <p class="lead">{trial.lead}</p>
      {!site.member && <ForYou />}
      <p class="notice">{trial.privacy}</p>
      <p>{trial.emptyMeansUnknown}</p>
      <p>
        <a class="standing" href="/pro/essai?exemple=1">
          {trial.fillExample}
        </a>
      </p>
      <form action="/pro/essai" method="post" class="questions" novalidate>
        {/* Return in a field presses the form's first button; nobody else needs to meet this one. */}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: it cannot be tabbed to, and its double stands at the end. */}
        <button type="submit" class="unseen" tabindex={-1} aria-hidden="true" name="action" value="search">
          {trial.submit}
        </button>
        <input type="hidden" name="token" value={answers.token} />
        <datalist id="communes">
          {props.communes.map((commune) => (
            <option value={communeLabel(commune)} />
          ))}
        </datalist>
        <PlaceSection {...props} field="home" />
        <PlaceSection {...props} field="job" />
        <RotaSection {...props} />
        <MeansSection {...props} />
        <LimitsSection {...props} />
        <PersonSection {...props} />
        <p class="actions">
          <button type="submit" class="button" name="action" value="search">
            {trial.submit}
          </button>
        </p>
      </form>
    </Page>
  );
}

function Section({ id, heading, children }: PropsWithChildren<{ id: string; heading: string }>) {
  return (
    <section class="panel" id={id} aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{heading}</h2>
      {children}
    </section>
  );
}

function PlaceSection({ answers, errors, candidates, field }: Props & { field: 'home' | 'job' }) {
  const say = trial[field];
  const at = <K extends string>(part: K) => `${field}${part}` as const;
  const error = (id: string) => messageFor(errors, id);
  const among = candidates[field];
  const isPrecise = answers[at('Label')] !== '' || answers[at('Point')] !== '';
  return (
    <Section id={field === 'home' ? 'domicile' : 'travail'} heading={say.heading}>
      <TextField
        id={field}
        label={say.commune}
        hint={say.communeHint}
        value={answers[field]}
        error={error(field)}
        list="communes"
      />
      {among.length > 0 ? (
        <ChoiceField
          id={at('Commune')}
          legend={trial.choose(answers[field])}
          values={[answers[at('Commune')]]}
          error={error(at('Commune'))}
          options={among.map((commune) => ({ value: commune.code, label: communeLabel(commune) }))}
        />
      ) : (
        answers[at('Commune')] && <input type="hidden" name={at('Commune')} value={answers[at('Commune')]} />
      )}
      <details class="more" open={isPrecise || undefined}>
        <summary>{trial.home.more}</summary>
        <TextField id={at('Label')} label={trial.home.label} hint={say.labelHint} value={answers[at('Label')]} />
        <TextField
          id={at('Point')}
          label={trial.home.point}
          hint={trial.home.pointHint}
          value={answers[at('Point')]}
          error={error(at('Point'))}
          size="medium"
        />
      </details>
    </Section>
  );
}

function RotaSection({ answers, errors }: Props) {
  const { rota } = trial;
  return (
    <Section id="horaires" heading={rota.heading}>
      <TextField
        id="startsOn"
        type="date"
        label={rota.startsOn}
        hint={rota.startsOnHint}
        value={answers.startsOn}
        error={messageFor(errors, 'startsOn')}
        size="medium"
      />
      {answers.rota ? (
        <RotaRows rota={answers.rota} preset={answers.preset} errors={errors} />
      ) : (
        <>
          <ChoiceField
            id="preset"
            legend={rota.preset}
            values={[answers.preset]}
            error={messageFor(errors, 'preset')}
            options={ROTA_PRESET_NAMES.map((name) => ({ value: name, ...rota.presets[name] }))}
          />
          <button
            type="submit"
            class="button button-quiet"
            name="action"
            value="editRota"
            formaction="/pro/essai#horaires"
          >
            {rota.edit}
          </button>
        </>
      )}
    </Section>
  );
}

const UNKNOWN = { value: '', label: trial.unknown };
const YES_NO = [UNKNOWN, { value: 'yes', label: trial.means.yes }, { value: 'no', label: trial.means.no }];

function MeansSection({ answers, errors }: Props) {
  const { means } = trial;
  const figure = (id: 'walk' | 'bikeMinutes' | 'budget' | 'deposit', suffix: string) => (
    <TextField
      id={id}
      label={means[id]}
      value={answers[id]}
      error={messageFor(errors, id)}
      size="short"
      inputmode="decimal"
      suffix={suffix}
    />
  );
  return (
    <Section id="moyens" heading={means.heading}>
      <SelectField
        id="licence"
        label={means.licence}
        value={answers.licence}
        options={[UNKNOWN, ...LICENCE_STATUSES.map((status) => ({ value: status, label: means.licences[status] }))]}
      />
      <SelectField
        id="vehicle"
        label={means.vehicle}
        value={answers.vehicle}
        options={[UNKNOWN, ...Object.entries(means.vehicles).map(([value, label]) => ({ value, label }))]}
      />
      <div class="pair">
        <SelectField id="bike" label={means.bike} value={answers.bike} options={YES_NO} />
        {figure('bikeMinutes', means.minutes)}
      </div>
      {figure('walk', means.minutes)}
      <div class="pair">
        {figure('budget', means.budgetSuffix)}
        {figure('deposit', means.depositSuffix)}
      </div>
    </Section>
  );
}

function LimitsSection({ answers, errors, defaultMarginMinutes }: Props) {
  const { limits, means } = trial;
  const figure = (id: 'travel' | 'wait' | 'margin', hint?: string) => (
    <TextField
      id={id}
      label={limits[id]}
      hint={hint}
      value={answers[id]}
      error={messageFor(errors, id)}
      size="short"
      inputmode="decimal"
      suffix={means.minutes}
    />
  );
  return (
    <Section id="limites" heading={limits.heading}>
      {figure('travel')}
      {figure('wait')}
      {figure('margin', limits.marginHint(defaultMarginMinutes))}
    </Section>
  );
}

function PersonSection({ answers, errors }: Props) {
  const { person } = trial;
  const isKnown = answers.age || answers.wheelchair || answers.statuses.length > 0 || answers.barriers.length > 0;
  const barriers = [...BARRIERS.means, ...BARRIERS.skill, ...BARRIERS.motivation];
  return (
    <Section id="situation" heading={person.heading}>
      <p class="hint">{person.moreHint}</p>
      <details class="more" open={isKnown || messageFor(errors, 'age') ? true : undefined}>
        <summary>{person.more}</summary>
        <div class="pair">
          <TextField
            id="age"
            label={person.age}
            value={answers.age}
            error={messageFor(errors, 'age')}
            size="short"
            inputmode="numeric"
            suffix={person.years}
          />
          <SelectField id="wheelchair" label={person.wheelchair} value={answers.wheelchair} options={YES_NO} />
        </div>
        <ChoiceField
          id="statuses"
          type="checkbox"
          legend={person.statuses}
          hint={person.statusesHint}
          values={answers.statuses}
          inline
          options={STATUSES.map((code) => ({ value: code, label: person.statusLabels[code] }))}
        />
        <ChoiceField
          id="barriers"
          type="checkbox"
          legend={person.barriers}
          hint={person.barriersHint}
          values={answers.barriers}
          inline
          options={barriers.map((code) => ({
            value: code,
            label: t.format.capital(t.catalogue.barriers[code] ?? code),
          }))}
        />
      </details>
    </Section>
  );
}

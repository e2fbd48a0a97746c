import { DROP_OUT_REASONS, isAllowed, OPEN_STATUSES } from '../../domain/programmes/enrolment.ts';
import { isAtItsEnd, type Progress, type ProgressStep, STEPS_OF } from '../../domain/programmes/progress.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { CohortView, Learner } from '../../services/programmes/get-cohort.ts';
import { Tag } from '../components/tag.tsx';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import type { Typed } from '../intake/typed-form.ts';
import { Page, type Site } from '../layout/page.tsx';
import { PhoneLink } from '../referral/handed-over-list.tsx';
import { Act, type FormKeys, Late } from './acts.tsx';
import { CostFields, SharesList } from './cost-fields.tsx';
import { cohortPath, learnerPath } from './paths.ts';

const { t } = FRENCH;
const say = t.programmes.person;

export type LearnerPageProps = {
  site: Site;
  cohort: CohortView;
  learner: Learner;
  keys: Omit<FormKeys, 'version'>;
  typed?: Typed;
  errors?: readonly FieldMessage[];
  late?: string;
};

/** `/structure/formations/:id/personnes/:enrolment` */
export function LearnerPage({ site, cohort, learner, keys, typed, errors = [], late }: LearnerPageProps) {
  const who = learner.firstName ?? t.programmes.nobody;
  const act = { action: learnerPath(cohort.id, learner.id), keys: { ...keys, version: learner.version } };
  const isOpen = OPEN_STATUSES.includes(learner.status);
  const isFull = cohort.taken >= cohort.places;
  const field = (id: string) => ({ id, value: typed?.[id] ?? '', error: messageFor(errors, id) });
  return (
    <Page site={site} title={say.title(who, cohort.title)} noIndex hasErrors={errors.length > 0 || late !== undefined}>
      <p class="way-back">
        <a href={cohortPath(cohort.id)}>{say.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <Late message={late} />
      {learner.illustrative && (
        <p class="tags">
          <Tag tone="example">{t.catalogue.illustrative}</Tag>
        </p>
      )}
      <h1>
        <bdi>{who}</bdi>
      </h1>
      <p class="lead">{cohort.title}</p>
      <Facts learner={learner} />
      {learner.status === 'waiting' &&
        (isFull ? (
          <p class="notice">{say.confirm.full}</p>
        ) : (
          <Act
            {...act}
            what="confirm"
            title={say.confirm.title}
            lead={learner.turn === 1 ? say.confirm.turn : say.confirm.early}
            button={say.confirm.button}
            main
          >
            {learner.turn !== 1 && <TextField {...field('outOfTurn')} label={say.confirm.why} />}
          </Act>
        ))}
      {learner.status !== 'waiting' && (
        <section aria-labelledby="progress">
          <h2 id="progress">{say.progress.title}</h2>
          <ProgressList kind={cohort.kind} progress={learner.progress} />
          {isOpen && (
            <Act {...act} what="progress" lead={say.progress.lead} button={say.progress.save}>
              {STEPS_OF[cohort.kind].map((step) => (
                <StepFields step={step} progress={learner.progress} typed={typed} errors={errors} />
              ))}
            </Act>
          )}
        </section>
      )}
      <section aria-labelledby="funding">
        <h2 id="funding">{say.funding.title}</h2>
        <SharesList shares={learner.shares} />
        {learner.funding.parts.length > 0 && (
          <ul>
            {learner.funding.parts.map(({ funder, amountCents, paperwork }) => (
              <li>
                {funder} : {t.programmes.money(amountCents)} ({t.programmes.paperwork[paperwork].toLowerCase()})
              </li>
            ))}
          </ul>
        )}
        <Act {...act} what="funding" lead={say.funding.lead} button={say.funding.save}>
          <CostFields funding={learner.funding} typed={typed} errors={errors} />
        </Act>
      </section>
      {isAllowed('complete', learner.status) && isAtItsEnd(cohort.kind, learner.progress) && (
        <Act
          {...act}
          what="complete"
          title={say.complete.title}
          lead={say.complete.lead}
          button={say.complete.button}
          main
        >
          <TextField {...field('completedOn')} label={say.complete.on} type="date" size="medium" />
        </Act>
      )}
      {isAllowed('dropOut', learner.status) && (
        <Act {...act} what="dropOut" title={say.dropOut.title} lead={say.dropOut.lead} button={say.dropOut.button}>
          <ChoiceField
            id="reason"
            legend={say.dropOut.reason}
            values={[typed?.reason ?? 'unspecified']}
            options={DROP_OUT_REASONS.map((value) => ({ value, label: t.programmes.reasons[value] }))}
            error={messageFor(errors, 'reason')}
          />
          <TextField {...field('stoppedOn')} label={say.dropOut.on} type="date" size="medium" />
        </Act>
      )}
    </Page>
  );
}

function Facts({ learner }: { learner: Learner }) {
  const { totals } = learner;
  return (
    <dl class="facts">
      <div>
        <dt>{say.status}</dt>
        <dd>{t.programmes.statuses[learner.status]}</dd>
      </div>
      {learner.phone && (
        <div>
          <dt>{say.phone}</dt>
          <dd>
            <PhoneLink phone={learner.phone} />
          </dd>
        </div>
      )}
      <div>
        <dt>{say.present}</dt>
        <dd>{say.presence(totals.present, totals.excused, totals.absent, totals.minutes)}</dd>
      </div>
      {learner.outOfTurn && (
        <div>
          <dt>{say.outOfTurn}</dt>
          <dd>{learner.outOfTurn}</dd>
        </div>
      )}
      {learner.endedOn && (
        <div>
          <dt>{say.endedOn}</dt>
          <dd>
            {t.programmes.day(learner.endedOn)}
            {learner.dropOutReason && ` (${t.programmes.reasons[learner.dropOutReason].toLowerCase()})`}
          </dd>
        </div>
      )}
      <div>
        <dt>{t.programmes.person.referralTerm}</dt>
        <dd>
          <a class="standing" href={`/structure/orientations/${encodeURIComponent(learner.referralId)}`}>
            {say.referral}
          </a>
        </dd>
      </div>
    </dl>
  );
}

/** What is noted of each step; those nothing is noted of are left out. */
export function ProgressList({ kind, progress }: { kind: CohortView['kind']; progress: Progress }) {
  const words = t.programmes.followed;
  const lines = STEPS_OF[kind].flatMap(({ code }): [string, string][] => {
    const noted = progress[code];
    if (noted === undefined) return [];
    const name = t.programmes.step(code);
    if ('done' in noted) return [[name, words.hoursDone(noted.done, noted.planned)]];
    if ('result' in noted) return [[name, words.test(noted.result === 'passed', noted.on, noted.attempts)]];
    return [[name, words.on(noted.on)]];
  });
  if (lines.length === 0) return null;
  return (
    <dl class="facts">
      {lines.map(([name, told]) => (
        <div>
          <dt>{name}</dt>
          <dd>{told}</dd>
        </div>
      ))}
    </dl>
  );
}

const decimal = (value: number | null | undefined) => (value == null ? '' : String(value).replace('.', ','));

function StepFields({
  step: { code, asks },
  progress,
  typed,
  errors,
}: {
  step: ProgressStep;
  progress: Progress;
  typed: Typed | undefined;
  errors: readonly FieldMessage[];
}) {
  const noted = progress[code];
  const name = t.programmes.step(code);
  const words = say.progress;
  const field = (part: string, known: string) => {
    const id = `${code}-${part}`;
    return { id, value: typed?.[id] ?? known, error: messageFor(errors, id) };
  };
  if (asks === 'hours') {
    const hours = noted && 'done' in noted ? noted : null;
    return (
      <div class="choice-row">
        <TextField {...field('done', decimal(hours?.done))} label={words.done(name)} size="short" inputmode="decimal" />
        <TextField
          {...field('planned', decimal(hours?.planned))}
          label={words.planned(name)}
          size="short"
          inputmode="decimal"
        />
      </div>
    );
  }
  const on = noted && 'on' in noted ? noted.on : '';
  if (asks === 'day') return <TextField {...field('on', on)} label={words.on(name)} type="date" size="medium" />;
  const test = noted && 'result' in noted ? noted : null;
  return (
    <div class="choice-row">
      <SelectField
        {...field('result', test?.result ?? '')}
        label={words.result(name)}
        options={[
          { value: '', label: words.notTaken },
          { value: 'passed', label: words.passed },
          { value: 'failed', label: words.failed },
        ]}
      />
      <TextField {...field('on', on)} label={words.on(name)} type="date" size="medium" />
      <TextField
        {...field('attempts', decimal(test?.attempts))}
        label={words.attempts(name)}
        size="short"
        inputmode="numeric"
      />
    </div>
  );
}

import { BRIDGE_NEEDS, type JobAction } from '../../domain/workshop/job.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { getJob, JobView } from '../../services/workshop/get-job.ts';
import { Tag } from '../components/tag.tsx';
import { loanPath } from '../fleet/fleet-paths.ts';
import { ChoiceField, ErrorSummary, type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import type { Typed } from '../intake/typed-form.ts';
import { Page, type Site } from '../layout/page.tsx';
import { Act, type FormKeys, Late } from '../programmes/acts.tsx';
import { CostFields, SharesList } from '../programmes/cost-fields.tsx';
import { PhoneLink } from '../referral/handed-over-list.tsx';
import { jobPath, WORKSHOP_PATH } from './paths.ts';
import { QuoteTable } from './quote-table.tsx';

const { t } = FRENCH;
const say = t.workshop.job;

export type JobPageProps = Awaited<ReturnType<typeof getJob>> & {
  site: Site;
  keys: Omit<FormKeys, 'version'>;
  typed?: Typed;
  errors?: readonly FieldMessage[];
  late?: string;
};

/** `/structure/atelier/:id` */
export function JobPage({ site, job, bridge, keys, typed, errors = [], late }: JobPageProps) {
  const who = job.firstName ?? t.programmes.nobody;
  const act = { action: jobPath(job.id), keys: { ...keys, version: job.version } };
  const may = (action: JobAction) => job.actions.includes(action);
  const field = (id: string, known = '') => ({ id, value: typed?.[id] ?? known, error: messageFor(errors, id) });
  const title = `${t.workshop.kinds[job.kind]} : ${who}`;
  return (
    <Page site={site} title={title} noIndex hasErrors={errors.length > 0 || late !== undefined}>
      <p class="way-back">
        <a href={WORKSHOP_PATH}>{t.workshop.list.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <Late message={late} />
      {job.illustrative && (
        <p class="tags">
          <Tag tone="example">{t.catalogue.illustrative}</Tag>
        </p>
      )}
      <h1>{title}</h1>
      <p class="lead">{t.workshop.statuses[job.status]}</p>
      <Facts job={job} bridge={bridge} />
      {job.quote && (
        <section aria-labelledby="quote">
          <h2 id="quote">{say.quote.title}</h2>
          <QuoteTable quote={job.quote} />
          {job.quoteIsOld ? (
            <p class="notice notice-ask">{say.quote.old}</p>
          ) : (
            <p>{say.quote.validUntil(job.quote.validUntil)}</p>
          )}
          <p class="ways">
            <a href={`${jobPath(job.id)}/devis`}>{say.quote.print}</a>
          </p>
        </section>
      )}
      {may('agree') && <Act {...act} what="agree" {...say.agree} main />}
      {may('schedule') && (
        <Act
          {...act}
          what="schedule"
          title={job.status === 'scheduled' ? say.schedule.again : say.schedule.title}
          button={say.schedule.save}
          main={job.status === 'agreed'}
        >
          <TextField {...field('on', job.appointmentOn ?? '')} label={say.schedule.on} type="date" size="medium" />
          <TextField {...field('at', job.appointmentAt ?? '')} label={say.schedule.at} size="short" />
          <ChoiceField
            id="bridge"
            legend={say.schedule.bridge}
            values={[typed?.bridge ?? job.bridge]}
            options={BRIDGE_NEEDS.filter((value) => value !== 'lent' || bridge.vehicles.length > 0).map((value) => ({
              value,
              label: t.workshop.bridges[value],
            }))}
            error={messageFor(errors, 'bridge')}
          />
          {bridge.vehicles.length > 0 && bridge.loan?.status !== 'out' && (
            <div class="bridge-lent">
              <SelectField
                id="bridgeVehicle"
                label={say.schedule.vehicle}
                value={typed?.bridgeVehicle ?? bridge.loan?.vehicleId ?? ''}
                options={[
                  { value: '', label: say.schedule.chooseVehicle },
                  ...bridge.vehicles.map(({ id, label }) => ({ value: id, label })),
                ]}
                error={messageFor(errors, 'bridgeVehicle')}
              />
              <TextField
                {...field('bridgeUntil', bridge.loan?.until ?? '')}
                label={say.schedule.until}
                hint={say.schedule.untilHint}
                type="date"
                size="medium"
              />
            </div>
          )}
        </Act>
      )}
      {may('handOver') && (
        <Act {...act} what="handOver" title={say.handOver.title} button={say.handOver.button} main>
          <TextField {...field('handedOn')} label={say.handOver.on} type="date" size="medium" />
        </Act>
      )}
      {job.quote && (
        <section aria-labelledby="funding">
          <h2 id="funding">{say.funding.title}</h2>
          <SharesList shares={job.shares} />
          {may('fund') && (
            <Act {...act} what="fund" lead={t.programmes.person.funding.lead} button={say.funding.save}>
              <CostFields funding={job.funding} typed={typed} errors={errors} withCost={false} />
            </Act>
          )}
        </section>
      )}
      {may('quote') && <QuoteForm job={job} act={act} typed={typed} errors={errors} />}
      {may('decline') && <Act {...act} what="decline" {...say.decline} />}
      {may('lapse') && <Act {...act} what="lapse" {...say.lapse} />}
      {may('withdraw') && <Act {...act} what="withdraw" {...say.withdraw} />}
    </Page>
  );
}

function Facts({ job, bridge: { loan } }: Pick<JobPageProps, 'job' | 'bridge'>) {
  const when = job.appointmentOn && t.workshop.list.on(job.appointmentOn, t.programmes.hour(job.appointmentAt ?? ''));
  const facts: [string, string | null][] = [
    [say.request, job.request],
    [say.vehicle, job.vehicle],
    [say.appointment, when],
    [say.bridge, job.bridge === 'none' || loan ? null : t.workshop.bridges[job.bridge]],
    [say.handedOver, job.handedOverOn && t.workshop.day(job.handedOverOn)],
  ];
  return (
    <dl class="facts">
      {facts.map(([term, value]) =>
        value ? (
          <div>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
      {loan && (
        <div>
          <dt>{say.bridge}</dt>
          <dd>
            <a class="standing" href={loanPath(loan.id)}>
              <bdi>{loan.label}</bdi>
            </a>{' '}
            {t.fleet.span(loan.from, loan.until)} · {t.fleet.statuses[loan.status]}
          </dd>
        </div>
      )}
      {job.phone && (
        <div>
          <dt>{say.phone}</dt>
          <dd>
            <PhoneLink phone={job.phone} />
          </dd>
        </div>
      )}
      <div>
        <dt>{t.programmes.person.referralTerm}</dt>
        <dd>
          <a class="standing" href={`/structure/orientations/${encodeURIComponent(job.referralId)}`}>
            {say.referral}
          </a>
        </dd>
      </div>
    </dl>
  );
}

const euros = (cents: number | undefined) => (cents === undefined ? '' : String(cents / 100).replace('.', ','));

function QuoteForm({
  job,
  act,
  typed,
  errors,
}: {
  job: JobView;
  act: { action: string; keys: FormKeys };
  typed: Typed | undefined;
  errors: readonly FieldMessage[];
}) {
  const words = say.quote;
  const known = job.quote?.lines ?? [];
  const field = (id: string, value: string) => ({ id, value: typed?.[id] ?? value, error: messageFor(errors, id) });
  const lines = [...Array(Math.min(30, known.length + 3)).keys()];
  return (
    <Act
      {...act}
      what="quote"
      title={job.quote === null ? words.title : words.again}
      lead={words.lead}
      button={words.save}
      main={job.quote === null}
    >
      {lines.map((i) => (
        <div class="choice-row">
          <TextField {...field(`label${i + 1}`, known[i]?.label ?? '')} label={words.line(i + 1)} />
          <TextField
            {...field(`price${i + 1}`, euros(known[i]?.amountCents))}
            label={words.amount(i + 1)}
            size="short"
            inputmode="decimal"
          />
        </div>
      ))}
      <TextField {...field('validUntil', '')} label={words.until} type="date" size="medium" />
    </Act>
  );
}

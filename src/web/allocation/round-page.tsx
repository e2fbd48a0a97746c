import { FRENCH } from '../../i18n/languages.ts';
import type { RoundLine, RoundView } from '../../services/allocation/get-round.ts';
import type { DecidedLoan } from '../../services/ports/allocation.ts';
import { ErrorSummary, type FieldMessage, messageFor, SelectField, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { Typed } from '../intake/typed-form.ts';
import { Page, type Site } from '../layout/page.tsx';
import { ChartKey, LoanChart } from './gantt.tsx';
import { entryPath, roundPath, WAITING_PATH } from './paths.ts';
import { nameOf } from './waiting-page.tsx';

const { t } = FRENCH;
const say = t.waiting.round;
const { date } = t.format;
const REFRESH_SECONDS = 3;

export type RoundPageProps = {
  site: Site;
  round: RoundView;
  timeZone: string;
  formToken: string;
  once: string;
  /** Whose form was sent and came back. */
  typed: Typed;
  errors?: readonly FieldMessage[];
  late?: string;
  replayAsked?: boolean;
};

/** `/structure/attente/repartitions/:id` */
export function RoundPage(props: RoundPageProps) {
  const { site, round, errors = [], late } = props;
  const title = say.title(date(round.from), date(round.until));
  const isPending = round.status === 'computing';
  return (
    <Page
      site={site}
      title={isPending ? say.pending : title}
      noIndex
      wide
      hasErrors={errors.length > 0 || late !== undefined}
      {...(isPending ? { refreshSeconds: REFRESH_SECONDS } : {})}
    >
      <p class="way-back">
        <a href={WAITING_PATH}>{t.waiting.list.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {late !== undefined && (
        <p class="notice notice-ask" role="alert">
          {late}
        </p>
      )}
      <h1>{isPending ? say.pending : title}</h1>
      {isPending && <Pending round={round} />}
      {round.failure !== null && <p class="notice notice-ask">{say.failed[round.failure]}</p>}
      {round.result !== null && <Result {...props} result={round.result} />}
    </Page>
  );
}

const Pending = ({ round }: { round: RoundView }) => (
  <>
    <div class="pending" role="status">
      <p class="lead">{say.pendingText}</p>
      {round.progress > 0 && <p>{say.progress(round.progress)}</p>}
      <p class="working" aria-hidden="true" />
    </div>
    <p>
      <a class="standing" href={roundPath(round.id)}>
        {say.refresh}
      </a>
    </p>
  </>
);

function Result(props: RoundPageProps & { result: NonNullable<RoundView['result']> }) {
  const { round, result } = props;
  return (
    <>
      <p class="lead">{say.summary(result.served, round.people, result.points)}</p>
      <p>{say.proven[result.provenBy]}</p>
      <section aria-labelledby="picture">
        <h2 id="picture">{say.picture}</h2>
        <LoanChart round={round} />
        <ChartKey />
      </section>
      <ResultTable round={round} />
      <section aria-labelledby="each">
        <h2 id="each">{say.each}</h2>
        {round.lines.map((line) => (
          <Decision {...props} line={line} />
        ))}
      </section>
      <Replay {...props} />
      <p class="soft">{say.version(round.criteria.version, `${round.solver} ${round.solverVersion}`)}</p>
    </>
  );
}

const labelOf = (round: RoundView, id: string) => round.vehicles.find((vehicle) => vehicle.id === id)?.label ?? id;
const loanText = (round: RoundView, loan: DecidedLoan | null) =>
  loan === null ? say.none : say.loan(labelOf(round, loan.vehicleId), date(loan.start), date(loan.until));

/** What stands of one line, in a word. */
function stateText({ decision, status }: RoundLine): string {
  if (decision !== null) return say[decision];
  return status === 'waiting' ? say.open : say.gone;
}

const ResultTable = ({ round }: { round: RoundView }) => (
  <table class="waiting-table">
    <caption>{say.table}</caption>
    <thead>
      <tr>
        <th scope="col">{say.person}</th>
        <th scope="col">{t.waiting.list.total}</th>
        <th scope="col">{say.proposal}</th>
        <th scope="col">{say.state}</th>
      </tr>
    </thead>
    <tbody>
      {round.lines.map((line, nth) => (
        <tr>
          <th scope="row">
            {nth + 1}.{' '}
            <a class="standing" href={entryPath(line.entryId)}>
              <bdi>{nameOf(line)}</bdi>
            </a>
          </th>
          <td data-label={t.waiting.list.total}>{line.points.total}</td>
          <td data-label={say.proposal}>{loanText(round, line.proposed)}</td>
          <td data-label={say.state}>
            {stateText(line)}
            {line.decision === 'overridden' && ` : ${loanText(round, line.decided)}`}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

function Decision({ round, line, formToken, once, typed, errors = [] }: RoundPageProps & { line: RoundLine }) {
  const isOpen = line.decision === null && line.status === 'waiting';
  const id = (name: string) => `${name}-${line.entryId}`;
  const mine: Typed = typed.entryId === line.entryId ? typed : {};
  const hidden = (what: string) => (
    <>
      <FormToken value={formToken} />
      <input type="hidden" name="once" value={once} />
      <input type="hidden" name="what" value={what} />
      <input type="hidden" name="entryId" value={line.entryId} />
    </>
  );
  return (
    <section class="panel" aria-labelledby={id('person')}>
      <h3 id={id('person')}>
        <bdi>{nameOf(line)}</bdi>
      </h3>
      <p>
        <strong>{t.format.capital(loanText(round, line.decision === null ? line.proposed : line.decided))}</strong> —{' '}
        {stateText(line)}
      </p>
      {line.reason !== null && <p>{say.saidWhy(line.reason)}</p>}
      <h4>{say.why}</h4>
      <ul>
        {line.why.map((sentence) => (
          <li>{t.format.typeset(sentence)}</li>
        ))}
      </ul>
      {line.changes.length > 0 && (
        <>
          <h4>{say.changes}</h4>
          <ul>
            {line.changes.map((sentence) => (
              <li>{t.format.typeset(sentence)}</li>
            ))}
          </ul>
        </>
      )}
      {isOpen && (
        <>
          <form method="post">
            {hidden('confirm')}
            <button type="submit" class="button" aria-label={say.confirmOf(nameOf(line))}>
              {say.confirm}
            </button>
          </form>
          <details open={mine.what === 'override'}>
            <summary>{say.override}</summary>
            <form method="post">
              {hidden('override')}
              <p>{say.overrideLead}</p>
              <SelectField
                id={id('vehicleId')}
                name="vehicleId"
                label={say.vehicle}
                value={mine.vehicleId ?? line.proposed?.vehicleId ?? ''}
                error={messageFor(errors, id('vehicleId'))}
                options={[
                  { value: '', label: say.noVehicle },
                  ...round.vehicles.map((vehicle) => ({ value: vehicle.id, label: vehicle.label })),
                ]}
              />
              <TextField
                id={id('start')}
                name="start"
                label={say.start}
                hint={t.waiting.entry.dateHint}
                size="medium"
                value={mine.start ?? (line.proposed?.start ?? line.wish.wantedFrom).split('-').reverse().join('/')}
                error={messageFor(errors, id('start'))}
              />
              <TextField
                id={id('reason')}
                name="reason"
                label={say.reason}
                value={mine.reason ?? ''}
                error={messageFor(errors, id('reason'))}
              />
              <button type="submit" class="button button-quiet">
                {say.overrideSubmit}
              </button>
            </form>
          </details>
        </>
      )}
    </section>
  );
}

function Replay({ round, timeZone, formToken, once, replayAsked }: RoundPageProps) {
  const when = round.replayedAt === null ? null : t.format.instant(round.replayedAt, timeZone);
  return (
    <form class="panel" method="post">
      <FormToken value={formToken} />
      <input type="hidden" name="once" value={once} />
      <input type="hidden" name="what" value="replay" />
      <h2>{say.replay}</h2>
      <p>{say.replayText}</p>
      {replayAsked && (
        <p class="notice" role="status">
          {say.replayAsked}
        </p>
      )}
      {when !== null && <p class="notice">{round.replayedEqual ? say.replayed(when) : say.replayedOther(when)}</p>}
      <button type="submit" class="button button-quiet">
        {say.replay}
      </button>
    </form>
  );
}

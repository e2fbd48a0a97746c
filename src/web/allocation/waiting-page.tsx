import { FRENCH } from '../../i18n/languages.ts';
import type { listRounds } from '../../services/allocation/get-round.ts';
import type { listWaiting } from '../../services/allocation/list-waiting.ts';
import type { WaitingView } from '../../services/allocation/view-waiting.ts';
import { Tag } from '../components/tag.tsx';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { Typed } from '../intake/typed-form.ts';
import { Page, type Site } from '../layout/page.tsx';
import { CRITERIA_PATH, entryPath, joinPath, ROUNDS_PATH, roundPath } from './paths.ts';

const { t } = FRENCH;
const say = t.waiting;
const { date } = t.format;

export const nameOf = ({ name }: { name: string | null }) => name ?? say.someone;

export type WaitingPageProps = {
  site: Site;
  list: Awaited<ReturnType<typeof listWaiting>>;
  rounds: Awaited<ReturnType<typeof listRounds>>;
  timeZone: string;
  formToken: string;
  once: string;
  typed: Typed;
  errors?: readonly FieldMessage[];
  late?: string;
};

/** `/structure/attente` */
export function WaitingPage(props: WaitingPageProps) {
  const { site, list, errors = [], late } = props;
  return (
    <Page site={site} title={say.list.title} noIndex wide hasErrors={errors.length > 0 || late !== undefined}>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      {late !== undefined && (
        <p class="notice notice-ask" role="alert">
          {late}
        </p>
      )}
      <h1>{say.list.title}</h1>
      <p class="lead">{say.list.lead}</p>
      <p>
        <a class="standing" href={CRITERIA_PATH}>
          {say.list.criteria}
        </a>
      </p>
      <h2>{say.list.waiting(list.waiting.length)}</h2>
      {list.waiting.length === 0 ? <p>{say.list.none}</p> : <WaitingTable entries={list.waiting} />}
      {list.waiting.length > 0 && <StartForm {...props} />}
      <section aria-labelledby="joinable">
        <h2 id="joinable">{say.list.joinable}</h2>
        {list.joinable.length === 0 && <p>{say.list.noJoinable}</p>}
        <ul class="referrals">
          {list.joinable.map((one) => (
            <li>
              <bdi>{nameOf(one)}</bdi> <span class="soft">{one.offer}</span>{' '}
              <a class="standing" href={joinPath(one.id)} aria-label={say.list.joinOf(nameOf(one))}>
                {say.list.join}
              </a>
            </li>
          ))}
        </ul>
      </section>
      <History {...props} />
      {list.past.length > 0 && (
        <details>
          <summary>{say.list.past}</summary>
          <ul class="referrals">
            {list.past.map((one) => (
              <li>
                <a class="standing" href={entryPath(one.id)}>
                  <bdi>{nameOf(one)}</bdi>
                </a>{' '}
                <span class="soft">{say.list.statuses[one.status]}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Page>
  );
}

const WaitingTable = ({ entries }: { entries: readonly WaitingView[] }) => (
  <table class="waiting-table">
    <caption>{say.list.table}</caption>
    <thead>
      <tr>
        <th scope="col">{say.list.person}</th>
        <th scope="col">{say.list.wants}</th>
        <th scope="col">{say.list.total}</th>
      </tr>
    </thead>
    <tbody>
      {entries.map((one) => (
        <tr>
          <th scope="row">
            <a class="standing" href={entryPath(one.id)}>
              <bdi>{nameOf(one)}</bdi>
            </a>{' '}
            {one.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}
          </th>
          <td data-label={say.list.wants}>
            {say.list.wish(typesText(one.wish.vehicleTypes), one.wish.days, date(one.wish.wantedFrom))}
            <br />
            <span class="soft">{say.list.since(date(one.waitingSince))}</span>
            {one.askedBy !== null && (
              <>
                <br />
                <span class="soft">{say.entry.askedBy(one.askedBy)}</span>
              </>
            )}
          </td>
          <td data-label={say.list.total}>{one.points.total}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const typesText = (types: WaitingView['wish']['vehicleTypes']) =>
  t.format.list(
    types.map((type) => t.catalogue.vehicleTypes[type]),
    'ou',
  );

function StartForm({ formToken, once, typed, errors = [] }: WaitingPageProps) {
  return (
    <form class="panel" action={ROUNDS_PATH} method="post">
      <FormToken value={formToken} />
      <input type="hidden" name="once" value={once} />
      <h2>{say.start.title}</h2>
      <p>{say.start.text}</p>
      <TextField
        id="from"
        label={say.start.from}
        hint={say.start.hint}
        size="medium"
        value={typed.from ?? ''}
        error={messageFor(errors, 'from')}
      />
      <TextField
        id="until"
        label={say.start.until}
        size="medium"
        value={typed.until ?? ''}
        error={messageFor(errors, 'until')}
      />
      <button type="submit" class="button">
        {say.start.submit}
      </button>
    </form>
  );
}

const History = ({ rounds, timeZone }: WaitingPageProps) => (
  <section aria-labelledby="history">
    <h2 id="history">{say.history.title}</h2>
    {rounds.length === 0 && <p>{say.history.none}</p>}
    <ul class="referrals">
      {rounds.map((round) => (
        <li>
          <a class="standing" href={roundPath(round.id)}>
            {say.history.line(date(round.from), date(round.until))}
          </a>{' '}
          <span class="soft">
            {say.history.statuses[round.status]}, {say.history.made(t.format.instant(round.createdAt, timeZone))}
          </span>
        </li>
      ))}
    </ul>
  </section>
);

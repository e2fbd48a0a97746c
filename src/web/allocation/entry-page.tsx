import type { AllocationCriteria } from '../../domain/allocation/criteria.ts';
import { CRITERION_NAMES } from '../../domain/allocation/criteria-prose.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { WaitingView } from '../../services/allocation/view-waiting.ts';
import type { HandedFact } from '../../services/ports/referrals.ts';
import { Tag } from '../components/tag.tsx';
import { ErrorSummary, type FieldMessage, messageFor, TextField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import type { Typed } from '../intake/typed-form.ts';
import { Page, type Site } from '../layout/page.tsx';
import { HandedOverList } from '../referral/handed-over-list.tsx';
import { EntryFields } from './entry-fields.tsx';
import { CRITERIA_PATH, WAITING_PATH } from './paths.ts';
import { nameOf } from './waiting-page.tsx';

const { t } = FRENCH;
const say = t.waiting;

type Form = {
  site: Site;
  criteria: AllocationCriteria;
  formToken: string;
  once: string;
  typed: Typed;
  errors: readonly FieldMessage[];
  late?: string | undefined;
};

const Back = () => (
  <p class="way-back">
    <a href={WAITING_PATH}>{say.list.back}</a>
  </p>
);

const Late = ({ text }: { text: string | undefined }) =>
  text === undefined ? null : (
    <p class="notice notice-ask" role="alert">
      {text}
    </p>
  );

/** `/structure/attente/inscrire/:referral` */
export function JoinPage(props: Form & { name: string | null; facts: readonly HandedFact[] }) {
  const { site, name, facts, criteria, formToken, once, typed, errors, late } = props;
  const title = say.entry.joinTitle(nameOf({ name }));
  return (
    <Page site={site} title={title} noIndex hasErrors={errors.length > 0 || late !== undefined}>
      <Back />
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <Late text={late} />
      <h1>{title}</h1>
      <details>
        <summary>{say.entry.told}</summary>
        <HandedOverList facts={facts} />
      </details>
      <form method="post">
        <FormToken value={formToken} />
        <input type="hidden" name="once" value={once} />
        <EntryFields criteria={criteria} typed={typed} errors={errors} />
        <button type="submit" class="button">
          {say.entry.join}
        </button>
      </form>
    </Page>
  );
}

/** `/structure/attente/:id` */
export function EntryPage(props: Form & { entry: WaitingView; saved: boolean }) {
  const { site, entry, criteria, formToken, once, typed, errors, late, saved } = props;
  const title = say.entry.title(nameOf(entry));
  const hidden = (what: string) => (
    <>
      <FormToken value={formToken} />
      <input type="hidden" name="once" value={once} />
      <input type="hidden" name="what" value={what} />
      <input type="hidden" name="expectedVersion" value={String(entry.version)} />
    </>
  );
  return (
    <Page site={site} title={title} noIndex hasErrors={errors.length > 0 || late !== undefined}>
      <Back />
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <Late text={late === undefined ? undefined : `${late} ${say.entry.changed}`} />
      {saved && (
        <p class="notice" role="status">
          {say.entry.saved}
        </p>
      )}
      <p class="tags">
        <Tag>{say.list.statuses[entry.status]}</Tag>
        {entry.illustrative && <Tag tone="example">{t.catalogue.illustrative}</Tag>}
      </p>
      <h1>{title}</h1>
      {entry.askedBy !== null && <p>{say.entry.askedBy(entry.askedBy)}.</p>}
      {entry.statusReason !== null && <p class="notice">{say.entry.withdrawn(entry.statusReason)}</p>}
      <PointsTable entry={entry} />
      {entry.status === 'waiting' && (
        <>
          <form method="post">
            {hidden('edit')}
            <EntryFields criteria={criteria} typed={typed} errors={errors} />
            <button type="submit" class="button">
              {say.entry.save}
            </button>
          </form>
          <form class="panel" method="post">
            {hidden('withdraw')}
            <h2>{say.entry.withdraw}</h2>
            <p>{say.entry.withdrawText}</p>
            <TextField
              id="reason"
              label={say.entry.reason}
              value={typed.reason ?? ''}
              error={messageFor(errors, 'reason')}
            />
            <button type="submit" class="button button-quiet">
              {say.entry.withdraw}
            </button>
          </form>
        </>
      )}
    </Page>
  );
}

const PointsTable = ({ entry: { points } }: { entry: WaitingView }) => (
  <table>
    <caption>
      {say.entry.points} : {say.points(points.total)}. <a href={CRITERIA_PATH}>{say.list.criteria}</a>
    </caption>
    <tbody>
      {points.parts.map((part) => (
        <tr>
          <th scope="row">{CRITERION_NAMES[part.code]}</th>
          <td>
            {say.entry.ofMost(part.points, part.most)}
            {!part.known && <span class="soft"> ({say.entry.unknown})</span>}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

import type { Child } from 'hono/jsx';
import { FRENCH } from '../../i18n/languages.ts';
import type { ImportView } from '../../services/imports/read-import.ts';
import type { ImportOutcome, ImportRow } from '../../services/ports/imports.ts';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { IMPORTS_PATH, importPath } from './import-paths.ts';

const { t } = FRENCH;
const words = t.imports.one;

/** Rows that a page tells: whoever has more corrects these first. */
const MOST_TOLD = 100;
const REFRESH_SECONDS = 3;
const OUTCOMES = ['create', 'change', 'same', 'rejected', 'conflict'] as const satisfies readonly ImportOutcome[];

type Props = { site: Site; formToken: string; one: ImportView };

/** `/ressources/imports/:id`: where an import is, what it does or did, and what may be decided. */
export function ImportPage(props: Props) {
  const { site, one } = props;
  const isMoving = one.status === 'pending' || one.status === 'applying' || one.status === 'undoing';
  const live = isMoving ? { scripts: ['live'], refreshSeconds: REFRESH_SECONDS } : {};
  return (
    <Page site={site} title={words.title(one.fileName)} hasErrors={one.status === 'failed'} noIndex wide {...live}>
      <p class="way-back">
        <a href={IMPORTS_PATH}>{words.back}</a>
      </p>
      <h1>{words.title(one.fileName)}</h1>
      <p>{t.imports.formats(one.format)}</p>
      {isMoving ? <Moving one={one} /> : <Told {...props} />}
    </Page>
  );
}

function Moving({ one }: { one: ImportView }) {
  const { id, status, done, total } = one;
  const said = { pending: words.reading, applying: words.applying, undoing: words.undoing }[status as 'pending'];
  return (
    <div data-live={`${importPath(id, 'evenements')}?etat=${status}&fait=${done}`} data-again="2">
      <p class="lead" role="status">
        {said}
      </p>
      <p class="field">
        <label for="avancement">{words.progress}</label>
        <progress
          id="avancement"
          value={total === 0 ? undefined : done}
          max={total === 0 ? undefined : total}
        ></progress>
      </p>
      {total > 0 && <p>{words.doneOf(done, total)}</p>}
      <p class="ways">
        <a href={importPath(id)} class="standing">
          {words.refresh}
        </a>
      </p>
    </div>
  );
}

function Told({ one, formToken }: Props) {
  const { id, status, rejected, accepted, failure, counts } = one;
  const toApply = (counts.create ?? 0) + (counts.change ?? 0);
  const isOver = status === 'done' || status === 'undone';
  return (
    <>
      {status === 'failed' ? (
        <div class="notice notice-ask" role="alert">
          <p>{words.failed}</p>
          <p>{failure}</p>
        </div>
      ) : (
        <p class={rejected > 0 && status === 'checked' ? 'notice notice-ask' : 'lead'} role="status">
          {status === 'checked' ? words.checked(accepted, rejected) : words[status as 'done' | 'undone' | 'discarded']}
        </p>
      )}
      {status !== 'failed' && (
        <>
          <h2>{isOver ? words.countsDone : words.counts}</h2>
          <dl class="facts">
            {OUTCOMES.filter((outcome) => (counts[outcome] ?? 0) > 0).map((outcome) => (
              <div>
                <dt>{(isOver ? words.outcomesDone : words.outcomes)[outcome]}</dt>
                <dd>{(counts[outcome] ?? 0).toLocaleString('fr-FR')}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {status === 'checked' && <Decide id={id} formToken={formToken} count={toApply} />}
      <Wrong id={id} rows={one.rejectedRows} all={rejected} />
      <Rows
        title={isOver ? words.changesDone : words.changes}
        rows={status === 'discarded' ? [] : one.changes}
        say={({ change }) => (change?.target === 'offer' ? change.fields?.join(', ') : null)}
      />
      <Rows title={words.revived} text={words.revivedText} rows={status === 'discarded' ? [] : one.revived} />
      <Rows title={words.conflicts} text={words.conflictsText} rows={one.conflicts} />
      <Rows title={words.kept} text={words.keptText} rows={one.kept} />
      {status !== 'undone' && status !== 'discarded' && (
        <Rows title={words.notes} rows={one.noted} say={(row) => row.notes.join(' ')} />
      )}
      {(status === 'done' || (status === 'failed' && toApply > 0)) && (
        <details class="panel">
          <summary>{words.undo}</summary>
          <p>{words.undoText}</p>
          <form action={importPath(id, 'annuler')} method="post">
            <FormToken value={formToken} />
            <p class="actions">
              <button type="submit" class="button button-quiet">
                {words.undoButton}
              </button>
            </p>
          </form>
        </details>
      )}
      <p class="ways">
        <a href={IMPORTS_PATH} class="standing">
          {words.again}
        </a>
      </p>
    </>
  );
}

function Decide({ id, formToken, count }: { id: string; formToken: string; count: number }) {
  return (
    <>
      {count > 0 ? (
        <form action={importPath(id, 'confirmer')} method="post">
          <FormToken value={formToken} />
          <p class="actions">
            <button type="submit" class="button">
              {words.confirm(count)}
            </button>
          </p>
        </form>
      ) : (
        <p>{words.nothing}</p>
      )}
      <form action={importPath(id, 'abandonner')} method="post">
        <FormToken value={formToken} />
        <p class="actions">
          <button type="submit" class="button button-quiet">
            {words.discard}
          </button>
        </p>
      </form>
    </>
  );
}

function Wrong({ id, rows, all }: { id: string; rows: readonly ImportRow[]; all: number }) {
  if (rows.length === 0) return null;
  const shown = rows.slice(0, MOST_TOLD);
  return (
    <>
      <h2>{words.wrong}</h2>
      <p>{words.wrongText}</p>
      <p class="ways">
        <a href={importPath(id, 'erreurs.csv')} class="standing" download>
          {words.download}
        </a>
      </p>
      <table class="report">
        <thead>
          <tr>
            <th scope="col">{words.row}</th>
            <th scope="col">{words.label}</th>
            <th scope="col">{words.column}</th>
            <th scope="col">{words.message}</th>
          </tr>
        </thead>
        <tbody>
          {shown.flatMap(({ row, label, problems }) =>
            problems.map(({ path, heading, message }) => (
              <tr>
                <td data-label={words.row}>{row}</td>
                <td data-label={words.label}>{label}</td>
                <td data-label={words.column}>{heading ?? (path || words.wholeRow)}</td>
                <td data-label={words.message}>{message}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
      {all > shown.length && <p>{words.more(all - shown.length)}</p>}
    </>
  );
}

function Rows({
  title,
  text,
  rows,
  say,
}: {
  title: string;
  text?: string;
  rows: readonly ImportRow[];
  say?(row: ImportRow): Child;
}) {
  if (rows.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      <ul>
        {rows.slice(0, MOST_TOLD).map((row) => (
          <li>
            {words.row} {row.row} – {row.label}
            {say && (
              <>
                {' : '}
                {say(row)}
              </>
            )}
          </li>
        ))}
      </ul>
      {rows.length > MOST_TOLD && <p>{words.moreRows(rows.length - MOST_TOLD)}</p>}
    </>
  );
}

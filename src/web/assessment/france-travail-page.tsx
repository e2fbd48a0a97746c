import type { AnswerValue } from '../../domain/assessment/answer.ts';
import type { ReadLine } from '../../domain/assessment/france-travail.ts';
import { getQuestion } from '../../domain/assessment/questionnaire.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { FranceTravailReport } from '../../services/assessment/import-france-travail.ts';
import { ErrorSummary, type FieldMessage, messageFor, TextAreaField } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { tellAnswer } from './form-question.tsx';
import { titleOf } from './words.ts';

const { t } = FRENCH;
const say = t.assessment.franceTravail;

type Props = { site: Site; formToken: string; path: string; file: string };

/** Where the file is pasted or chosen. */
export function FranceTravailPage({
  text,
  errors,
  ...props
}: Props & { text: string; errors: readonly FieldMessage[] }) {
  const { site, formToken, path, file } = props;
  const fileError = messageFor(errors, 'text');
  return (
    <Page site={site} title={say.title} hasErrors={errors.length > 0} noIndex>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <p class="way-back">
        <a href={file}>{t.assessment.outcome.back}</a>
      </p>
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <form action={path} method="post" enctype="multipart/form-data" class="questions" novalidate>
        <FormToken value={formToken} />
        <TextAreaField id="text" label={say.text} hint={say.textHint} value={text} error={fileError} rows={8} />
        <div class="field">
          <label for="file">{say.file}</label>
          <span class="hint" id="file-hint">
            {say.fileHint}
          </span>
          <input
            id="file"
            name="file"
            type="file"
            class="input-long"
            accept=".json,application/json"
            aria-describedby="file-hint"
          />
        </div>
        <p class="actions">
          <button type="submit" class="button" name="action" value="read">
            {say.read}
          </button>
        </p>
      </form>
    </Page>
  );
}

/** What was understood, before anything is written. */
export function FranceTravailReportPage({
  report,
  token,
  ...props
}: Props & { report: FranceTravailReport; token: string }) {
  const { site, formToken, path, file } = props;
  const { constraint, merge, knownValue } = report;
  const lines = (...readings: ReadLine['reading'][]) =>
    constraint.lines.filter(({ reading }) => readings.includes(reading));
  return (
    <Page site={site} title={say.reportTitle} noIndex>
      <p class="way-back">
        <a href={file}>{t.assessment.outcome.back}</a>
      </p>
      <h1>{say.reportTitle}</h1>
      <p class="lead">{say.reportLead}</p>
      <p>
        {[
          constraint.value && say.value(valueWord(constraint.value)),
          constraint.date && say.date(dayOf(constraint.date)),
        ]
          .filter(Boolean)
          .join(', ')}
      </p>
      {!knownValue && <p class="notice">{say.unknownValue(constraint.value ?? '')}</p>}
      <p class="hint">{say.leftAside(constraint.leftAside)}</p>
      <Lines heading={say.understood} lines={lines('understood')} />
      <Lines heading={say.unknown} lines={lines('unknownCode', 'unknownValue')} />
      <Lines heading={say.silent} lines={lines('silent')} />
      <section class="panel" aria-labelledby="adds">
        <h2 id="adds">{say.adds}</h2>
        {merge.added.length === 0 ? (
          <p>{say.addsNothing}</p>
        ) : (
          <dl class="check-list">
            {merge.added.map((code) => (
              <div>
                <dt>{titleOf(code)}</dt>
                <dd>{told(code, merge.answers[code])}</dd>
              </div>
            ))}
          </dl>
        )}
        {merge.conflicts.length > 0 && (
          <>
            <h3>{say.conflicts}</h3>
            <ul>
              {merge.conflicts.map(({ question, here, there }) => (
                <li>{say.conflict(titleOf(question), told(question, here), told(question, there))}</li>
              ))}
            </ul>
          </>
        )}
        {merge.toAsk.length > 0 && (
          <>
            <h3>{say.toAsk}</h3>
            <ul>
              {merge.toAsk.map((code) => (
                <li>{titleOf(code)}</li>
              ))}
            </ul>
          </>
        )}
      </section>
      <form action={path} method="post" class="actions">
        <FormToken value={formToken} />
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="text" value={JSON.stringify(kept(report))} />
        {merge.added.length > 0 && (
          <button type="submit" class="button" name="action" value="save">
            {say.save}
          </button>
        )}
        <a class="button button-quiet" href={path}>
          {say.again}
        </a>
      </form>
    </Page>
  );
}

/** The constraint alone, as it will be sent again: nothing of the rest of the file goes round. */
function kept({ constraint: { value, date, lines } }: FranceTravailReport) {
  const items = (kind: ReadLine['kind']) =>
    lines
      .filter((line) => line.kind === kind)
      .map(({ code, label, value: valeur }) => ({ code, libelle: label, valeur }));
  return {
    code: '23',
    libelle: 'Développer sa mobilité',
    valeur: value,
    date,
    situations: items('situation'),
    objectifs: items('objective'),
  };
}

function Lines({ heading, lines }: { heading: string; lines: readonly ReadLine[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h2>{heading}</h2>
      <ul>
        {lines.map(({ label, code, value }) => (
          <li>{say.line(label || say.unnamed(code ?? ''), valueWord(value))}</li>
        ))}
      </ul>
    </section>
  );
}

const valueWord = (value: string) => say.values[value] ?? value;
const told = (code: string, value: AnswerValue | null | undefined) =>
  value === null || value === undefined ? t.assessment.notDiscussed : tellAnswer(getQuestion(code), value);

/** The day of an instant as it was sent; the text itself where it is none. */
function dayOf(text: string): string {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
  return day ? t.format.date(day) : text;
}

import type { Scope } from '../../domain/accounts/scopes.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { ReceivedAnswer } from '../../services/employers/line-answers.ts';
import { FormToken } from '../forms/form-token.tsx';
import { IntakeMenu } from '../intake/intake-menu.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { patternHours } from './words.ts';

const { t } = FRENCH;
const say = t.employer.answers;

type Props = {
  site: Site;
  scopes: ReadonlySet<Scope>;
  formToken: string;
  timeZone: string;
  answers: readonly ReceivedAnswer[];
  isDone: boolean;
};

/** `/pro/lignes`: whom to call back, line by line. */
export function AnswersPage(props: Props) {
  const { site, answers, isDone } = props;
  const waiting = answers.filter(({ handledAt }) => handledAt === null);
  const handled = answers.filter(({ handledAt }) => handledAt !== null);
  const lines = [...new Map(waiting.map((answer) => [answer.line.id, answer])).values()];
  return (
    <Page site={site} title={say.title} noIndex wide>
      <IntakeMenu scopes={props.scopes} here="lines" />
      <h1>{say.title}</h1>
      {isDone && (
        <p class="notice" role="status">
          {say.handledNotice}
        </p>
      )}
      <p class="lead">{say.lead}</p>
      {waiting.length === 0 ? <p>{say.none}</p> : <p>{say.waiting(waiting.length)}</p>}
      {lines.map(({ line, site: at, pattern }) => (
        <section aria-labelledby={line.id}>
          <h2 id={line.id}>
            {line.label}
            <span class="subheading">
              {[line.organisationName, at.label, pattern && patternHours(pattern.cycle)].filter(Boolean).join(' · ')}
            </span>
          </h2>
          <ul class="plain-list employer-rows">
            {waiting
              .filter((answer) => answer.line.id === line.id)
              .map((answer) => (
                <AnswerRow {...props} answer={answer} />
              ))}
          </ul>
        </section>
      ))}
      {handled.length > 0 && (
        <section aria-labelledby="faites">
          <h2 id="faites">{say.handled}</h2>
          <ul class="plain-list employer-rows">
            {handled.map((answer) => (
              <AnswerRow {...props} answer={answer} />
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}

function AnswerRow({ answer, formToken, timeZone }: Props & { answer: ReceivedAnswer }) {
  const { id, role, firstName, phone, communeName, createdAt, handledAt } = answer;
  return (
    <li>
      <p>
        <strong>{firstName}</strong> · {say.roles[role]} · {communeName ? say.from(communeName) : say.unknownCommune}
        {handledAt !== null && ` · ${answer.line.label}`}
        <span class="soft employer-hours">{say.on(t.format.instant(handledAt ?? createdAt, timeZone))}</span>
      </p>
      <div class="actions">
        {phone && (
          <p class="phone">
            <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>
          </p>
        )}
        {handledAt === null && (
          <form action={`/pro/lignes/${encodeURIComponent(id)}/rappelee`} method="post">
            <FormToken value={formToken} />
            <button type="submit" class="button button-quiet" aria-label={say.doneOf(firstName ?? '')}>
              {say.done}
            </button>
          </form>
        )}
      </div>
    </li>
  );
}

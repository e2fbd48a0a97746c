import type { PropsWithChildren } from 'hono/jsx';
import { FRENCH } from '../../i18n/languages.ts';
import type { Lookalike } from '../../services/people/list-duplicates.ts';
import { ErrorSummary, type FieldMessage } from '../forms/fields.tsx';
import { FormToken } from '../forms/form-token.tsx';
import { CommunesList } from '../forms/place-question.tsx';
import type { TypedAnswers } from '../forms/typed.ts';
import { Page, type Site } from '../layout/page.tsx';
import { LookalikesNotice } from '../people/lookalikes-notice.tsx';
import { identityQuestion } from './identity-question.tsx';
import { QUICK_PATH, type QuickChoices, quickPages } from './quick-form.tsx';

const { t } = FRENCH;
const say = t.assessment.quick;

type Props = {
  site: Site;
  formToken: string;
  /** Made with the empty form: sent twice it opens one file. */
  token: string;
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
  choices: QuickChoices;
  /** Files that seem to be of the same person: nothing was opened yet. */
  lookalikes?: readonly Lookalike[];
};

/** `/pro/personnes/nouvelle`: everything that a first search needs, on one page. */
export function QuickPage({ site, formToken, token, typed, errors, choices, lookalikes = [] }: Props) {
  return (
    <Page site={site} title={say.title} hasErrors={errors.length + lookalikes.length > 0} noIndex wide>
      <ErrorSummary title={t.errors.summary} errors={errors} />
      <h1>{say.title}</h1>
      <p class="lead">{say.lead}</p>
      <p class="notice">{say.consent}</p>
      <p>{say.unknown}</p>
      <form action={QUICK_PATH} method="post" class="questions" novalidate>
        {/* Return in a field presses the form's first button; nobody else needs to meet this one. */}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: it cannot be tabbed to, and its double stands at the end. */}
        <button type="submit" class="unseen" tabindex={-1} aria-hidden="true" name="action" value="send">
          {say.submit}
        </button>
        <FormToken value={formToken} />
        <input type="hidden" name="token" value={token} />
        <LookalikesNotice lookalikes={lookalikes} submit={say.submit} />
        <CommunesList gazetteer={choices.gazetteer} />
        <div class="quick-parts">
          <Part name="personne" title={identityQuestion.title}>
            {identityQuestion.fields({ typed, errors, action: QUICK_PATH })}
          </Part>
          {quickPages(choices).map(({ name, title, questions }) => (
            <Part name={name} title={title}>
              {name === 'travail' && <p class="hint">{say.noJobYet}</p>}
              {questions.map((question) => question.fields({ typed, errors, action: QUICK_PATH }))}
            </Part>
          ))}
        </div>
        <p class="actions">
          <button type="submit" class="button" name="action" value="send">
            {say.submit}
          </button>
        </p>
      </form>
    </Page>
  );
}

export function Part({ name, title, children }: PropsWithChildren<{ name: string; title: string }>) {
  return (
    <section class="panel" id={name} aria-labelledby={`${name}-heading`}>
      <h2 id={`${name}-heading`}>{title}</h2>
      {children}
    </section>
  );
}

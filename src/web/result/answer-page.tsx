import type { Child } from 'hono/jsx';
import type { OpenFact } from '../../domain/diagnostic/open-facts.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { ErrorSummary } from '../forms/fields.tsx';
import { Page, type Site } from '../layout/page.tsx';
import { ANSWER, AnswerField, AnswerFormHead, type Asking, factLabel } from './ask-field.tsx';

const { t } = FRENCH;
const say = t.result.ask;

type Props = {
  site: Site;
  asking: Asking;
  fact: OpenFact;
  /** Where the form goes, and where one comes back to without answering. */
  action: string;
  back: string;
  values: readonly string[];
  error?: string | undefined;
  /** What the diagnostic says of it already, in words. */
  known: string | null;
};

/** One question by itself: for a list to tick, and for an answer to be put right. */
export function AnswerPage({ site, asking, fact, action, back, values, error, known }: Props) {
  const { place } = asking;
  return (
    <Page site={site} title={say.title} section={place.section} noIndex hasErrors={error !== undefined}>
      <p class="way-back">
        <a href={back}>{t.result.explanation.back}</a>
      </p>
      <ErrorSummary title={t.errors.summary} errors={error === undefined ? [] : [{ field: ANSWER, message: error }]} />
      <h1>{say.title}</h1>
      {known !== null && (
        <p>
          {say.known} <strong>{known}</strong>
        </p>
      )}
      <form method="post" action={action}>
        <AnswerFormHead asking={asking} />
        <AnswerField fact={fact} isTrial={place.forPerson === null} id={ANSWER} values={values} error={error} />
        <p class="actions">
          <button type="submit" class="button">
            {say.submit}
          </button>
        </p>
      </form>
    </Page>
  );
}

/** Somebody changed the diagnostic meanwhile: both answers, and the choice between them. */
export function AnswerConflictPage({
  site,
  asking,
  fact,
  action,
  back,
  values,
  yours,
  theirs,
}: Omit<Props, 'error' | 'known'> & { yours: string; theirs: string | null }) {
  const { conflict } = say;
  const isTrial = asking.place.forPerson === null;
  return (
    <Page site={site} title={conflict.title} section={asking.place.section} noIndex>
      <h1>{conflict.title}</h1>
      <p class="lead" role="alert">
        {conflict.text}
      </p>
      <dl class="facts">
        <Fact term={conflict.yours}>{`${factLabel(fact, isTrial)} : ${yours}`}</Fact>
        <Fact term={conflict.theirs}>{theirs ?? conflict.unknown}</Fact>
      </dl>
      <form method="post" action={action}>
        <AnswerFormHead asking={asking} />
        {values.map((value) => (
          <input type="hidden" name={ANSWER} value={value} />
        ))}
        <p class="actions">
          <button type="submit" class="button">
            {conflict.keepMine}
          </button>
          <a class="quiet-link" href={back}>
            {conflict.keepTheirs}
          </a>
        </p>
      </form>
    </Page>
  );
}

function Fact({ term, children }: { term: string; children?: Child }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

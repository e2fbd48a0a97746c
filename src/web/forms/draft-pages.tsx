import type { Child } from 'hono/jsx';
import { ErrorSummary, type FieldMessage } from './fields.tsx';
import type { FormPage } from './question.ts';
import type { TypedAnswers } from './typed.ts';

/** What the frame of a form says; its questions bring their own words. */
export type FormWords = {
  errorSummary: string;
  step(index: number, total: number): string;
  next: string;
  save: string;
  previous: string;
  savedAs: string;
  hasMore: string;
  resume: string;
  notAnswered: string;
  discard: string;
  check: { title: string; lead: string; change: string; changeOf(question: string): string; submit: string };
};

/** One page of questions: one, or several that belong together. */
export function QuestionsPage<Answers>({
  page,
  typed,
  errors,
  action,
  previous,
  step,
  returnTo,
  hasMore,
  resume,
  words,
  inForm,
}: {
  page: FormPage<Answers>;
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
  action: string;
  previous: string | null;
  step: { index: number; total: number };
  /** Where to go on to, for whoever came to change one answer. */
  returnTo: string | null;
  /** Questions were added by an answer given on this page. */
  hasMore: boolean;
  /** A form begun before and not sent. */
  resume: string | null;
  words: FormWords;
  inForm: Child;
}) {
  const submit = returnTo === null ? words.next : words.save;
  return (
    <>
      <ErrorSummary title={words.errorSummary} errors={errors} />
      <p class="step">{words.step(step.index, step.total)}</p>
      <h1>{page.title}</h1>
      {page.hint && <p class="lead">{page.hint}</p>}
      {resume && (
        <p class="notice">
          <a href={resume}>{words.resume}</a>
        </p>
      )}
      {hasMore && (
        <p class="notice" role="status">
          {words.hasMore}
        </p>
      )}
      <form action={action} method="post" class="questions" novalidate>
        {/* Return in a field presses the form's first button; nobody else needs to meet this one. */}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: it cannot be tabbed to, and its double stands at the end. */}
        <button type="submit" class="unseen" tabindex={-1} aria-hidden="true">
          {submit}
        </button>
        {inForm}
        {returnTo && <input type="hidden" name="retour" value={returnTo} />}
        {page.questions.map((question) => (
          <div class="question" id={question.controls(typed).includes(question.name) ? undefined : question.name}>
            {question.fields({ typed, errors, action })}
          </div>
        ))}
        <p class="actions">
          <button type="submit" class="button">
            {submit}
          </button>
          {previous !== null && (
            <button type="submit" class="button button-quiet" name="action" value="back">
              {words.previous}
            </button>
          )}
        </p>
      </form>
      <p class="hint">{words.savedAs}</p>
    </>
  );
}

/** Everything that was answered, each with the way to change it; nothing is done before it is sent from here. */
export function CheckAnswers<Answers>({
  pages,
  answers,
  errors,
  warnings,
  aside,
  action,
  discard,
  back,
  changePath,
  words,
  inForm,
}: {
  pages: readonly FormPage<Answers>[];
  answers: Answers;
  errors: readonly FieldMessage[];
  warnings: readonly string[];
  aside?: Child;
  action: string;
  discard: string;
  back: string;
  changePath(page: string): string;
  words: FormWords;
  inForm: Child;
}) {
  // What the services found wrong stands on another page: each line leads there.
  const led = errors.map(({ field, message }) => {
    const page = pages.find(({ questions }) =>
      questions.some(({ name, controls }) => controls({}).includes(field) || field.startsWith(`${name}-`)),
    );
    return { href: page ? `${changePath(page.name)}#${field}` : null, message };
  });
  return (
    <>
      {led.length > 0 && (
        <div class="error-summary" role="alert" aria-labelledby="error-summary-title" tabindex={-1}>
          <h2 id="error-summary-title">{words.errorSummary}</h2>
          <ul>
            {led.map(({ href, message }) => (
              <li>{href ? <a href={href}>{message}</a> : message}</li>
            ))}
          </ul>
        </div>
      )}
      <h1>{words.check.title}</h1>
      <p class="lead">{words.check.lead}</p>
      {warnings.map((warning) => (
        <p class="notice">{warning}</p>
      ))}
      {aside}
      {pages.map((page) => (
        <section class="panel check" aria-labelledby={`check-${page.name}`}>
          <h2 id={`check-${page.name}`}>{page.title}</h2>
          <Answers page={page} answers={answers} notAnswered={words.notAnswered} />
          <p>
            <a class="standing" href={changePath(page.name)} aria-label={words.check.changeOf(page.title)}>
              {words.check.change}
            </a>
          </p>
        </section>
      ))}
      <form action={action} method="post" class="actions">
        {inForm}
        <button type="submit" class="button">
          {words.check.submit}
        </button>
        <a class="button button-quiet" href={back}>
          {words.previous}
        </a>
      </form>
      <form action={discard} method="post" class="actions">
        {inForm}
        <button type="submit" class="button button-quiet">
          {words.discard}
        </button>
      </form>
    </>
  );
}

/** A question that is alone on its page and called as the page is stands above already: it is not said twice. */
function Answers<Given>({
  page: { title, questions },
  answers,
  notAnswered,
}: {
  page: FormPage<Given>;
  answers: Given;
  notAnswered: string;
}) {
  const [only, another] = questions;
  if (only?.title === title && another === undefined) {
    const told = only.tell(answers);
    return <p class={told === null ? 'unknown' : 'check-answer'}>{told ?? notAnswered}</p>;
  }
  return (
    <dl class="check-list">
      {questions.map((question) => {
        const told = question.tell(answers);
        return (
          <div>
            <dt>{question.title}</dt>
            <dd class={told === null ? 'unknown' : undefined}>{told ?? notAnswered}</dd>
          </div>
        );
      })}
    </dl>
  );
}

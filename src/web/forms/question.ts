import type { Child } from 'hono/jsx';
import type { FieldMessage } from './fields.tsx';
import type { TypedAnswers } from './typed.ts';

/**
 * One question of a form. What is typed is kept as it was typed and read anew each time: an answer that is wrong is never lost,
 * and one that is changed changes what is asked after it. `Answers` are what the form is for.
 */
export type FormQuestion<Answers> = {
  name: string;
  title: string;
  hint?: string | undefined;
  /** The names under which its controls are sent. */
  controls(typed: TypedAnswers): readonly string[];
  /** Whether it can still change anything. Asked always, where absent. */
  isAsked?(answers: Answers): boolean;
  fields(given: FieldsGiven): Child;
  /** What was typed, understood; or what to put right, beside each control. */
  read(typed: TypedAnswers, answers: Answers): Reading<Answers>;
  /** The answer in words, for whoever checks it; null where there is none. */
  tell(answers: Answers): string | null;
  /** What the buttons among its fields do, that do not send the page. Undefined: the button is not one of its own. */
  act?(action: string, typed: TypedAnswers): TypedAnswers | undefined;
};
export type FieldsGiven = {
  typed: TypedAnswers;
  errors: readonly FieldMessage[];
  /** Where the page is sent, for a button that is to come back to its place on it. */
  action: string;
};
export type Reading<Answers> = { answers: Partial<Answers>; errors: readonly FieldMessage[] };

/** Questions that are put together: one a page, or several. */
export type FormPage<Answers> = {
  name: string;
  title: string;
  hint?: string | undefined;
  questions: readonly FormQuestion<Answers>[];
};

/** A form as far as it is filled in. */
export type FormState<Answers> = {
  answers: Answers;
  /** The pages that have something to ask, in order, each with its questions and what is wrong on it. */
  pages: readonly ReadPage<Answers>[];
};
export type ReadPage<Answers> = FormPage<Answers> & {
  errors: readonly FieldMessage[];
  /** The same, of one of its questions. */
  errorsOf(question: string): readonly FieldMessage[];
};

/** Reads everything that was typed, in order: what a question skips is not read, and is still there should it be asked again. */
export function readForm<Answers extends object>(
  pages: readonly FormPage<Answers>[],
  typed: TypedAnswers,
  nothing: Answers,
): FormState<Answers> {
  let answers = nothing;
  const read = pages.map((page) => {
    const asked: FormQuestion<Answers>[] = [];
    const errors = new Map<string, readonly FieldMessage[]>();
    for (const question of page.questions) {
      if (question.isAsked && !question.isAsked(answers)) continue;
      asked.push(question);
      const reading = question.read(typed, answers);
      answers = { ...answers, ...reading.answers };
      errors.set(question.name, reading.errors);
    }
    const errorsOf = (name: string) => errors.get(name) ?? [];
    return { ...page, questions: asked, errors: [...errors.values()].flat(), errorsOf };
  });
  return { answers, pages: read.filter(({ questions }) => questions.length > 0) };
}

/** The page of that name; null where there is none, or where it has nothing to ask any more. */
export const findPage = <Answers>({ pages }: FormState<Answers>, name: string) =>
  pages.find((page) => page.name === name) ?? null;

/** The page before and the page after; null at either end. */
export function neighbours<Answers>(
  { pages }: FormState<Answers>,
  name: string,
): { previous: string | null; next: string | null } {
  const at = pages.findIndex((page) => page.name === name);
  return { previous: pages[at - 1]?.name ?? null, next: at < 0 ? null : (pages[at + 1]?.name ?? null) };
}

/** The first page with something to put right. */
export const firstWrong = <Answers>({ pages }: FormState<Answers>) =>
  pages.find(({ errors }) => errors.length > 0) ?? null;

/** The names of all controls of a page. */
export const controlsOf = <Answers>(page: FormPage<Answers>, typed: TypedAnswers): string[] =>
  page.questions.flatMap((question) => question.controls(typed));

/** What a button among the fields of a page does; undefined where it is none of theirs: the page is sent. */
export function actOnPage<Answers>(
  page: FormPage<Answers>,
  action: string,
  typed: TypedAnswers,
): TypedAnswers | undefined {
  for (const question of page.questions) {
    const changed = question.act?.(action, typed);
    if (changed !== undefined) return changed;
  }
  return undefined;
}

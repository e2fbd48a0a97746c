import type { TypedAnswers } from '../../services/ports/drafts.ts';

export type { TypedAnswers };

const MAX_CHARACTERS = 60_000;
const MAX_VALUES = 400;
/** Of our own making: no answer of a person. */
const NOT_ANSWERS = new Set(['formToken', 'action', 'token', 'lookalikesSeen']);

/** What was typed, by name of the control; a control left empty is absent. */
export function readTyped(form: URLSearchParams): TypedAnswers {
  const typed = new Map<string, string[]>();
  for (const [name, value] of form) {
    if (NOT_ANSWERS.has(name)) continue;
    const text = value.trim().slice(0, MAX_CHARACTERS);
    const values = typed.get(name) ?? [];
    if (text !== '' && values.length < MAX_VALUES) typed.set(name, [...values, text]);
  }
  return Object.fromEntries(typed);
}

/** The text of a control, empty where it is. */
export const textOf = (typed: TypedAnswers, name: string): string => typed[name]?.[0] ?? '';

export const textsOf = (typed: TypedAnswers, name: string): readonly string[] => typed[name] ?? [];

/** With those controls typed otherwise; an empty text empties its control. */
export function withTyped(typed: TypedAnswers, changes: Readonly<Record<string, string>>): TypedAnswers {
  const kept = Object.entries(typed).filter(([name]) => !Object.hasOwn(changes, name));
  const added = Object.entries(changes).flatMap(([name, text]) => (text === '' ? [] : [[name, [text]] as const]));
  return Object.fromEntries([...kept, ...added]);
}

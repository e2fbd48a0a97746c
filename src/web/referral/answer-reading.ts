import { FRENCH } from '../../i18n/languages.ts';
import type { ProblemError } from '../../services/errors.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readDate } from '../forms/read-answer.ts';

/** What was typed, by the name of its field. */
export type Typed = Record<string, string>;

export type AnswerReading =
  | { kind: 'answer'; answer: Record<string, unknown>; fields: Record<string, string> }
  | { kind: 'step'; step: Record<string, unknown>; fields: Record<string, string> }
  | { kind: 'unknown' };

/** Which of the forms on a provider's page was sent; `fields` leads from a path of the verb to the id of its control. */
export function readProviderForm(form: URLSearchParams): AnswerReading {
  const text = (name: string) => form.get(name) ?? '';
  switch (form.get('answer')) {
    case 'accept':
      return {
        kind: 'answer',
        answer: { answer: 'accept', message: text('acceptMessage'), appointment: text('appointment') },
        fields: { message: 'acceptMessage', appointment: 'appointment' },
      };
    case 'refuse':
      return {
        kind: 'answer',
        answer: { answer: 'refuse', reason: form.get('reason') ?? undefined, message: text('refuseMessage') },
        fields: { reason: 'reason', message: 'refuseMessage' },
      };
    case 'ask':
      return {
        kind: 'answer',
        answer: { answer: 'ask', message: text('question') },
        fields: { message: 'question' },
      };
    case 'start':
      return {
        kind: 'step',
        step: { step: 'start', ...dayOf(text('startedOn')) },
        fields: { on: 'startedOn' },
      };
    default:
      return { kind: 'unknown' };
  }
}

/** Left empty it is today; what is no date is handed on, to be refused by the verb. */
export function dayOf(typed: string): { on?: string } {
  return typed.trim() === '' ? {} : { on: readDate(typed) ?? typed };
}

export const typedOf = (form: URLSearchParams): Typed => Object.fromEntries(form);

/** What the verb refused, at the control it is about. */
export function fieldMessages(error: ProblemError, fields: Record<string, string>): FieldMessage[] {
  const known = error.errors.map(({ path, message }) => ({
    field: fields[path] ?? '',
    message: FRENCH.t.format.typeset(message),
  }));
  return known.length > 0 ? known : [{ field: '', message: error.message }];
}

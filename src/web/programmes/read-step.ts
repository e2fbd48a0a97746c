import type { ProgrammeKind } from '../../domain/programmes/programme.ts';
import { STEPS_OF } from '../../domain/programmes/progress.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { FieldError } from '../../services/errors.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readDate, readNumber } from '../forms/read-answer.ts';
import type { Typed } from '../intake/typed-form.ts';
import { readCost } from './cost-fields.tsx';

const say = FRENCH.t.programmes;

/** `fieldOf`: where what the verb finds wrong was typed. */
export type StepReading = {
  step: Record<string, unknown>;
  errors: readonly FieldMessage[];
  fieldOf(error: FieldError): string;
};

/** What was typed on the page of somebody who learns, as the verb takes it; null for what no form of it sends. */
export function readEnrolmentStep(typed: Typed, kind: ProgrammeKind): StepReading | null {
  const text = (name: string) => (typed[name] ?? '').trim();
  const errors: FieldMessage[] = [];
  const day = (name: string) => {
    const read = readDate(text(name));
    if (read === null) errors.push({ field: name, message: say.form.badDate });
    return read ?? '';
  };
  switch (typed.what) {
    case 'confirm':
      return { step: { step: 'confirm', outOfTurn: text('outOfTurn') }, errors, fieldOf: () => 'outOfTurn' };
    case 'complete':
      return { step: { step: 'complete', on: day('completedOn') }, errors, fieldOf: () => 'completedOn' };
    case 'dropOut':
      return {
        step: { step: 'dropOut', reason: text('reason'), on: day('stoppedOn') },
        errors,
        fieldOf: ({ path }) => (path === 'reason' ? 'reason' : 'stoppedOn'),
      };
    case 'funding': {
      const read = readCost(typed);
      return { step: { step: 'funding', funding: read.funding }, errors: read.errors, fieldOf: read.fieldOf };
    }
    case 'progress': {
      const { progress, errors: wrong } = readProgress(text, kind);
      return {
        step: { step: 'progress', progress },
        errors: wrong,
        fieldOf: ({ path }) => {
          const [code = '', part = ''] = path.split('.');
          return `${code}-${part}`;
        },
      };
    }
    default:
      return null;
  }
}

/** A step of which everything is left empty is not noted. */
function readProgress(text: (name: string) => string, kind: ProgrammeKind) {
  const errors: FieldMessage[] = [];
  const number = (name: string) => {
    if (text(name) === '') return null;
    const read = readNumber(text(name));
    if (read === null) errors.push({ field: name, message: say.person.progress.badNumber });
    return read;
  };
  const day = (name: string) => {
    const read = readDate(text(name));
    if (read === null) errors.push({ field: name, message: say.form.badDate });
    return read ?? '';
  };
  const progress: Record<string, unknown> = {};
  for (const { code, asks } of STEPS_OF[kind]) {
    const at = (part: string) => `${code}-${part}`;
    const isEmpty = ['done', 'planned', 'result', 'on', 'attempts'].every((part) => text(at(part)) === '');
    if (isEmpty) continue;
    if (asks === 'hours') progress[code] = { done: number(at('done')) ?? 0, planned: number(at('planned')) };
    else if (asks === 'day') progress[code] = { on: day(at('on')) };
    else progress[code] = { result: text(at('result')), on: day(at('on')), attempts: number(at('attempts')) ?? 1 };
  }
  return { progress, errors };
}

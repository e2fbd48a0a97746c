import { SOURCE_NEEDS, type SourceNeed } from '../../domain/plan/funding.ts';
import { PLAN_LIMITS } from '../../domain/plan/limits.ts';
import type { PlanContent, PlanStep } from '../../domain/plan/plan.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { FieldError } from '../../services/errors.ts';
import type { FieldMessage } from '../forms/fields.tsx';
import { readDate, readNumber } from '../forms/read-answer.ts';

const { t } = FRENCH;

/** The form as it was typed: kept whatever is wrong with it. */
export type PlanAnswers = {
  planId: string;
  /** The version it was written on, and that version's content as it was given out. */
  version: number;
  base: string;
  /** Of one rendering: the same form sent twice is one change. */
  formKey: string;
  goal: string;
  note: string;
  status: string;
  steps: StepAnswers[];
};

export type StepAnswers = {
  /** Its number in the plan, empty while it is new. */
  position: string;
  kind: string;
  offerId: string;
  title: string;
  actor: string;
  actorName: string;
  note: string;
  from: string;
  until: string;
  status: string;
  cost: string;
  per: string;
  sources: SourceAnswers[];
};

/** `most` and `needs` are what was proposed of it: shown, carried, typed by nobody. */
export type SourceAnswers = {
  funder: string;
  amount: string;
  paperwork: string;
  status: string;
  most: string;
  needs: string;
};

/** No form of ours has more, whatever is sent. */
const MOST_STEPS = PLAN_LIMITS.steps * 2;
const MOST_SOURCES = PLAN_LIMITS.sourcesPerStep * 2;

export const stepField = (index: number, name: string) => `step-${index}-${name}`;
export const sourceField = (index: number, source: number, name: string) => `step-${index}-source-${source}-${name}`;

export function readPlanAnswers(form: URLSearchParams): PlanAnswers {
  const get = (name: string) => form.get(name) ?? '';
  const steps: StepAnswers[] = [];
  for (let i = 0; i < MOST_STEPS && form.has(stepField(i, 'kind')); i++) {
    const of = (name: string) => get(stepField(i, name));
    const sources: SourceAnswers[] = [];
    for (let s = 0; s < MOST_SOURCES && form.has(sourceField(i, s, 'funder')); s++) {
      const one = (name: string) => get(sourceField(i, s, name));
      sources.push({
        funder: one('funder'),
        amount: one('amount'),
        paperwork: one('paperwork'),
        status: one('status') || 'toAsk',
        most: one('most'),
        needs: one('needs'),
      });
    }
    steps.push({
      position: of('position'),
      kind: of('kind'),
      offerId: of('offer'),
      title: of('title'),
      actor: of('actor'),
      actorName: of('actorName'),
      note: of('note'),
      from: of('from'),
      until: of('until'),
      status: of('status') || 'todo',
      cost: of('cost'),
      per: of('per') || 'once',
      sources,
    });
  }
  return {
    planId: get('planId'),
    version: Number(get('version')) || 0,
    base: get('base'),
    formKey: get('formKey'),
    goal: get('goal'),
    note: get('note'),
    status: get('status') || 'draft',
    steps,
  };
}

/** As it is stored, to be edited. */
export function answersOfContent(
  content: PlanContent,
  about: { planId: string; version: number; formKey: string },
): PlanAnswers {
  return {
    ...about,
    base: JSON.stringify(content),
    goal: content.goal ?? '',
    note: content.note ?? '',
    status: content.status,
    steps: content.steps.map(stepAnswers),
  };
}

/** A step as the form first shows it. */
export function stepAnswers(step: PlanStep): StepAnswers {
  const { costCents, per, sources } = step.funding;
  return {
    position: step.position === null ? '' : String(step.position),
    kind: step.step,
    offerId: step.offerId ?? '',
    title: step.title ?? '',
    actor: step.actor ?? '',
    actorName: step.actorName ?? '',
    note: step.note ?? '',
    from: step.from ?? '',
    until: step.until ?? '',
    status: step.status,
    cost: costCents === null ? '' : amountText(costCents),
    per,
    sources: sources.map(({ funder, amountCents, paperwork, status: answer, mostCents, needs }) => ({
      funder,
      // Nobody said how much: an empty field to fill in, not a promise of nothing.
      amount: amountCents === 0 && answer !== 'granted' ? '' : amountText(amountCents),
      paperwork,
      status: answer,
      most: mostCents === null ? '' : String(mostCents),
      needs: needs.join(' '),
    })),
  };
}

/** `12050` → `120,50`, to be read and changed by hand. */
const amountText = (cents: number) =>
  (cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2)).replace('.', ',');

const NEW_STEP: StepAnswers = {
  position: '',
  kind: 'free',
  offerId: '',
  title: '',
  actor: '',
  actorName: '',
  note: '',
  from: '',
  until: '',
  status: 'todo',
  cost: '',
  per: 'once',
  sources: [],
};

/**
 * What a button does to the form, nothing being saved: `up:2`, `down:2`, `remove:2`, `add`, `addSource:2`, `removeSource:2:0`.
 * Null for any other.
 */
export function actOnPlan(action: string, answers: PlanAnswers): PlanAnswers | null {
  const [name = '', first, second] = action.split(':');
  const { steps } = answers;
  const i = Number(first ?? -1);
  const with_ = (changed: StepAnswers[]) => ({ ...answers, steps: changed });
  if (name === 'add') return steps.length >= PLAN_LIMITS.steps ? answers : with_([...steps, NEW_STEP]);
  const step = steps[i];
  if (step === undefined) return ACTIONS.has(name) ? answers : null;
  switch (name) {
    case 'up':
      return with_(i === 0 ? steps : steps.toSpliced(i - 1, 2, step, steps[i - 1] as StepAnswers));
    case 'down':
      return with_(i === steps.length - 1 ? steps : steps.toSpliced(i, 2, steps[i + 1] as StepAnswers, step));
    case 'remove':
      return with_(steps.toSpliced(i, 1));
    case 'addSource': {
      if (step.sources.length >= PLAN_LIMITS.sourcesPerStep) return answers;
      const source = { funder: '', amount: '', paperwork: '', status: 'toAsk', most: '', needs: '' };
      return with_(steps.with(i, { ...step, sources: [...step.sources, source] }));
    }
    case 'removeSource':
      return with_(steps.with(i, { ...step, sources: step.sources.toSpliced(Number(second ?? -1), 1) }));
    default:
      return null;
  }
}

const ACTIONS = new Set(['up', 'down', 'remove', 'addSource', 'removeSource']);

/** What the verb takes, and what cannot even be read. An aid of which nothing was said is none. */
export function planInputOf(answers: PlanAnswers): { input: unknown; errors: FieldMessage[] } {
  const errors: FieldMessage[] = [];
  const date = (text: string, field: string) => {
    if (text.trim() === '') return null;
    const read = readDate(text);
    if (read === null) errors.push({ field, message: t.plan.errors.date });
    return read;
  };
  const cents = (text: string, field: string) => {
    if (text.trim() === '') return null;
    const euros = readNumber(text);
    if (euros === null || euros < 0) {
      errors.push({ field, message: t.plan.funding.amountError });
      return null;
    }
    return Math.round(euros * 100);
  };
  const input = {
    goal: answers.goal,
    note: answers.note,
    status: answers.status,
    steps: answers.steps.map((step, i) => ({
      position: step.position === '' ? null : Number(step.position),
      step: step.kind,
      offerId: step.offerId || null,
      title: step.title,
      actor: step.actor || null,
      actorName: step.actorName,
      note: step.note,
      from: date(step.from, stepField(i, 'from')),
      until: date(step.until, stepField(i, 'until')),
      status: step.status,
      funding: {
        costCents: cents(step.cost, stepField(i, 'cost')),
        per: step.per,
        sources: step.sources
          .map((source, s) => ({ source, s }))
          .filter(({ source }) => [source.funder, source.amount, source.paperwork].some((text) => text.trim() !== ''))
          .map(({ source, s }) => ({
            funder: source.funder,
            amountCents: cents(source.amount, sourceField(i, s, 'amount')) ?? 0,
            paperwork: source.paperwork,
            status: source.status,
            mostCents: source.most === '' ? null : Number(source.most),
            needs: source.needs.split(' ').filter(isNeed),
          })),
      },
    })),
  };
  return { input, errors };
}

const isNeed = (word: string): word is SourceNeed => (SOURCE_NEEDS as readonly string[]).includes(word);

/** Errors of the verb, each at the control it is about; without one, at none. */
export function planMessages(errors: readonly FieldError[], answers: PlanAnswers): FieldMessage[] {
  return errors.map(({ path, message }) => ({ field: controlOf(path, answers), message }));
}

const CONTROLS: Record<string, string> = { 'funding.costCents': 'cost', 'funding.per': 'per' };

function controlOf(path: string, answers: PlanAnswers): string {
  if (['goal', 'note', 'status'].includes(path)) return path;
  const [, index, rest = ''] = /^steps\.(\d+)\.?(.*)$/.exec(path) ?? [];
  if (index === undefined) return '';
  const i = Number(index);
  const [, source, name] = /^funding\.sources\.(\d+)\.(\w+)$/.exec(rest) ?? [];
  if (source !== undefined && name !== undefined) {
    // Those left empty were not sent: the nth that was is another line of the form.
    const sent = (answers.steps[i]?.sources ?? []).flatMap((one, s) =>
      [one.funder, one.amount, one.paperwork].some((text) => text.trim() !== '') ? [s] : [],
    );
    return sourceField(i, sent[Number(source)] ?? Number(source), name === 'amountCents' ? 'amount' : name);
  }
  return stepField(i, CONTROLS[rest] ?? (rest === '' ? 'title' : rest));
}

import type { Change, CriterionCode, CriterionFact, Outcome, Unit } from './result.ts';
import { isExact, type Span } from './travel.ts';

type Rest = { legId?: string | null; unit: Unit; change?: Change | undefined; variant?: string | undefined };

/** A fact answered by yes, no or not known. */
export function fact(
  code: CriterionCode,
  outcome: Outcome,
  rest: Rest & { actual?: number | string | null; limit?: number | string | null },
): CriterionFact {
  const { legId = null, actual = null, limit = null, unit, change, variant } = rest;
  const criterion: CriterionFact = { code, legId, outcome, actual, limit, unit };
  if (change !== undefined) criterion.change = change;
  if (variant !== undefined) criterion.variant = variant;
  return criterion;
}

/** `span ≤ limit`, three-valued: a limit inside the bounds of an estimate is not known, nor is one nobody gave, but for nothing. */
export function within(span: Span, limit: number | null): Outcome {
  if (limit === null && span.high <= 0) return 'met';
  if (limit === null) return 'unknown';
  if (span.high <= limit) return 'met';
  return span.low > limit ? 'unmet' : 'unknown';
}

/** `span ≤ limit` as a criterion, with its figures. */
export function atMost(code: CriterionCode, span: Span, limit: number | null, rest: Rest): CriterionFact {
  const { legId = null, unit, change, variant } = rest;
  const criterion = measured(code, legId, unit, span, limit, variant);
  if (change !== undefined && criterion.outcome === 'unmet') criterion.change = change;
  return criterion;
}

/** The same where the change is left to be said only when it is asked for: most criteria of most offers are met. */
export function measured(
  code: CriterionCode,
  legId: string | null,
  unit: Unit,
  span: Span,
  limit: number | null,
  variant: string | undefined,
): CriterionFact {
  const actual = Math.round(span.value);
  const criterion: CriterionFact = { code, legId, outcome: within(span, limit), actual, limit, unit };
  if (!isExact(span)) criterion.range = [Math.round(span.low), Math.round(span.high)];
  if (variant !== undefined) criterion.variant = variant;
  return criterion;
}

/** No road joins the places, or one of them is near none: the place is to be looked at. */
export function noRoad(legId: string): CriterionFact {
  return fact('route', 'unmet', {
    legId,
    unit: 'text',
    change: { what: 'place', who: 'person', from: null, to: null, unit: 'text' },
  });
}

/** The outcome of many: one no is a no, else one doubt is a doubt. */
export function together(criteria: readonly { outcome: Outcome }[]): Outcome {
  let outcome: Outcome = 'met';
  for (const c of criteria) {
    if (c.outcome === 'unmet') return 'unmet';
    if (c.outcome === 'unknown') outcome = 'unknown';
  }
  return outcome;
}

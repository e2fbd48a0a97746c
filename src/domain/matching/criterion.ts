import type { Change, CriterionCode, CriterionFact, Outcome, Unit } from './result.ts';
import { isExact, type Span } from './travel.ts';

type Rest = { legId?: string | null; unit: Unit; change?: Change | undefined; variant?: string | undefined };

/** A fact answered by yes, no or not known. */
export function fact(
  code: CriterionCode,
  outcome: Outcome,
  rest: Rest & { actual?: number | string | null; limit?: number | string | null },
): CriterionFact {
  return tidy({
    code,
    legId: rest.legId ?? null,
    outcome,
    actual: rest.actual ?? null,
    limit: rest.limit ?? null,
    ...rest,
  });
}

/**
 * `span ≤ limit`, three-valued: a limit inside the bounds of an estimate is not known, and so is a limit nobody gave.
 */
export function atMost(code: CriterionCode, span: Span, limit: number | null, rest: Rest): CriterionFact {
  const outcome = limit === null ? 'unknown' : span.high <= limit ? 'met' : span.low > limit ? 'unmet' : 'unknown';
  return tidy({
    code,
    legId: rest.legId ?? null,
    outcome,
    actual: Math.round(span.value),
    limit,
    unit: rest.unit,
    ...(isExact(span) ? {} : { range: [Math.round(span.low), Math.round(span.high)] as const }),
    variant: rest.variant,
    change: outcome === 'unmet' ? rest.change : undefined,
  });
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

function tidy(criterion: CriterionFact): CriterionFact {
  if (criterion.change === undefined) delete criterion.change;
  if (criterion.variant === undefined) delete criterion.variant;
  return criterion;
}

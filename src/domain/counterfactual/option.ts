import type { KindContext } from '../matching/question.ts';
import type { Unit } from '../matching/result.ts';
import type { Lever } from './counterfactual.ts';

/** One lever of one offer, to be moved by whole steps: a minute, a day, a kilometre, a cent. */
export type Option = {
  lever: Lever;
  unit: Unit;
  part?: number;
  moves?: readonly string[];
  from: number | string | null;
  /** Steps 1 … `most` are worth trying. */
  most: number;
  /** What it would be after so many steps, and after how many steps it is that; null where no step makes it so. */
  to(step: number): number | string;
  stepTo(to: number | string): number | null;
  /** In `unit`, above 0; `weight` is the same in what the lever's points are for. */
  amount(step: number): number;
  weight(step: number): number;
  /** The question with that one thing changed. */
  at(step: number): KindContext;
  /**
   * A question that asks no more than any of the steps `first` … `last` do: where it fails, they all fail; null where
   * none is known. Absent: a further step never asks more than a nearer one, so the furthest stands for all.
   */
  easing?: (first: number, last: number) => KindContext | null;
  /** Only these legs can be turned by it: the others need not be asked. */
  legs?: ReadonlySet<string>;
};

/** Seconds, metres or cents to one unit of a lever's points (a minute, a kilometre, a euro). */
const PER_POINT: Partial<Record<Unit, number>> = { s: 60, m: 1000, cents: 100 };

type Scaled = Pick<Option, 'to' | 'stepTo' | 'amount' | 'weight'>;

/** Whole values of `unit` from the one next to `from` on: 6.3 min is followed by 7 min. */
export function scale(from: number, step: number, unit: Unit): Scaled {
  const base = step > 0 ? Math.floor(from / step) * step : Math.ceil(from / -step) * -step;
  const to = (n: number) => base + n * step;
  const amount = (n: number) => Math.abs(to(n) - from);
  return {
    to,
    stepTo: (value) => (typeof value === 'number' && (value - base) / step >= 1 ? (value - base) / step : null),
    amount,
    weight: (n) => amount(n) / (PER_POINT[unit] ?? 1),
  };
}

/** What is had or not. */
export function had(value: string): Scaled {
  return { to: () => value, stepTo: (to) => (to === value ? 1 : null), amount: () => 1, weight: () => 1 };
}

/** The same person with other facts, the same offer with other details. */
export function withFacts(ctx: KindContext, facts: Partial<KindContext['facts']>): KindContext {
  return { ...ctx, facts: { ...ctx.facts, ...facts } };
}

export function withMeans(ctx: KindContext, means: Partial<KindContext['facts']['means']>): KindContext {
  return withFacts(ctx, { means: { ...ctx.facts.means, ...means } });
}

export function withDetails(ctx: KindContext, details: Record<string, unknown>): KindContext {
  return { ...ctx, offer: { ...ctx.offer, details: { ...ctx.offer.details, ...details } } as KindContext['offer'] };
}

/**
 * Without what can only take away: dates that are closed, full or too soon, the end of the offer, the budget. What does
 * not hold even so holds on no date.
 */
export function eased(ctx: KindContext): KindContext {
  const { budgetPerMonthCents: _budget, ...means } = ctx.facts.means;
  const calendar = { exceptDates: [], schoolPeriods: null, publicHolidays: true };
  const soon = 'noticeHours' in ctx.offer.details ? withDetails(ctx, { noticeHours: 0 }) : ctx;
  return {
    ...withFacts(soon, { means }),
    offer: { ...soon.offer, validFrom: null, validUntil: null, calendar },
    availability: { rides: new Map(), loans: new Map() },
  };
}

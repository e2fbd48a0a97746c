import type { Mode, RouterName } from '../../../geo/router.ts';

/** Where someone or something stands, `[lon, lat]` as two names. */
export type Point = { lon: number; lat: number };

/** Times and distances between places, all of one mode from one source. */
export type ModeTravel = {
  source: RouterName;
  dataSet: string;
  /** Seconds in every non-zero time that cancel in a detour (estimates only). */
  fixedSeconds: number;
  errorFactor: readonly [low: number, high: number];
  /** Integer seconds and metres; null where no road joins them. Throws for a pair nobody asked the router for. */
  between(from: Point, to: Point): { seconds: number; metres: number } | null;
};

/** What the router said, by mode. */
export type Travel = Record<Mode, ModeTravel>;

/** A quantity that rests on travel times: its value, and the bounds the common error factor puts on it. */
export type Span = { value: number; low: number; high: number };

export const exactly = (value: number): Span => ({ value, low: value, high: value });
export const zero = exactly(0);

/** A travel time or distance with the bounds of its table's error. */
export function spread(value: number, [low, high]: readonly [number, number]): Span {
  return { value, low: value * low, high: value * high };
}

export function plus(first: Span, ...others: readonly Span[]): Span {
  let { value, low, high } = first;
  for (const span of others) {
    value += span.value;
    low += span.low;
    high += span.high;
  }
  return { value, low, high };
}

/** `constant − span`: the bounds change sides. */
export function minusFrom(constant: number, span: Span): Span {
  return { value: constant - span.value, low: constant - span.high, high: constant - span.low };
}

export function times(span: Span, factor: number): Span {
  return { value: span.value * factor, low: span.low * factor, high: span.high * factor };
}

export function atLeastZero(span: Span): Span {
  return { value: Math.max(0, span.value), low: Math.max(0, span.low), high: Math.max(0, span.high) };
}

export const isExact = (span: Span) => span.low === span.high;

export function pointKey(point: Point): string {
  return `${point.lon},${point.lat}`;
}

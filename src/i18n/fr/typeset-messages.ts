import { typeset } from './format.ts';

/** The same messages, each sentence with its French spacing, those made by a function too. */
export function typesetMessages<T>(messages: T): T {
  return spaced(messages) as T;
}

function spaced(value: unknown): unknown {
  if (typeof value === 'string') return typeset(value);
  if (Array.isArray(value)) return value.map(spaced);
  if (typeof value === 'function') return (...given: unknown[]) => spaced(value(...given));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spaced(one)]));
}

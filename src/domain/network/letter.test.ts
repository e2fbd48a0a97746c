import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { lastLetterDue, letterOf } from './letter.ts';

it.each([
  // Tuesday 24 November 2026, 8:00 in Paris.
  ['2026-11-24T06:59:59Z', '2026-11-17T07:00:00Z'],
  ['2026-11-24T07:00:00Z', '2026-11-24T07:00:00Z'],
  ['2026-11-29T22:00:00Z', '2026-11-24T07:00:00Z'],
  // The clocks go forward on 28 March 2027.
  ['2027-03-29T10:00:00Z', '2027-03-23T07:00:00Z'],
  ['2027-03-30T06:00:00Z', '2027-03-30T06:00:00Z'],
])('at %s the last letter was due at %s', (now, due) => {
  expect(lastLetterDue(Temporal.Instant.from(now), 'Europe/Paris').toString()).toBe(due);
});

const event = (id: string, startsAt: string, more: object = {}) => ({
  ...{ id, title: id, startsAt, endsAt: startsAt, createdAt: '2026-10-01T00:00:00Z', cancelledAt: null },
  ...{ illustrative: false, ...more },
});
const offer = { id: 'off', title: 'Prêt', illustrative: true };
const at = { since: '2026-11-17T07:00:00Z', now: Temporal.Instant.from('2026-11-24T07:00:00Z') };
const soon = event('soon', '2026-12-08T08:00:00Z');
const far = event('far', '2027-03-08T08:00:00Z');

it.each([
  ['nothing at all', { offers: [], events: [] }, null],
  ['events that were told before', { offers: [], events: [soon, far] }, null],
  ['an offer, with what comes soon', { offers: [offer], events: [soon, far] }, ['soon']],
  ['an event just announced', { offers: [], events: [{ ...far, createdAt: '2026-11-20T00:00:00Z' }] }, ['far']],
  ['one called off', { offers: [], events: [{ ...soon, createdAt: at.now.toString(), cancelledAt: at.since }] }, null],
  ['one that has begun', { offers: [offer], events: [event('past', '2026-11-24T06:00:00Z')] }, []],
])('of %s', (_what, found, expected) => {
  const news = letterOf({ items: [], ...found }, at);
  expect(news === null ? null : news.events.map(({ id }) => id)).toEqual(expected);
});

import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { appointmentActions, reminderTime } from './appointment.ts';
import { dueGroup } from './call-back.ts';
import { CONTACT_KINDS, callBackAfter } from './contact.ts';
import { isOverdue } from './request-age.ts';
import { REQUEST_STATUSES } from './request-states.ts';
import { atWork, momentOf } from './working-days.ts';

const office = { timeZone: 'Europe/Paris', holidays: 'metropole' } as const;
const at = (text: string) => Temporal.Instant.from(text);

describe('a request nobody has taken up is overdue after two working days', () => {
  it.each([
    // 2026-11-20 is a Friday.
    ['the same day', '2026-11-20T08:00:00Z', '2026-11-20T16:00:00Z', false],
    ['over the week-end', '2026-11-20T08:00:00Z', '2026-11-23T08:00:00Z', false],
    ['on the second working day', '2026-11-20T08:00:00Z', '2026-11-24T16:00:00Z', false],
    ['on the third', '2026-11-20T08:00:00Z', '2026-11-25T07:00:00Z', true],
    ['sent late in the evening UTC, on the next day in Paris', '2026-11-19T23:30:00Z', '2026-11-24T16:00:00Z', false],
    // 11 November 2026 is a Wednesday.
    ['with a holiday between', '2026-11-09T08:00:00Z', '2026-11-12T16:00:00Z', false],
    ['after that holiday', '2026-11-09T08:00:00Z', '2026-11-13T07:00:00Z', true],
    ['a year later', '2025-11-09T08:00:00Z', '2026-11-13T07:00:00Z', true],
  ])('%s', (_name, createdAt, now, expected) =>
    expect(isOverdue({ status: 'received', createdAt }, at(now), office)).toBe(expected),
  );
  it.each(REQUEST_STATUSES)('%s, after a week', (status) =>
    expect(isOverdue({ status, createdAt: '2026-11-12T08:00:00Z' }, at('2026-11-20T08:00:00Z'), office)).toBe(
      status === 'received' || status === 'assigned',
    ),
  );
});

describe('a call that is due at once is due while somebody is at work', () => {
  it.each([
    ['in the afternoon', '2026-11-20T15:00:00Z', '2026-11-20T15:00:00Z'],
    ['before the office opens', '2026-11-20T05:12:00Z', '2026-11-20T08:00:00Z'],
    ['after it closed, before a week-end', '2026-11-20T17:00:00Z', '2026-11-23T08:00:00Z'],
    ['on a Sunday evening', '2026-11-22T17:48:00Z', '2026-11-23T08:00:00Z'],
    ['on a holiday', '2026-11-11T10:00:00Z', '2026-11-12T08:00:00Z'],
  ])('%s', (_name, now, due) => expect(atWork(at(now), office).toString()).toBe(due));
});

describe('what a contact sets off', () => {
  it.each(CONTACT_KINDS)('%s', (kind) => {
    const after = callBackAfter(kind, at('2026-11-20T15:00:00Z'), office);
    if (kind === 'voicemail' || kind === 'noShow') expect(after?.dueAt.toString()).toBe('2026-11-23T08:00:00Z');
    else expect(after).toBeNull();
  });
});

describe('call-backs are due', () => {
  const now = at('2026-11-23T09:00:00Z');
  it.each([
    ['2026-11-20T08:00:00Z', 'now'],
    ['2026-11-23T09:00:00Z', 'now'],
    ['2026-11-23T15:00:00Z', 'today'],
    // 23:30 in Paris, then half past midnight.
    ['2026-11-23T22:30:00Z', 'today'],
    ['2026-11-23T23:30:00Z', 'later'],
  ] as const)('%s: %s', (dueAt, group) => expect(dueGroup(dueAt, now, office)).toBe(group));
});

describe('an appointment is recalled', () => {
  const now = at('2026-11-20T15:00:00Z');
  it.each([
    ['the morning before', '2026-11-25T13:00:00Z', '2026-11-24T08:00:00Z'],
    ['on Friday for a Monday', '2026-11-30T13:00:00Z', '2026-11-27T08:00:00Z'],
    ['before a holiday, in summer time', '2027-05-07T07:00:00Z', '2027-05-05T07:00:00Z'],
    ['not at all where it was made that day', '2026-11-20T16:00:00Z', null],
    ['not at all where that morning is past', '2026-11-23T13:00:00Z', null],
  ])('%s', (_name, startsAt, expected) => expect(reminderTime(startsAt, now, office)).toBe(expected));
});

describe('an appointment can be', () => {
  const startsAt = '2026-11-25T13:00:00Z';
  it.each([
    ['planned', '2026-11-25T12:59:00Z', ['move', 'cancel']],
    ['planned', '2026-11-25T13:00:00Z', ['keep', 'miss', 'move', 'cancel']],
    ['kept', '2026-11-26T13:00:00Z', []],
    ['noShow', '2026-11-26T13:00:00Z', []],
    ['cancelled', '2026-11-24T13:00:00Z', []],
  ] as const)('%s, at %s: %s', (status, now, actions) =>
    expect(appointmentActions({ status, startsAt }, at(now))).toEqual(actions),
  );
});

describe('a clock time of a date', () => {
  it.each([
    ['2026-11-24', '14:00', '2026-11-24T13:00:00Z'],
    ['2026-07-24', '14:00', '2026-07-24T12:00:00Z'],
    ['2027-03-28', '02:30', null],
    ['2026-10-25', '02:30', '2026-10-25T00:30:00Z'],
    ['2026-02-30', '10:00', null],
    ['demain', '10:00', null],
  ])('%s %s', (date, time, expected) => expect(momentOf(date, time, office)?.toString() ?? null).toBe(expected));
});

import { expect, it } from 'vitest';
import { loan } from '../../../test/factories/offers.ts';
import { type Offer, offerInputSchema } from '../catalogue/offer.ts';
import { collectDay } from './collect-day.ts';

const scooter = (details: Record<string, unknown>, more: Record<string, unknown> = {}): Offer => ({
  ...offerInputSchema.parse(loan(more, details)),
  id: 'scooter',
  version: 1,
});
/** Tuesday, Wednesday, Friday. */
const DESK = [{ weekdays: [2, 3, 5], from: '09:30', to: '12:00' }];
const FRIDAY = { on: '2026-11-27', from: '09:30', to: '12:00' };
const when = (today: string, holidays: string[] = []) => ({ today, holidays: new Set(holidays) });

it.each([
  ['the last open day before a Monday start', scooter({ deskHours: DESK }), '2026-11-30', when('2026-11-22'), FRIDAY],
  [
    'a day before, where the start itself is open',
    scooter({ deskHours: DESK }),
    '2026-12-01',
    when('2026-11-22'),
    FRIDAY,
  ],
  ['today, if need be', scooter({ deskHours: DESK }), '2026-11-30', when('2026-11-27'), FRIDAY],
  ['never, where no open day is left', scooter({ deskHours: DESK }), '2026-11-30', when('2026-11-28'), 'never'],
  ['never, where the start is past', scooter({ deskHours: DESK }), '2026-11-20', when('2026-11-28'), 'never'],
  [
    'not a day the offer does not run, nor a public holiday',
    scooter({ deskHours: DESK }, { calendar: { exceptDates: ['2026-11-27'] } }),
    '2026-11-30',
    when('2026-11-22', ['2026-11-25']),
    { ...FRIDAY, on: '2026-11-24' },
  ],
  ['not told, where nobody wrote the hours', scooter({ deskHours: [] }), '2026-11-30', when('2026-11-22'), null],
  ['not told, without a start', scooter({ deskHours: DESK }), null, when('2026-11-22'), null],
] as const)('a vehicle is fetched on %s', (_name, offer, from, known, expected) => {
  expect(collectDay(offer, from, known)).toEqual(expected);
});

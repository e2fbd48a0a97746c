import { expect, test } from 'vitest';
import { offer, place, rota, type Scenario, solve, travelBy } from '../../../test/factories/scenario.ts';

/** Steps begin while their offer is valid, or say that it must be asked. Today is 22 November 2026, the job begins on 7 December. */
const french = (common = {}, details = {}) =>
  offer(
    'training',
    { barriers: ['french'], waitingWeeks: 0, durationWeeks: 10, costCents: 0, ...details },
    { id: 'french', ...common },
  );
const school = (id: string, common = {}) =>
  offer(
    'drivingLicence',
    { category: 'B', place: place('H'), waitingWeeks: 4, durationWeeks: 20, costCents: 0 },
    { id, ...common },
  );

const rows: [name: string, drawing: string[], offers: Scenario['offers']][] = [
  [
    'a course that opens on 5 December begins then',
    ['french 2026-12-05..2027-02-13', 'school 2027-02-13..2027-07-03'],
    [french({ validFrom: '2026-12-05' }), school('school')],
  ],
  [
    'the waiting list of one that opens sooner is longer',
    ['french 2026-12-13..2027-02-21', 'school 2027-02-21..2027-07-11'],
    [french({ validFrom: '2026-12-05' }, { waitingWeeks: 3 }), school('school')],
  ],
  [
    'a school told until the end of the year, begun after the course: to be asked',
    ['french 2026-11-22..2027-01-31', 'school 2027-01-31..2027-06-20 ask 2027-01-31>2026-12-31'],
    [french(), school('school', { validUntil: '2026-12-31' })],
  ],
  [
    'another school that is told for longer is taken instead, though ranked after it',
    ['french 2026-11-22..2027-01-31', 'z-longer 2027-01-31..2027-06-20'],
    [french(), school('a-over', { validUntil: '2026-12-31' }), school('z-longer', { validUntil: '2027-01-31' })],
  ],
  [
    'a course whose turn comes after its end: to be asked',
    ['french 2026-12-20..2027-02-28 ask 2026-12-20>2026-12-15', 'school 2027-02-28..2027-07-18'],
    [french({ validUntil: '2026-12-15' }, { waitingWeeks: 4 }), school('school')],
  ],
];
test.each(rows)('%s', (_name, drawing, offers) => {
  const { pathway } = solve({
    rota: rota('Mon 05:00-13:00'),
    travel: travelBy({ car: 'H-J 30' }),
    offers,
    means: { licences: [{ category: 'B', status: 'none' }] },
    person: { beneficiary: { frenchLevel: 'A1' }, barriers: { skill: ['french'], means: ['noLicence'] } },
  });
  const drawn = pathway
    .filter((s) => s.step !== 'autonomy')
    .map((s) => {
      const asks = s.conditions.filter((c) => c.outcome === 'unknown').map((c) => ` ask ${c.actual}>${c.limit}`);
      expect(s.verdict).toBe(asks.length > 0 ? 'toVerify' : 'possible');
      return `${s.offerId} ${s.from}..${s.until}${asks.join('')}`;
    });
  expect(drawn).toEqual(drawing);
});

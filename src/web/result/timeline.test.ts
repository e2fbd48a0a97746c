import { describe, expect, it } from 'vitest';
import { type TimelineLeg, timelineWeeks } from './timeline.ts';

const out = (id: string, arriveBy: string, ...dates: string[]): TimelineLeg => ({
  id,
  direction: 'outbound',
  arriveBy,
  dates,
});
const back = (id: string, departFrom: string, ...dates: string[]): TimelineLeg => ({
  id,
  direction: 'return',
  departFrom,
  dates,
});

/** Each day as text: `[` a shift begins, `(` it comes from the day before, `]` it ends, `)` it goes on; `>` and `<` rides. */
function drawn(legs: readonly TimelineLeg[]): string[] {
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return timelineWeeks(legs).flatMap(({ days }) =>
    days
      .filter(({ bars, marks }) => bars.length + marks.length > 0)
      .map(({ date, bars, marks }) => {
        const shifts = bars.map(
          (b) => `${b.opensBefore ? '(' : '['}${clock(b.from)}-${clock(b.to)}${b.goesOn ? ')' : ']'}`,
        );
        const rides = marks.map((m) => `${m.direction === 'outbound' ? '>' : '<'}${m.legId}@${clock(m.minute)}`);
        return [date, ...shifts, ...rides].join(' ');
      }),
  );
}

describe('the week drawn from its rides', () => {
  it('joins a ride out to the ride home of the same day', () => {
    expect(
      drawn([out('L1', '04:50', '2026-12-07', '2026-12-08'), back('L2', '13:00', '2026-12-07', '2026-12-08')]),
    ).toEqual(['2026-12-07 [04:50-13:00] >L1@04:50 <L2@13:00', '2026-12-08 [04:50-13:00] >L1@04:50 <L2@13:00']);
  });

  it('carries a night across midnight, and across the week', () => {
    expect(drawn([out('L1', '20:50', '2026-12-13'), back('L2', '05:00', '2026-12-14')])).toEqual([
      '2026-12-13 [20:50-24:00) >L1@20:50',
      '2026-12-14 (00:00-05:00] <L2@05:00',
    ]);
  });

  it('keeps two shifts of a split day apart', () => {
    const legs = [
      out('L1', '05:50', '2026-12-07'),
      back('L2', '09:00', '2026-12-07'),
      out('L3', '16:50', '2026-12-07'),
      back('L4', '20:00', '2026-12-07'),
    ];
    expect(drawn(legs)).toEqual(['2026-12-07 [05:50-09:00] [16:50-20:00] >L1@05:50 <L2@09:00 >L3@16:50 <L4@20:00']);
  });

  it('leaves a ride without its other way as a mark', () => {
    expect(drawn([out('L1', '09:00', '2026-12-09')])).toEqual(['2026-12-09 >L1@09:00']);
    expect(drawn([back('L1', '09:00', '2026-12-09')])).toEqual(['2026-12-09 <L1@09:00']);
  });

  it('gives whole weeks from Monday, three for a 3x8, empty days included', () => {
    const weeks = timelineWeeks([
      out('L1', '04:50', '2026-12-09'),
      back('L2', '13:00', '2026-12-09'),
      out('L3', '20:50', '2026-12-24'),
      back('L4', '05:00', '2026-12-25'),
    ]);
    expect(weeks.map(({ monday, days }) => [monday, days.length])).toEqual([
      ['2026-12-07', 7],
      ['2026-12-14', 7],
      ['2026-12-21', 7],
    ]);
    expect(weeks[0]?.days.map(({ weekday }) => weekday)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('is empty without rides', () => expect(timelineWeeks([])).toEqual([]));
});

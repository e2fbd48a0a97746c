import type { Cycle, DiagnosticInput } from '../diagnostic/diagnostic.ts';
import { count, dateText, weekdayName } from '../explanation/french.ts';
import { shiftWeekday, weekdayOf } from '../schedule/dates.ts';

/** When the person must be there and may leave, in words that a driver or a driving school reads: null where it is not known. */
export function hoursText({ job, goal }: Pick<DiagnosticInput, 'job' | 'goal'>): string | null {
  if (job) return rotaText(job.cycle);
  const dates = goal?.dates ?? [];
  if (dates.length === 0) return null;
  return everyLine(
    dates.map(({ date, arriveBy, departFrom }) => {
      const there = arriveBy ? `y être à ${clock(arriveBy)}` : '';
      const back = departFrom ? `repartir à ${clock(departFrom)}` : '';
      return `${dateText(date)} : ${[there, back].filter(Boolean).join(', ')}`;
    }),
  );
}

/** `du lundi au vendredi, de 5 h à 13 h`; several weeks one after the other; a rota that is no week day by day. */
export function rotaText(cycle: Cycle): string {
  const { lengthDays, anchorDate } = cycle;
  const shifts = cycle.shifts.toSorted((a, b) => a.day - b.day || a.start.localeCompare(b.start));
  if (lengthDays % 7 !== 0) {
    const days = new Map<number, string[]>();
    for (const { day, start, end } of shifts) days.set(day, [...(days.get(day) ?? []), span(start, end)]);
    const lines = [...days].map(([day, spans]) => `jour ${day + 1}, ${spans.join(' et ')}`);
    return `${`roulement de ${count(lengthDays, 'jour', 'jours')} à partir du ${dateText(anchorDate)} : `}${everyLine(lines)}`;
  }
  const first = weekdayOf(anchorDate);
  const weeks = Array.from({ length: lengthDays / 7 }, (_, week) => {
    const spans = new Map<string, number[]>();
    for (const { day, start, end } of shifts) {
      if (Math.floor(day / 7) !== week) continue;
      const text = span(start, end);
      spans.set(text, [...(spans.get(text) ?? []), shiftWeekday(first, day)]);
    }
    return [...spans].map(([text, days]) => `${weekdaysText(days)}, ${text}`).join(' ; ') || 'repos';
  });
  if (weeks.length === 1) return weeks[0] ?? '';
  // Which week is the first: whoever drives on the wrong one comes at the wrong hour.
  return everyLine(
    weeks.map((text, week) => `semaine ${week + 1}${week === 0 ? ` (du ${dateText(anchorDate)})` : ''} : ${text}`),
  );
}

/** `[1,2,3]` → `du lundi au mercredi`, `[6,7]` → `samedi et dimanche`. */
function weekdaysText(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const [first = 1, last = 1] = [sorted[0], sorted.at(-1)];
  if (sorted.length === 7) return 'tous les jours';
  if (sorted.length > 2 && last - first === sorted.length - 1)
    return `du ${weekdayName(first)} au ${weekdayName(last)}`;
  const names = sorted.map(weekdayName);
  return names.length < 2 ? `le ${names.join('')}` : `${names.slice(0, -1).join(', ')} et ${names.at(-1)}`;
}

const span = (start: string, end: string) => `de ${clock(start)} à ${clock(end)}${end < start ? ' le lendemain' : ''}`;

export const clock = (time: string) =>
  `${Number(time.slice(0, 2))} h${time.endsWith(':00') ? '' : ` ${time.slice(3)}`}`;

/** All of them, however many: an hour that is left out is an hour at which nobody comes. */
const everyLine = (lines: readonly string[]): string => lines.join(' ; ');

import type { RotaAnswer } from '../../domain/assessment/answer.ts';
import { withoutAnchor } from '../../domain/assessment/rota-hours.ts';
import { cycleProblems } from '../../domain/diagnostic/validate.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { ROTA_PRESET_NAMES, ROTA_PRESETS, type RotaPreset } from '../professional/rota-presets.ts';
import type { FieldMessage } from './fields.tsx';
import { readClock, readDate } from './read-answer.ts';
import { type TypedAnswers, textOf, withTyped } from './typed.ts';

const { t } = FRENCH;
const say = t.assessment;

export const MAX_CYCLE_DAYS = 84;
/** A day may be worked twice: a split shift. */
export const SLOTS = 2;
const WEEK = 7;

export const startsOnOf = (name: string) => `${name}StartsOn`;
export const presetOf = (name: string) => `${name}Preset`;
export const daysOf = (name: string) => `${name}Days`;
export const slotOf = (name: string, day: number, slot: number, end: 'start' | 'end') =>
  `${name}-${day}-${slot}-${end}`;

const ACTIONS = { fill: 'fillRota', resize: 'resizeRota' } as const;
export const rotaAction = (name: string, action: keyof typeof ACTIONS) => `${ACTIONS[action]}:${name}`;

/** The days that the grid shows. */
export function gridDays(typed: TypedAnswers, name: string): number {
  const days = Math.trunc(Number(textOf(typed, daysOf(name))));
  return days >= 1 ? Math.min(days, MAX_CYCLE_DAYS) : WEEK;
}

export function rotaControls(typed: TypedAnswers, name: string): string[] {
  const prefix = `${name}-`;
  return [
    ...[startsOnOf(name), presetOf(name), daysOf(name)],
    // Those that are typed as well: a grid made smaller forgets what stood beyond it.
    ...Object.keys(typed).filter((control) => control.startsWith(prefix)),
    ...gridControls(name, gridDays(typed, name)),
  ];
}

const gridControls = (name: string, days: number) =>
  Array.from({ length: days * SLOTS }, (_, i) => i).flatMap((i) =>
    (['start', 'end'] as const).map((end) => slotOf(name, Math.floor(i / SLOTS), i % SLOTS, end)),
  );

const presetTyped = (typed: TypedAnswers, name: string): RotaPreset | null =>
  ROTA_PRESET_NAMES.find((one) => one === textOf(typed, presetOf(name))) ?? null;

/** The buttons of the grid: the hours of a preset to start from, or another number of days. */
export function actOnRota(action: string, typed: TypedAnswers, name: string): TypedAnswers | undefined {
  if (action === rotaAction(name, 'resize')) return withTyped(typed, { [presetOf(name)]: 'custom' });
  if (action !== rotaAction(name, 'fill')) return undefined;
  const preset = presetTyped(typed, name);
  if (preset === null || preset === 'custom') return withTyped(typed, { [presetOf(name)]: 'custom' });
  const { cycleDays, rows } = ROTA_PRESETS[preset];
  const shifts = rows.map(({ day, start, end }) => ({ day: Number(day) - 1, start, end }));
  return withTyped(typed, typedGrid(typed, name, { lengthDays: cycleDays, shifts }));
}

function typedGrid(
  typed: TypedAnswers,
  name: string,
  { lengthDays, shifts }: { lengthDays: number; shifts: readonly { day: number; start: string; end: string }[] },
): Record<string, string> {
  const emptied = Object.keys(typed).filter((control) => control.startsWith(`${name}-`));
  const filled: Record<string, string> = Object.fromEntries(emptied.map((control) => [control, '']));
  const slots = new Map<number, number>();
  for (const { day, start, end } of shifts) {
    const slot = slots.get(day) ?? 0;
    slots.set(day, slot + 1);
    filled[slotOf(name, day, slot, 'start')] = start;
    filled[slotOf(name, day, slot, 'end')] = end;
  }
  return { ...filled, [daysOf(name)]: String(lengthDays), [presetOf(name)]: 'custom' };
}

/** A rota as it would have been typed: by its preset where it is one. */
export function typedRota(name: string, answer: RotaAnswer): Record<string, string> {
  const rota = withoutAnchor(answer);
  const hours = JSON.stringify([rota.lengthDays, rota.shifts.map(({ day, start, end }) => [day, start, end])]);
  const preset = ROTA_PRESET_NAMES.find((one) => {
    if (one === 'custom') return false;
    const { lengthDays, shifts } = hoursOfPreset(one);
    return hours === JSON.stringify([lengthDays, shifts.map(({ day, start, end }) => [day, start, end])]);
  });
  const typed = preset ? { [presetOf(name)]: preset } : typedGrid({}, name, rota);
  return { ...typed, [startsOnOf(name)]: rota.startsOn };
}

/** `undefined`: nothing was typed; `null`: something is not understood yet. */
export function readRota(
  typed: TypedAnswers,
  name: string,
): { rota: RotaAnswer | null | undefined; errors: FieldMessage[] } {
  const preset = presetTyped(typed, name);
  const startText = textOf(typed, startsOnOf(name));
  if (preset === null && startText === '') return { rota: undefined, errors: [] };
  const errors: FieldMessage[] = [];
  const startsOn = readDate(startText);
  if (startsOn === null) {
    const message = startText === '' ? say.errors.startsOnMissing : say.errors.startsOn;
    errors.push({ field: startsOnOf(name), message });
  }
  if (preset === null) errors.push({ field: presetOf(name), message: say.errors.presetMissing });
  const hours = preset === null ? null : preset === 'custom' ? readGrid(typed, name, errors) : hoursOfPreset(preset);
  if (errors.length > 0 || startsOn === null || hours === null) return { rota: null, errors };
  return { rota: { startsOn, ...hours }, errors };
}

function hoursOfPreset(preset: Exclude<RotaPreset, 'custom'>): Omit<RotaAnswer, 'startsOn'> {
  const { cycleDays, rows } = ROTA_PRESETS[preset];
  const shifts = rows.map(({ day, start, end }) => ({ day: Number(day) - 1, start, end }));
  return { lengthDays: cycleDays, shifts };
}

function readGrid(typed: TypedAnswers, name: string, errors: FieldMessage[]): Omit<RotaAnswer, 'startsOn'> | null {
  const lengthDays = gridDays(typed, name);
  const before = errors.length;
  const shifts: { day: number; start: string; end: string }[] = [];
  const controls: string[] = [];
  for (let day = 0; day < lengthDays; day++) {
    for (let slot = 0; slot < SLOTS; slot++) {
      const [startId, endId] = [slotOf(name, day, slot, 'start'), slotOf(name, day, slot, 'end')];
      const [startText, endText] = [textOf(typed, startId), textOf(typed, endId)];
      if (startText === '' && endText === '') continue;
      const [start, end] = [readClock(startText), readClock(endText)];
      const told = t.format.capital(dayName(day, lengthDays));
      if (start === null) errors.push({ field: startId, message: say.errors.gridStart(told) });
      if (end === null) errors.push({ field: endId, message: say.errors.gridEnd(told) });
      if (start === null || end === null) continue;
      shifts.push({ day, start, end });
      controls.push(startId);
    }
  }
  if (errors.length > before) return null;
  if (shifts.length === 0) {
    errors.push({ field: slotOf(name, 0, 0, 'start'), message: say.errors.gridEmpty });
    return null;
  }
  for (const { path } of cycleProblems({ anchorDate: '2026-01-05', lengthDays, shifts }, '')) {
    const [, index, part] = /^\.shifts\.(\d+)(\.end)?/.exec(path) ?? [];
    const control = controls[Number(index)];
    const shift = shifts[Number(index)];
    if (control === undefined || shift === undefined) continue;
    const told = t.format.capital(dayName(shift.day, lengthDays));
    const message = part ? say.errors.gridSame(told) : say.errors.gridOverlap(told);
    errors.push({ field: part ? control.replace(/start$/, 'end') : control, message });
  }
  return errors.length > before ? null : { lengthDays, shifts };
}

/** `lundi`, `lundi, semaine 2`, or `jour 3` of a cycle that is no number of weeks. */
export function dayName(index: number, cycleDays: number): string {
  if (cycleDays % WEEK !== 0) return say.rota.cycleDay(index + 1);
  const week = cycleDays === WEEK ? null : Math.floor(index / WEEK) + 1;
  return say.rota.day(week, t.format.weekday((index % WEEK) + 1));
}

/** The first day and the hours in two sentences. */
export function tellRota(answer: RotaAnswer): string {
  const { startsOn } = withoutAnchor(answer);
  return `${say.rota.startsOn} : ${t.format.date(startsOn)}. ${tellHours(answer)}.`;
}

/** The hours, days that are worked alike together. */
export function tellHours(answer: RotaAnswer): string {
  const { lengthDays, shifts } = withoutAnchor(answer);
  const weekly = lengthDays % WEEK === 0;
  const alike = new Map<string, { week: number; days: number[]; hours: string }>();
  for (const { day, start, end } of shifts) {
    const week = Math.floor(day / WEEK);
    const [from, to] = [t.format.clock(start), t.format.clock(end)];
    const hours = end < start ? say.rota.hoursOvernight(from, to) : say.rota.hours(from, to);
    const group = alike.get(`${week} ${hours}`) ?? { week, days: [], hours };
    group.days.push(day);
    alike.set(`${week} ${hours}`, group);
  }
  const told = [...alike.values()].map(({ week, days, hours }) => {
    const names = weekly
      ? t.format.weekdays(days.map((day) => (day % WEEK) + 1))
      : t.format.list(days.map((day) => dayName(day, lengthDays).toLowerCase()));
    return weekly && lengthDays > WEEK ? say.rota.inWeek(week + 1, `${names} ${hours}`) : `${names} ${hours}`;
  });
  return t.format.capital(told.join(' ; '));
}

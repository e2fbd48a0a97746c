/** A row of the rota as typed: day of the cycle from 1, clock times. */
export type RotaRow = { day: string; start: string; end: string };
export type Rota = { cycleDays: number; rows: RotaRow[] };

const WORKING_DAYS = [1, 2, 3, 4, 5];

const week = (index: number, ...shifts: [start: string, end: string][]): RotaRow[] =>
  WORKING_DAYS.flatMap((day) => shifts.map(([start, end]) => ({ day: String(index * 7 + day), start, end })));

/** The usual rotas, as a start to be changed. `custom` starts from an empty page. */
export const ROTA_PRESETS = {
  day: { cycleDays: 7, rows: week(0, ['08:00', '16:00']) },
  twoShifts: { cycleDays: 14, rows: [...week(0, ['05:00', '13:00']), ...week(1, ['13:00', '21:00'])] },
  threeShifts: {
    cycleDays: 21,
    rows: [...week(0, ['05:00', '13:00']), ...week(1, ['13:00', '21:00']), ...week(2, ['21:00', '05:00'])],
  },
  night: { cycleDays: 7, rows: week(0, ['21:00', '05:00']) },
  split: { cycleDays: 7, rows: week(0, ['06:00', '09:00'], ['17:00', '20:00']) },
  custom: { cycleDays: 7, rows: [] },
} satisfies Record<string, Rota>;

export type RotaPreset = keyof typeof ROTA_PRESETS;
export const ROTA_PRESET_NAMES = Object.keys(ROTA_PRESETS) as RotaPreset[];

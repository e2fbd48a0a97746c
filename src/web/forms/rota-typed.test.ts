import { describe, expect, it } from 'vitest';
import { actOnRota, readRota, rotaAction, rotaControls, tellRota, typedRota } from './rota-typed.ts';
import { readTyped } from './typed.ts';

const typed = (text: string) => readTyped(new URLSearchParams(text));
const HOURS = 'rotaStartsOn=2026-12-07&rotaPreset=custom&rota-0-0-start=5h&rota-0-0-end=13h';

describe('a rota as it is typed', () => {
  it.each([
    ['nothing', '', undefined, []],
    ['no first day', 'rotaPreset=day', null, ['rotaStartsOn']],
    ['no kind of hours', 'rotaStartsOn=7/12/2026', null, ['rotaPreset']],
    ['an empty grid', 'rotaStartsOn=7/12/2026&rotaPreset=custom', null, ['rota-0-0-start']],
    ['half a shift', `${HOURS}&rota-1-0-start=5h`, null, ['rota-1-0-end']],
    ['a shift of no length', `${HOURS}&rota-1-0-start=5h&rota-1-0-end=5h`, null, ['rota-1-0-end']],
    ['two at once', `${HOURS}&rota-0-1-start=12h&rota-0-1-end=14h`, null, ['rota-0-1-start']],
    ['a night over the next morning', `${HOURS}&rota-6-0-start=21h&rota-6-0-end=6h`, null, ['rota-0-0-start']],
  ])('%s', (_name, text, rota, fields) => {
    const read = readRota(typed(text), 'rota');
    expect(read.rota).toBe(rota);
    expect(read.errors.map(({ field }) => field)).toEqual(fields);
  });

  it('is read, told and typed again alike', () => {
    const text = `${HOURS}&rotaDays=8&rota-7-0-start=21h&rota-7-0-end=5h`;
    const { rota } = readRota(typed(text), 'rota');
    if (!rota) throw new Error('The rota was not understood.');
    expect(rota).toMatchObject({ lengthDays: 8, shifts: [{ day: 0 }, { day: 7, start: '21:00', end: '05:00' }] });
    expect(readRota(typed(new URLSearchParams(typedRota('rota', rota)).toString()), 'rota').rota).toEqual(rota);
    expect(tellRota(rota).replace(/\s/g, ' ')).toBe(
      'Premier jour de travail : 7 décembre 2026. Jour 1 de 5 h à 13 h ; jour 8 de 21 h à 5 h le lendemain.',
    );
  });

  it.each(['day', 'twoShifts', 'threeShifts', 'night', 'split'])('%s comes back as the preset it is', (preset) => {
    const { rota } = readRota(typed(`rotaStartsOn=2026-12-07&rotaPreset=${preset}`), 'rota');
    if (!rota) throw new Error('The rota was not understood.');
    expect(typedRota('rota', rota)).toEqual({ rotaStartsOn: '2026-12-07', rotaPreset: preset });
  });

  it('days that are worked alike are told together', () => {
    const { rota } = readRota(typed('rotaStartsOn=2026-12-07&rotaPreset=twoShifts'), 'rota');
    if (!rota) throw new Error('The rota was not understood.');
    expect(tellRota(rota).replace(/\s/g, ' ')).toContain(
      'Semaine 1, du lundi au vendredi de 5 h à 13 h ; semaine 2, du lundi au vendredi de 13 h à 21 h.',
    );
  });

  it('a preset fills the grid, and a smaller grid forgets what stood beyond it', () => {
    const filled = actOnRota(rotaAction('rota', 'fill'), typed('rotaPreset=twoShifts&rota-20-0-start=4h'), 'rota');
    expect(filled).toMatchObject({ rotaDays: ['14'], rotaPreset: ['custom'], 'rota-7-0-start': ['13:00'] });
    expect(filled).not.toHaveProperty('rota-20-0-start');
    expect(rotaControls(typed('rotaDays=7&rota-20-0-start=4h'), 'rota')).toContain('rota-20-0-start');
  });
});

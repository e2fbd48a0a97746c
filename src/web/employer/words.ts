import type { RotaAnswer } from '../../domain/assessment/answer.ts';
import type { Cycle } from '../../domain/diagnostic/diagnostic.ts';
import type { Place } from '../../domain/place.ts';
import { FRENCH } from '../../i18n/languages.ts';
import type { Gazetteer } from '../../services/ports.ts';
import { tellHours } from '../forms/rota-typed.ts';

const { t } = FRENCH;

/** A cycle as somebody would type it. */
export const rotaOf = ({ anchorDate, lengthDays, shifts }: Cycle): RotaAnswer => ({
  startsOn: anchorDate,
  anchorDate,
  lengthDays,
  shifts: shifts.map(({ day, start, end }) => ({ day, start, end })),
});

/** The hours of a rota in one line. */
export const patternHours = (cycle: Cycle): string => tellHours(rotaOf(cycle));

/** Every hour at which its shifts begin, in words: `5 h et 13 h`. */
export const beginnings = ({ shifts }: Cycle): string =>
  t.format.list(
    [...new Set(shifts.map(({ start }) => start))].toSorted().map((time) => t.format.clock(time)),
    'ou',
  );

/** The commune, and the landmark where there is one. */
export function placeName(place: Place, gazetteer: Gazetteer): string {
  const commune = place.commune === undefined ? null : (gazetteer.findByCode(place.commune)?.name ?? null);
  const landmark = place.label && place.label !== commune ? place.label : null;
  return [landmark, commune].filter(Boolean).join(', ');
}

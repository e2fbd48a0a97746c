import { FRENCH } from '../../i18n/languages.ts';
import type { Option } from '../forms/fields.tsx';

const { t } = FRENCH;
const say = t.assessment;

const NO_WORDS = { title: '' };

/** Title, hint and names of the answers of a question. */
export const wordsOf = (code: string): { title: string; hint?: string; options?: Record<string, string> } =>
  say.questions[code] ?? NO_WORDS;

export const titleOf = (code: string): string => wordsOf(code).title;

/** Words that other pages have already for the same things. */
const SHARED: Record<string, Readonly<Record<string, string>>> = {
  licenceB: t.trial.means.licences,
  statuses: t.trial.person.statusLabels,
  statedBarriers: Object.fromEntries(
    Object.entries(t.catalogue.barriers).map(([code, words]) => [code, t.format.capital(words)]),
  ),
};

export function optionsOf(code: string, values: readonly string[]): Option[] {
  const words = wordsOf(code).options ?? SHARED[code] ?? {};
  return values.map((value) => ({ value, label: words[value] ?? value }));
}

/** The words after a figure. */
export function unitOf(unit: 'minutes' | 'euros' | 'count', code: string): string {
  return code === 'budgetEuros' ? t.trial.means.budgetSuffix : say.units[unit];
}

/** A barrier of the questionnaire, by the catalogue's words where it has some. */
export const barrierName = (code: string): string => t.catalogue.barriers[code] ?? say.barriers[code] ?? code;

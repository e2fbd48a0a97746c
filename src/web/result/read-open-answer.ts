import { LICENCE_STATUSES } from '../../domain/diagnostic/diagnostic.ts';
import type { OpenAnswer, OpenFact } from '../../domain/diagnostic/open-facts.ts';
import { FRENCH } from '../../i18n/languages.ts';
import { readDate, readNumber } from '../forms/read-answer.ts';
import { STATUSES } from '../professional/barriers.ts';
import { birthDateAt } from '../professional/trial-input.ts';
import { factLabel, NO_STATUS } from './ask-field.tsx';

const say = FRENCH.t.result.ask.errors;
const MOST_MINUTES = 1440;
const LARGEST_EUROS = 1_000_000;
const AGES = { least: 14, most: 99 };

export type ReadAnswer = { answer: OpenAnswer } | { error: string };

/** What was typed for one question; `startsOn` is the day an age is told for. */
export function readOpenAnswer(
  fact: OpenFact,
  values: readonly string[],
  { isTrial, startsOn }: { isTrial: boolean; startsOn: string },
): ReadAnswer {
  const label = factLabel(fact, isTrial);
  const typed = (values[0] ?? '').trim();
  switch (fact) {
    case 'licenceB':
    case 'licenceAm': {
      const status = LICENCE_STATUSES.find((one) => one === typed);
      return status ? { answer: { fact, status } } : { error: say.choose(label) };
    }
    case 'vehicles': {
      if (!Object.hasOwn(FRENCH.t.trial.means.vehicles, typed)) return { error: say.choose(label) };
      return { answer: { fact, vehicles: typed === 'none' ? [] : [typed] } };
    }
    case 'canCycle':
    case 'wheelchair':
      if (typed !== 'yes' && typed !== 'no') return { error: say.choose(label) };
      return { answer: { fact, yes: typed === 'yes' } };
    case 'statuses': {
      const statuses = STATUSES.filter((status) => values.includes(status));
      if (statuses.length === 0 && !values.includes(NO_STATUS)) return { error: say.statuses };
      return { answer: { fact, statuses } };
    }
    case 'birthDate': {
      if (!isTrial) {
        const birthDate = readDate(typed);
        return birthDate ? { answer: { fact, birthDate } } : { error: say.birthDate };
      }
      const age = readNumber(typed);
      if (age === null || !Number.isInteger(age) || age < AGES.least || age > AGES.most) return { error: say.age };
      return { answer: { fact, birthDate: birthDateAt(age, startsOn) } };
    }
    case 'budget':
    case 'deposit': {
      const euros = readNumber(typed);
      if (euros === null || euros < 0 || euros > LARGEST_EUROS) return { error: say.euros(label) };
      return { answer: { fact, cents: Math.round(euros * 100) } };
    }
    default: {
      const minutes = readNumber(typed);
      if (minutes === null || minutes < 0 || minutes > MOST_MINUTES) return { error: say.minutes(label) };
      return { answer: { fact, minutes } };
    }
  }
}

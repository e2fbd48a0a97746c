import type { TerritoryRules } from '../territory.ts';
import { fact } from './criterion.ts';
import type { MatchingFacts } from './facts.ts';
import type { CriterionFact, Outcome } from './result.ts';

type Licence = NonNullable<MatchingFacts['means']['licences']>[number];

/** Whether a licence of that category lets drive what another is asked for; each includes itself, whatever the data say. */
export function includesLicence({ category }: Licence, wanted: string, { licenceIncludes }: TerritoryRules): boolean {
  return (licenceIncludes[category] ?? [category]).includes(wanted);
}

/** A valid licence of that category, or of one that includes it. */
export function holdsLicence({ means }: MatchingFacts, wanted: string, rules: TerritoryRules): boolean {
  return means.licences?.some((l) => l.status === 'valid' && includesLicence(l, wanted, rules)) === true;
}

/**
 * The licence an offer asks for. A wider valid category includes it; a category that is not listed is not known; a
 * foreign licence to be exchanged is for a human to look at.
 */
export function licence(facts: MatchingFacts, required: 'B' | 'AM' | null, rules: TerritoryRules): CriterionFact[] {
  if (required === null) return [];
  const held = facts.means.licences ?? [];
  const relevant = held.filter((l) => includesLicence(l, required, rules));
  const own = held.find((l) => l.category === required);
  let outcome: Outcome = 'unknown';
  if (holdsLicence(facts, required, rules)) outcome = 'met';
  else if (required === 'AM' && exemptFromAm(facts, rules)) outcome = 'met';
  else if (relevant.some((l) => l.status === 'foreignExchangeable')) outcome = 'unknown';
  else if (own !== undefined) outcome = required === 'AM' && facts.age === undefined ? 'unknown' : 'unmet';
  return [
    fact('licence', outcome, {
      unit: 'text',
      actual: own?.status ?? relevant[0]?.status ?? null,
      limit: required,
      change:
        outcome === 'unmet'
          ? { what: 'licence', who: 'person', from: own?.status ?? null, to: required, unit: 'text' }
          : undefined,
    }),
  ];
}

/** Whoever is surely born before the year of the rule: the age leaves one of two birth years, the later must do. */
function exemptFromAm(facts: MatchingFacts, rules: TerritoryRules): boolean {
  if (facts.age === undefined) return false;
  return Number(facts.startsOn.slice(0, 4)) - facts.age < rules.amExemptBornBefore;
}

/** A bike asks that one can ride it. */
export function cycling(facts: MatchingFacts): CriterionFact {
  const can = facts.means.canCycle;
  const outcome: Outcome = can === undefined ? 'unknown' : can ? 'met' : 'unmet';
  return fact('cycling', outcome, {
    unit: 'text',
    actual: can === undefined ? null : can ? 'yes' : 'no',
    limit: 'yes',
    change: outcome === 'unmet' ? { what: 'canCycle', who: 'person', from: 'no', to: 'yes', unit: 'text' } : undefined,
  });
}

/**
 * A wheelchair. An offer that cannot take one asks; one that has not said is asked about only for a person who uses one.
 */
export function wheelchair(facts: MatchingFacts, accessible: boolean | null): CriterionFact[] {
  const uses = facts.means.wheelchair;
  if (accessible === true || (accessible === null && uses !== true)) return [];
  const outcome: Outcome = uses === false ? 'met' : uses === true && accessible === false ? 'unmet' : 'unknown';
  return [
    fact('wheelchair', outcome, {
      unit: 'text',
      actual: uses === undefined ? null : uses ? 'yes' : 'no',
      limit: accessible === false ? 'no' : null,
      variant: uses === true ? 'askProvider' : undefined,
      change:
        outcome === 'unmet' ? { what: 'wheelchair', who: 'provider', from: 'no', to: 'yes', unit: 'text' } : undefined,
    }),
  ];
}

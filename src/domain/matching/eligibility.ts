import type { Offer } from '../catalogue/offer.ts';
import type { TerritoryRules } from '../territory.ts';
import { fact } from './criterion.ts';
import type { MatchingFacts } from './facts.ts';
import type { CriterionFact, Outcome } from './result.ts';

/** Who may use the offer at all: dates, zone, age, status, audience. Only what the offer requires is asked. */
export function eligibility(facts: MatchingFacts, offer: Offer, rules: TerritoryRules): CriterionFact[] {
  return [...validity(facts, offer), ...zone(facts, offer), ...age(facts, offer), ...status(facts, offer, rules)];
}

function validity({ startsOn }: MatchingFacts, { validFrom, validUntil }: Offer): CriterionFact[] {
  const criteria: CriterionFact[] = [];
  if (validFrom !== null && startsOn < validFrom) {
    criteria.push(
      fact('validity', 'unmet', {
        unit: 'date',
        actual: startsOn,
        limit: validFrom,
        variant: 'notYet',
        change: { what: 'startsOn', who: 'employer', from: startsOn, to: validFrom, unit: 'date' },
      }),
    );
  } else if (validUntil !== null) {
    const over = startsOn > validUntil;
    criteria.push(
      fact('validity', over ? 'unmet' : 'met', {
        unit: 'date',
        actual: startsOn,
        limit: validUntil,
        variant: 'until',
        change: over
          ? { what: 'validUntil', who: 'provider', from: validUntil, to: startsOn, unit: 'date' }
          : undefined,
      }),
    );
  } else if (validFrom !== null) {
    criteria.push(fact('validity', 'met', { unit: 'date', actual: startsOn, limit: validFrom, variant: 'from' }));
  }
  return criteria;
}

function zone({ home }: MatchingFacts, { eligibilityZone }: Offer): CriterionFact[] {
  if (eligibilityZone.length === 0) return [];
  const outcome: Outcome =
    home.zones === null ? 'unknown' : home.zones.some((z) => eligibilityZone.includes(z)) ? 'met' : 'unmet';
  return [
    fact('zone', outcome, {
      unit: 'text',
      actual: home.zones?.[0] ?? null,
      limit: eligibilityZone.join(' '),
      change:
        outcome === 'unmet'
          ? { what: 'eligibilityZone', who: 'provider', from: null, to: home.zones?.[0] ?? null, unit: 'text' }
          : undefined,
    }),
  ];
}

function age({ age }: MatchingFacts, { accessConditions: { minAge, maxAge } }: Offer): CriterionFact[] {
  const criteria: CriterionFact[] = [];
  if (minAge !== null) {
    const outcome = age === undefined ? 'unknown' : age >= minAge ? 'met' : 'unmet';
    criteria.push(
      fact('age', outcome, {
        unit: 'years',
        actual: age ?? null,
        limit: minAge,
        variant: 'min',
        change:
          outcome === 'unmet'
            ? { what: 'age', who: 'person', from: age ?? null, to: minAge, unit: 'years' }
            : undefined,
      }),
    );
  }
  if (maxAge !== null) {
    const outcome = age === undefined ? 'unknown' : age <= maxAge ? 'met' : 'unmet';
    criteria.push(
      fact('age', outcome, {
        unit: 'years',
        actual: age ?? null,
        limit: maxAge,
        variant: 'max',
        change:
          outcome === 'unmet'
            ? { what: 'maxAge', who: 'provider', from: maxAge, to: age ?? null, unit: 'years' }
            : undefined,
      }),
    );
  }
  return criteria;
}

function status({ statuses }: MatchingFacts, offer: Offer, rules: TerritoryRules): CriterionFact[] {
  const criteria: CriterionFact[] = [];
  const asked = offer.accessConditions.statuses;
  if (asked.length > 0) {
    const outcome = statuses === undefined ? 'unknown' : statuses.some((s) => asked.includes(s)) ? 'met' : 'unmet';
    criteria.push(
      fact('status', outcome, {
        unit: 'text',
        actual: statuses?.join(' ') ?? null,
        limit: asked.join(' '),
        change:
          outcome === 'unmet'
            ? { what: 'status', who: 'person', from: statuses?.join(' ') ?? null, to: asked[0] ?? null, unit: 'text' }
            : undefined,
      }),
    );
  }
  // Audiences describe more than they exclude: a person outside them is asked about, never turned away by us.
  if (offer.audiences.length > 0 && !offer.audiences.includes('tous-publics')) {
    const opened = (statuses ?? []).flatMap((s) => rules.audiencesOfStatus[s] ?? []);
    const outcome = opened.some((a) => offer.audiences.includes(a)) ? 'met' : 'unknown';
    criteria.push(
      fact('audience', outcome, { unit: 'text', actual: opened.join(' ') || null, limit: offer.audiences.join(' ') }),
    );
  }
  return criteria;
}

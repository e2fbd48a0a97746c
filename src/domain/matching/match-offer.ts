import { staleDays } from '../catalogue/freshness.ts';
import type { Offer, OfferOf } from '../catalogue/offer.ts';
import { carpoolCriteria, carpoolLegs } from './carpool.ts';
import { fact, together } from './criterion.ts';
import { eligibility } from './eligibility.ts';
import type { MatchingFacts } from './facts.ts';
import type { LegAnswer } from './leg-match.ts';
import { DAYS_PER_MONTH, loanCostCents, perMonth } from './money.ts';
import type { KindContext } from './question.ts';
import type { Coverage, CriterionFact, LegMatch, OfferMatch, Verdict } from './result.ts';
import { rideCriteria, transportLeg, volunteerLeg } from './ride-service.ts';
import { keepRoundTrips } from './round-trips.ts';
import { scoreOf } from './score.ts';
import { type SupportContext, supportCriteria } from './support.ts';
import { loanCriteria, loanDays, loanLeg } from './vehicle-loan.ts';

/** One offer put to one person: every rule, every leg. `rank` is given later, among all. */
export function matchOffer(ctx: KindContext): OfferMatch {
  const { facts, offer } = ctx;
  const kind = answersOfKind(ctx);
  const legs = kind.legs.map((answer) => answer.match);
  const costPerMonthCents = kind.carries ? costOf(facts, offer, legs) : null;
  const offerCriteria = [
    ...eligibility(facts, offer, ctx.rules),
    ...freshness(ctx),
    ...kind.criteria,
    ...(kind.carries ? budget(facts, legs, costPerMonthCents) : []),
  ];
  const draft: Omit<OfferMatch, 'score'> = {
    offerId: offer.id,
    offerVersion: offer.version,
    kind: offer.kind,
    rank: 0,
    verdict: verdictOf(offerCriteria, legs, kind.carries, facts.legs.length),
    coverage: coverageOf(facts, legs, together(offerCriteria) === 'met'),
    legs,
    criteria: [...offerCriteria, ...kind.legs.flatMap((answer) => answer.criteria)],
    costPerMonthCents,
    co2PerMonthGrams: kind.carries ? co2Of(facts, legs) : null,
    availableFrom: kind.availableFrom,
  };
  return { ...draft, score: scoreOf(ctx, draft) };
}

/** What nobody has confirmed for long is asked about before it is promised. Of what nobody ever confirmed the age is not known. */
function freshness({ offer, today, rules }: KindContext): CriterionFact[] {
  const days = staleDays(offer.confirmedAt, today, rules.freshness);
  return days === null ? [] : [fact('freshness', 'unknown', { unit: 'days', actual: days })];
}

type KindAnswers = { carries: boolean; criteria: CriterionFact[]; legs: LegAnswer[]; availableFrom: string };

function answersOfKind(ctx: KindContext): KindAnswers {
  const { facts, offer } = ctx;
  switch (offer.kind) {
    case 'carpool': {
      const own = { ...ctx, offer };
      return {
        carries: true,
        criteria: [...carpoolCriteria(own), ...undescribed(facts)],
        legs: carpoolLegs(own),
        availableFrom: facts.startsOn,
      };
    }
    case 'vehicleLoan': {
      const own = { ...ctx, offer };
      const { criteria, availableFrom } = loanCriteria(own);
      const answers = new Map(facts.legs.map((leg) => [leg.id, loanLeg(own, leg, availableFrom)]));
      keepRoundTrips(answers, facts.shifts);
      return {
        carries: true,
        criteria: [...criteria, ...undescribed(facts)],
        legs: [...answers.values()],
        availableFrom,
      };
    }
    case 'demandResponsiveTransport': {
      const own = { ...ctx, offer };
      const { criteria, availableFrom } = rideCriteria(own);
      const legs = facts.legs.map((leg) => transportLeg(own, leg, availableFrom));
      return { carries: true, criteria: [...criteria, ...undescribed(facts)], legs, availableFrom };
    }
    case 'volunteerDriving': {
      const own = { ...ctx, offer };
      const { criteria, availableFrom } = rideCriteria(own);
      const legs = facts.legs.map((leg) => volunteerLeg(own, leg, availableFrom));
      return { carries: true, criteria: [...criteria, ...undescribed(facts)], legs, availableFrom };
    }
    case 'carShare':
      // The engine does not know this kind yet: it says so, it does not refuse.
      return {
        carries: false,
        criteria: [fact('need', 'unknown', { unit: 'text', variant: 'kind' })],
        legs: [],
        availableFrom: facts.startsOn,
      };
    default: {
      const own: SupportContext = { ...ctx, offer };
      return { carries: false, legs: [], ...supportCriteria(own) };
    }
  }
}

/** Somebody with no job yet: what they need carried is not known. */
function undescribed(facts: MatchingFacts): CriterionFact[] {
  return facts.legs.length > 0 ? [] : [fact('need', 'unknown', { unit: 'text', variant: 'rides' })];
}

function verdictOf(offerCriteria: CriterionFact[], legs: LegMatch[], carries: boolean, asked: number): Verdict {
  const whole = together(offerCriteria);
  if (whole === 'unmet') return 'impossible';
  if (!carries || asked === 0) return whole === 'met' ? 'possible' : 'toVerify';
  const served = legs.filter((l) => l.served);
  if (served.length === 0) return 'impossible';
  return whole === 'met' && served.some((l) => l.outcome === 'met') ? 'possible' : 'toVerify';
}

/** Occurrences of legs, and of shifts with both ways (the ways the shift has); none is certain while the offer itself is not. */
function coverageOf(facts: MatchingFacts, legs: readonly LegMatch[], isSure: boolean): Coverage {
  let [served, certain, total] = [0, 0, 0];
  for (const leg of legs) {
    served += leg.servedOccurrences;
    if (isSure) certain += leg.certainOccurrences;
  }
  for (const leg of facts.legs) total += leg.occurrences;
  return { served, certain, total, ...shiftsOf(facts, legs) };
}

function shiftsOf(facts: MatchingFacts, legs: readonly LegMatch[]): Pick<Coverage, 'shiftsComplete' | 'shiftsTotal'> {
  const carried = new Map<string, Set<string>>();
  for (const leg of legs) if (leg.served) carried.set(leg.legId, missedDates(leg));
  let [shiftsComplete, shiftsTotal] = [0, 0];
  for (const { outboundLegId, returnLegId, occurrences, dates } of facts.shifts) {
    shiftsTotal += occurrences;
    const out = outboundLegId === null ? NONE_MISSED : carried.get(outboundLegId);
    const back = returnLegId === null ? NONE_MISSED : carried.get(returnLegId);
    // A ride without a date is a ride the shift does not have.
    if (out === NONE_MISSED && back === NONE_MISSED) shiftsComplete += dates.length;
    else {
      for (const date of dates) {
        if (holds(out, date.outbound) && holds(back, date.return)) shiftsComplete++;
      }
    }
  }
  return { shiftsComplete, shiftsTotal };
}

const NONE_MISSED: Set<string> = new Set();

function missedDates({ exceptions }: LegMatch): Set<string> {
  const missed = exceptions.filter((e) => !e.served);
  return missed.length === 0 ? NONE_MISSED : new Set(missed.map((e) => e.date));
}

/** Whether a ride is driven that day; `missed` is undefined where its leg is not served. */
function holds(missed: Set<string> | undefined, date: string | null): boolean {
  return date === null || (missed !== undefined && !missed.has(date));
}

/** Legs served, a month; a loan charges every calendar day. Null where a price is not known. */
function costOf(facts: MatchingFacts, offer: Offer, legs: readonly LegMatch[]): number | null {
  const served = legs.filter((l) => l.served);
  if (served.length === 0) return null;
  if (offer.kind === 'vehicleLoan') return loanCost(facts, offer);
  let cents = 0;
  for (const leg of served) {
    if (leg.pricePerRideCents === null) return null;
    cents += leg.pricePerRideCents * perMonth(leg.servedOccurrences, facts.unrolledDays);
  }
  return Math.round(cents);
}

function loanCost(facts: MatchingFacts, { details }: OfferOf<'vehicleLoan'>): number | null {
  if (details.tariff === null) return null;
  const month = facts.unrolledDays === null ? loanDays(facts, details.maxDays) : DAYS_PER_MONTH;
  return loanCostCents(details.tariff, Math.min(month, details.maxDays ?? month));
}

function co2Of(facts: MatchingFacts, legs: readonly LegMatch[]): number | null {
  const served = legs.filter((l) => l.served);
  if (served.length === 0) return null;
  const grams = served.reduce(
    (sum, l) => sum + (l.co2GramsPerRide ?? 0) * perMonth(l.servedOccurrences, facts.unrolledDays),
    0,
  );
  return Math.round(grams);
}

function budget(facts: MatchingFacts, legs: readonly LegMatch[], costCents: number | null): CriterionFact[] {
  if (!legs.some((l) => l.served) || costCents === 0) return [];
  const own = facts.means.budgetPerMonthCents;
  const outcome = own === undefined || costCents === null ? 'unknown' : costCents <= own ? 'met' : 'unmet';
  return [
    fact('budget', outcome, {
      unit: 'cents',
      actual: costCents,
      limit: own ?? null,
      change:
        outcome === 'unmet'
          ? { what: 'budget', who: 'person', from: own ?? null, to: costCents, unit: 'cents' }
          : undefined,
    }),
  ];
}

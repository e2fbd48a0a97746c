import { type Offer, type OfferKind, SUPPORT_KINDS } from '../catalogue/offer.ts';
import { fact } from '../matching/criterion.ts';
import type { ForPathway } from '../matching/for-pathway.ts';
import type { MatchQuestion } from '../matching/question.ts';
import type { Bundle, CriterionCode, OfferMatch, PathwayStep } from '../matching/result.ts';
import { statedBarriers } from '../matching/support.ts';
import type { Told } from '../matching/tally.ts';
import { addDays, daysBetween, laterDate } from '../schedule/dates.ts';
import { type Chosen, chooseSteps } from './choose-steps.ts';
import { DEFAULT_PATHWAY_RULES } from './default-rules.ts';
import { AUTONOMY, BRIDGE, type PathwayRules } from './rules.ts';
import { type Situations, situationsOf } from './situations.ts';
import { beginsOn, endsOn, isPastValidity } from './step-dates.ts';

/**
 * From a ride on Monday to getting there alone: the bridge at once (the best bundle), then the steps that the rules call
 * for, each an offer this person can enter, dated after what it waits for; at their end, on one's own. The bridge lasts
 * until then.
 */
export function pathwayFor(
  question: MatchQuestion,
  { matches, forPathway }: Omit<Told, 'counts'>,
  bundles: readonly Bundle[],
): PathwayStep[] {
  const rules = question.rules.pathway ?? DEFAULT_PATHWAY_RULES;
  const known = situationsOf(question, forPathway, bundles);
  const entered = enteredBy(matches, forPathway);
  const offers = offersOf(question, entered, bundles[0]);
  const budgetCents = question.facts.means.budgetPerMonthCents;
  const chosen = chooseSteps(rules, known, entered, offers, { bundle: bundles[0], budgetCents });
  const dated = new Map<Chosen, PathwayStep>();
  const stated = statedBarriers(question.facts) ?? [];
  for (const step of chosen) dateStep(step, dated, stated, forPathway);
  const steps = inOrder(chosen, dated, rules);
  const autonomy = autonomyOf(chosen, dated, known);
  const bridge = bridgeOf(question, matches, bundles[0], offers, autonomy?.from ?? null);
  const all = [bridge, ...steps, autonomy].filter((step) => step !== null);
  // What comes after a step is what says that it waits for it.
  return all.map((step) => ({ ...step, unlocks: all.filter((s) => s.needs.includes(step.id)).map((s) => s.id) }));
}

/**
 * What the person can enter, best ranked first; last what answers no barrier they stated, but perhaps what is known of
 * them beside (a level of French, a vehicle that does not run).
 */
function enteredBy(matches: readonly OfferMatch[], { unstated }: ForPathway): OfferMatch[] {
  const suitable = matches.filter(({ kind, verdict }) => verdict !== 'impossible' && SUPPORTS.has(kind));
  return [...suitable.sort((a, b) => a.rank - b.rank), ...unstated()];
}

const SUPPORTS: ReadonlySet<OfferKind> = new Set(SUPPORT_KINDS);

/** The offers a pathway may name: a catalogue is large, a pathway is short. */
function offersOf(
  { offers }: MatchQuestion,
  entered: readonly OfferMatch[],
  bundle: Bundle | undefined,
): Map<string, Offer> {
  const named = new Set([...(bundle?.offerIds ?? []), ...entered.map(({ offerId }) => offerId)]);
  return new Map(offers.filter((o) => named.has(o.id)).map((o) => [o.id, o]));
}

function dateStep(
  chosen: Chosen,
  dated: Map<Chosen, PathwayStep>,
  stated: readonly string[],
  forPathway: ForPathway,
): PathwayStep {
  const done = dated.get(chosen);
  if (done !== undefined) return done;
  const needs = [...chosen.needs].map((need) => dateStep(need, dated, stated, forPathway));
  const { match, offer, missing, unsure } = chosen;
  const [rule] = chosen.rules;
  if (rule === undefined) throw new Error(`No rule calls for ${offer.id}.`);
  const from = beginsOn(chosen);
  const conditions = [...conditionsOf(match), ...stillValid(chosen, from)];
  const isAsked = conditions.some((c) => c.outcome === 'unknown') || missing.size > 0 || unsure.size > 0;
  const step: PathwayStep = {
    id: rule.id,
    step: rule.step,
    offerId: match.offerId,
    from,
    until: endsOn(chosen),
    earliest: needs.some((need) => need.earliest || (need.until === null && TAKES_TIME.has(need.step))),
    barriers: lifted(chosen, stated),
    verdict: isAsked ? 'toVerify' : 'possible',
    because: [...chosen.because].sort(),
    needs: needs.map((need) => need.id).sort(),
    unlocks: [],
    conditions,
    missing: [...missing].sort(),
    unsure: [...unsure].sort(),
    opens:
      offer.kind === 'drivingLicence' ? forPathway.loansFor(offer.details.category).map(({ offerId }) => offerId) : [],
    endsEarly: [],
  };
  dated.set(chosen, step);
  return step;
}

/** Steps that last, of which a length not known is a date not known; money and a vehicle are had on a day. */
const TAKES_TIME: ReadonlySet<PathwayStep['step']> = new Set(['training', 'licence']);

/** By date; on one day what is waited for comes first, then the order of the rules. */
function inOrder(
  chosen: readonly Chosen[],
  dated: ReadonlyMap<Chosen, PathwayStep>,
  { rules }: PathwayRules,
): PathwayStep[] {
  const place = new Map(rules.map((rule, i) => [rule.id, i]));
  const depth = (step: Chosen): number => Math.max(0, ...[...step.needs].map((need) => depth(need) + 1));
  return chosen
    .map((c) => ({ step: dated.get(c) as PathwayStep, depth: depth(c) }))
    .sort(
      (a, b) =>
        (a.step.from < b.step.from ? -1 : a.step.from > b.step.from ? 1 : 0) ||
        a.depth - b.depth ||
        (place.get(a.step.id) ?? 0) - (place.get(b.step.id) ?? 0),
    )
    .map(({ step }) => step);
}

/**
 * The day from which the person goes alone: when the last step that gives the means to has ended. None where a licence or
 * something to drive is surely not there and no step gives it: the bridge goes on.
 */
function autonomyOf(
  chosen: readonly Chosen[],
  dated: ReadonlyMap<Chosen, PathwayStep>,
  known: Situations,
): PathwayStep | null {
  const giving = chosen.filter((c) => c.rules.some((rule) => rule.autonomy)).map((c) => dated.get(c) as PathwayStep);
  // Nobody said how long it takes: no day is promised.
  if (giving.length === 0 || giving.some((s) => s.step === 'licence' && s.until === null)) return null;
  const gives = (...steps: PathwayStep['step'][]) => giving.some((s) => steps.includes(s.step));
  const unsure: string[] = [];
  if (!gives('licence') && known('licenceValid') !== 'yes') {
    if (known('licenceValid') === 'no' && known('licenceForeignExchangeable') !== 'yes') return null;
    unsure.push('licenceValid');
  }
  if (!gives('repair', 'purchase') && known('vehicleWorking') !== 'yes') {
    if (known('vehicleWorking') === 'no') return null;
    unsure.push('vehicleWorking');
  }
  return {
    id: AUTONOMY,
    step: 'autonomy',
    offerId: null,
    from: giving.map((s) => s.until ?? s.from).reduce(laterDate),
    until: null,
    earliest: giving.some((s) => s.earliest),
    barriers: [],
    verdict: unsure.length > 0 || giving.some((s) => s.verdict === 'toVerify') ? 'toVerify' : 'possible',
    because: [],
    needs: giving.map((s) => s.id).sort(),
    unlocks: [],
    conditions: [],
    missing: [],
    unsure,
    opens: [],
    endsEarly: [],
  };
}

/** Until the person goes alone; kept open where that is told for before the first ride: repairs and licences slip. */
function bridgeOf(
  { facts }: MatchQuestion,
  matches: readonly OfferMatch[],
  bundle: Bundle | undefined,
  offers: ReadonlyMap<string, Offer>,
  alone: string | null,
): PathwayStep | null {
  const ids = bundle?.offerIds ?? [];
  const [first] = ids;
  if (first === undefined || bundle === undefined) return null;
  const members = matches.filter((m) => ids.includes(m.offerId));
  const conditions = members.flatMap(conditionsOf);
  const from = members.reduce((latest, m) => laterDate(latest, m.availableFrom), facts.startsOn);
  const until = alone !== null && alone > from ? alone : null;
  const isSure = members.every((m) => m.verdict === 'possible') && bundle.coverage.certain === bundle.coverage.served;
  return {
    id: BRIDGE,
    step: 'bridge',
    offerId: first,
    offerIds: ids,
    from,
    until,
    earliest: false,
    barriers: [],
    verdict: isSure ? 'possible' : 'toVerify',
    because: [],
    needs: [],
    unlocks: [],
    conditions,
    missing: [],
    unsure: [],
    opens: [],
    endsEarly: members.flatMap(({ offerId, availableFrom }) => {
      const offer = offers.get(offerId);
      if (offer?.kind !== 'vehicleLoan' || offer.details.maxDays === null) return [];
      const on = addDays(availableFrom, offer.details.maxDays);
      return until === null || daysBetween(on, until) > 0 ? [{ offerId, on }] : [];
    }),
  };
}

/** Rules of the offer as a whole that are not answered yet, or met by something the person must show or pay. */
const TO_BRING: ReadonlySet<CriterionCode> = new Set(['age', 'status', 'licence', 'deposit', 'cost']);

function conditionsOf({ offerId, criteria }: OfferMatch): PathwayStep['conditions'] {
  return criteria
    .filter((c) => c.legId === null && (c.outcome === 'unknown' || (c.outcome === 'met' && TO_BRING.has(c.code))))
    .map((c) => ({ ...c, offerId }));
}

/** An offer told of until a day may go on after it: that is asked, and the step not promised. */
function stillValid(step: Chosen, from: string): PathwayStep['conditions'] {
  if (!isPastValidity(step)) return [];
  const { id, validUntil } = step.offer;
  return [
    {
      ...fact('validity', 'unknown', { unit: 'date', actual: from, limit: validUntil, variant: 'until' }),
      offerId: id,
    },
  ];
}

function lifted({ offer }: Chosen, stated: readonly string[]): string[] {
  if (offer.kind === 'drivingLicence') return stated.filter((b) => b === 'noLicence');
  const own: readonly string[] = 'barriers' in offer.details ? offer.details.barriers : [];
  return stated.filter((b) => own.includes(b));
}

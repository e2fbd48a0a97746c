import { aidPays } from '../catalogue/aid-pays.ts';
import type { Offer, OfferKind, OfferOf } from '../catalogue/offer.ts';
import type { Bundle, OfferMatch } from '../matching/result.ts';
import { BRIDGE, type PathwayRule, type PathwayRules, precedents } from './rules.ts';
import type { Situations } from './situations.ts';
import { isPastValidity } from './step-dates.ts';

/** A step before it is dated: one offer that answers one or several rules. */
export type Chosen = {
  rules: PathwayRule[];
  match: OfferMatch;
  offer: Offer;
  because: Set<string>;
  needs: Set<Chosen>;
  missing: Set<string>;
  unsure: Set<string>;
};

export const KIND: Record<PathwayRule['step'], OfferKind> = {
  training: 'training',
  licence: 'drivingLicence',
  repair: 'vehicleRepair',
  purchase: 'vehicleSale',
  funding: 'financialAid',
};

/**
 * For each rule that the situations call for, the best ranked offer of its kind that this person can enter and that
 * answers it (`entered`, best first); an offer already chosen answers again rather than a second one. What is paid for is
 * chosen before what pays for it.
 */
export function chooseSteps(
  { rules }: PathwayRules,
  known: Situations,
  entered: readonly OfferMatch[],
  offers: ReadonlyMap<string, Offer>,
  bridge: { bundle: Bundle | undefined; budgetCents: number | undefined },
): Chosen[] {
  const chosen = new Map<string, Chosen>();
  const called = new Set<string>();

  for (const rule of inOrder(rules)) {
    const funded = rule.step === 'funding' ? rule.funds.flatMap((id) => chosen.get(id) ?? []) : [];
    const open = funded.filter((step) => isCostOpen(step, known));
    const paysBridge = rule.step === 'funding' && rule.funds.includes(BRIDGE) && isBridgeOpen(bridge, known);
    const because = reasons(rule, (code) =>
      code === 'costOpen' ? (open.length > 0 || paysBridge ? 'yes' : 'no') : known(code),
    );
    if (because === null) continue;
    called.add(rule.id);
    const unsure = requirement(rule, known, chosen);
    if (unsure === null) continue;

    const able = entered.flatMap((match) => {
      const offer = match.kind === KIND[rule.step] ? offers.get(match.offerId) : undefined;
      if (offer === undefined || !answers(rule, offer)) return [];
      return rule.step !== 'funding' || mayPay(offer, open, paysBridge) ? [{ match, offer }] : [];
    });
    const before = beforeOf(rule, rules, chosen, called);
    const isFree = ({ match }: { match: OfferMatch }) => chosenFor(match, chosen) === undefined;
    const again = able.filter(({ match }) => canAnswerToo(match, chosen, before.needs));
    // One workshop for two barriers rather than two workshops; of aids, the one that fits, whatever else it pays for.
    const first = rule.step === 'training' ? again[0] : undefined;
    const pool = able.filter((one) => isFree(one) || again.includes(one));
    const lasting = pool.filter(({ match, offer }) => {
      const stands = insteadOf(rule, offer);
      return !isPastValidity({
        match,
        offer,
        needs: [...before.needs].flatMap(([id, n]) => (stands.has(id) ? [] : n)),
      });
    });
    const found = first ?? preferred(rule, lasting.length > 0 ? lasting : pool, called, open);
    if (found === undefined) continue;
    const step = chosenFor(found.match, chosen) ?? blank(found);
    step.rules.push(rule);
    for (const code of because) step.because.add(code);
    for (const code of unsure) step.unsure.add(code);
    const stands = insteadOf(rule, found.offer);
    for (const [id, need] of before.needs) if (need !== step && !stands.has(id)) step.needs.add(need);
    for (const id of before.missing) if (!stands.has(id)) step.missing.add(id);
    chosen.set(rule.id, step);
    for (const paid of open) {
      if (step.offer.kind === 'financialAid' && aidPays(step.offer, paid.offer) === 'no') continue;
      if (!reaches(step, paid)) paid.needs.add(step);
    }
  }
  return [...new Set(chosen.values())];
}

const blank = ({ match, offer }: { match: OfferMatch; offer: Offer }): Chosen => ({
  rules: [],
  match,
  offer,
  because: new Set(),
  needs: new Set(),
  missing: new Set(),
  unsure: new Set(),
});

/** Rules after those that come before them; what pays for a step right after it is known. */
function inOrder(rules: readonly PathwayRule[]): PathwayRule[] {
  const done = new Set<string>();
  const sorted: PathwayRule[] = [];
  const paying = rules.filter((r) => r.step === 'funding');
  const others = rules.filter((r) => r.step !== 'funding');
  const visit = (rule: PathwayRule) => {
    if (done.has(rule.id)) return;
    done.add(rule.id);
    for (const id of precedents(rule, others)) {
      const first = rules.find((r) => r.id === id);
      if (first !== undefined && first.step !== 'funding') visit(first);
    }
    sorted.push(rule);
  };
  for (const rule of [...others, ...paying]) visit(rule);
  return sorted;
}

/** The situations that call for a rule's step, or null: they do not, or it is surely of no use. */
function reasons({ when, unless }: PathwayRule, known: Situations): string[] | null {
  if (unless.some((code) => known(code) === 'yes')) return null;
  const calling = when.filter((all) => all.every((code) => known(code) === 'yes'));
  return calling.length === 0 ? null : [...new Set(calling.flat())];
}

/** Nothing to ask, the situations to ask about, or null where what the step requires is surely not there. */
function requirement(rule: PathwayRule, known: Situations, chosen: ReadonlyMap<string, Chosen>): string[] | null {
  if (!('requires' in rule)) return [];
  const { situations, steps } = rule.requires;
  if (situations.length + steps.length === 0) return [];
  if (situations.some((code) => known(code) === 'yes') || steps.some((id) => chosen.has(id))) return [];
  const unsure = situations.filter((code) => known(code) === 'unknown');
  return unsure.length === 0 ? null : unsure;
}

/** Whether an offer of its kind is such a step. */
export function answers(rule: PathwayRule, { kind, details }: Offer): boolean {
  if (rule.step === 'licence') return kind === 'drivingLicence' && details.category === rule.category;
  const lifted: readonly string[] = 'barriers' in details ? details.barriers : [];
  if (lifted.some((barrier) => rule.lifts.includes(barrier))) return true;
  return lifted.length > 0 && lifted.every((barrier) => rule.general.includes(barrier));
}

/**
 * Of a licence, the best ranked whose teaching fits the most of what is called for; of an aid, one for that very thing,
 * then one that pays all that is left; of the others the best ranked.
 */
function preferred<T extends { offer: Offer }>(
  rule: PathwayRule,
  able: readonly T[],
  called: ReadonlySet<string>,
  paid: readonly Chosen[],
): T | undefined {
  const adapted = ({ offer }: T): number => {
    if (rule.step === 'licence') return [...insteadOf(rule, offer)].filter((id) => called.has(id)).length;
    const lifted: readonly string[] = 'barriers' in offer.details ? offer.details.barriers : [];
    const isForThat = lifted.some((barrier) => rule.lifts.includes(barrier));
    if (offer.kind !== 'financialAid') return Number(isForThat) * 2;
    // Money that is given before money that is lent, and what is told before what must be asked.
    const isTold = offer.details.covers.length > 0;
    return (
      Number(!offer.details.repayable) * 8 + Number(isTold) * 4 + Number(isForThat) * 2 + Number(paysFor(offer, paid))
    );
  };
  return able.reduce<T | undefined>(
    (best, one) => (best === undefined || adapted(one) > adapted(best) ? one : best),
    undefined,
  );
}

/** An aid for a scooter's licence pays for no car's: it is money for one of the steps that are open, or may be. */
function mayPay(aid: Offer, open: readonly Chosen[], paysBridge: boolean): boolean {
  if (aid.kind !== 'financialAid') return false;
  if (open.length === 0 && !paysBridge) return true;
  const { covers } = aid.details;
  if (paysBridge && (covers.length === 0 || covers.includes('rides'))) return true;
  return open.some(({ offer }) => aidPays(aid, offer) !== 'no');
}

/** What is left to pay of each step alone is within what the aid gives; an amount nobody wrote is no promise. */
function paysFor({ details }: OfferOf<'financialAid'>, paid: readonly Chosen[]): boolean {
  const { amountCents } = details;
  return (
    amountCents !== null &&
    paid.every(
      ({ offer }) => 'costCents' in offer.details && (offer.details.costCents ?? amountCents + 1) <= amountCents,
    )
  );
}

/** The rules that this offer's teaching stands for. */
function insteadOf(rule: PathwayRule, { kind, details }: Offer): Set<string> {
  if (rule.step !== 'licence' || kind !== 'drivingLicence') return new Set();
  return new Set(rule.pedagogies.filter((p) => details.pedagogies.includes(p.pedagogy)).map((p) => p.insteadOf));
}

/** Steps that come first, and rules that call for one of which there is none. */
function beforeOf(
  rule: PathwayRule,
  rules: readonly PathwayRule[],
  chosen: ReadonlyMap<string, Chosen>,
  called: ReadonlySet<string>,
): { needs: Map<string, Chosen>; missing: string[] } {
  const needs = new Map<string, Chosen>();
  const missing: string[] = [];
  for (const id of precedents(rule, rules)) {
    const step = chosen.get(id);
    if (step !== undefined) needs.set(id, step);
    else if (called.has(id)) missing.push(id);
  }
  return { needs, missing };
}

/** An offer chosen for another rule answers this one as well, unless it would then wait for itself. */
function canAnswerToo(
  match: OfferMatch,
  chosen: ReadonlyMap<string, Chosen>,
  needs: ReadonlyMap<string, Chosen>,
): boolean {
  const step = chosenFor(match, chosen);
  return step !== undefined && [...needs.values()].every((need) => need === step || !reaches(need, step));
}

const chosenFor = (match: OfferMatch, chosen: ReadonlyMap<string, Chosen>) =>
  [...chosen.values()].find((step) => step.match === match);

function reaches(from: Chosen, to: Chosen): boolean {
  return from === to || [...from.needs].some((need) => reaches(need, to));
}

/** Something is left to pay that is surely more than the person has for it, or money is a stated barrier. */
function isCostOpen({ match }: Chosen, known: Situations): boolean {
  const cost = match.criteria.find((c) => c.code === 'cost');
  if (cost === undefined) return false;
  if (known('barrier.cost') === 'yes') return true;
  return typeof cost.actual === 'number' && typeof cost.limit === 'number' && cost.actual > cost.limit;
}

function isBridgeOpen(
  { bundle, budgetCents }: { bundle: Bundle | undefined; budgetCents: number | undefined },
  known: Situations,
): boolean {
  if (bundle === undefined || bundle.costPerMonthCents === 0) return false;
  if (known('barrier.cost') === 'yes') return true;
  return budgetCents !== undefined && bundle.costPerMonthCents !== null && bundle.costPerMonthCents > budgetCents;
}

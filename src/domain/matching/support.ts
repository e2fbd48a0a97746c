import type { OfferOf } from '../catalogue/offer.ts';
import { DAY, secondsOfDay } from '../clock-time.ts';
import { addDays, laterDate, shiftWeekday } from '../schedule/dates.ts';
import { holdsLicence } from './ability.ts';
import { atMost, fact } from './criterion.ts';
import type { MatchingFacts } from './facts.ts';
import { awayMetres, usualRideSeconds, withUsual } from './last-resort.ts';
import type { KindContext } from './question.ts';
import type { CriterionFact, Outcome } from './result.ts';
import { type Point, spread } from './travel.ts';

type SupportKind = 'drivingLicence' | 'training' | 'financialAid' | 'vehicleRepair' | 'vehicleSale';
export type SupportContext = KindContext & { offer: OfferOf<SupportKind> };

/**
 * Kinds that carry nobody but lift a barrier: do they need it, can they get there, when, and what is left to pay.
 */
export function supportCriteria(ctx: SupportContext): { criteria: CriterionFact[]; availableFrom: string } {
  const { facts, offer, today } = ctx;
  const { details } = offer;
  // Waiting lists run from today, whatever the start of the job; nothing begins before the offer does.
  const availableFrom = laterDate(addDays(today, Math.ceil(details.waitingWeeks * 7)), offer.validFrom ?? today);
  const criteria: CriterionFact[] = [
    ...(offer.kind === 'drivingLicence' ? [licenceNeeded(facts, offer.details.category, ctx)] : [barrierLifted(ctx)]),
    ...(offer.kind === 'vehicleRepair' ? [hasVehicle(facts)] : []),
    ...(details.waitingWeeks > 0
      ? [fact('waiting', 'met', { unit: 'weeks', actual: details.waitingWeeks, limit: null })]
      : []),
    ...(details.place === null ? [] : reach(ctx, details.place)),
    ...sessions(ctx),
    ...cost(facts, details.costCents, details.durationWeeks),
  ];
  return { criteria, availableFrom };
}

/** All barriers of the diagnostic together; null where nobody spoke of any. */
export function statedBarriers(facts: MatchingFacts): string[] | null {
  const { skill, motivation, means } = facts.barriers;
  if (skill === undefined && motivation === undefined && means === undefined) return null;
  return [...(skill ?? []), ...(motivation ?? []), ...(means ?? [])];
}

function licenceNeeded(facts: MatchingFacts, category: string, ctx: KindContext): CriterionFact {
  const own = facts.means.licences?.find((l) => l.category === category);
  const outcome: Outcome = holdsLicence(facts, category, ctx.rules) ? 'unmet' : own === undefined ? 'unknown' : 'met';
  return fact('need', outcome, { unit: 'text', actual: own?.status ?? null, limit: category, variant: 'licence' });
}

function barrierLifted({ facts, offer }: SupportContext): CriterionFact {
  const lifts = offer.kind === 'drivingLicence' ? [] : offer.details.barriers;
  const stated = statedBarriers(facts);
  const common = (stated ?? []).filter((b) => lifts.includes(b));
  const isOpen = stated === null || lifts.length === 0 || lifts.some((b) => facts.barriers.unknown?.includes(b));
  const outcome: Outcome = common.length > 0 ? 'met' : isOpen ? 'unknown' : 'unmet';
  return fact('barrier', outcome, { unit: 'text', actual: common.join(' ') || null, limit: lifts.join(' ') || null });
}

function hasVehicle(facts: MatchingFacts): CriterionFact {
  const own = facts.means.vehicles;
  const outcome: Outcome = own === undefined ? 'unknown' : own.length > 0 ? 'met' : 'unmet';
  return fact('need', outcome, { unit: 'text', actual: own?.join(' ') ?? null, limit: null, variant: 'vehicle' });
}

/** On foot, by bike or with a vehicle of one's own; further than the person travels even by car, it is out of reach. */
function reach(ctx: SupportContext, place: Point): CriterionFact[] {
  const away = awayMetres(ctx.facts, place);
  return reached(ctx, place).map((criterion) => ({ ...criterion, awayMetres: away }));
}

function reached(ctx: SupportContext, place: Point): CriterionFact[] {
  const { facts, travel } = ctx;
  const { means, maxTravelMinutes, home } = facts;
  const byFoot = travel.foot.between(home, place);
  const byBike = travel.bike.between(home, place);
  const byCar = travel.car.between(home, place);
  const within = (way: typeof byFoot, mode: 'foot' | 'bike' | 'car', limitMinutes: number | undefined) =>
    way !== null &&
    limitMinutes !== undefined &&
    spread(way.seconds, travel[mode].errorFactor).high <= limitMinutes * 60;
  const drives = means.vehicles?.includes('car') === true && holdsLicence(facts, 'B', ctx.rules);
  if (
    within(byFoot, 'foot', means.maxWalkMinutes) ||
    (means.canCycle === true && within(byBike, 'bike', means.maxCycleMinutes)) ||
    (drives && within(byCar, 'car', maxTravelMinutes))
  ) {
    return [fact('reach', 'met', { unit: 's', actual: byCar?.seconds ?? null, limit: null, variant: 'alone' })];
  }
  if (byCar === null || maxTravelMinutes === undefined) {
    const open = fact('reach', 'unknown', { unit: 's', actual: byCar?.seconds ?? null, limit: null });
    return [byCar === null ? open : withUsual(open, usualRideSeconds(facts, ctx.rules.defaults, false))];
  }
  const asked = atMost('reach', spread(byCar.seconds, travel.car.errorFactor), maxTravelMinutes * 60, {
    unit: 's',
    change: { what: 'maxTravel', who: 'person', from: maxTravelMinutes * 60, to: byCar.seconds, unit: 's' },
  });
  // Close enough by car, but nobody said who drives: it remains to be arranged.
  return [asked.outcome === 'met' ? { ...asked, outcome: 'unknown' } : asked];
}

/** At least one session a week that no shift of the rota takes. */
function sessions(ctx: SupportContext): CriterionFact[] {
  const { facts, offer } = ctx;
  const { details } = offer;
  if (details.sessions.length === 0) return [];
  const slots = details.sessions.flatMap((s) =>
    s.weekdays.map((weekday) => ({ weekday, from: secondsOfDay(s.from), to: endOf(s.from, s.to) })),
  );
  const busy = facts.shifts.flatMap((shift) => busyTimes(facts, shift));
  const free = slots.filter((slot) => !busy.some((b) => overlaps(slot, b)));
  const outcome: Outcome = free.length > 0 ? 'met' : 'unknown';
  return [fact('session', outcome, { unit: 'count', actual: free.length, limit: slots.length })];
}

type Slot = { weekday: number; from: number; to: number };

function busyTimes(facts: MatchingFacts, shift: MatchingFacts['shifts'][number]): Slot[] {
  const out = facts.legs.find((l) => l.id === shift.outboundLegId);
  const back = facts.legs.find((l) => l.id === shift.returnLegId);
  if (out === undefined || back === undefined) return [];
  const days = (((back.weekday - out.weekday) % 7) + 7) % 7;
  return [{ weekday: out.weekday, from: out.deadlineSeconds, to: back.deadlineSeconds + days * DAY }];
}

function overlaps(a: Slot, b: Slot): boolean {
  for (const days of [-1, 0, 1]) {
    if (shiftWeekday(a.weekday, days) !== b.weekday) continue;
    const offset = days * DAY;
    if (a.from < b.to + offset && b.from + offset < a.to) return true;
  }
  return false;
}

function endOf(from: string, to: string): number {
  const [start, end] = [secondsOfDay(from), secondsOfDay(to)];
  return end <= start ? end + DAY : end;
}

/** What is left to pay, spread over its length, against the monthly budget; a price out of reach asks for funding. */
function cost(facts: MatchingFacts, costCents: number | null, durationWeeks: number | null): CriterionFact[] {
  if (costCents === 0) return [];
  const budget = facts.means.budgetPerMonthCents;
  const months = Math.max(1, Math.ceil(((durationWeeks ?? 0) * 7) / 30.4375));
  const payable = budget === undefined ? null : budget * months;
  const outcome: Outcome = costCents !== null && payable !== null && costCents <= payable ? 'met' : 'unknown';
  return [fact('cost', outcome, { unit: 'cents', actual: costCents, limit: payable })];
}

import type { Offer } from '../catalogue/offer.ts';
import type { MatchingFacts } from '../matching/facts.ts';
import type { LegMatch, OfferMatch } from '../matching/result.ts';
import type { Leg } from '../schedule/legs.ts';
import { explain, type Wording } from './explain.ts';
import * as fr from './french.ts';

/**
 * The one plain sentence an offer opens with: when to leave, when one is there, what it costs, when one goes home. An
 * offer that does not suit opens with the first reason.
 */
export function sentenceOf(match: OfferMatch, facts: MatchingFacts, offer: Offer | undefined, words: Wording): string {
  if (match.verdict === 'impossible') {
    const first = match.criteria.find((c) => c.outcome === 'unmet');
    return first ? `Ne convient pas. ${explain(first, words).explanation}` : 'Ne convient à aucun trajet demandé.';
  }
  const out = match.legs.find((l) => l.served && words.legs.get(l.legId)?.direction === 'outbound');
  const back = returnOf(match, facts, out);
  const wantsReturn = facts.shifts.some((s) => s.outboundLegId === out?.legId && s.returnLegId !== null);
  const said = out
    ? outward(match, out, back, wantsReturn, words)
    : back
      ? homeward(back, words, match)
      : support(match, offer);
  const doubts = match.verdict === 'toVerify' ? ' À vérifier.' : '';
  return `${fr.capitalised(said)}.${doubts}`;
}

/** The ride home of the shift the outbound leg goes to; else, without an outbound, any ride home. */
function returnOf(match: OfferMatch, facts: MatchingFacts, out: LegMatch | undefined): LegMatch | undefined {
  const served = (id: string | null) => match.legs.find((l) => l.legId === id && l.served);
  if (out !== undefined) {
    const shifts = facts.shifts.filter((s) => s.outboundLegId === out.legId);
    return shifts.map((s) => served(s.returnLegId)).find((l) => l !== undefined);
  }
  return match.legs.find((l) => l.served && facts.shifts.some((s) => s.returnLegId === l.legId));
}

function outward(
  match: OfferMatch,
  out: LegMatch,
  back: LegMatch | undefined,
  wantsReturn: boolean,
  words: Wording,
): string {
  const leg = words.legs.get(out.legId) as Leg;
  const parts = [
    fr.weekdayAt(leg.weekday, out.departSeconds ?? 0),
    `départ ${fr.departureText(out.departSeconds ?? 0)}`,
    `arrivée ${fr.arrivalText(out.arriveSeconds ?? 0)}${(out.arriveSeconds ?? 0) >= 86_400 ? ' le lendemain' : ''}`,
    price(match, out),
    back ? `retour ${fr.departureText(back.departSeconds ?? 0)}` : wantsReturn ? 'aller sans retour' : null,
  ];
  return parts.filter((p) => p !== null).join(', ');
}

function homeward(back: LegMatch, words: Wording, match: OfferMatch): string {
  const leg = words.legs.get(back.legId) as Leg;
  const parts = [
    `retour seulement : ${fr.weekdayAt(leg.weekday, back.departSeconds ?? 0)}`,
    `départ ${fr.departureText(back.departSeconds ?? 0)}`,
    `arrivée ${fr.arrivalText(back.arriveSeconds ?? 0)}`,
    price(match, back),
  ];
  return parts.filter((p) => p !== null).join(', ');
}

function price(match: OfferMatch, leg: LegMatch): string | null {
  if (leg.pricePerRideCents !== null)
    return leg.pricePerRideCents === 0 ? 'gratuit' : fr.moneyText(leg.pricePerRideCents);
  if (match.costPerMonthCents === null) return 'prix à demander';
  return `${fr.moneyText(Math.ceil(match.costPerMonthCents / 100) * 100)} par mois`;
}

function support(match: OfferMatch, offer: Offer | undefined): string {
  const parts: string[] = [offer?.title ?? 'offre'];
  const details = offer?.details;
  const waits = match.criteria.find((c) => c.code === 'waiting');
  if (waits) parts.push(`attente d’environ ${fr.count(Math.ceil(Number(waits.actual)), 'semaine', 'semaines')}`);
  if (details && 'amountCents' in details && details.amountCents !== null) {
    parts.push(`aide jusqu’à ${fr.moneyText(details.amountCents)}`);
  }
  if (details && 'costCents' in details && details.costCents !== null) {
    parts.push(details.costCents === 0 ? 'gratuit' : `${fr.moneyText(details.costCents)} à payer`);
  }
  return parts.join(', ');
}

import type { Offer } from '../catalogue/offer.ts';
import { DAY } from '../clock-time.ts';
import type { MatchingFacts } from '../matching/facts.ts';
import type { LegMatch, OfferMatch } from '../matching/result.ts';
import { addDays } from '../schedule/dates.ts';
import type { Leg } from '../schedule/legs.ts';
import { awayText, explain, type Wording } from './explain.ts';
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
  const first = { match, facts, words };
  const said = out
    ? `${outward(first, out, back, wantsReturn)}${others(match, back ? 2 : 1)}`
    : back
      ? `${homeward(first, back)}${others(match, 1)}`
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

type Asked = { match: OfferMatch; facts: MatchingFacts; words: Wording };

function outward(
  { match, facts, words }: Asked,
  out: LegMatch,
  back: LegMatch | undefined,
  wantsReturn: boolean,
): string {
  const parts = [
    dayOf(out, facts, words),
    `départ ${fr.departureText(out.departSeconds ?? 0)}`,
    `arrivée ${fr.arrivalText(out.arriveSeconds ?? 0)}${(out.arriveSeconds ?? 0) >= 86_400 ? ' le lendemain' : ''}`,
    price(match, out),
    back ? `retour ${fr.departureText(back.departSeconds ?? 0)}` : wantsReturn ? 'aller sans retour' : null,
  ];
  return parts.filter((p) => p !== null).join(', ');
}

function homeward({ match, facts, words }: Asked, back: LegMatch): string {
  const parts = [
    `retour seulement : ${dayOf(back, facts, words)}`,
    `départ ${fr.departureText(back.departSeconds ?? 0)}`,
    `arrivée ${fr.arrivalText(back.arriveSeconds ?? 0)}`,
    price(match, back),
  ];
  return parts.filter((p) => p !== null).join(', ');
}

/** The day one leaves; with its date where the hours are not the same each week, or it is once. */
function dayOf(ride: LegMatch, { unrolledDays }: MatchingFacts, words: Wording): string {
  const leg = words.legs.get(ride.legId) as Leg;
  const seconds = ride.departSeconds ?? 0;
  const weekday = fr.weekdayAt(leg.weekday, seconds);
  const [date] = leg.dates;
  if (unrolledDays === 7 || date === undefined) return weekday;
  return `${weekday} ${fr.shortDateText(addDays(date, Math.floor(seconds / DAY)))}`;
}

/** One ride is told, or the two of a shift: a rota has others. */
function others({ coverage }: OfferMatch, told: number): string {
  const more = coverage.served - told;
  return more < 1 ? '' : ` ; et ${fr.count(more, 'autre trajet', 'autres trajets')}`;
}

function price(match: OfferMatch, leg: LegMatch): string | null {
  if (leg.pricePerRideCents !== null)
    return leg.pricePerRideCents === 0 ? 'gratuit' : fr.moneyText(leg.pricePerRideCents);
  if (match.costPerMonthCents === null) return 'prix à demander';
  return `${fr.moneyText(Math.ceil(match.costPerMonthCents / 100) * 100)} par mois`;
}

/** What it asks of the person: where it is, how long one waits, what it costs. The title says what it is. */
function support(match: OfferMatch, offer: Offer | undefined): string {
  const parts: string[] = [];
  const details = offer?.details;
  const away = match.criteria.find((c) => c.code === 'reach')?.awayMetres;
  const place = details && 'place' in details ? details.place?.label : undefined;
  if (away !== undefined) parts.push(`${place ? `${place}, ` : ''}à ${awayText(away)} du domicile`);
  const waits = match.criteria.find((c) => c.code === 'waiting');
  if (waits) parts.push(`attente d’environ ${fr.count(Math.ceil(Number(waits.actual)), 'semaine', 'semaines')}`);
  if (details && 'amountCents' in details && details.amountCents !== null) {
    parts.push(`aide jusqu’à ${fr.moneyText(details.amountCents)}`);
  }
  if (details && 'costCents' in details && details.costCents !== null) {
    parts.push(details.costCents === 0 ? 'gratuit' : `${fr.moneyText(details.costCents)} à payer`);
  }
  return parts.length === 0 ? 'dates et prix à demander à la structure' : parts.join(', ');
}

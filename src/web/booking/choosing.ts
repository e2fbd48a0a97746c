import type { OfferKind } from '../../domain/catalogue/offer.ts';
import { sealQuote } from '../../services/bookings/seal-quote.ts';
import { getRideOptions, type RideOptions } from '../../services/bookings/search-rides.ts';
import { ProblemError } from '../../services/errors.ts';
import { getOffer } from '../../services/get-offer.ts';
import type { Draft } from '../../services/ports/drafts.ts';
import { textOf } from '../forms/typed.ts';
import type { ChooseNotice } from './choose-page.tsx';
import { typedWith } from './nearest-ways.tsx';
import { fittingQuote, isSameWish, keepWithRide, openedQuote, type RideInHand } from './ride-draft.ts';

/** What the engine has found for a form so far, but for what was refused or chosen already. */
export function optionsOf(
  { ctx, journey, searchId, refused, chosen }: RideInHand,
  waitSeconds: number,
): Promise<RideOptions> {
  if (journey === null || searchId === null) throw new TypeError('Nothing was searched for yet.');
  const taken = chosen.flatMap(({ quote }) => quote.rides);
  return getRideOptions({ ctx, input: { searchId, journey, waitSeconds, refused, taken } });
}

/** By offer, who carries what was chosen; nothing of an offer that went meanwhile. */
export type Providers = ReadonlyMap<string, { name: string; kind: OfferKind }>;

export async function providersOf({ ctx, chosen }: RideInHand): Promise<Providers> {
  const offers = await Promise.all(
    chosen.map(({ quote: { offerId } }) => getOffer({ ctx, input: { id: offerId } }).catch(() => null)),
  );
  return new Map(
    offers.flatMap((offer) => (offer ? [[offer.id, { name: offer.provider.name, kind: offer.kind }]] : [])),
  );
}

export function noticeOf({ draft, refused }: RideInHand): ChooseNotice {
  const kept = textOf(draft.typed, 'notice');
  return kept === 'changed' || kept === 'already' ? kept : kept === 'refused' && refused.length > 0 ? 'refused' : null;
}

/** Every wish has somebody who carries it, or the rest is let go of. */
export const isChosen = ({ chosen, left, draft }: RideInHand): boolean =>
  chosen.length > 0 && (left.length === 0 || textOf(draft.typed, 'enough') !== '');

/**
 * What a button of the choice does, and which page is next. `tampered`: a promise that was not made for this form; `changed`: an answer
 * is another one, and is to be searched for. `search` asks the engine anew.
 */
export async function takeChoice(
  ride: RideInHand,
  sent: URLSearchParams,
  search: () => Promise<void>,
): Promise<'choose' | 'confirm' | 'tampered' | 'changed'> {
  const { chosen, left } = ride;
  switch (sent.get('action')) {
    case 'restart':
      await keepWithRide(ride, {}, ['choices', 'enough', 'notice']);
      return 'choose';
    case 'search':
      await search();
      return 'choose';
    case 'nearest': {
      // A page that is left open may tell of a change to a wish that is another one by now.
      if (ride.searchId === null) return 'changed';
      const { nearest } = await optionsOf(ride, 0);
      const change = nearest.find(({ what }) => what === sent.get('change'));
      if (change === undefined) return 'choose';
      const { typed, controls } = typedWith(ride, change);
      await keepWithRide(ride, typed, [...controls, 'notice']);
      return 'changed';
    }
    case 'enough':
      await keepWithRide(ride, { enough: ['yes'] });
      return 'confirm';
  }
  const pressed = sent.get('quote') ?? '';
  const sealed = sent.get('action') === 'outbound' ? outboundOf(ride, pressed) : pressed;
  const quote = fittingQuote(ride, sealed);
  // The same button pressed twice: it is chosen already.
  if (quote === null) return isTaken(ride, pressed) ? afterTaking(left.length) : 'tampered';
  const choices = [...chosen.map((one) => one.sealed), sealed];
  await keepWithRide(ride, { choices }, ['choices', 'enough', 'notice']);
  return afterTaking(left.length - quote.rides.length);
}

const afterTaking = (stillLeft: number) => (stillLeft > 0 ? 'choose' : 'confirm');

/** Whether that promise, or the way there of it, is among what was chosen. */
function isTaken({ ctx, chosen }: RideInHand, sealed: string): boolean {
  const quote = openedQuote(ctx, sealed);
  return chosen.some(
    (one) =>
      one.quote.offerId === quote?.offerId &&
      one.quote.rides.every((ride) => quote.rides.some((wish) => isSameWish(wish, ride))),
  );
}

/** Of what was promised both ways, the way there alone: as good a promise as the whole. */
function outboundOf(ride: RideInHand, sealed: string): string {
  const quote = fittingQuote(ride, sealed);
  if (quote === null) return sealed;
  const { until: _, ...promised } = quote;
  const rides = quote.rides.filter(({ direction }) => direction === 'outbound');
  return rides.length === 0 ? sealed : sealQuote(ride.ctx, { ...promised, rides });
}

/**
 * Nothing was booked: what has no seat left is not offered again, what has changed is found anew as it is now, what somebody asked
 * for before for the same person is told to be so. Throws what is no
 * matter of seats or promises.
 */
export async function keepWhatFailed(
  ride: RideInHand,
  error: unknown,
  search: (kept: Draft) => Promise<void>,
): Promise<void> {
  if (!(error instanceof ProblemError) || !['conflict', 'invalid'].includes(error.code)) throw error;
  const { refused } = ride;
  const isAlready = error.errors.length > 0 && error.errors.every(({ path }) => path.endsWith('.already'));
  const full = error.errors.flatMap(({ path }) => /^offers\.(.+)\.(?:full|seat)$/.exec(path)?.[1] ?? []);
  const kept = await keepWithRide(
    ride,
    {
      notice: [isAlready ? 'already' : 'changed'],
      ...(full.length + refused.length > 0 && { refused: [...refused, ...full] }),
    },
    ['notice', 'refused', 'choices', 'enough'],
  );
  await search(kept);
}

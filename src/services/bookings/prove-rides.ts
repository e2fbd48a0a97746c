import { Temporal } from 'temporal-polyfill';
import type { BookedRide } from '../../domain/booking/booking.ts';
import { carriedRide, isRideKind, keepsWish, rideInstants } from '../../domain/booking/carried.ts';
import { diagnosticOf, inOrder, type Journey, type RideWish } from '../../domain/booking/wish.ts';
import type { Offer } from '../../domain/catalogue/offer.ts';
import type { DiagnosticInput } from '../../domain/diagnostic/diagnostic.ts';
import { explain } from '../../domain/explanation/explain.ts';
import type { CriterionFact, LegMatch } from '../../domain/matching/result.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { matchOffers } from '../match-offers.ts';
import type { DiagnosticRecord } from '../ports.ts';
import { wordingOf } from '../present-match.ts';

/** What a professional knows of the person, where there is a diagnostic. */
export type KnownOfRider = { input: Pick<DiagnosticInput, 'means' | 'beneficiary'>; age: number | null };

/** As the wish is put to the engine with it. */
export function factsKnown(known: KnownOfRider | undefined): Parameters<typeof diagnosticOf>[2] {
  const { means, beneficiary } = known?.input ?? {};
  return {
    ...(means && { means }),
    ...(beneficiary?.statuses && { statuses: beneficiary.statuses }),
    ...(beneficiary?.frenchLevel && { frenchLevel: beneficiary.frenchLevel }),
  };
}

/**
 * A ride that offer would carry: instants to the minute, `certain` where no rule is left to be asked. Or why not: the rule that says
 * no first, in French. `soon`: nobody could be told in time.
 */
export type ProvenRide = RideWish &
  (
    | {
        proven: true;
        ride: BookedRide;
        departAt: string;
        arriveAt: string;
        priceCents: number | null;
        certain: boolean;
      }
    | { proven: false; code: CriterionFact['code'] | 'soon' | 'kind'; explanation: string }
  );

/**
 * Puts wished rides to one offer, on the roads and seats of now: the same engine and the same rules as a diagnostic, one leg a ride.
 * All of them rest on one question to the router. In the order of `inOrder`. Stores nothing.
 */
export async function proveRides(
  ctx: Context,
  { offer, journey, known }: { offer: Offer; journey: Journey; known?: KnownOfRider | undefined },
): Promise<ProvenRide[]> {
  const rides = inOrder(journey.rides);
  if (!isRideKind(offer.kind)) {
    const explanation = 'Cette offre ne se réserve pas trajet par trajet : elle se demande par une orientation.';
    return rides.map((ride) => ({ ...ride, proven: false, code: 'kind', explanation }));
  }
  const handle = await ctx.deps.territory(ctx.actor.territoryId);
  const { rules, timeZone } = handle.territory;
  const input = diagnosticOf({ ...journey, rides }, rules, factsKnown(known));
  const record: DiagnosticRecord = {
    id: 'rides',
    version: 1,
    beneficiaryId: 'nobody',
    reference: null,
    age: known?.age ?? null,
    input,
    createdAt: ctx.deps.clock.now().toString(),
    expiresAt: null,
  };
  const { result, facts } = await matchOffers({ ctx, record, offers: [offer] });
  const [match] = result.matches;
  if (match === undefined || match.legs.length !== rides.length) {
    throw new ProblemError('invalid', 'Une des dates est passée : choisissez un jour à venir.');
  }
  const words = wordingOf({ facts, offers: new Map([[offer.id, offer]]), handle });
  const ofOffer = match.criteria.filter(({ legId }) => legId === null);
  const earliest = ctx.deps.clock.now().add({ minutes: rules.booking.leastNoticeMinutes });

  return rides.map((wish, i): ProvenRide => {
    const leg = match.legs[i] as LegMatch;
    const ofLeg = match.criteria.filter(({ legId }) => legId === leg.legId);
    const ride = carriedRide(leg);
    const no = ofOffer.find(({ outcome }) => outcome === 'unmet');
    if (ride === null || no !== undefined) {
      const why = no ?? ofLeg.find(({ outcome }) => outcome === 'unmet') ?? ofLeg[0];
      return {
        ...wish,
        proven: false,
        // A day that is too near is no day of the offer's calendar: what says no is the notice.
        code: why?.variant === 'notice' ? 'notice' : (why?.code ?? 'route'),
        explanation: why ? explain(why, words).explanation : 'Ce trajet n’est pas assuré.',
      };
    }
    const { departAt, arriveAt } = rideInstants({ ...wish, ride }, timeZone);
    if (Temporal.Instant.compare(departAt, earliest) < 0) {
      const explanation = 'Ce trajet part trop tôt : il ne reste pas le temps de prévenir.';
      return { ...wish, proven: false, code: 'soon', explanation };
    }
    if (!keepsWish(wish, { departAt, arriveAt }, timeZone)) {
      const explanation = 'Sur des temps estimés, ce trajet arrive sans doute trop tard, ou part trop tôt.';
      return { ...wish, proven: false, code: 'schedule', explanation };
    }
    const outcomes = [...ofOffer.filter(({ code }) => code !== 'budget'), ...ofLeg].map(({ outcome }) => outcome);
    return {
      ...wish,
      proven: true,
      ride,
      departAt: departAt.toString(),
      arriveAt: arriveAt.toString(),
      priceCents: leg.pricePerRideCents === null ? null : Math.round(leg.pricePerRideCents),
      certain: outcomes.every((outcome) => outcome === 'met'),
    };
  });
}

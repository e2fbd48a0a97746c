import type { Context } from 'hono';
import type { BookingNeed } from '../../domain/booking/booking.ts';
import type { RideWish } from '../../domain/booking/wish.ts';
import type { Place } from '../../domain/place.ts';
import { getDraft } from '../../services/drafts/get-draft.ts';
import { openDraft } from '../../services/drafts/open-draft.ts';
import type { TypedAnswers } from '../forms/typed.ts';
import type { PagesEnv } from '../layout/visit.ts';
import { type OpenRide, readRide } from './ride-draft.ts';
import { RIDE_FORM, startSearch } from './ride-form.tsx';
import { typedPlace } from './ride-place.tsx';
import { wishText } from './series-question.tsx';

export type Asked = {
  home: Place;
  away: Place;
  seats?: number;
  needs: readonly BookingNeed[];
  rides: readonly RideWish[];
  /** Offers that are not proposed again. */
  refused?: readonly string[];
  /** The booking that these rides stand in for. */
  replaces?: string | null;
  notice?: 'refused' | null;
};

/** What was ridden or refused before, as it would have been typed and chosen. */
export function typedAgain({
  home,
  away,
  seats = 1,
  needs,
  rides,
  refused = [],
  replaces = null,
  notice = null,
}: Asked): TypedAnswers {
  const wishes = rides.map(wishText);
  return {
    ...typedPlace('to', away),
    ...typedPlace('from', home),
    allWishes: wishes,
    wishes,
    ...(needs.length > 0 && { needs }),
    ...(seats > 1 && { seats: [String(seats)] }),
    ...(refused.length > 0 && { refused }),
    ...(replaces !== null && { replaces: [replaces] }),
    ...(notice !== null && { notice: [notice] }),
  };
}

/**
 * A form that is filled in already, with its search begun: what was ridden or refused before, asked for again. Any of its answers can
 * still be changed. Throws `invalid` for days that are past.
 */
export async function askAgain(
  c: Context<PagesEnv>,
  { told, ctx, rider }: Pick<OpenRide, 'told' | 'ctx' | 'rider'>,
  asked: Asked,
): Promise<OpenRide> {
  const draft = await openDraft({ ctx, input: { form: RIDE_FORM, typed: typedAgain(asked) } });
  const ride = await readRide(c, { told, ctx, rider, draft });
  await startSearch(c, ctx, { draft, answers: ride.answers });
  return openedRide(c, ride);
}

/** With what was kept with it since. */
async function openedRide(c: Context<PagesEnv>, { told, ctx, rider, draft }: OpenRide): Promise<OpenRide> {
  const now = await getDraft({ ctx, input: { id: draft.id, form: RIDE_FORM } });
  return readRide(c, { told, ctx, rider, draft: now });
}

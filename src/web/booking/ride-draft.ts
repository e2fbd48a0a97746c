import type { Context } from 'hono';
import type { Rider as RiderWords } from '../../domain/booking/booking.ts';
import { readContact } from '../../domain/booking/contact.ts';
import type { Quote } from '../../domain/booking/quote.ts';
import type { Journey, RideWish } from '../../domain/booking/wish.ts';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import { openQuote } from '../../services/bookings/seal-quote.ts';
import type { Context as ServiceContext } from '../../services/context.ts';
import { getDraft } from '../../services/drafts/get-draft.ts';
import { saveDraft } from '../../services/drafts/save-draft.ts';
import { ProblemError } from '../../services/errors.ts';
import type { Draft } from '../../services/ports/drafts.ts';
import { type FormPage, readForm } from '../forms/question.ts';
import { type TypedAnswers, textOf, textsOf } from '../forms/typed.ts';
import type { PagesEnv } from '../layout/visit.ts';
import type { Rider } from './device.ts';
import { journeyOf, NO_ANSWERS, type RideAnswers } from './ride-answers.ts';
import { bookableDays, findTyped, journeyHash, RIDE_FORM, rideHolder, ridePages, toldIn } from './ride-form.tsx';

/** A form whose questions are answered, on its way to a booked ride. */
export type OpenRide = RideInHand & { rider: Rider; told: RideSpeech };

/** The same, whoever fills it in. */
export type RideInHand = {
  draft: Draft;
  ctx: ServiceContext;
  answers: RideAnswers;
  /** Null while a question is open or wrong. */
  journey: Journey | null;
  /** The search made for just this journey; null where there is none. */
  searchId: string | null;
  chosen: readonly { sealed: string; quote: Quote }[];
  /** Wishes that nothing was chosen for yet. */
  left: readonly RideWish[];
  refused: readonly string[];
};

export const isSameWish = (a: RideWish, b: RideWish): boolean =>
  a.direction === b.direction && a.date === b.date && a.at === b.at;

/** Throws `notFound` for a form that is not one's own, or gone. */
export async function openRide(c: Context<PagesEnv>): Promise<OpenRide> {
  const told = toldIn(c);
  const { ctx, rider } = await rideHolder(c);
  const draft = await getDraft({ ctx, input: { id: c.req.param('draft') ?? '', form: RIDE_FORM } });
  return readRide(c, { told, ctx, rider, draft });
}

export async function readRide(
  c: Context<PagesEnv>,
  { told, ctx, rider, draft }: Pick<OpenRide, 'told' | 'ctx' | 'rider' | 'draft'>,
): Promise<OpenRide> {
  const found = await findTyped(c.var.visit.ctx, draft.typed);
  const pages = ridePages(told, { found, usual: [], days: bookableDays(c), typed: draft.typed });
  return { rider, told, ...rideInHand({ ctx, draft }, pages, NO_ANSWERS) };
}

export function rideInHand<Answers extends RideAnswers>(
  { ctx, draft }: Pick<RideInHand, 'ctx' | 'draft'>,
  pages: readonly FormPage<Answers>[],
  nothing: Answers,
): RideInHand {
  const { answers, pages: read } = readForm(pages, draft.typed, nothing);
  const journey = read.every(({ errors }) => errors.length === 0) ? journeyOf(answers) : null;
  const [searchId = null, hash] = textsOf(draft.typed, 'search');
  const chosen = textsOf(draft.typed, 'choices').flatMap((sealed) => {
    const quote = openedQuote(ctx, sealed);
    return quote === null ? [] : [{ sealed, quote }];
  });
  const taken = chosen.flatMap(({ quote }) => quote.rides);
  return {
    draft,
    ctx,
    answers,
    journey,
    searchId: journey !== null && hash === journeyHash(journey) ? searchId : null,
    chosen,
    left: journey?.rides.filter((wish) => !taken.some((one) => isSameWish(one, wish))) ?? [],
    refused: textsOf(draft.typed, 'refused'),
  };
}

/** Null for a promise that was not made here, or too long ago. */
/** Null where it was not sealed here, or is of before. */
export function openedQuote(ctx: ServiceContext, sealed: string): Quote | null {
  try {
    return openQuote(ctx, sealed);
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}

/** A promise that fits what is asked for in this form and not chosen yet; null for any other. */
export function fittingQuote({ ctx, journey, left }: RideInHand, sealed: string): Quote | null {
  const quote = openedQuote(ctx, sealed);
  if (quote === null || journey === null) return null;
  const sameSpot = (a: { lon: number; lat: number }, b: { lon: number; lat: number }) =>
    a.lon === b.lon && a.lat === b.lat;
  const fits =
    sameSpot(quote.home, journey.home) &&
    sameSpot(quote.away, journey.away) &&
    quote.seats === journey.seats &&
    quote.needs.join() === [...journey.needs].join() &&
    quote.rides.every((ride) => left.some((wish) => isSameWish(wish, ride)));
  return fits ? quote : null;
}

export async function keepWithRide(
  { ctx, draft }: Pick<RideInHand, 'ctx' | 'draft'>,
  typed: TypedAnswers,
  controls: readonly string[] = Object.keys(typed),
): Promise<Draft> {
  return saveDraft({ ctx, input: { id: draft.id, form: draft.form, controls, typed } });
}

/** Who rides, as typed in this form; null while it is not. */
export function typedRider(draft: Draft, language: string): RiderWords | null {
  const firstName = textOf(draft.typed, 'firstName');
  const contact = readContact(textOf(draft.typed, 'contact'));
  if (firstName === '' || 'fault' in contact) return null;
  const { channel, contact: to } = contact;
  return { firstName, phone: channel === 'sms' ? to : null, email: channel === 'email' ? to : null, language };
}

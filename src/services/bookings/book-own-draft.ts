import type { Rider } from '../../domain/booking/booking.ts';
import { type Context, requireScope } from '../context.ts';
import { finishDraft } from '../drafts/finish-draft.ts';
import { ProblemError } from '../errors.ts';
import { lockFile } from '../people/held-file.ts';
import type { Stores } from '../ports.ts';
import { prepareOwnRides, writeOwnRides } from './book-own-rides.ts';
import { findKnownRider } from './known-rider.ts';
import { inOfferTurn } from './offer-turn.ts';
import { type NotRequested, type PreparedRides, type RidesRequested, writeRides } from './request-rides.ts';
import { openQuote } from './seal-quote.ts';
import { letGoOfSearch } from './watch-search.ts';

/** What came of a form: the rides asked for, and those that were not, each with why. */
export type OwnRidesBooked = {
  bookings: readonly string[];
  failed: readonly Pick<NotRequested, 'direction' | 'date' | 'at' | 'code'>[];
};

/** What was chosen in a form, and in which search, where that is known; `replacesId`: the booking that these stand in for. */
type ChosenInForm = {
  draftId: string;
  form: string;
  quotes: readonly string[];
  searchId: string | null;
  replacesId?: string | null;
};

/** The same, and how each promise becomes rides. */
type ChosenRides = Omit<ChosenInForm, 'replacesId'> & {
  prepare(quote: string): Promise<PreparedRides>;
  write(stores: Stores, prepared: PreparedRides): Promise<RidesRequested>;
};

/**
 * Asks for everything that the person chose in a form, once however often the form is sent: several offers where one alone does not
 * carry all. Throws `conflict` where not one ride could be asked for (nothing was done, the form is as it was; `errors` have a path
 * `offers.{offerId}.{code}`), `invalid` for a promise that was not made here, `unauthenticated`, `notFound`.
 */
export async function bookOwnDraft({
  ctx,
  input: { rider, replacesId = null, ...chosen },
}: {
  ctx: Context;
  input: ChosenInForm & { rider: Rider };
}): Promise<OwnRidesBooked> {
  return bookChosen(ctx, {
    ...chosen,
    prepare: (quote) => prepareOwnRides(ctx, { quote, rider, replacesId }),
    write: (stores, prepared) => writeOwnRides(ctx, stores, prepared),
  });
}

/** The same by a professional, for somebody whose file they hold. Throws `forbidden` besides. */
export async function bookDraftForPerson({
  ctx,
  input: { personId, replacesId = null, ...chosen },
}: {
  ctx: Context;
  input: ChosenInForm & { personId: string };
}): Promise<OwnRidesBooked> {
  requireScope(ctx, 'bookings:write');
  const { known, ...person } = await ctx.deps.database.transact(ctx.actor, (stores) =>
    findKnownRider(stores, { id: personId }),
  );
  return bookChosen(ctx, {
    ...chosen,
    prepare: (quote) => prepareOwnRides(ctx, { quote, rider: person.rider, replacesId }, known),
    async write(stores, prepared) {
      const { closedAt } = await lockFile(stores, personId);
      if (closedAt !== null) throw new ProblemError('conflict', 'L’accompagnement est terminé : rouvrez le dossier.');
      return writeRides(ctx, stores, prepared, { beneficiaryId: personId, bookedBy: ctx.actor.id });
    },
  });
}

async function bookChosen(
  ctx: Context,
  { draftId, form, quotes, searchId, prepare, write }: ChosenRides,
): Promise<OwnRidesBooked> {
  // Always in the same order: two people who want seats of the same two offers do not wait for one another.
  const chosen = quotes
    .map((quote) => ({ quote, ...openQuote(ctx, quote) }))
    .sort((a, b) => (a.offerId < b.offerId ? -1 : 1));
  const [first] = chosen;
  if (first === undefined) throw new ProblemError('invalid', 'Choisissez d’abord un trajet.');

  return inOfferTurn(ctx, first.offerId, async () => {
    const prepared: (PreparedRides | { gone: NotRequested[]; offerId: string })[] = [];
    for (const { quote, offerId, rides } of chosen) {
      prepared.push(
        await prepare(quote).catch((error: unknown) => {
          if (!(error instanceof ProblemError) || !['notFound', 'invalid'].includes(error.code)) throw error;
          const gone = rides.map(
            ({ direction, date, at }): NotRequested => ({
              direction,
              date,
              at,
              code: 'changed',
              explanation: error.message,
            }),
          );
          return { gone, offerId };
        }),
      );
    }
    const result = await finishDraft({
      ctx,
      input: { id: draftId, form },
      async effect(stores) {
        const bookings: string[] = [];
        const failed: (NotRequested & { offerId: string })[] = [];
        for (const one of prepared) {
          if ('gone' in one) {
            failed.push(...one.gone.map((ride) => ({ ...ride, offerId: one.offerId })));
            continue;
          }
          const written = await write(stores, one);
          bookings.push(...written.bookings.map(({ id }) => id));
          failed.push(...written.failed.map((ride) => ({ ...ride, offerId: one.asked.offerId })));
        }
        if (bookings.length === 0) throw nothing(failed);
        const told = failed.map(({ direction, date, at, code }) => ({ direction, date, at, code }));
        return { bookings: bookings.join(' '), failed: JSON.stringify(told) };
      },
    });
    if (searchId !== null) await letGoOfSearch({ ctx, input: { searchId, because: 'booked' } });
    return readBooked(result);
  });
}

/** As it is kept with the form that was sent. */
export function readBooked(result: Readonly<Record<string, string | undefined>>): OwnRidesBooked {
  return {
    bookings: (result.bookings ?? '').split(' ').filter(Boolean),
    failed: JSON.parse(result.failed ?? '[]') as OwnRidesBooked['failed'],
  };
}

const nothing = (failed: readonly (NotRequested & { offerId: string })[]) =>
  new ProblemError('conflict', failed[0]?.explanation ?? 'Aucun trajet n’a pu être demandé.', {
    errors: failed.map(({ offerId, code, explanation }) => ({
      path: `offers.${offerId}.${code}`,
      message: explanation,
    })),
  });

/** Under which name and number the person rode before; null where they never did. */
export async function findOwnRider({ ctx }: { ctx: Context }): Promise<Rider | null> {
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const beneficiaryId = await stores.bookings.findOwnPerson();
    if (beneficiaryId === null) return null;
    return (await lastNamed(stores, beneficiaryId))?.rider ?? null;
  });
}

async function lastNamed(stores: Stores, beneficiaryId: string) {
  const all = await stores.bookings.list({ beneficiaryId, limit: 300 });
  return all
    .filter(({ rider }) => rider.firstName !== null && (rider.phone !== null || rider.email !== null))
    .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0];
}

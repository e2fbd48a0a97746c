import { type Context, requireScope } from '../context.ts';
import { invalid, ProblemError } from '../errors.ts';
import { transactOnce } from '../transact-once.ts';
import { type Beneficiary, findKnownRider } from './known-rider.ts';
import { inOfferTurn } from './offer-turn.ts';
import { prepareRides, type RidesRequested, writeRides } from './request-rides.ts';

/**
 * A professional asks for rides for somebody whose file they hold; who booked is kept. Once per idempotency key. Throws `forbidden`,
 * `notFound` (the person, the offer), `invalid`, and `conflict` (no seat left) or `invalid` (the rule that says no) where not one of the
 * rides could be asked for.
 */
export async function bookForPerson({
  ctx,
  input: { beneficiary, ...input },
}: {
  ctx: Context;
  input: { beneficiary: Beneficiary; [field: string]: unknown };
}): Promise<RidesRequested> {
  requireScope(ctx, 'bookings:write');
  const book = async () => {
    const person = await ctx.deps.database.transact(ctx.actor, (stores) => findKnownRider(stores, beneficiary));
    const rider = { ...person.rider, ...ownWords(input.rider) };
    // What is repeated under a key is answered as it was, even if the offer has gone since.
    const prepared = await prepareRides(ctx, { ...input, rider }, person).catch((error: unknown) => ({ error }));
    return transactOnce(ctx, {
      async effect(stores) {
        if ('error' in prepared) throw prepared.error;
        await stores.people.prolong(person.id);
        const found = await writeRides(ctx, stores, prepared, { beneficiaryId: person.id, bookedBy: ctx.actor.id });
        if (found.bookings.length === 0) throw noneOf(found);
        return { groupId: found.groupId, ids: found.bookings.map(({ id }) => id), failed: found.failed };
      },
      async answer(stores, { groupId, ids, failed }) {
        const bookings = await Promise.all(ids.map((id) => stores.bookings.find(id)));
        return { groupId, failed, bookings: bookings.filter((one) => one !== null) };
      },
    });
  };
  return inOfferTurn(ctx, String(input.offerId), book);
}

const ownWords = (rider: unknown) => (typeof rider === 'object' && rider !== null ? rider : {});

/** Where nothing at all could be asked for: the first reason is the answer. */
export function noneOf({ failed }: RidesRequested): ProblemError {
  const [first] = failed;
  if (first === undefined) return new ProblemError('invalid', 'Aucun trajet n’a été demandé.');
  if (['full', 'seat', 'changed', 'tooMany'].includes(first.code)) {
    return new ProblemError('conflict', first.explanation, {
      errors: [{ path: 'offerId', message: first.explanation }],
    });
  }
  return invalid([{ path: `offerId.${first.code}`, message: first.explanation }]);
}

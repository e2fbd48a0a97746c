import { OPEN_STATUSES } from '../../domain/referral/referral.ts';
import { type Context, requireScope } from '../context.ts';
import { type DrawnUp, drawUp, noPerson, type ReferralTarget, wordingFor } from './draw-up.ts';

export type PreparedReferral = Omit<DrawnUp, 'record' | 'person'> & {
  beneficiaryId: string;
  diagnosticId: string;
  diagnosticVersion: number;
  person: Pick<DrawnUp['person'], 'firstName' | 'lastName' | 'reference'>;
  /** The agreement to all that could be handed over; once sent it names what is. */
  wording: string;
  /** The person already waits for that provider. */
  openId: string | null;
};

/**
 * What would be sent, to be read before it is. `goneFor`: the offer left the catalogue meanwhile, and this is the diagnostic that
 * tells what else there is. Throws `forbidden`, `notFound`, `invalid` where the person has no diagnostic.
 */
export async function prepareReferral({
  ctx,
  input,
}: {
  ctx: Context;
  input: ReferralTarget & { beneficiaryId: string };
}): Promise<PreparedReferral | { goneFor: string | null }> {
  requireScope(ctx, 'referrals:write');
  const read = await ctx.deps.database.transact(ctx.actor, async (stores) => {
    if ((await stores.referrals.findPerson(input.beneficiaryId)) === null) throw noPerson();
    return {
      offer: await stores.offers.find(input.offerId),
      tried: await stores.referrals.listOfPerson(input.beneficiaryId),
      newest: await stores.referrals.findDiagnostic(input.beneficiaryId),
    };
  });
  if (read.offer === null) return { goneFor: input.diagnosticId ?? read.newest };
  // Archived between the two looks, it ends as any other absence: the page is asked for again.
  const drawn = await drawUp(ctx, input);
  const { record, person, ...rest } = drawn;
  const open = read.tried.find(({ offerId, status }) => offerId === input.offerId && OPEN_STATUSES.includes(status));
  return {
    ...rest,
    beneficiaryId: record.beneficiaryId,
    diagnosticId: record.id,
    diagnosticVersion: record.version,
    person: { firstName: person.firstName, lastName: person.lastName, reference: person.reference },
    wording: wordingFor(
      drawn,
      drawn.facts.filter(({ value }) => value !== null),
    ),
    openId: open?.id ?? null,
  };
}

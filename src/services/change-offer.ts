import { z } from 'zod';
import { type Offer, offerInputSchema } from '../domain/catalogue/offer.ts';
import { offerProblems } from '../domain/catalogue/validate.ts';
import { changedFields } from './changed-fields.ts';
import { type Context, requireScope } from './context.ts';
import { invalid, ProblemError } from './errors.ts';
import { groundOf } from './ground.ts';
import { mergePatch } from './merge-patch.ts';
import { parseInput } from './parse-input.ts';

export type ChangeOfferInput = {
  id: string;
  /** JSON Merge Patch on the offer as it was posted. Its `version`, where given, must be the present one. */
  patch: unknown;
  /** The version the caller has seen (`If-Match`). */
  expectedVersion?: number;
};

const patchSchema = z.looseObject({ id: z.string().optional(), version: z.int().min(1).optional() });

/** Changes an offer. Throws `forbidden`, `notFound`, `invalid`, `conflict` when someone changed it meanwhile. */
export async function changeOffer({ ctx, input }: { ctx: Context; input: ChangeOfferInput }): Promise<Offer> {
  requireScope(ctx, 'offers:write');
  const { version: statedVersion, id: _id, ...patch } = parseInput(patchSchema, input.patch);
  const { today, ground } = await groundOf(ctx);

  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const present = await stores.offers.find(input.id);
    if (present === null) throw new ProblemError('notFound', 'Cette offre n’existe pas, ou plus.');
    const { id, version, ...before } = present;
    const expected = input.expectedVersion ?? statedVersion ?? version;
    if (expected !== version) throw changedMeanwhile(version);
    if (patch.kind !== undefined && patch.kind !== before.kind) {
      throw invalid([
        { path: 'kind', message: 'Le type d’une offre ne change pas : archivez-la et créez-en une autre.' },
      ]);
    }

    const parsed = parseInput(offerInputSchema, mergePatch(before, patch));
    const problems = offerProblems({ offer: parsed, today, ground });
    if (problems.length > 0) throw invalid(problems);

    const fields = changedFields(before, parsed);
    if (fields.length === 0) return present;
    const offer: Offer = { ...parsed, id, version: version + 1 };
    if (!(await stores.offers.update(offer, version))) throw changedMeanwhile(null);
    await stores.audit.record({ action: 'offer.changed', entity: 'offer', entityId: id, fields });
    return offer;
  });
}

function changedMeanwhile(version: number | null): ProblemError {
  const now = version === null ? '' : ` (version ${version})`;
  return new ProblemError('conflict', `L’offre a changé entre-temps${now} : relisez-la, puis recommencez.`);
}

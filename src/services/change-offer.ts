import { z } from 'zod';
import { type Offer, type OfferInput, offerInputSchema } from '../domain/catalogue/offer.ts';
import { offerProblems } from '../domain/catalogue/validate.ts';
import { changedFields } from './changed-fields.ts';
import { type Context, requireScope } from './context.ts';
import { invalid, ProblemError } from './errors.ts';
import { asFleetHasIt } from './fleet/fleet-units.ts';
import { groundOf } from './ground.ts';
import { mergePatch } from './merge-patch.ts';
import { parseInput } from './parse-input.ts';
import type { Stores } from './ports.ts';

export type ChangeOfferInput = {
  id: string;
  /** JSON Merge Patch on the offer as it was posted. Its `version`, where given, must be the present one. */
  patch: unknown;
  /** The version the caller has seen (`If-Match`). */
  expectedVersion?: number;
};

const UNITS_OF_FLEET =
  'Ce nombre est tenu par la flotte de la structure : c’est elle qui ajoute ou retire un véhicule.';

const patchSchema = z.looseObject({ id: z.string().optional(), version: z.int().min(1).optional() });

/** Changes an offer. Throws `forbidden`, `notFound`, `invalid`, `conflict` when someone changed it meanwhile. */
export async function changeOffer({ ctx, input }: { ctx: Context; input: ChangeOfferInput }): Promise<Offer> {
  requireScope(ctx, 'offers:write');
  const { version: statedVersion, id: _id, ...patch } = parseInput(patchSchema, input.patch);
  const ground = await groundOf(ctx);

  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const present = await getLiveOffer(stores, input.id);
    const { id: _, version, ...before } = present;
    assertVersion(present, input.expectedVersion ?? statedVersion ?? version);
    if (patch.kind !== undefined && patch.kind !== before.kind) {
      throw invalid([
        { path: 'kind', message: 'Le type d’une offre ne change pas : archivez-la et créez-en une autre.' },
      ]);
    }
    const parsed = parseInput(offerInputSchema, mergePatch(before, patch));
    const problems = offerProblems({ offer: parsed, ...ground });
    if (problems.length > 0) throw invalid(problems);
    return storeOffer(stores, present, parsed);
  });
}

/** One that is not archived. Throws `notFound`. */
export async function getLiveOffer(stores: Pick<Stores, 'offers'>, id: string): Promise<Offer> {
  const present = await stores.offers.find(id);
  if (present === null) throw new ProblemError('notFound', 'Cette offre n’existe pas, ou plus.');
  return present;
}

/** Throws `conflict`. */
export function assertVersion({ version }: Offer, expected: number): void {
  if (expected !== version) throw changedMeanwhile(version);
}

/**
 * Puts another content in the place of the present one, as a new version; nothing where they are the same. How many vehicles there are
 * is the fleet's to tell where there is one: another number is refused, and of an older version never brought back. Throws `invalid`,
 * `conflict`.
 */
export async function storeOffer(
  stores: Pick<Stores, 'offers' | 'audit' | 'fleet'>,
  present: Offer,
  wanted: OfferInput,
  { restoredFrom }: { restoredFrom?: number } = {},
): Promise<Offer> {
  const { id, version, ...before } = present;
  const kept = await asFleetHasIt(stores, id, wanted);
  const fields = changedFields(before, kept);
  if (kept !== wanted && restoredFrom === undefined && changedFields(before, wanted).includes('details.units')) {
    throw invalid([{ path: 'details.units', message: UNITS_OF_FLEET }]);
  }
  if (fields.length === 0) return present;
  const offer: Offer = { ...kept, id, version: version + 1 };
  if (!(await stores.offers.update(offer, version, restoredFrom))) throw changedMeanwhile(null);
  const action = restoredFrom === undefined ? 'offer.changed' : 'offer.versionRestored';
  await stores.audit.record({ action, entity: 'offer', entityId: id, fields });
  return offer;
}

function changedMeanwhile(version: number | null): ProblemError {
  const now = version === null ? '' : ` (version ${version})`;
  return new ProblemError('conflict', `L’offre a changé entre-temps${now} : relisez-la, puis recommencez.`);
}

import { z } from 'zod';
import { type Offer, offerInputSchema } from '../../domain/catalogue/offer.ts';
import type { offers } from '../schema/catalogue.ts';
import { searchable } from '../search-text.ts';

type OfferRow = typeof offers.$inferSelect;
type OfferColumns = Omit<OfferRow, 'territoryId' | 'organisationId' | 'createdAt' | 'updatedAt' | 'archivedAt'>;

export function columnsOf(offer: Offer): OfferColumns {
  return {
    id: offer.id,
    version: offer.version,
    kind: offer.kind,
    title: offer.title,
    description: offer.description,
    theme: offer.theme,
    provider: offer.provider,
    audiences: offer.audiences,
    eligibilityZone: offer.eligibilityZone,
    illustrative: offer.illustrative,
    accessConditions: offer.accessConditions,
    validFrom: offer.validFrom,
    validUntil: offer.validUntil,
    confirmedAt: offer.confirmedAt,
    visibility: offer.visibility,
    externalId: offer.externalId,
    operator: offer.operator,
    calendar: offer.calendar,
    details: offer.details,
    searchText: searchable(`${offer.title} ${offer.provider.name} ${offer.description ?? ''}`),
  };
}

/** Checked again on the way out: a row may have been written by an older version of this program. Throws if so. */
export function offerOf(row: OfferColumns): Offer {
  const read = tryOffer(row);
  if ('offer' in read) return read.offer;
  throw new Error(`Offer ${row.id} does not fit its kind any more:\n${read.reason}`);
}

/** The same for who must go on without it. */
export function tryOffer(row: OfferColumns): { offer: Offer } | { reason: string } {
  const { id, version, searchText: _, ...input } = row;
  const parsed = offerInputSchema.safeParse(input);
  return parsed.success ? { offer: { ...parsed.data, id, version } } : { reason: z.prettifyError(parsed.error) };
}

/** The same of a version as it was kept; null where it does not fit any more. */
export function tryKeptOffer(kept: Offer): Offer | null {
  const { id, version, ...input } = kept;
  const parsed = offerInputSchema.safeParse(input);
  return parsed.success ? { ...parsed.data, id, version } : null;
}

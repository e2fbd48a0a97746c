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

/** Checked again on the way out: a row may have been written by an older version of this program. */
export function offerOf(row: OfferColumns): Offer {
  const { id, version, searchText: _, ...input } = row;
  const parsed = offerInputSchema.safeParse(input);
  if (!parsed.success) {
    throw new Error(`Offer ${id} does not fit its kind any more:\n${z.prettifyError(parsed.error)}`);
  }
  return { ...parsed.data, id, version };
}

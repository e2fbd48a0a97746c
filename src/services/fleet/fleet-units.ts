import type { OfferInput } from '../../domain/catalogue/offer.ts';
import type { Stores } from '../ports.ts';

/** The same offer, with as many units as its fleet has available. One whose vehicles nobody keeps here stays as it is. */
export async function asFleetHasIt<O extends OfferInput>(
  { fleet }: Pick<Stores, 'fleet'>,
  id: string,
  offer: O,
): Promise<O> {
  if (offer.kind !== 'vehicleLoan') return offer;
  const units = await fleet.countUnits(id);
  return units === null || units === offer.details.units ? offer : { ...offer, details: { ...offer.details, units } };
}

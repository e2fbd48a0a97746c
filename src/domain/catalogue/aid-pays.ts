import type { Covered, Offer, OfferOf } from './offer.ts';

/** Whether an aid is money for that offer. `unknown`: nobody wrote what it pays; its title and its barriers do not say. */
export function aidPays({ details }: Pick<OfferOf<'financialAid'>, 'details'>, offer: Offer): 'yes' | 'no' | 'unknown' {
  const { covers } = details;
  if (covers.length === 0) return 'unknown';
  const paid = costOf(offer);
  return covers.some((one) => one === paid) ? 'yes' : 'no';
}

/** What somebody pays for who takes that offer up. */
function costOf(offer: Offer): Covered | 'aid' {
  switch (offer.kind) {
    case 'drivingLicence':
      return offer.details.category === 'B' ? 'licenceB' : 'licenceAM';
    case 'training':
      return 'training';
    case 'vehicleRepair':
      return 'vehicleRepair';
    case 'vehicleSale':
      return 'vehiclePurchase';
    case 'financialAid':
      return 'aid';
    default:
      return 'rides';
  }
}

import type { Offer } from '../catalogue/offer.ts';

/** What somebody takes along to an offer, told by its rules; words are for the language of whoever reads. */
export type ToBring =
  | { what: 'identity' }
  | { what: 'licence'; category: 'B' | 'AM' }
  /** That they belong to whom the offer is for; which group is not said. */
  | { what: 'proof' }
  | { what: 'deposit'; cents: number }
  /** Of the professional who sends them. */
  | { what: 'referral' };

type Rules = Pick<Offer, 'kind' | 'accessConditions'> & { details: object };

export function whatToBring({ kind, accessConditions, details }: Rules): ToBring[] {
  const { minAge, maxAge, statuses, referralRequired } = accessConditions;
  const licence = 'requiredLicence' in details ? details.requiredLicence : null;
  const deposit = 'depositCents' in details ? Number(details.depositCents) : 0;
  const lends = kind === 'vehicleLoan' || kind === 'carShare';
  const isIdentified =
    lends || kind === 'drivingLicence' || kind === 'vehicleSale' || minAge !== null || maxAge !== null;
  const bring: ToBring[] = [];
  if (isIdentified) bring.push({ what: 'identity' });
  if (licence === 'B' || licence === 'AM') bring.push({ what: 'licence', category: licence });
  if (deposit > 0) bring.push({ what: 'deposit', cents: deposit });
  if (statuses.length > 0) bring.push({ what: 'proof' });
  if (referralRequired) bring.push({ what: 'referral' });
  return bring;
}

import type { Offer, OfferKind } from '../catalogue/offer.ts';

/** Everything that may be told of a person to whom they are referred. Nothing else ever is. */
export const FACT_CODES = [
  'firstName',
  'lastName',
  'phone',
  'calling',
  'commune',
  'destination',
  'hours',
  'startsOn',
  'age',
  'licences',
  'vehicle',
  'statuses',
  'french',
  'needs',
  'wheelchair',
  'childSeats',
  'deposit',
] as const;
export type FactCode = (typeof FACT_CODES)[number];

/** `optional`: the professional may keep it back. */
export type FactRule = { code: FactCode; optional: boolean };

/**
 * Which facts each kind of offer needs to be answered and, in `optional`, which help. The home is a commune, never an address:
 * where to pick somebody up is settled with the person once it is accepted.
 */
export const FACTS_OF_KIND: Record<OfferKind, { needed: readonly FactCode[]; optional: readonly FactCode[] }> = {
  carpool: { needed: ['firstName', 'commune', 'destination', 'hours', 'startsOn', 'phone'], optional: ['childSeats'] },
  vehicleLoan: {
    needed: ['firstName', 'lastName', 'phone', 'commune', 'age', 'licences', 'hours', 'startsOn'],
    optional: ['deposit', 'destination'],
  },
  demandResponsiveTransport: {
    needed: ['firstName', 'commune', 'destination', 'hours', 'startsOn', 'wheelchair', 'phone'],
    optional: ['lastName', 'childSeats'],
  },
  volunteerDriving: {
    needed: ['firstName', 'commune', 'destination', 'hours', 'startsOn', 'wheelchair', 'phone'],
    optional: ['childSeats'],
  },
  carShare: {
    needed: ['firstName', 'lastName', 'phone', 'commune', 'age', 'licences', 'hours', 'startsOn'],
    optional: ['destination'],
  },
  drivingLicence: {
    needed: ['firstName', 'lastName', 'phone', 'commune', 'age', 'licences'],
    optional: ['french', 'needs', 'hours'],
  },
  training: { needed: ['firstName', 'phone', 'commune'], optional: ['lastName', 'french', 'needs', 'hours'] },
  financialAid: {
    needed: ['firstName', 'lastName', 'phone', 'commune'],
    optional: ['startsOn', 'destination', 'licences'],
  },
  vehicleRepair: { needed: ['firstName', 'phone', 'commune', 'vehicle'], optional: ['lastName', 'startsOn'] },
  vehicleSale: { needed: ['firstName', 'lastName', 'phone', 'commune', 'licences'], optional: ['startsOn'] },
};

/** What that offer needs: its kind's facts, those its own conditions ask about, and with the telephone how to use it. */
export function factRules(offer: Pick<Offer, 'kind' | 'accessConditions'>): FactRule[] {
  const { needed, optional } = FACTS_OF_KIND[offer.kind];
  const { minAge, maxAge, statuses } = offer.accessConditions;
  const asked = new Set<FactCode>(needed);
  if (minAge !== null || maxAge !== null) asked.add('age');
  if (statuses.length > 0) asked.add('statuses');
  if (asked.has('phone')) asked.add('calling');
  return FACT_CODES.flatMap((code): FactRule[] => {
    if (asked.has(code)) return [{ code, optional: false }];
    return optional.includes(code) ? [{ code, optional: true }] : [];
  });
}

/** Something to bring: the proof of a condition the offer sets. */
export type DocumentCode = 'identity' | 'proofOfAddress' | 'licence' | 'proofOfStatus' | 'deposit';

export function documentsAsked(offer: Offer): DocumentCode[] {
  const { minAge, maxAge, statuses } = offer.accessConditions;
  const { details } = offer;
  const lends = offer.kind === 'vehicleLoan' || offer.kind === 'carShare';
  const licence = 'requiredLicence' in details && details.requiredLicence !== null;
  const wanted: Record<DocumentCode, boolean> = {
    identity: lends || minAge !== null || maxAge !== null,
    proofOfAddress: offer.eligibilityZone.length > 0,
    licence,
    proofOfStatus: statuses.length > 0,
    deposit: 'depositCents' in details && details.depositCents > 0,
  };
  return (Object.keys(wanted) as DocumentCode[]).filter((code) => wanted[code]);
}

import type { z } from 'zod';
import { type OfferInput, type OfferKind, offerInputSchema, type Theme } from '../../../domain/catalogue/offer.ts';
import { addDays } from '../../../domain/schedule/dates.ts';
import type { Random } from './random.ts';

/** An offer of the demonstration with the id it keeps from one run to the next. */
export type ExampleOffer = { id: string; offer: OfferInput };

/** An offer as it may be written: what has a default may be left out. */
type Draft = z.input<typeof offerInputSchema>;
type DraftOf<K extends OfferKind> = Extract<Draft, { kind: K }>;
type Written<K extends OfferKind> = Omit<DraftOf<K>, 'illustrative' | 'theme'> & { theme?: Theme };

const THEME: Readonly<Record<OfferKind, Theme>> = {
  carpool: 'mobilite--mobilite-douce-partagee-collective',
  vehicleLoan: 'mobilite--acceder-a-un-vehicule',
  demandResponsiveTransport: 'mobilite--mobilite-douce-partagee-collective',
  volunteerDriving: 'mobilite--mobilite-douce-partagee-collective',
  carShare: 'mobilite--acceder-a-un-vehicule',
  drivingLicence: 'mobilite--preparer-un-permis',
  training: 'mobilite--etre-accompagne-dans-son-parcours-mobilite',
  financialAid: 'mobilite--financer-ma-mobilite',
  vehicleRepair: 'mobilite--entretenir-reparer-son-vehicule',
  vehicleSale: 'mobilite--acceder-a-un-vehicule',
};

/**
 * Labels an invented offer as such and checks it like anybody's. Throws when it is not valid.
 * @param number counts from 1 within its kind
 */
export function example<K extends OfferKind>(number: number, draft: Written<K>): ExampleOffer {
  const offer = offerInputSchema.parse({ theme: THEME[draft.kind], ...draft, illustrative: true });
  return { id: `off_demo_${draft.kind}_${String(number).padStart(4, '0')}`, offer };
}

/** When an offer was last confirmed: mostly of late, some nearly a year ago, a few never. */
export function confirmedAt(random: Random, today: string): string | null {
  if (random.chance(0.03)) return null;
  return addDays(today, -Math.floor(random.next() ** 2 * 360));
}

/** How long an offer holds: most without end, some until a date, a few begin later or are over. */
export function validity(random: Random, today: string): { validFrom: string | null; validUntil: string | null } {
  const begun = addDays(today, -random.integer(60, 900));
  return random.weighted([
    [55, { validFrom: null, validUntil: null }],
    [25, { validFrom: begun, validUntil: null }],
    [15, { validFrom: begun, validUntil: addDays(today, random.integer(120, 700)) }],
    [3, { validFrom: addDays(today, random.integer(30, 90)), validUntil: null }],
    [2, { validFrom: begun, validUntil: addDays(today, -random.integer(5, 40)) }],
  ]);
}

/** Every invented name says that it is one, and its address is nobody's: `.invalid` is no domain and never will be. */
export const fictitious = (name: string) => ({ name: `${name} (exemple)`, email: `${mailName(name)}@exemple.invalid` });

const mailName = (name: string) =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '.')
    .replaceAll(/^\.+|\.+$/g, '');

/** Kind by kind, so that readers find what they look for. */
export const numbered = <T>(items: readonly T[], make: (item: T, number: number) => ExampleOffer): ExampleOffer[] =>
  items.map((item, index) => make(item, index + 1));

import { isDeepStrictEqual } from 'node:util';
import { type Offer, type OfferInput, offerInputSchema } from '../../domain/catalogue/offer.ts';
import { offerProblems } from '../../domain/catalogue/validate.ts';
import { usualOffers } from '../../domain/drivers/usual-offers.ts';
import type { Context } from '../context.ts';
import { groundOf } from '../ground.ts';
import { parseInput } from '../parse-input.ts';
import type { DriverFile } from '../ports/drivers.ts';
import type { Stores } from '../ports.ts';

/**
 * Brings the catalogue to what a carpooler's usual trips are now: offered while they drive, not on days of absence, gone while they
 * pause. In the caller’s transaction; run again it changes nothing. What was booked on an offer that goes stays booked. Throws `invalid`
 * where a trip makes no offer.
 */
export async function publishTrips(ctx: Context, stores: Stores, driver: DriverFile): Promise<void> {
  if (driver.kind !== 'carpooler') return;
  const { today, ground } = await groundOf(ctx);
  const { gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  const placeOf = (code: string) => {
    const commune = gazetteer.findByCode(code);
    return commune && { label: commune.name, commune: commune.code, lon: commune.lon, lat: commune.lat };
  };
  const wanted =
    driver.status !== 'active'
      ? []
      : usualOffers(driver, { today, placeOf })
          .map((one) => parseInput(offerInputSchema, one))
          .filter((offer) => offerProblems({ offer, today, ground }).length === 0);

  const there: Offer[] = [];
  for (const id of await stores.drivers.listOffers(driver.id)) {
    const offer = await stores.offers.find(id);
    if (offer !== null) there.push(offer);
  }
  for (const [i, offer] of wanted.entries()) {
    const same = there[i];
    if (same === undefined) await add(ctx, stores, driver.id, offer);
    else await change(stores, same, offer);
  }
  for (const { id } of there.slice(wanted.length)) {
    await stores.offers.archive(id);
    await stores.audit.record({ action: 'offer.archived', entity: 'offer', entityId: id, fields: ['archivedAt'] });
  }
}

async function add(ctx: Context, stores: Stores, driverId: string, offer: OfferInput): Promise<void> {
  const id = ctx.deps.ids.next('off');
  await stores.offers.insert({ ...offer, id, version: 1 });
  await stores.drivers.addOffer(driverId, id);
  await stores.audit.record({ action: 'offer.created', entity: 'offer', entityId: id, fields: Object.keys(offer) });
}

async function change(stores: Stores, { id, version, ...before }: Offer, offer: OfferInput): Promise<void> {
  // The day of confirmation alone is no change: everything that was matched would be matched again.
  const now = { ...offer, confirmedAt: before.confirmedAt };
  if (isDeepStrictEqual(before, now)) return;
  await stores.offers.update({ ...offer, id, version: version + 1 }, version);
  await stores.audit.record({ action: 'offer.changed', entity: 'offer', entityId: id, fields: Object.keys(offer) });
}

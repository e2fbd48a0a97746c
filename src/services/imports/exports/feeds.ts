import type { OfferOf } from '../../../domain/catalogue/offer.ts';
import { feedOfOffers } from '../../../domain/imports/gbfs.ts';
import { BNLC_COLUMNS, writeCarpoolPlace } from '../../../domain/imports/table-places.ts';
import { dateAt } from '../../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../../context.ts';
import { csv, standardCsv } from '../../csv-file.ts';
import { isShownTo, type OfferView, viewOffer } from '../../view-offer.ts';
import { visitorOf } from '../../visitor.ts';

/** Of what the territory publishes itself. What it took from others keeps the licence of its source. */
export const LICENCE = { name: 'Licence Ouverte 2.0', url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/' };

/** Stations of car-sharing as GBFS 3.0 has them, file by file: what anybody may see. */
export async function listGbfs({ ctx }: { ctx: Context }) {
  const { territory } = await ctx.deps.territory(ctx.actor.territoryId);
  const offers = (await publicOffers(ctx)).filter(
    (offer): offer is OfferOf<'carShare'> & { redacted: false } => offer.kind === 'carShare',
  );
  return feedOfOffers(offers, {
    systemId: `pouvoir_bouger_${territory.id}`.replace(/[^\w]/g, '_'),
    name: `Autopartage – ${territory.name}`,
    timeZone: territory.timeZone,
    base: `${ctx.deps.publicUrl}/gbfs/3.0`,
    updatedAt: ctx.deps.clock.now().toString({ smallestUnit: 'second' }),
    // The address that whoever runs a site answers at (RFC 2142).
    email: webmasterAt(new URL(ctx.deps.publicUrl).hostname),
  });
}

/** Of a machine without a domain nobody outside reads anything. */
const webmasterAt = (host: string) => `webmaster@${/[a-z]\.[a-z]/i.test(host) ? host : 'site.invalid'}`;

/** The catalogue as the public sees it: of natural persons commune to commune and by bands of hours. */
async function publicOffers(ctx: Context): Promise<OfferView[]> {
  const visitor = visitorOf(ctx.actor.territoryId);
  const { gazetteer } = await ctx.deps.territory(visitor.territoryId);
  const all = await ctx.deps.database.transact(visitor, ({ offers }) => offers.listAll());
  return all.filter((offer) => isShownTo(visitor, offer)).map((offer) => viewOffer(visitor, offer, gazetteer));
}

export type OpenData = {
  licence: typeof LICENCE;
  publishedOn: string;
  territory: { id: string; name: string };
  offers: OfferView[];
};

/** What anybody may take of the catalogue, with its licence and its date. */
export async function openData({ ctx }: { ctx: Context }): Promise<OpenData> {
  const { territory } = await ctx.deps.territory(ctx.actor.territoryId);
  const { id, name, timeZone } = territory;
  return {
    licence: LICENCE,
    publishedOn: dateAt(ctx.deps.clock.now(), timeZone),
    territory: { id, name },
    offers: await publicOffers(ctx),
  };
}

/** The same as a table. `headings`: in French, as many as there are columns. */
export async function openDataTable({
  ctx,
  input: { headings, kindNames },
}: {
  ctx: Context;
  input: { headings: readonly string[]; kindNames: Readonly<Record<string, string>> };
}): Promise<string> {
  const { licence, publishedOn, offers } = await openData({ ctx });
  const rows = offers.map((offer) => [
    offer.id,
    kindNames[offer.kind] ?? offer.kind,
    offer.title,
    offer.theme,
    offer.provider.name,
    offer.eligibilityZone.join(' '),
    ...(offer.kind === 'carpool'
      ? [offer.details.origin.commune ?? '', offer.details.destination.commune ?? '', bandsOf(offer)]
      : ['', '', '']),
    offer.confirmedAt ?? '',
    offer.illustrative ? 'oui' : 'non',
    licence.name,
    publishedOn,
  ]);
  return csv([headings, ...rows]);
}

function bandsOf(offer: Extract<OfferView, { kind: 'carpool' }>): string {
  if (!offer.redacted) return offer.details.trips.map(({ departureTime }) => departureTime).join(' ');
  return [...new Set(offer.details.trips.map(({ hourBand }) => `${hourBand.from}-${hourBand.to}`))].join(' ');
}

/** Carpool places that were imported, as the national base has them. Throws `forbidden`. */
export async function exportCarpoolPlaces({ ctx }: { ctx: Context }): Promise<string> {
  requireScope(ctx, 'imports:write');
  const places = await ctx.deps.database.transact(ctx.actor, ({ imports }) => imports.listPlaces('carpoolPlace'));
  return standardCsv([[...BNLC_COLUMNS], ...places.map(writeCarpoolPlace)]);
}

/** Stops that were imported, as a GTFS has them. Throws `forbidden`. */
export async function exportStops({ ctx }: { ctx: Context }): Promise<string> {
  requireScope(ctx, 'imports:write');
  const places = await ctx.deps.database.transact(ctx.actor, ({ imports }) => imports.listPlaces('stop'));
  return standardCsv([
    ['stop_id', 'stop_name', 'stop_lat', 'stop_lon'],
    ...places.map(({ externalId, label, lat, lon }) => [externalId, label, String(lat), String(lon)]),
  ]);
}

import { createHash } from 'node:crypto';
import { type Offer, type OfferInput, offerInputSchema } from '../../../domain/catalogue/offer.ts';
import { type Structure, serviceSchema, structureSchema } from '../../../domain/imports/data-inclusion.ts';
import { offerOfService, recordWithChanges, serviceOfOffer } from '../../../domain/imports/service-offers.ts';
import { dateAt } from '../../../domain/schedule/dates.ts';
import { type Context, requireScope } from '../../context.ts';
import type { PartnerInput } from '../../ports/imports.ts';
import { viewOffer } from '../../view-offer.ts';

type Plain = Record<string, unknown>;
export type Directory = { structures: Plain[]; services: Plain[] };

/**
 * The catalogue and the directory as data·inclusion 1.0.8 has them. For whoever may import, records come back as they came, with what
 * was changed here since; the public gets what the public catalogue shows, without names of contacts. Throws `forbidden`.
 */
export async function listDirectory({
  ctx,
  input: { isPublic },
}: {
  ctx: Context;
  input: { isPublic: boolean };
}): Promise<Directory> {
  if (!isPublic) requireScope(ctx, 'imports:write');
  const { actor, deps } = ctx;
  const { territory, gazetteer } = await deps.territory(actor.territoryId);
  const read = await deps.database.transact(actor, async ({ offers, imports }) => ({
    offers: await offers.listAll(),
    partners: await imports.listPartners({ onlyPublic: isPublic }),
    records: {
      offer: isPublic ? new Map<string, Plain>() : await imports.listRecords('offer', 'data-inclusion'),
      partner: isPublic ? new Map<string, Plain>() : await imports.listRecords('partner', 'data-inclusion'),
    },
  }));
  const updatedOn = dateAt(deps.clock.now(), territory.timeZone);
  const source = `pouvoir-bouger-${territory.id}`;
  const structures = new Map<string, Plain>();
  for (const partner of read.partners)
    structures.set(partner.externalId, structureOf(partner, read.records.partner.get(partner.id) ?? null));

  const services = read.offers.flatMap((offer): Plain[] => {
    if (isPublic && offer.visibility !== 'public') return [];
    // Of a natural person nothing is told, and a ride of one is no service.
    if (offer.kind === 'carpool' || viewOffer({ ...actor, kind: 'visitor' }, offer, gazetteer).redacted) return [];
    const record = read.records.offer.get(offer.id) ?? null;
    const known = read.partners.find(({ siret, name }) =>
      offer.provider.siret ? siret === offer.provider.siret : name === offer.provider.name,
    );
    const structureId =
      typeof record?.structure_id === 'string'
        ? record.structure_id
        : (known?.externalId ?? `${source}--${slug(offer)}`);
    if (!structures.has(structureId))
      structures.set(structureId, structureOfProvider(offer, { id: structureId, source, updatedOn }));
    const own = serviceOfOffer(offer, { source, structureId, updatedOn });
    const named =
      offer.illustrative && !/exemple/i.test(offer.title)
        ? { ...own, nom: `${String(own.nom).slice(0, 140)} (exemple)` }
        : own;
    return [record === null ? named : givenBack(record, offer, named, [...structures.values()])];
  });
  return { structures: [...structures.values()], services };
}

const slug = ({ provider }: Offer) =>
  provider.siret ?? createHash('sha256').update(provider.name).digest('hex').slice(0, 16);

function givenBack(record: Plain, offer: Offer, own: Plain, structures: readonly Plain[]): Plain {
  const service = serviceSchema.safeParse(record);
  if (!service.success) return own;
  const structure = structureSchema.safeParse(structures.find(({ id }) => id === service.data.structure_id));
  const reading = offerOfService(service.data, structure.success ? (structure.data as Structure) : null);
  const asImported = 'offer' in reading ? offerInputSchema.safeParse(reading.offer) : null;
  return asImported?.success ? recordWithChanges(record, asImported.data as OfferInput, offer, own) : record;
}

function structureOf(partner: PartnerInput, record: Plain | null): Plain {
  return {
    ...(record ?? {}),
    id: partner.externalId,
    source: partner.source,
    nom: partner.name,
    date_maj: partner.updatedOn,
    ...told('siret', partner.siret, record),
    ...told('description', partner.description, record),
    ...told('telephone', partner.phone, record),
    ...told('courriel', partner.email, record),
    ...told('site_web', partner.url, record),
    ...told('adresse', partner.address, record),
    ...told('code_postal', partner.postcode, record),
    ...told('code_insee', partner.commune, record),
    ...told('longitude', partner.lon, record),
    ...told('latitude', partner.lat, record),
    ...told('horaires_accueil', partner.openingHours, record),
    ...(partner.networks.length > 0 ? { reseaux_porteurs: partner.networks } : {}),
  };
}

/** A field that the record does not have is not made of nothing. */
const told = (field: string, value: unknown, record: Plain | null): Plain =>
  value !== null || (record !== null && field in record) ? { [field]: value } : {};

function structureOfProvider(
  { provider }: Offer,
  { id, source, updatedOn }: { id: string; source: string; updatedOn: string },
): Plain {
  return {
    id,
    source,
    nom: provider.name.length < 3 ? `${provider.name} (structure)` : provider.name.slice(0, 150),
    date_maj: updatedOn,
    siret: provider.siret ?? null,
    telephone: provider.phone ?? null,
    courriel: provider.email ?? null,
    site_web: provider.url ?? null,
  };
}

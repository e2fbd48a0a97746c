import { z } from 'zod';
import type { OfferOf, VehicleType } from '../catalogue/offer.ts';
import { licenceOf } from './service-offers.ts';

/** Files of a GBFS 3.0 feed (2.3 where it is the same), by their name without `.json`; only what is taken of them. */
const localized = z.union([z.string(), z.array(z.object({ text: z.string(), language: z.string() })).min(1)]);
type Localized = z.infer<typeof localized>;
const rate = z.array(z.object({ start: z.number(), rate: z.number(), interval: z.number().min(0) })).optional();

const information = z.object({
  system_id: z.string().min(1),
  name: localized,
  operator: localized.optional(),
  phone_number: z.string().optional(),
  email: z.string().optional(),
  url: z.string().optional(),
});
const station = z.object({ station_id: z.string().min(1), name: localized, lat: z.number(), lon: z.number() });
const vehicleType = z.object({
  vehicle_type_id: z.string().min(1),
  form_factor: z.string(),
  propulsion_type: z.string(),
  name: localized.optional(),
  default_pricing_plan_id: z.string().optional(),
  pricing_plan_ids: z.array(z.string()).optional(),
});
const plan = z.object({
  plan_id: z.string(),
  name: localized,
  currency: z.string(),
  price: z.union([z.number(), z.string()]),
  description: localized,
  per_km_pricing: rate,
  per_min_pricing: rate,
});
const held = z.object({
  station_id: z.string().optional(),
  home_station_id: z.string().optional(),
  vehicle_type_id: z.string().optional(),
});
const status = z.object({
  station_id: z.string(),
  vehicle_types_available: z.array(z.object({ vehicle_type_id: z.string() })).optional(),
});

const feedSchema = z.object({
  system_information: information,
  station_information: z.object({ stations: z.array(station).min(1).max(2000) }),
  vehicle_types: z.object({ vehicle_types: z.array(vehicleType).min(1).max(200) }),
  system_pricing_plans: z.object({ plans: z.array(plan).max(200) }).optional(),
  vehicle_status: z.object({ vehicles: z.array(held) }).optional(),
  station_status: z.object({ stations: z.array(status) }).optional(),
});
export const GBFS_FILES = Object.keys(feedSchema.shape);

const said = (text: Localized | undefined): string | null =>
  text === undefined
    ? null
    : typeof text === 'string'
      ? text
      : ((text.find(({ language }) => language.startsWith('fr')) ?? text[0])?.text ?? null);

/** Each file may be given as it is published, its content under `data`. */
export function readFeed(files: Record<string, unknown>) {
  const unwrapped = Object.fromEntries(
    Object.entries(files).map(([name, file]) => [
      name.replace(/^.*\//, '').replace(/\.json$/, ''),
      (file as { data?: unknown } | null)?.data ?? file,
    ]),
  );
  return feedSchema.safeParse(unwrapped);
}
export type Feed = z.infer<typeof feedSchema>;

export type FeedOffer = {
  externalId: string;
  label: string;
  offer: Record<string, unknown> | null;
  notes: string[];
  wrong: string | null;
};

/** One offer for each type of vehicle: an offer has one. */
export function offersOfFeed(feed: Feed): FeedOffer[] {
  const { system_information: system, station_information: where, vehicle_types: types } = feed;
  const name = said(system.name) ?? system.system_id;
  const provider = {
    name: said(system.operator) ?? name,
    ...(system.phone_number ? { phone: system.phone_number } : {}),
    ...(system.email ? { email: system.email } : {}),
    ...(system.url && /^https?:\/\//.test(system.url) ? { url: system.url } : {}),
  };
  return types.vehicle_types.map((type) => {
    const label = said(type.name) ?? type.vehicle_type_id;
    const vehicle = vehicleOf(type);
    const externalId = `${system.system_id}:${type.vehicle_type_id}`;
    if (vehicle === null)
      return {
        externalId,
        label,
        offer: null,
        notes: [],
        wrong: `Le véhicule « ${type.form_factor} » n’a pas sa place au catalogue.`,
      };
    const notes: string[] = [];
    const there = stationsOf(feed, type.vehicle_type_id);
    if (there === null) notes.push('Le flux ne dit pas quelles stations ont ce véhicule : toutes sont reprises.');
    const stations = where.stations
      .filter(({ station_id: id }) => there === null || there.has(id))
      .slice(0, 200)
      .map((one) => ({ label: (said(one.name) ?? one.station_id).slice(0, 200), lon: one.lon, lat: one.lat }));
    const price = priceOf(feed, type);
    if (price.text !== null && price.tariff === null)
      notes.push('Tarif à compléter : il n’est ni à l’heure ni au kilomètre.');
    return {
      externalId,
      label,
      wrong: null,
      notes,
      offer: {
        kind: 'carShare',
        title: `${label} en autopartage – ${name}`.slice(0, 200),
        ...(price.text === null ? {} : { description: price.text }),
        theme: 'mobilite--acceder-a-un-vehicule',
        provider,
        visibility: 'public',
        externalId,
        operator: system.system_id,
        details: {
          stations,
          vehicleType: vehicle,
          requiredLicence: licenceOf(vehicle),
          ...(price.tariff === null ? {} : { tariff: price.tariff }),
        },
      },
    };
  });
}

function vehicleOf({ form_factor: form, propulsion_type: motor }: z.infer<typeof vehicleType>): VehicleType | null {
  if (form === 'car') return 'car';
  if (form === 'moped' || form === 'scooter_seated') return 'scooter';
  if (form === 'bicycle' || form === 'cargo_bicycle') return motor === 'human' ? 'bike' : 'ebike';
  return null;
}

/** Where vehicles of that type are, or live; null where the feed does not say. */
function stationsOf({ vehicle_status: vehicles, station_status: stations }: Feed, type: string): Set<string> | null {
  const ids = [
    ...(vehicles?.vehicles ?? [])
      .filter((one) => one.vehicle_type_id === type)
      .map((one) => one.home_station_id ?? one.station_id),
    ...(stations?.stations ?? [])
      .filter((one) => one.vehicle_types_available?.some((each) => each.vehicle_type_id === type))
      .map((one) => one.station_id),
  ].filter((id) => id !== undefined);
  return ids.length > 0 ? new Set(ids) : null;
}

function priceOf({ system_pricing_plans: all }: Feed, type: z.infer<typeof vehicleType>) {
  const id = type.default_pricing_plan_id ?? type.pricing_plan_ids?.[0];
  const found = all?.plans.find((one) => one.plan_id === id);
  if (found?.currency !== 'EUR') return { text: null, tariff: null };
  const one = (steps: z.infer<typeof rate>) =>
    steps?.length === 1 && steps[0]?.start === 0 && steps[0].interval > 0 ? steps[0] : null;
  const [minute, km] = [one(found.per_min_pricing), one(found.per_km_pricing)];
  const tariff =
    Number(found.price) === 0 && (minute || km)
      ? {
          ...(minute ? { perHourCents: Math.round((minute.rate * 6000) / minute.interval) } : {}),
          ...(km ? { perKmCents: Math.round((km.rate * 1_000_000) / km.interval) / 10_000 } : {}),
        }
      : null;
  return { text: [said(found.name), said(found.description)].filter(Boolean).join(' : '), tariff };
}

const FORMS: Record<VehicleType, { form_factor: string; propulsion_type: string; wheel_count?: number }> = {
  car: { form_factor: 'car', propulsion_type: 'combustion', wheel_count: 4 },
  licenceFreeCar: { form_factor: 'car', propulsion_type: 'combustion', wheel_count: 4 },
  scooter: { form_factor: 'moped', propulsion_type: 'combustion', wheel_count: 2 },
  ebike: { form_factor: 'bicycle', propulsion_type: 'electric_assist', wheel_count: 2 },
  bike: { form_factor: 'bicycle', propulsion_type: 'human', wheel_count: 2 },
};

const fr = (text: string) => [{ text, language: 'fr' }];

/** What we publish: what is known of stations. How many vehicles stand where is the operators' own to publish. */
export function feedOfOffers(
  offers: readonly OfferOf<'carShare'>[],
  {
    systemId,
    name,
    timeZone,
    base,
    updatedAt,
    email,
  }: { systemId: string; name: string; timeZone: string; base: string; updatedAt: string; email: string },
): Record<string, { last_updated: string; ttl: number; version: '3.0'; data: object }> {
  const file = (data: object) => ({ last_updated: updatedAt, ttl: 3600, version: '3.0' as const, data });
  const stations = offers.flatMap((offer) =>
    offer.details.stations.map((place, i) => ({
      station_id: `${offer.id}-${i + 1}`,
      name: fr(place.label ?? offer.title),
      lat: place.lat,
      lon: place.lon,
      ...(offer.provider.phone && /^\+?\d[\d ]+$/.test(offer.provider.phone)
        ? { contact_phone: e164(offer.provider.phone) }
        : {}),
    })),
  );
  const priced = offers.filter((offer) => offer.details.tariff !== null);
  const types = offers.map((offer) => ({
    vehicle_type_id: offer.id,
    ...FORMS[offer.details.vehicleType],
    ...(FORMS[offer.details.vehicleType].propulsion_type === 'human'
      ? {}
      : { max_range_meters: DEFAULT_RANGE_METRES[offer.details.vehicleType] }),
    name: fr(offer.title),
    ...(offer.details.tariff === null ? {} : { default_pricing_plan_id: offer.id }),
  }));
  const plans = priced.map((offer) => ({
    plan_id: offer.id,
    name: fr(`Tarif – ${offer.title}`),
    currency: 'EUR',
    price: 0,
    is_taxable: false,
    description: fr(offer.description ?? offer.title),
    ...(offer.details.tariff?.perHourCents === undefined
      ? {}
      : { per_min_pricing: [{ start: 0, rate: offer.details.tariff.perHourCents / 100, interval: 60 }] }),
    ...(offer.details.tariff?.perKmCents === undefined
      ? {}
      : { per_km_pricing: [{ start: 0, rate: offer.details.tariff.perKmCents / 100, interval: 1 }] }),
  }));
  const feeds = [
    'system_information',
    'station_information',
    'station_status',
    'vehicle_types',
    ...(plans.length > 0 ? ['system_pricing_plans'] : []),
  ];
  return {
    gbfs: file({ feeds: feeds.map((one) => ({ name: one, url: `${base}/${one}.json` })) }),
    system_information: file({
      system_id: systemId,
      languages: ['fr'],
      name: fr(name),
      opening_hours: '24/7',
      feed_contact_email: email,
      timezone: timeZone,
      license_id: 'etalab-2.0',
    }),
    station_information: file({ stations }),
    // The standard asks for it beside stations; of none of them is anything known that could be said.
    station_status: file({ stations: [] }),
    vehicle_types: file({ vehicle_types: types }),
    ...(plans.length > 0 ? { system_pricing_plans: file({ plans }) } : {}),
  };
}

/** The standard asks for one of every vehicle with a motor; what the type usually goes, not this vehicle's. */
const DEFAULT_RANGE_METRES: Record<VehicleType, number> = {
  car: 400_000,
  licenceFreeCar: 200_000,
  scooter: 100_000,
  ebike: 50_000,
  bike: 0,
};

const e164 = (phone: string): string => {
  const figures = phone.replace(/[^\d+]/g, '');
  return figures.startsWith('0') ? `+33${figures.slice(1)}` : figures;
};

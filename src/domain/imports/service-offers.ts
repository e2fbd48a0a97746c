import { type Offer, type OfferInput, type OfferKind, THEMES, type Theme } from '../catalogue/offer.ts';
import { placesOf } from '../catalogue/validate.ts';
import { money } from './cell-codecs.ts';
import { PUBLICS, type Service, type Structure } from './data-inclusion.ts';
import { isSameValue as same } from './same-value.ts';

/** A service as an offer: what the record does not tell is told in `notes`, for somebody to complete. */
export type ServiceReading = { offer: Record<string, unknown>; notes: string[] } | { wrong: string };

const MOST_DESCRIPTION = 5000;
const isTheme = (code: string): code is Theme => THEMES.some((theme) => theme === code);
const words = (service: Service) =>
  [service.nom, service.description, service.conditions_acces, service.frais_precisions].filter(Boolean).join(' ');

/** `provider`: of the structure, where it is known. */
export function offerOfService(
  service: Service,
  structure: Pick<Structure, 'nom' | 'siret' | 'telephone' | 'courriel' | 'site_web'> | null,
): ServiceReading {
  const theme = (service.thematiques ?? []).find(isTheme);
  if (!theme) return { wrong: 'Aucune thématique de mobilité : ce service n’entre pas au catalogue.' };
  const notes: string[] = [];
  const place =
    typeof service.longitude === 'number' && typeof service.latitude === 'number'
      ? {
          ...(service.adresse || service.commune
            ? { label: [service.adresse, service.commune].filter(Boolean).join(', ').slice(0, 200) }
            : {}),
          ...(service.code_insee ? { commune: service.code_insee } : {}),
          lon: service.longitude,
          lat: service.latitude,
        }
      : null;
  const kind = kindOfService(service, theme, place !== null);
  if (structure === null) notes.push('Structure inconnue : importez aussi les structures.');
  if (service.description.length > MOST_DESCRIPTION) notes.push('Description abrégée à 5 000 caractères.');
  const zone = (service.zone_eligibilite ?? []).filter((code) => code !== 'france' && !/^99/.test(code));
  const isEverywhere = (service.zone_eligibilite ?? []).length > zone.length;
  const url = service.lien_mobilisation ?? structure?.site_web;
  const offer = {
    kind,
    title: service.nom,
    description: service.description.slice(0, MOST_DESCRIPTION),
    theme,
    provider: {
      name: structure?.nom ?? service.structure_id,
      ...(structure?.siret ? { siret: structure.siret } : {}),
      ...given('phone', service.telephone ?? structure?.telephone),
      ...given('email', service.courriel ?? structure?.courriel),
      ...(url && /^https?:\/\//.test(url) ? { url } : {}),
    },
    audiences: (service.publics ?? []).filter((code) => code !== 'tous-publics'),
    eligibilityZone: isEverywhere ? [] : zone,
    accessConditions: {
      referralRequired: service.mobilisable_par?.length === 1 && service.mobilisable_par[0] === 'professionnels',
    },
    confirmedAt: service.date_maj,
    visibility: 'public',
    externalId: service.id,
    operator: service.source,
    details: detailsOf(kind, service, place, notes),
  };
  return { offer, notes };
}

const given = (name: string, value: string | null | undefined) => (value ? { [name]: value } : {});

/** Where a service says too little for its own kind it is told of as an accompaniment: nobody is promised a vehicle or a ride. */
function kindOfService(service: Service, theme: Theme, hasPlace: boolean): OfferKind {
  if (service.type === 'aide-financiere') return 'financialAid';
  if (theme === 'mobilite--entretenir-reparer-son-vehicule') return 'vehicleRepair';
  if (theme === 'mobilite--financer-ma-mobilite') return 'financialAid';
  if (service.type === 'information' || service.type === 'accompagnement' || service.type === 'atelier')
    return 'training';
  if (theme === 'mobilite--preparer-un-permis' && hasPlace) return 'drivingLicence';
  if (theme === 'mobilite--acceder-a-un-vehicule' && hasPlace) {
    return /\b(vente|vend|acheter|achat)/i.test(service.nom) ? 'vehicleSale' : 'vehicleLoan';
  }
  return 'training';
}

function detailsOf(kind: OfferKind, service: Service, place: object | null, notes: string[]): Record<string, unknown> {
  const said = words(service);
  switch (kind) {
    case 'vehicleLoan': {
      const vehicleType = vehicleOf(`${service.nom} ${service.description}`);
      notes.push('Nombre de véhicules et horaires du guichet à compléter : un véhicule est supposé.');
      if (vehicleType === null) notes.push('Type de véhicule à vérifier : une voiture est supposée.');
      const perDay = centsIn(said, /(\d[\d\s,.]*)\s*(€|euros?)\s*(?:\/|par)\s*j(?:our)?/i);
      const deposit = centsIn(said, /(?:caution|dépôt de garantie)[^\d€.]{0,20}(\d[\d\s,.]*)\s*(€|euros?)/i);
      if (deposit === null) notes.push('Caution à vérifier : aucune n’est dite.');
      return {
        vehicleType: vehicleType ?? 'car',
        units: 1,
        depot: place,
        ...(perDay === null ? {} : { tariff: { perDayCents: perDay } }),
        ...(deposit === null ? {} : { depositCents: deposit }),
        requiredLicence: licenceOf(vehicleType ?? 'car'),
      };
    }
    case 'drivingLicence':
      if (!/permis\s*(b|am)\b|code de la route/i.test(said)) notes.push('Permis à vérifier : le permis B est supposé.');
      return {
        category: /permis\s*am\b|bsr/i.test(said) && !/permis\s*b\b/i.test(said) ? 'AM' : 'B',
        place,
        ...lasting(service),
        ...costOf(service),
      };
    case 'financialAid': {
      const amount =
        centsIn(service.nom, EUROS) ??
        centsIn(service.description, /aide de\s*(\d[\d\s\u00a0\u202f,.]*)\s*(€|euros?)/i);
      notes.push('Ce que l’aide paie est à compléter.');
      return { place, ...(amount === null ? {} : { amountCents: amount }), ...lasting(service) };
    }
    default:
      return { place, ...lasting(service), ...costOf(service) };
  }
}

const EUROS = /(\d[\d\s\u00a0\u202f,.]*)\s*(€|euros?)/i;
const lasting = ({ nombre_semaines: weeks }: Service) => (weeks ? { durationWeeks: weeks } : {});
const costOf = ({ frais }: Service) => (frais === 'gratuit' ? { costCents: 0 } : {});

function centsIn(said: string, pattern: RegExp): number | null {
  const found = pattern.exec(said);
  const amount = found?.[1]?.replace(/[.,]\s*$/, '');
  // Of « 5 à 10 € » and « 2 x 150 € » neither is the price.
  const isAlone = !/\d\s*(?:€|euros?)?\s*(?:à|x|×|-|–|ou|et)\s*$/i.test(said.slice(0, found?.index));
  if (amount === undefined || !isAlone) return null;
  const reading = money({ whole: true }).read(`${amount.trim()} €`, '');
  return 'wrong' in reading ? null : (reading.value as number);
}

function vehicleOf(said: string) {
  if (/voitures? sans permis|voiturettes?/i.test(said)) return 'licenceFreeCar';
  if (/\bvoitures?\b|\bautos?\b|véhicules? \w*\s*permis b/i.test(said)) return 'car';
  if (/scooters?|cyclomoteurs?|mobylettes?/i.test(said)) return 'scooter';
  if (/vélos?[^.]{0,20}électriques?|assistance électrique|\bVAE\b/i.test(said)) return 'ebike';
  return /\bvélos?\b/i.test(said) ? 'bike' : null;
}

export const licenceOf = (vehicleType: string): 'B' | 'AM' | null =>
  vehicleType === 'car' ? 'B' : vehicleType === 'scooter' || vehicleType === 'licenceFreeCar' ? 'AM' : null;

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What a source says anew of an offer that people have completed since: only what it says otherwise than `before` is taken. Without
 * `before`, all that it says.
 */
export function mergedFromSource(present: Plain, before: Plain | null, after: Plain): Plain {
  const merged: Plain = { ...present };
  for (const [name, value] of Object.entries(after)) {
    const was = before?.[name];
    if (before !== null && same(was, value)) continue;
    merged[name] =
      isPlain(value) && isPlain(present[name]) && ['details', 'provider', 'accessConditions'].includes(name)
        ? mergedFromSource(present[name] as Plain, isPlain(was) ? was : null, value)
        : value;
  }
  for (const name of Object.keys(before ?? {}))
    if (!(name in after) && same(present[name], before?.[name])) delete merged[name];
  return merged;
}

const TYPE_OF_KIND: Partial<Record<OfferKind, Service['type']>> = {
  vehicleLoan: 'aide-materielle',
  carShare: 'aide-materielle',
  vehicleSale: 'aide-materielle',
  vehicleRepair: 'aide-materielle',
  financialAid: 'aide-financiere',
  drivingLicence: 'formation',
  training: 'formation',
  demandResponsiveTransport: 'accompagnement',
  volunteerDriving: 'accompagnement',
};

/** A record of a service, from an offer that came from nowhere else. `source`: of whoever publishes it. */
export function serviceOfOffer(
  offer: Offer,
  { source, structureId, updatedOn }: { source: string; structureId: string; updatedOn: string },
): Plain {
  const where = placesOf(offer)[0]?.place ?? null;
  const cost = 'costCents' in offer.details ? offer.details.costCents : null;
  const publics = offer.audiences.filter((code) => PUBLICS.some((one) => one === code) && code !== 'tous-publics');
  const { phone, email, url } = offer.provider;
  const modes = [
    ...(phone ? ['telephoner'] : []),
    ...(email ? ['envoyer-un-courriel'] : []),
    ...(url ? ['utiliser-lien-mobilisation'] : []),
  ];
  const description =
    offer.description && offer.description.length >= 5 ? offer.description : `${offer.title} : ${offer.provider.name}.`;
  return {
    id: `${source}--${offer.id}`,
    source,
    structure_id: structureId,
    nom: offer.title.length < 3 ? `${offer.title} (offre)` : offer.title.slice(0, 150),
    date_maj: offer.confirmedAt ?? updatedOn,
    type: TYPE_OF_KIND[offer.kind] ?? null,
    description,
    thematiques: [offer.theme],
    publics: publics.length > 0 ? publics : null,
    frais: cost === null ? null : cost === 0 ? 'gratuit' : 'payant',
    modes_mobilisation: modes.length > 0 ? modes : null,
    mobilisable_par: offer.accessConditions.referralRequired ? ['professionnels'] : ['usagers', 'professionnels'],
    telephone: phone ?? null,
    courriel: email ?? null,
    lien_mobilisation: url ?? null,
    code_insee: where?.commune && /^\w{5}$/.test(where.commune) ? where.commune : null,
    longitude: where?.lon ?? null,
    latitude: where?.lat ?? null,
    zone_eligibilite: zoneOfRecord(offer.eligibilityZone),
  };
}

const zoneOfRecord = (codes: readonly string[]) => {
  const known = codes.filter((code) => /^(\w{5}|[\dA-Z]{2,3}|\d{9})$/.test(code) && !/^[A-Z]{2}$/.test(code));
  return known.length > 0 ? known : null;
};

/** Which fields of a record each part of an offer stands in. */
const FIELDS: readonly [path: (offer: OfferInput) => unknown, fields: readonly string[]][] = [
  [(o) => o.title, ['nom']],
  [(o) => o.description, ['description']],
  [(o) => o.theme, ['thematiques']],
  [(o) => o.audiences, ['publics']],
  [(o) => o.eligibilityZone, ['zone_eligibilite']],
  [(o) => o.provider.phone, ['telephone']],
  [(o) => o.provider.email, ['courriel']],
  [(o) => o.provider.url, ['lien_mobilisation']],
  [(o) => o.accessConditions.referralRequired, ['mobilisable_par']],
  [(o) => o.confirmedAt, ['date_maj']],
  [(o) => placesOf(o)[0]?.place ?? null, ['longitude', 'latitude', 'code_insee']],
];

/** The record an offer came from, with what was changed here since: `asImported` is what that record makes today. */
export function recordWithChanges(record: Plain, asImported: OfferInput, offer: Offer, own: Plain): Plain {
  const changed = FIELDS.filter(([path]) => !same(path(asImported), path(offer))).flatMap(([, fields]) => fields);
  return { ...record, ...Object.fromEntries(changed.map((field) => [field, own[field] ?? null])) };
}

import { type Hours, SUPPORT_KINDS, type Tariff } from '../../domain/catalogue/offer.ts';
import type { Place } from '../../domain/place.ts';
import type { Messages } from '../../i18n/languages.ts';
import { visitedPlaces } from '../../services/offers-near.ts';
import type { OfferView } from '../../services/view-offer.ts';

/** A line of an offer's page: what it is about, and what there is to say. */
export type Fact = { term: string; values: readonly string[] };

const SUPPORTS: ReadonlySet<string> = new Set(SUPPORT_KINDS);

type View<K extends OfferView['kind']> = Extract<OfferView, { kind: K }>;
type Say = { t: Messages; zoneNames(codes: readonly string[]): string[] };

const known = (values: readonly (string | null | undefined)[]) => values.filter((v): v is string => Boolean(v));

/** Everything practical of an offer, as sentences. */
export function practicalFacts(offer: OfferView, say: Say): Fact[] {
  const facts = [...factsOfKind(offer, say), ...runningFacts(offer, say.t)];
  return facts.filter(({ values }) => values.length > 0);
}

function factsOfKind(offer: OfferView, say: Say): Fact[] {
  switch (offer.kind) {
    case 'carpool':
      return carpoolFacts(offer, say);
    case 'vehicleLoan':
      return vehicleLoanFacts(offer, say);
    case 'demandResponsiveTransport':
      return onDemandFacts(offer, say);
    case 'volunteerDriving':
      return volunteerFacts(offer, say);
    case 'carShare':
      return carShareFacts(offer, say);
    case 'drivingLicence':
      return [...supportFacts(offer, say), pedagogyFact(offer, say)];
    default:
      return [...supportFacts(offer, say), barrierFact(offer, say)];
  }
}

function carpoolFacts(offer: View<'carpool'>, { t }: Say): Fact[] {
  const { details } = offer;
  const { terms, ...say } = t.catalogue.offer;
  return [
    { term: terms.journey, values: [`${placeName(details.origin, t)} → ${placeName(details.destination, t)}`] },
    { term: terms.outbound, values: carpoolRuns(offer, 'outbound', t) },
    { term: terms.return, values: carpoolRuns(offer, 'return', t) },
    { term: terms.tariff, values: [priceOf(details.pricePerRideCents, say.perRide, t)] },
    { term: terms.seats, values: [say.seats(details.seats)] },
    { term: terms.detour, values: details.maxDetourMinutes === null ? [] : [say.detour(details.maxDetourMinutes)] },
  ];
}

/** A natural person's runs come in hour bands, an organisation's at the minute. */
function carpoolRuns({ details }: View<'carpool'>, direction: 'outbound' | 'return', t: Messages): string[] {
  return details.trips
    .filter((trip) => trip.direction === direction)
    .map((trip) => {
      const days = t.format.capital(t.format.weekdays(trip.weekdays));
      const when = 'hourBand' in trip ? t.format.hourBand(trip.hourBand.from) : t.format.clock(trip.departureTime);
      return `${days}, ${when}`;
    });
}

function vehicleLoanFacts({ details }: View<'vehicleLoan'>, { t }: Say): Fact[] {
  const { terms, ...say } = t.catalogue.offer;
  const vehicle = t.format.capital(t.catalogue.vehicleTypes[details.vehicleType]);
  return [
    { term: terms.vehicle, values: [say.units(details.units, vehicle), ...usableLines(details.usableHours, t)] },
    { term: terms.place, values: [placeName(details.depot, t)] },
    { term: terms.desk, values: details.deskHours.length > 0 ? hoursLines(details.deskHours, t) : [say.notGiven] },
    { term: terms.tariff, values: [...tariffLines(details.tariff, t), say.everyDayCharged] },
    {
      term: terms.deposit,
      values: [details.depositCents === 0 ? say.noDeposit : t.format.euros(details.depositCents)],
    },
    { term: terms.maxLoan, values: details.maxDays === null ? [] : [say.maxDays(details.maxDays)] },
  ];
}

/** A vehicle in hand runs at any hour, unless it is said when. */
const usableLines = (hours: readonly Hours[], t: Messages): string[] =>
  hours.length === 0 ? [t.catalogue.offer.anyHour] : [t.catalogue.offer.usable, ...hoursLines(hours, t)];

function onDemandFacts({ details }: View<'demandResponsiveTransport'>, { t, zoneNames }: Say): Fact[] {
  const { terms, ...say } = t.catalogue.offer;
  const zone = Array.isArray(details.zone) ? t.format.list(zoneNames(details.zone)) : say.drawnZone;
  return [
    { term: terms.area, values: [zone] },
    { term: terms.service, values: hoursLines(details.serviceHours, t) },
    { term: terms.notice, values: [say.notice(details.noticeHours)] },
    { term: terms.tariff, values: [priceOf(details.pricePerRideCents, say.perRide, t)] },
    { term: terms.seats, values: details.seats === null ? [] : [say.seats(details.seats)] },
    wheelchairFact(details.wheelchair, t),
  ];
}

function volunteerFacts({ details }: View<'volunteerDriving'>, { t }: Say): Fact[] {
  const { terms, ...say } = t.catalogue.offer;
  return [
    { term: terms.approach, values: [say.approach(placeName(details.base, t), details.maxApproachMinutes)] },
    { term: terms.service, values: hoursLines(details.serviceHours, t) },
    { term: terms.rideLimit, values: details.maxRideKm === null ? [] : [say.rideKm(details.maxRideKm)] },
    { term: terms.notice, values: [say.notice(details.noticeHours)] },
    { term: terms.tariff, values: [priceOf(details.pricePerKmCents, say.perKm, t)] },
    { term: terms.seats, values: details.seats === null ? [] : [say.seats(details.seats)] },
    wheelchairFact(details.wheelchair, t),
  ];
}

function carShareFacts({ details }: View<'carShare'>, { t }: Say): Fact[] {
  const { terms, ...say } = t.catalogue.offer;
  const { perHourCents, perKmCents } = details.tariff ?? {};
  const price = known([
    perHourCents === undefined ? null : say.perHour(perHourCents),
    perKmCents === undefined ? null : say.perKm(perKmCents),
  ]);
  return [
    { term: terms.vehicle, values: [t.format.capital(t.catalogue.vehicleTypes[details.vehicleType])] },
    { term: terms.stations, values: details.stations.map((station) => placeName(station, t)) },
    { term: terms.service, values: hoursLines(details.usableHours, t) },
    { term: terms.tariff, values: price.length > 0 ? price : [say.unknownPrice] },
  ];
}

type SupportView = View<'drivingLicence' | 'training' | 'financialAid' | 'vehicleRepair' | 'vehicleSale'>;

function supportFacts({ details }: SupportView, { t }: Say): Fact[] {
  const { terms, ...say } = t.catalogue.offer;
  const { costCents, durationWeeks } = details;
  const amount = 'amountCents' in details ? details.amountCents : null;
  const cost = costCents === 0 ? say.free : costCents === null ? say.unknownPrice : t.format.euros(costCents);
  return [
    { term: terms.place, values: details.place === null ? [] : [placeName(details.place, t)] },
    { term: terms.sessions, values: hoursLines(details.sessions, t) },
    { term: terms.amount, values: amount === null ? [] : [say.upTo(amount)] },
    { term: terms.cost, values: amount !== null && costCents === null ? [] : [cost] },
    { term: terms.waiting, values: [say.weeks(details.waitingWeeks)] },
    { term: terms.length, values: durationWeeks === null ? [] : [say.weeks(durationWeeks)] },
  ];
}

function pedagogyFact({ details }: View<'drivingLicence'>, { t }: Say): Fact {
  const { terms, pedagogies } = t.catalogue.offer;
  return { term: terms.pedagogy, values: details.pedagogies.map((code) => t.format.capital(pedagogies[code])) };
}

function barrierFact({ details }: Exclude<SupportView, { kind: 'drivingLicence' }>, { t }: Say): Fact {
  const { terms } = t.catalogue.offer;
  return { term: terms.barriers, values: details.barriers.map((code) => t.catalogue.barriers[code] ?? code) };
}

/** When it runs and when it does not, whatever the kind. */
function runningFacts({ kind, validFrom, validUntil, calendar }: OfferView, t: Messages): Fact[] {
  const { terms, ...say } = t.catalogue.offer;
  // A vehicle that is out runs whatever the day: what closes is the desk.
  const onHolidays = kind === 'vehicleLoan' || SUPPORTS.has(kind) ? say.openOnHolidays : say.holidays;
  const period = known([
    validFrom && say.from(t.format.date(validFrom)),
    validUntil && say.until(t.format.date(validUntil)),
  ]);
  return [
    { term: terms.validity, values: period.length > 0 ? [t.format.capital(period.join(' '))] : [] },
    {
      term: terms.calendar,
      values: known([
        calendar.schoolPeriods && say.schoolPeriods[calendar.schoolPeriods],
        calendar.publicHolidays === null ? null : onHolidays(calendar.publicHolidays),
        calendar.exceptDates.length > 0 ? say.exceptDates(calendar.exceptDates.map((day) => t.format.date(day))) : null,
      ]),
    },
  ];
}

/** Who may use an offer, as far as sentences are made of it. */
export type AccessRules = Pick<OfferView, 'accessConditions' | 'eligibilityZone' | 'audiences'> & { details: object };

/** Who may use it: each condition a sentence; never empty. */
export function accessSentences(
  offer: AccessRules,
  { t, zoneNames, amExemptBornBefore }: Say & { amExemptBornBefore: number },
): string[] {
  const { conditions: say } = t.catalogue.offer;
  const { minAge, maxAge, statuses, referralRequired } = offer.accessConditions;
  const { requiredLicence: licence = null, depositCents: deposit = 0 } = offer.details as {
    requiredLicence?: 'B' | 'AM' | null;
    depositCents?: number;
  };
  const sentences = known([
    offer.eligibilityZone.length > 0 ? say.zone(zoneNames(offer.eligibilityZone)) : null,
    minAge !== null || maxAge !== null ? say.age(minAge, maxAge) : null,
    licence === 'B' ? say.licenceB : licence === 'AM' ? say.licenceAm(amExemptBornBefore) : null,
    deposit > 0 ? say.deposit(deposit) : null,
    statuses.length > 0 ? say.statuses(statuses) : null,
    offer.audiences.length > 0 ? say.audiences(offer.audiences) : null,
    referralRequired ? say.referral : null,
  ]);
  return sentences.length > 0 ? sentences : [say.everyone];
}

/** The price in one breath, for a list; null where the kind has none. */
export function shortPrice(offer: OfferView, t: Messages): string | null {
  const { offer: say } = t.catalogue;
  switch (offer.kind) {
    case 'carpool':
    case 'demandResponsiveTransport':
      return priceOf(offer.details.pricePerRideCents, say.perRide, t);
    case 'volunteerDriving':
      return priceOf(offer.details.pricePerKmCents, say.perKm, t);
    case 'vehicleLoan':
      return tariffLines(offer.details.tariff, t)[0] ?? null;
    case 'financialAid':
      return offer.details.amountCents === null ? null : say.upTo(offer.details.amountCents);
    case 'carShare':
      return null;
    default:
      return priceOf(offer.details.costCents, t.format.euros, t);
  }
}

/** When or where, in one breath, for a list. */
export function shortSummary(offer: OfferView, t: Messages): string | null {
  switch (offer.kind) {
    case 'carpool':
      return carpoolRuns(offer, 'outbound', t)[0] ?? null;
    case 'demandResponsiveTransport':
    case 'volunteerDriving':
      return hoursLines(offer.details.serviceHours, t)[0] ?? null;
    case 'vehicleLoan':
      return placeName(offer.details.depot, t);
    case 'carShare':
      return t.format.list(offer.details.stations.map((station) => placeName(station, t)));
    default:
      return offer.details.place === null ? null : placeName(offer.details.place, t);
  }
}

/** Where to go for it, for the map; for a carpool its two ends. */
export function placesOf(offer: OfferView): Place[] {
  return offer.kind === 'carpool' ? [offer.details.origin, offer.details.destination] : visitedPlaces(offer);
}

export const placeName = (place: Place, t: Messages) =>
  place.label ?? t.catalogue.offer.unnamedPlace(t.format.decimal(place.lat, 2), t.format.decimal(place.lon, 2));

const hoursLines = (windows: readonly Hours[], t: Messages) =>
  windows.map((window) => t.format.capital(t.format.hours(window)));

export function tariffLines(tariff: Tariff | null, t: Messages): string[] {
  const { offer: say } = t.catalogue;
  if (tariff === null) return [say.unknownPrice];
  if ('perDayCents' in tariff) return [tariff.perDayCents === 0 ? say.free : say.perDay(tariff.perDayCents)];
  const tiers = tariff.tiers.toSorted((a, b) => a.fromDay - b.fromDay);
  return tiers.map(({ fromDay, perDayCents }, i) => {
    const next = tiers[i + 1];
    return say.tier(fromDay, next ? next.fromDay - 1 : null, perDayCents);
  });
}

function priceOf(cents: number | null, print: (cents: number) => string, t: Messages): string {
  if (cents === null) return t.catalogue.offer.unknownPrice;
  return cents === 0 ? t.catalogue.offer.free : print(cents);
}

function wheelchairFact(accessible: boolean | null, t: Messages): Fact {
  const { terms, yes, no, notGiven } = t.catalogue.offer;
  return { term: terms.wheelchair, values: [accessible === null ? notGiven : accessible ? yes : no] };
}

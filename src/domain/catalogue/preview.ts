import type { Place } from '../place.ts';
import type { Hours, Offer, OfferInput } from './offer.ts';

/** What the coarse places and zones of an offer are looked up with. */
export type CoarseGround = {
  /** The chef-lieu that stands for wherever a place lies; null where no commune is known. */
  communeOf(place: Place): Place | null;
  /** Of a commune its EPCI; any other zone as it is. */
  atLeastEpci(code: string): string;
};

const MINUTES_PER_STEP = 30;
const upTo = (step: number) => (value: number) => Math.ceil(value / step) * step;
const downTo = (step: number) => (value: number) => Math.floor(value / step) * step;

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const clock = (minutes: number) => {
  const within = ((minutes % 1440) + 1440) % 1440;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
};
const halfHour = (time: string, round: (minutes: number) => number) => clock(round(minutesOf(time)));
const wider = (hours: readonly Hours[]): Hours[] =>
  hours.map(({ weekdays, from, to }) => ({
    weekdays: [...weekdays].sort(),
    from: halfHour(from, downTo(MINUTES_PER_STEP)),
    to: halfHour(to, upTo(MINUTES_PER_STEP)),
  }));

const euro = upTo(100);
const orNull = (round: (value: number) => number, value: number | null) => (value === null ? null : round(value));

/**
 * The offer as coarse as people are counted by it, without words: its places are communes, its hours half hours, its zone EPCIs at
 * least, its prices whole euros. Two offers that differ by less ask the same question, and have the same answer.
 */
export function coarseOffer(offer: OfferInput, ground: CoarseGround): Offer {
  const place = (given: Place): Place => {
    const { lon, lat, commune } = ground.communeOf(given) ?? given;
    const tenth = (degrees: number) => Math.round(degrees * 10) / 10;
    return commune === undefined ? { lon: tenth(lon), lat: tenth(lat) } : { commune, lon, lat };
  };
  const zones = (codes: readonly string[]) => [...new Set(codes.map(ground.atLeastEpci))].sort();
  const { accessConditions, calendar } = offer;
  const common = {
    title: '-',
    description: null,
    provider: { name: '-' },
    confirmedAt: null,
    externalId: null,
    operator: null,
    visibility: 'public' as const,
    illustrative: false,
    audiences: [...offer.audiences].sort(),
    eligibilityZone: zones(offer.eligibilityZone),
    accessConditions: {
      minAge: orNull(downTo(5), accessConditions.minAge),
      maxAge: orNull(upTo(5), accessConditions.maxAge),
      statuses: [...accessConditions.statuses].sort(),
      referralRequired: false,
    },
    // A single day off asks who works that day.
    calendar: { ...calendar, exceptDates: [] },
    validFrom: offer.validFrom && `${offer.validFrom.slice(0, 7)}-01`,
    validUntil: offer.validUntil && `${offer.validUntil.slice(0, 7)}-28`,
    id: 'preview',
    version: 1,
    theme: offer.theme,
  };
  switch (offer.kind) {
    case 'carpool': {
      const { details } = offer;
      const trips = details.trips.map((trip) => ({
        ...trip,
        weekdays: [...trip.weekdays].sort(),
        departureTime: halfHour(trip.departureTime, (minutes) => Math.round(minutes / 30) * 30),
        flexibilityMinutes: Math.max(15, upTo(15)(trip.flexibilityMinutes)),
      }));
      return {
        ...common,
        kind: 'carpool',
        details: {
          ...details,
          origin: place(details.origin),
          destination: place(details.destination),
          meetingPoints: [],
          trips,
          maxDetourMinutes: orNull(upTo(5), details.maxDetourMinutes),
          pricePerRideCents: orNull(euro, details.pricePerRideCents),
        },
      };
    }
    case 'vehicleLoan': {
      const { details } = offer;
      return {
        ...common,
        kind: 'vehicleLoan',
        details: {
          ...details,
          units: Math.min(details.units, 1),
          depot: place(details.depot),
          deskHours: wider(details.deskHours),
          usableHours: wider(details.usableHours),
          depositCents: upTo(5000)(details.depositCents),
          tariff: null,
          maxDays: orNull(upTo(30), details.maxDays),
        },
      };
    }
    case 'demandResponsiveTransport': {
      const { details } = offer;
      return {
        ...common,
        kind: 'demandResponsiveTransport',
        details: {
          ...details,
          zone: Array.isArray(details.zone) ? zones(details.zone) : details.zone,
          serviceHours: wider(details.serviceHours),
          noticeHours: upTo(24)(details.noticeHours),
          pricePerRideCents: orNull(euro, details.pricePerRideCents),
          rideFactor: 1.3,
        },
      };
    }
    case 'volunteerDriving': {
      const { details } = offer;
      return {
        ...common,
        kind: 'volunteerDriving',
        details: {
          ...details,
          base: place(details.base),
          maxApproachMinutes: orNull(upTo(10), details.maxApproachMinutes),
          maxRideKm: orNull(upTo(10), details.maxRideKm),
          serviceHours: wider(details.serviceHours),
          noticeHours: upTo(24)(details.noticeHours),
          pricePerKmCents: orNull(upTo(10), details.pricePerKmCents),
        },
      };
    }
    case 'carShare':
      return {
        ...common,
        kind: 'carShare',
        details: { ...offer.details, stations: offer.details.stations.map(place), tariff: null },
      };
    case 'drivingLicence': {
      const { details } = offer;
      return {
        ...common,
        kind: 'drivingLicence',
        details: { ...details, place: place(details.place), sessions: wider(details.sessions), costCents: null },
      };
    }
    case 'financialAid': {
      const { details } = offer;
      return {
        ...common,
        kind: 'financialAid',
        details: { ...details, ...supported(details), place: details.place && place(details.place) },
      };
    }
    default: {
      const { details } = offer;
      return {
        ...common,
        kind: offer.kind,
        details: { ...details, ...supported(details), place: details.place && place(details.place) },
      };
    }
  }
}

const supported = (details: Extract<OfferInput, { kind: 'training' }>['details']) => ({
  sessions: wider(details.sessions),
  costCents: orNull(upTo(5000), details.costCents),
  amountCents: orNull(downTo(10_000), details.amountCents),
  waitingWeeks: Math.ceil(details.waitingWeeks),
  durationWeeks: orNull(Math.ceil, details.durationWeeks),
});

/** What a count of people is told as: at least so many. */
const LEAST_TOLD = [5, 10, 20, 50, 100, 200, 500] as const;

/**
 * At least so many, null where they are too few. `withheld` (0, 1 or 2, the same for one question and week, and nobody's to foresee)
 * is taken off first: where a figure turns, nobody can tell whom it turned on.
 */
export const toldCount = (people: number, withheld: number): number | null =>
  LEAST_TOLD.findLast((least) => least <= people - withheld) ?? null;

import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEstimateRouter } from '../../../../geo/estimate.ts';
import { type OfferKind, type OfferOf, offerInputSchema } from '../../../domain/catalogue/offer.ts';
import { offerProblems } from '../../../domain/catalogue/validate.ts';
import { diagnosticInputSchema } from '../../../domain/diagnostic/diagnostic.ts';
import { factsOf } from '../../../domain/diagnostic/facts.ts';
import { diagnosticProblems } from '../../../domain/diagnostic/validate.ts';
import { match } from '../../../domain/matching/match.ts';
import type { MatchResult } from '../../../domain/matching/result.ts';
import { travelNeeds } from '../../../domain/matching/travel-needs.ts';
import { ageOn, weekdayOf } from '../../../domain/schedule/dates.ts';
import { publicHolidays } from '../../../domain/schedule/holidays.ts';
import { gatherTravel } from '../../../services/gather-travel.ts';
import { createGazetteer } from '../../stores/gazetteer.ts';
import { readTerritory } from '../territory/read-territory.ts';
import { demonstrationOffers } from './catalogue.ts';
import { demonstrationDiagnostics } from './diagnostics.ts';
import { EXAMPLE_DRIVERS } from './drivers.ts';
import { DEMONSTRATION_EDITION, DIGEST_DAY } from './edition.ts';
import { groundOf } from './ground.ts';
import { random } from './random.ts';
import { mondayAfter } from './rotas.ts';
import { BARRIERS } from './vocabulary.ts';

const TODAY = '2026-11-22';
const facts = await readTerritory('meuse');
const ground = groundOf(facts);
const offers = demonstrationOffers(ground, TODAY);
const diagnostics = demonstrationDiagnostics(ground, TODAY);
const gazetteer = createGazetteer([
  ...facts.communes.map((c) => ({ ...c, inside: true })),
  ...facts.communesAround.map((c) => ({ ...c, inside: false, contour: null })),
]);
const where = { territory: facts.territory, whereabouts: gazetteer };
const barriers: readonly string[] = Object.values(BARRIERS).flat();
const statuses = Object.keys(facts.territory.rules.audiencesOfStatus);
const audiences = new Set([...Object.values(facts.territory.rules.audiencesOfStatus).flat(), 'tous-publics']);

const ofKind = <K extends OfferKind>(kind: K) =>
  offers.map(({ id, offer }) => ({ ...offer, id, version: 1 })).filter((o): o is OfferOf<K> => o.kind === kind);

describe('the illustrative catalogue', () => {
  it('has 300 carpools and at least 80 other offers, of every kind built here', () => {
    expect(ofKind('carpool')).toHaveLength(300);
    expect(offers.length - 300).toBeGreaterThanOrEqual(120);
    const least: Partial<Record<OfferKind, number>> = {
      vehicleLoan: 40,
      demandResponsiveTransport: 16,
      volunteerDriving: 16,
      drivingLicence: 12,
      training: 12,
      financialAid: 12,
      vehicleRepair: 10,
      vehicleSale: 10,
    };
    for (const [kind, count] of Object.entries(least)) {
      expect(ofKind(kind as OfferKind).length, kind).toBeGreaterThanOrEqual(count);
    }
    expect(new Set(ofKind('vehicleLoan').map((o) => o.details.vehicleType))).toEqual(
      new Set(['car', 'licenceFreeCar', 'scooter', 'ebike', 'bike']),
    );
  });

  it('is valid, labelled, and never under a real name', () => {
    for (const { id, offer } of offers) {
      expect(offerInputSchema.parse(offer), id).toEqual(offer);
      expect(offerProblems({ offer, today: TODAY, ground: where }), id).toEqual([]);
      expect(offer.illustrative, id).toBe(true);
      expect(offer.provider.name, id).toMatch(/ \(exemple\)$/);
      expect(offer.provider, id).not.toHaveProperty('phone');
      for (const { name } of facts.employers) expect(JSON.stringify(offer)).not.toContain(name);
    }
    expect(new Set(offers.map((o) => o.id)).size).toBe(offers.length);
  });

  it('speaks the codes that the territory and the diagnostics know', () => {
    for (const { id, offer } of offers) {
      for (const status of offer.accessConditions.statuses) expect(statuses, id).toContain(status);
      for (const audience of offer.audiences) expect(audiences, id).toContain(audience);
      if ('barriers' in offer.details) for (const b of offer.details.barriers) expect(barriers, id).toContain(b);
      for (const code of offer.eligibilityZone) {
        if (code.length === 9) expect(ground.epci(code).name, id).toBeTruthy();
        else expect(code, id).toBe('55');
      }
    }
  });

  it('runs before dawn and through the night, both ways', () => {
    const trips = ofKind('carpool').flatMap((o) => o.details.trips);
    const between = (from: string, to: string, direction: string) =>
      trips.filter((t) => t.direction === direction && t.departureTime >= from && t.departureTime < to).length;
    expect(between('03:00', '04:50', 'outbound')).toBeGreaterThan(40);
    expect(between('19:00', '21:00', 'outbound')).toBeGreaterThan(25);
    expect(between('04:55', '06:45', 'return')).toBeGreaterThan(25);
    expect(between('13:00', '14:30', 'return')).toBeGreaterThan(40);
    expect(between('21:00', '22:00', 'return')).toBeGreaterThan(25);
    const windows = ofKind('demandResponsiveTransport').flatMap((o) => o.details.serviceHours);
    expect(windows.some((w) => w.to <= w.from)).toBe(true);
    expect(windows.filter((w) => w.from < '05:00').length).toBeGreaterThan(3);
  });

  it('goes over the border, Saint-Dizier, Longwy and Luxembourg included', () => {
    const towns = ofKind('carpool').map((o) => o.details.destination.label ?? '');
    for (const town of ['Saint-Dizier', 'Longwy', 'Luxembourg']) {
      expect(towns.filter((t) => t.includes(town)).length, town).toBeGreaterThan(0);
    }
  });

  it('was confirmed over the last year, not all at once', () => {
    const dates = offers.flatMap(({ offer }) => offer.confirmedAt ?? []).sort();
    expect((dates[0] as string) < '2026-01-31').toBe(true);
    expect(dates.at(-1)).toBe(TODAY);
    expect(new Set(dates.map((d) => d.slice(0, 7))).size).toBeGreaterThanOrEqual(11);
    expect(offers.some(({ offer }) => offer.confirmedAt === null)).toBe(true);
  });
});

describe('the diagnostics', () => {
  it('are forty, valid and nameless, all told from the day of the seeding', () => {
    expect(diagnostics).toHaveLength(40);
    expect(new Set(diagnostics.map((d) => d.id)).size).toBe(40);
    for (const { id, input } of diagnostics) {
      expect(diagnosticInputSchema.parse(input), id).toEqual(input);
      expect(diagnosticProblems({ diagnostic: input, today: TODAY, ground: where }), id).toEqual([]);
      expect(input.beneficiary?.reference, id).toMatch(/^DEMO-\d\d$/);
      for (const status of input.beneficiary?.statuses ?? []) expect(statuses, id).toContain(status);
      for (const code of Object.values(input.barriers).flat()) expect(barriers, id).toContain(code);
    }
  });

  it('begin with the example of the contract', () => {
    expect(diagnostics[0]?.input.job?.startsOn).toBe('2026-12-07');
    expect(diagnostics[0]?.input.home.commune).toBe('55122');
  });

  it('know day, 2x8, 3x8 over 21 days, eight days, nights, split shifts, week-ends, dated goals', () => {
    const cycles = diagnostics.flatMap(({ input }) => (input.job ? [input.job.cycle] : []));
    expect(new Set(cycles.map((c) => c.lengthDays))).toEqual(new Set([7, 8, 14, 21]));
    expect(cycles.some((c) => c.shifts.some((s) => s.end < s.start))).toBe(true);
    expect(cycles.some((c) => c.shifts.filter((s) => s.day === 0).length === 2)).toBe(true);
    expect(cycles.some((c) => c.shifts.every((s) => s.day % 7 >= 5))).toBe(true);
    expect(cycles.some((c) => c.shifts.some((s) => s.place))).toBe(true);
    expect(new Set(diagnostics.flatMap(({ input }) => input.goal?.type ?? []))).toEqual(
      new Set(['training', 'interview', 'appointment']),
    );
    const outside = diagnostics.filter(({ input }) => input.job?.commune && !input.job.commune.startsWith('55'));
    expect(outside.map(({ input }) => input.job?.commune)).toContain('52448');
    expect(outside.length).toBeGreaterThanOrEqual(8);
  });

  it('begin on a Monday, two to three weeks away or later', () => {
    for (let day = 1; day <= 14; day++) {
      const today = `2027-02-${String(day).padStart(2, '0')}`;
      const monday = mondayAfter(today, 14);
      expect(weekdayOf(monday)).toBe(1);
      const days = (Date.parse(monday) - Date.parse(today)) / 86_400_000;
      expect(days).toBeGreaterThanOrEqual(14);
      expect(days).toBeLessThan(21);
    }
  });
});

describe('chance', () => {
  const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

  it('draws what the edition says; when it does not, write the new digest in edition.ts', () => {
    const drawn = [
      demonstrationOffers(ground, DIGEST_DAY),
      demonstrationDiagnostics(ground, DIGEST_DAY),
      EXAMPLE_DRIVERS,
    ];
    expect(DEMONSTRATION_EDITION).toBe(digest(drawn).slice(0, 16));
  });

  it('draws the same bytes again, and dates that follow the day', () => {
    expect(digest(demonstrationOffers(ground, TODAY))).toBe(digest(offers));
    expect(digest(demonstrationDiagnostics(ground, TODAY))).toBe(digest(diagnostics));
    const later = demonstrationOffers(ground, '2027-05-03');
    const undated = (list: typeof offers) =>
      list.map(({ id, offer: { confirmedAt: _, validFrom: __, validUntil: ___, ...rest } }) => ({ id, rest }));
    expect(undated(later)).toEqual(undated(offers));
    expect(digest(later)).not.toBe(digest(offers));
  });

  it('is even enough, and parts close seeds', () => {
    const draw = random('evenness');
    const tenths = new Array(10).fill(0);
    for (let i = 0; i < 10_000; i++) tenths[Math.floor(draw.next() * 10)]++;
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(random('a').next()).not.toBeCloseTo(random('b').next(), 2);
    const drawer = draw.drawer(['rare', 'common'], (x) => (x === 'rare' ? 1 : 9));
    const rare = Array.from({ length: 5_000 }, drawer).filter((x) => x === 'rare').length;
    expect(rare).toBeGreaterThan(400);
    expect(rare).toBeLessThan(600);
  });
});

describe('the contract’s example against the demonstration, on estimated times', () => {
  let result: MatchResult;
  let legs: number;

  beforeAll(async () => {
    const { input } = diagnostics[0] as (typeof diagnostics)[number];
    const known = factsOf({
      diagnostic: input,
      age: ageOn(input.beneficiary?.birthDate as string, '2026-12-07'),
      today: TODAY,
      rules: facts.territory.rules,
      locate: (place) => {
        const commune = place.commune ? gazetteer.findByCode(place.commune) : gazetteer.locate(place);
        return {
          label: place.label ?? null,
          lon: place.lon,
          lat: place.lat,
          zones: commune && [commune.code, commune.epciCode ?? '', commune.departement],
        };
      },
    });
    legs = known.legs.length;
    const catalogue = offers.map(({ id, offer }) => ({ ...offer, id, version: 1 }));
    const estimate = createEstimateRouter();
    const { travel } = await gatherTravel(
      { configured: estimate, estimate },
      travelNeeds(known, facts.territory.rules, catalogue),
    );
    result = match(
      {
        facts: known,
        offers: catalogue,
        travel,
        rules: facts.territory.rules,
        availability: { rides: new Map(), loans: new Map() },
        holidays: new Set(publicHolidays('2026-12-07', '2028-12-31', 'metropole').keys()),
        clockChanges: [],
        timeZone: facts.territory.timeZone,
        today: TODAY,
        nowSeconds: 12 * 3600,
      },
      false,
    );
  });

  it('has four legs, and well over three offers that serve rides and are not impossible', () => {
    expect(legs).toBe(4);
    const serving = result.matches.filter((m) => m.verdict !== 'impossible' && m.coverage.served > 0);
    expect(serving.length).toBeGreaterThanOrEqual(8);
    expect(new Set(serving.map((m) => m.kind)).size).toBeGreaterThanOrEqual(3);
    // Every leg of the rota is carried by somebody, the night's return included.
    expect(new Set(serving.flatMap((m) => m.legs.filter((l) => l.served).map((l) => l.legId))).size).toBe(4);
  });

  it('has a bundle for the whole rota, steps toward autonomy, and refusals of several kinds', () => {
    expect(result.bundles[0]?.coverage).toMatchObject({ served: 4, total: 4 });
    expect(result.pathway.map((s) => s.step)).toEqual(expect.arrayContaining(['bridge', 'training', 'licence']));
    expect(Object.keys(result.counts.byCode).length).toBeGreaterThanOrEqual(5);
  });
});

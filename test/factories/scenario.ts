import { MODES, type Mode } from '../../geo/router.ts';
import { type Offer, type OfferInput, offerInputSchema } from '../../src/domain/catalogue/offer.ts';
import { DAY, printArrival, printDeparture } from '../../src/domain/clock-time.ts';
import { type DiagnosticInput, diagnosticInputSchema } from '../../src/domain/diagnostic/diagnostic.ts';
import { factsOf } from '../../src/domain/diagnostic/facts.ts';
import type { Availability } from '../../src/domain/matching/facts.ts';
import { match } from '../../src/domain/matching/match.ts';
import type { MatchQuestion } from '../../src/domain/matching/question.ts';
import type { MatchResult, OfferMatch } from '../../src/domain/matching/result.ts';
import type { ModeTravel, Point, Travel } from '../../src/domain/matching/travel.ts';
import { addDays } from '../../src/domain/schedule/dates.ts';
import { publicHolidays } from '../../src/domain/schedule/holidays.ts';
import { clockChanges } from '../../src/domain/schedule/local-clock.ts';
import { type TerritoryRules, territoryRulesSchema } from '../../src/domain/territory.ts';

/** A small world for drawn scenarios: places are letters, times are written in minutes, rotas as `Mon 05:00-13:00`. */

/** H home, J job, O and D the driver's ends, M and N meeting points, S a stop, B a base, T a depot or a school. */
const ZONES: Record<string, string[] | null> = {
  H: ['55122', '200066108', '55'],
  J: ['55029', '200033025', '55'],
  S: ['55122', '200066108', '55'],
  /** Saint-Dizier, over the border in the Haute-Marne. */
  X: ['52448', '200068666', '52'],
  /** Abroad: nobody knows its zone. */
  Y: null,
};

export function place(name: string) {
  return { label: name, lon: 5 + name.charCodeAt(0) / 100, lat: 49 };
}
const nameOf = (point: Point) => String.fromCharCode(Math.round((point.lon - 5) * 100));

export const RULES: TerritoryRules = territoryRulesSchema.parse({
  version: 'test',
  defaults: { arrivalMarginMinutes: 10, walkMinutesWhenUnknown: 15 },
  borderKm: 60,
  collectionWindowDays: 7,
  weights: { travelMinute: 1, waitMinute: 0.5, monthlyEuro: 0.2, co2Kg: 0.05, staleMonth: 1, waitDay: 0.5 },
  co2GramsPerKm: { car: 142, licenceFreeCar: 142, scooter: 76, ebike: 11, bike: 0 },
  carpoolOccupants: 2,
  audiencesOfStatus: { rsa: ['beneficiaires-des-minimas-sociaux'] },
  licenceIncludes: { AM: ['AM'], A1: ['A1', 'AM'], B: ['B', 'AM'] },
  amExemptBornBefore: 1988,
  emergencyPlan: { phone: null, hours: '', text: '', illustrative: true, translations: {} },
});

/** `'H-J 30, O>H 5'`: minutes both ways, or one way. A place is at 0 from itself; what is not written has no road. */
function ways(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const part of text
    .split(',')
    .map((p) => p.trim())
    .filter(Boolean)) {
    const [, from, way, to, minutes] = /^(\w)([->])(\w) ([\d.]+)$/.exec(part) as RegExpExecArray;
    found.set(`${from}${to}`, Math.round(Number(minutes) * 60));
    if (way === '-') found.set(`${to}${from}`, Math.round(Number(minutes) * 60));
  }
  return found;
}

/** Roads as `ways` writes them: one string for cars, or one per mode; `estimated` makes them estimates. */
export function travelBy(text: string | Partial<Record<Mode, string>>, estimated = false): Travel {
  const byMode = typeof text === 'string' ? { car: text } : text;
  return Object.fromEntries(
    MODES.map((mode): [Mode, ModeTravel] => {
      const known = ways(byMode[mode] ?? '');
      return [
        mode,
        {
          source: estimated ? 'estimate' : 'osrm',
          dataSet: 'drawn',
          fixedSeconds: estimated && mode === 'car' ? 210 : 0,
          errorFactor: estimated ? [0.73, 1.27] : [1, 1],
          between(from, to) {
            const pair = `${nameOf(from)}${nameOf(to)}`;
            const seconds = nameOf(from) === nameOf(to) ? 0 : known.get(pair);
            // A kilometre a minute, so that distances can be read off the times.
            return seconds === undefined ? null : { seconds, metres: Math.round((seconds * 1000) / 60) };
          },
        },
      ];
    }),
  ) as Travel;
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `'Mon 05:00-13:00, Tue 21:00-05:00 @X'` from Monday 7 December 2026; `d9` is the tenth day of the cycle. */
export function rota(text: string, lengthDays = 7, anchorDate = '2026-12-07') {
  return {
    anchorDate,
    lengthDays,
    shifts: text.split(',').map((part) => {
      const [, day, start, end, where] = /^\s*(\w+) (\S+)-(\S+?)(?: @(\w))?$/.exec(part) as RegExpExecArray;
      const index = DAYS.indexOf(day as string);
      return {
        day: index >= 0 ? index : Number((day as string).slice(1)),
        start: start as string,
        end: end as string,
        ...(where === undefined ? {} : { place: place(where) }),
      };
    }),
  };
}

type Details = Record<string, unknown>;
let made = 0;

/** An offer of that kind with what the scenario says; the rest is unremarkable. */
export function offer(
  kind: OfferInput['kind'],
  details: Details,
  common: Partial<Record<keyof OfferInput | 'id', unknown>> = {},
): Offer {
  made++;
  const input = offerInputSchema.parse({
    kind,
    title: `Offre ${kind}`,
    theme: 'mobilite--mobilite-douce-partagee-collective',
    provider: { name: 'Structure (exemple)' },
    illustrative: true,
    confirmedAt: '2026-11-01',
    ...common,
    details,
  });
  const { id } = common as { id?: string };
  return { ...input, id: id ?? `o${String(made).padStart(4, '0')}`, version: 1 };
}

/** A driver O → D: `'Mon-Fri 04:15 ±10, back 13:05 ±10'`. */
export function driver(runs: string, details: Details = {}, common: Parameters<typeof offer>[2] = {}): Offer {
  const trips = runs.split(',').map((part) => {
    const [, back, days, time, flexibility] = /^\s*(back )?(?:([\w-]+) )?(\d\d:\d\d)(?: ±([\d.]+))?$/.exec(
      part,
    ) as RegExpExecArray;
    return {
      direction: back ? 'return' : 'outbound',
      weekdays: weekdays(days ?? 'Mon-Sun'),
      departureTime: time,
      flexibilityMinutes: Number(flexibility ?? 0),
    };
  });
  return offer(
    'carpool',
    {
      origin: place('O'),
      destination: place('D'),
      trips,
      maxDetourMinutes: 10,
      seats: 1,
      pricePerRideCents: 200,
      ...details,
    },
    common,
  );
}

/** `'Mon-Fri'`, `'Sat'`. */
export function weekdays(text: string): number[] {
  const [from, to] = text.split('-').map((d) => DAYS.indexOf(d) + 1) as [number, number?];
  return Array.from({ length: (to ?? from) - from + 1 }, (_, i) => from + i);
}

/** `'Mon-Fri 06:00-20:00, Sat 08:00-12:00'`. */
export function hours(text: string) {
  return text.split(',').map((part) => {
    const [, days, from, to] = /^\s*([\w-]+) (\S+)-(\S+)$/.exec(part) as RegExpExecArray;
    return { weekdays: weekdays(days as string), from: from as string, to: to as string };
  });
}

export type Scenario = {
  rota?: ReturnType<typeof rota>;
  goal?: unknown;
  person?: Partial<Record<keyof DiagnosticInput, unknown>>;
  job?: Details;
  means?: Details;
  age?: number;
  today?: string;
  /** Local clock time at which it is asked. */
  now?: string;
  travel: Travel;
  offers: readonly Offer[];
  taken?: Partial<Availability>;
  timeZone?: string;
};

/** The question a scenario asks: a person who accepts 30 min of wait and 75 min of travel, walks 15 min and has a large budget. */
export function question(scenario: Scenario): MatchQuestion {
  const today = scenario.today ?? '2026-11-22';
  const timeZone = scenario.timeZone ?? 'Europe/Paris';
  const limits = { arrivalMarginMinutes: 10, maxWaitMinutes: 30, maxTravelMinutes: 75 };
  const diagnostic = diagnosticInputSchema.parse({
    home: place('H'),
    ...(scenario.goal === undefined
      ? { job: { ...place('J'), ...limits, cycle: scenario.rota, ...scenario.job } }
      : { goal: { ...limits, ...(scenario.goal as object) } }),
    means: { maxWalkMinutes: 15, budgetPerMonthCents: 50_000, ...scenario.means },
    ...scenario.person,
  });
  const facts = factsOf({
    diagnostic,
    age: scenario.age ?? null,
    today,
    rules: RULES,
    locate: (p) => ({ label: p.label ?? null, lon: p.lon, lat: p.lat, zones: ZONES[nameOf(p)] ?? null }),
  });
  const [h, m] = (scenario.now ?? '08:00').split(':').map(Number) as [number, number];
  return {
    facts,
    offers: scenario.offers,
    travel: scenario.travel,
    rules: RULES,
    availability: { rides: scenario.taken?.rides ?? new Map(), loans: scenario.taken?.loans ?? new Map() },
    holidays: new Set(publicHolidays(addDays(facts.startsOn, -7), addDays(facts.startsOn, 730), 'metropole').keys()),
    clockChanges: clockChanges(facts.startsOn, 366, timeZone),
    timeZone,
    today,
    nowSeconds: h * 3600 + m * 60,
  };
}

export function solve(scenario: Scenario): MatchResult {
  return match(question(scenario), false);
}

/**
 * One offer's answer as a picture:
 *
 *     possible 2/2 shifts 1/1
 *     L1 Mon → 04:50   04:12 ▸ 04:46 wait 4 detour 3
 *     L2 Mon ← 13:00   13:05 ▸ 13:39 wait 5 detour 3
 *
 * A leg not served, or in doubt, names its rules (`unmet detour 601>600`, `unknown wait`); so does the offer as a whole.
 */
export function draw(scenario: Scenario, index = 0): string {
  const { facts } = question(scenario);
  const result = solve(scenario);
  const found = result.matches.find((m) => m.offerId === scenario.offers[index]?.id) as OfferMatch;
  const { coverage: c } = found;
  const lines = [
    `${found.verdict} ${c.served}/${c.total} shifts ${c.shiftsComplete}/${c.shiftsTotal}${doubts(found, null)}`,
  ];
  for (const leg of facts.legs) {
    const own = found.legs.find((l) => l.legId === leg.id);
    const times = leg.occurrences > 1 ? ` ×${leg.occurrences}` : '';
    const when = facts.cycleDays === null ? leg.dates[0] : DAYS[leg.weekday - 1];
    const arrow = leg.direction === 'outbound' ? '→' : '←';
    const head = `${leg.id} ${when} ${arrow} ${printDeparture(leg.deadlineSeconds)}${times}`;
    lines.push(`${head}   ${own?.served ? ride(own) : '-'}${doubts(found, leg.id)}`);
    for (const e of own?.exceptions ?? []) {
      const told = e.departSeconds === undefined ? '' : ` ${clock(e.departSeconds)} ▸ ${clockUp(e.arriveSeconds ?? 0)}`;
      lines.push(`   ${e.date} ${e.reason} ${e.served ? (e.certain ? 'served' : 'unsure') : 'not served'}${told}`);
    }
  }
  return lines.join('\n');
}

function ride(leg: OfferMatch['legs'][number]): string {
  const minutes = (seconds: number | null) => Math.round((seconds ?? 0) / 6) / 10;
  const wait = leg.waitSeconds ? ` wait ${minutes(leg.waitSeconds)}` : '';
  const detour = leg.detourSeconds ? ` detour ${minutes(leg.detourSeconds)}` : '';
  const walk = leg.walkSeconds ? ` walk ${minutes(leg.walkSeconds)}` : '';
  const at = [leg.pickUp ? ` at ${leg.pickUp}` : '', leg.dropOff ? ` to ${leg.dropOff}` : ''].join('');
  return `${clock(leg.departSeconds ?? 0)} ▸ ${clockUp(leg.arriveSeconds ?? 0)}${wait}${detour}${walk}${at}`;
}

const clock = (s: number) => `${printDeparture(s)}${day(s)}`;
const clockUp = (s: number) => `${printArrival(s)}${day(Math.ceil(s / 60) * 60)}`;
const day = (s: number) => (s < 0 ? '⁻' : s >= DAY ? '⁺' : '');

function doubts(found: OfferMatch, legId: string | null): string {
  return found.criteria
    .filter((c) => c.legId === legId && c.outcome !== 'met')
    .map((c) => ` ${c.outcome} ${c.code}${c.outcome === 'unmet' ? ` ${c.actual}>${c.limit}` : ''}`)
    .join('');
}

import type { z } from 'zod';
import { type DiagnosticInput, diagnosticInputSchema } from '../../../domain/diagnostic/diagnostic.ts';
import { addDays } from '../../../domain/schedule/dates.ts';
import { aroundCentre, centreOf, type Ground } from './ground.ts';
import { PEOPLE, type Person } from './people.ts';
import { type Random, random } from './random.ts';
import { mondayAfter } from './rotas.ts';
import { BARRIERS, type Barrier } from './vocabulary.ts';

/** A diagnostic of the demonstration with the id it keeps from one run to the next. */
export type ExampleDiagnostic = { id: string; input: DiagnosticInput };

type Draft = z.input<typeof diagnosticInputSchema>;

/** Jobs of the examples begin on the first Monday at least this many days away. */
const DAYS_AHEAD = 14;

/**
 * Forty people with somewhere to go, references `DEMO-01` to `DEMO-40`. The first is the example of the contract.
 * The same ground and day give the same bytes.
 * @param today `YYYY-MM-DD`; every date is told from it
 */
export function demonstrationDiagnostics(ground: Ground, today: string): ExampleDiagnostic[] {
  const draw = random('diagnostics');
  const monday = mondayAfter(today, DAYS_AHEAD);
  const drafts = [
    contractExample(monday),
    ...PEOPLE.map((person, index) => withJob(draw, ground, person, monday, index)),
    ...otherGoals(draw, ground, today, monday),
  ];
  return drafts.map((draft, index) => {
    const number = String(index + 1).padStart(2, '0');
    const beneficiary = { ...draft.beneficiary, reference: `DEMO-${number}` };
    return { id: `dia_demo_${number}`, input: diagnosticInputSchema.parse({ ...draft, beneficiary }) };
  });
}

/** The diagnostic that the documentation shows: a morning, a night a week later, a crèche on the way, no licence. */
function contractExample(monday: string): Draft {
  return {
    beneficiary: { birthDate: '1999-05-02', statuses: ['rsa'], frenchLevel: 'A2' },
    home: { label: 'Commercy', commune: '55122', lon: 5.5905, lat: 48.7612 },
    job: {
      label: 'Site industriel – Bar-le-Duc',
      lon: 5.1606,
      lat: 48.7729,
      startsOn: monday,
      arrivalMarginMinutes: 10,
      maxWaitMinutes: 30,
      maxTravelMinutes: 75,
      cycle: {
        anchorDate: monday,
        lengthDays: 14,
        shifts: [
          { day: 0, start: '05:00', end: '13:00' },
          { day: 7, start: '21:00', end: '05:00' },
        ],
      },
    },
    stops: [{ label: 'Crèche', lon: 5.6001, lat: 48.765, direction: 'outbound', dwellMinutes: 10, childSeats: 1 }],
    means: {
      licences: [{ category: 'B', status: 'none', obtainedOn: null }],
      vehicles: [],
      maxWalkMinutes: 15,
      canCycle: true,
      maxCycleMinutes: 25,
      wheelchair: false,
      budgetPerMonthCents: 6000,
      depositCents: 10000,
    },
    barriers: { skill: ['readTimetable'], motivation: ['fearOfDriving'], means: ['noLicence', 'cost'] },
  };
}

function withJob(draw: Random, ground: Ground, person: Person, monday: string, index: number): Draft {
  const home = ground.named(person.home);
  const work = ground.named(person.work);
  // Jobs begin over the following weeks, always on a Monday, so that day 0 of each rota is one.
  const startsOn = addDays(monday, 7 * (index % 4));
  return {
    ...whoAndMeans(draw, person),
    home: aroundCentre(draw, home, 400),
    job: {
      ...aroundCentre(draw, work, 800, `${person.site} (exemple) – ${work.name}`),
      startsOn,
      ...(person.wait !== undefined && { maxWaitMinutes: person.wait }),
      ...(person.travel !== undefined && { maxTravelMinutes: person.travel }),
      cycle: {
        anchorDate: startsOn,
        lengthDays: person.rota.lengthDays,
        shifts: person.rota.shifts.map((shift, i) => {
          const town = person.elsewhere?.[i];
          return town === undefined ? shift : { ...shift, place: centreOf(ground.named(town)) };
        }),
      },
    },
    stops: (person.stops ?? []).map(({ label, direction, minutes, childSeats }) => ({
      ...aroundCentre(draw, home, 900, label),
      direction,
      dwellMinutes: minutes,
      childSeats,
    })),
  };
}

type Facts = Omit<Person, 'home' | 'work' | 'site' | 'rota'>;

function whoAndMeans(draw: Random, person: Facts): Pick<Draft, 'beneficiary' | 'means' | 'barriers'> {
  const { born, statuses, frenchLevel, licence, vehicles, walk, cycle, wheelchair, budget, deposit, barriers } = person;
  const birthDay = `${String(draw.integer(1, 12)).padStart(2, '0')}-${String(draw.integer(1, 28)).padStart(2, '0')}`;
  return {
    beneficiary: {
      ...(born !== undefined && { birthDate: `${born}-${birthDay}` }),
      ...(statuses && { statuses: [...statuses] }),
      ...(frenchLevel !== undefined && { frenchLevel }),
    },
    means: {
      ...(licence !== undefined && { licences: licences(licence) }),
      ...(vehicles && { vehicles: [...vehicles] }),
      ...(walk !== undefined && { maxWalkMinutes: walk }),
      ...(cycle !== undefined && (cycle === false ? { canCycle: false } : { canCycle: true, maxCycleMinutes: cycle })),
      ...(licence !== undefined && { wheelchair: wheelchair ?? false }),
      ...(budget !== undefined && { budgetPerMonthCents: budget * 100 }),
      ...(deposit !== undefined && { depositCents: deposit * 100 }),
    },
    ...(barriers && { barriers: sorted(barriers) }),
  };
}

function licences(licence: NonNullable<Person['licence']>) {
  if (licence === 'AM') {
    return [
      { category: 'AM', status: 'valid' as const },
      { category: 'B', status: 'none' as const },
    ];
  }
  return [{ category: 'B', status: licence }];
}

function sorted(barriers: readonly Barrier[]): Draft['barriers'] {
  const among = (codes: readonly Barrier[]) => barriers.filter((b) => codes.includes(b));
  return { skill: among(BARRIERS.skill), motivation: among(BARRIERS.motivation), means: among(BARRIERS.means) };
}

/** A training, an interview and an appointment: rides on dates, no rota. */
function otherGoals(draw: Random, ground: Ground, today: string, monday: string): Draft[] {
  const trainingWeek = [0, 1, 2, 3, 4].map((day) => ({
    date: addDays(monday, day),
    arriveBy: '08:45',
    departFrom: '16:30',
  }));
  const limits = { maxWaitMinutes: 45, maxTravelMinutes: 75 };
  return [
    {
      ...whoAndMeans(draw, {
        born: 1993,
        statuses: ['jobSeeker'],
        licence: 'none',
        vehicles: [],
        walk: 20,
        cycle: 30,
        budget: 60,
        deposit: 50,
        barriers: ['noLicence', 'readTimetable'],
      }),
      home: aroundCentre(draw, ground.named('Saint-Mihiel'), 400),
      goal: {
        type: 'training',
        place: aroundCentre(draw, ground.named('Verdun'), 800, 'Centre de formation (exemple) – Verdun'),
        dates: trainingWeek,
        ...limits,
      },
    },
    {
      ...whoAndMeans(draw, {
        born: 1988,
        statuses: ['rsa'],
        licence: 'valid',
        vehicles: [],
        walk: 20,
        cycle: 20,
        budget: 50,
        deposit: 0,
        barriers: ['noVehicle', 'cost'],
      }),
      home: aroundCentre(draw, ground.named('Stenay'), 400),
      goal: {
        type: 'interview',
        place: aroundCentre(draw, ground.named('Verdun'), 800, 'Entretien d’embauche (exemple) – Verdun'),
        dates: [{ date: addDays(today, 9), arriveBy: '10:00', departFrom: '11:00' }],
        ...limits,
      },
    },
    {
      ...whoAndMeans(draw, {
        born: 1958,
        statuses: ['retired'],
        licence: 'none',
        vehicles: [],
        walk: 5,
        cycle: false,
        wheelchair: true,
        budget: 60,
        barriers: ['noTransport'],
      }),
      home: aroundCentre(draw, ground.named('Gondrecourt-le-Château'), 400),
      goal: {
        type: 'appointment',
        place: aroundCentre(draw, ground.named('Bar-le-Duc'), 800, 'Rendez-vous (exemple) – Bar-le-Duc'),
        dates: [{ date: addDays(monday, 1), arriveBy: '14:00', departFrom: '15:30' }],
        ...limits,
      },
    },
  ];
}

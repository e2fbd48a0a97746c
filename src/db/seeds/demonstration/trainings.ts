import type { Hours, Theme } from '../../../domain/catalogue/offer.ts';
import { confirmedAt, type ExampleOffer, example, fictitious, validity } from './example.ts';
import { centreOf, type Ground } from './ground.ts';
import { random } from './random.ts';
import type { Barrier } from './vocabulary.ts';

type Workshop = {
  title: string;
  description: string;
  provider: string;
  theme?: Theme;
  barriers: readonly Barrier[];
  euros: number;
  durationWeeks: number;
  towns: readonly string[];
};

const SHARED: Theme = 'mobilite--mobilite-douce-partagee-collective';
const LICENCE: Theme = 'mobilite--preparer-un-permis';

const WORKSHOPS: readonly Workshop[] = [
  {
    title: 'Lire un plan et un horaire',
    description: 'Trois demi-journées, dont un vrai trajet en car et en train, pour se déplacer sans se perdre.',
    provider: 'Ateliers Cap Mobilité',
    barriers: ['readTimetable', 'readMap', 'lackOfConfidence'],
    euros: 0,
    durationWeeks: 2,
    towns: ['Bar-le-Duc', 'Commercy', 'Verdun', 'Stenay'],
  },
  {
    title: 'Remise en selle',
    description: 'Apprendre ou réapprendre le vélo, puis rouler en ville et sur route, avec un moniteur.',
    provider: 'Le Petit Braquet',
    theme: SHARED,
    barriers: ['cycling', 'fearOfCycling'],
    euros: 10,
    durationWeeks: 4,
    towns: ['Commercy', 'Bar-le-Duc', 'Verdun'],
  },
  {
    title: 'Reprendre confiance au volant',
    description: 'Pour qui a le permis et ne conduit plus : écoute, simulateur, puis cinq heures de route.',
    provider: 'Auto-école sociale « Premier tour de clé »',
    theme: LICENCE,
    barriers: ['fearOfDriving', 'lackOfConfidence'],
    euros: 60,
    durationWeeks: 5,
    towns: ['Bar-le-Duc', 'Commercy', 'Verdun', 'Saint-Mihiel'],
  },
  {
    title: 'Préparer le code avec le français',
    description: 'Le vocabulaire de la route et la lecture des questions, avant d’entrer en auto-école.',
    provider: 'Ateliers Cap Mobilité',
    theme: LICENCE,
    barriers: ['highwayCode', 'french', 'noLicence'],
    euros: 20,
    durationWeeks: 10,
    towns: ['Bar-le-Duc', 'Verdun', 'Commercy', 'Étain'],
  },
  {
    title: 'Réserver son trajet avec un téléphone',
    description: 'Covoiturage, transport à la demande, horaires : deux matinées avec son propre téléphone.',
    provider: 'Ateliers Cap Mobilité',
    theme: SHARED,
    barriers: ['digital', 'readTimetable', 'fearOfStrangers'],
    euros: 0,
    durationWeeks: 1,
    towns: ['Saint-Mihiel', 'Ligny-en-Barrois', 'Clermont-en-Argonne'],
  },
  {
    title: 'Le vrai prix de ma voiture',
    description: 'Assurance, carburant, entretien : faire son budget et choisir sans s’endetter.',
    provider: 'Garage solidaire du Val de Meuse',
    barriers: ['budgeting', 'cost'],
    euros: 0,
    durationWeeks: 1,
    towns: ['Bar-le-Duc', 'Verdun'],
  },
];

const SESSIONS: readonly Hours[][] = [
  [
    { weekdays: [2], from: '09:00', to: '12:00' },
    { weekdays: [4], from: '14:00', to: '17:00' },
  ],
  [{ weekdays: [1, 3], from: '13:30', to: '16:30' }],
  [{ weekdays: [3, 5], from: '09:30', to: '12:00' }],
  [
    { weekdays: [6], from: '09:00', to: '12:00' },
    { weekdays: [3], from: '18:00', to: '20:00' },
  ],
];

/** Workshops that lift what keeps somebody from moving. */
export function trainings(ground: Ground, today: string): ExampleOffer[] {
  const draw = random('trainings');
  const held = WORKSHOPS.flatMap((workshop) => workshop.towns.map((town) => ({ ...workshop, town })));
  return held.map(({ title, description, provider, theme, barriers, euros, durationWeeks, town }, index) =>
    example(index + 1, {
      kind: 'training',
      title: `${title}, ${town}`,
      description,
      provider: fictitious(provider),
      ...(theme && { theme }),
      audiences: draw.chance(0.5) ? ['tous-publics'] : ['demandeurs-emploi', 'beneficiaires-des-minimas-sociaux'],
      eligibilityZone: ['55'],
      accessConditions: { minAge: 16, referralRequired: draw.chance(0.4) },
      ...validity(draw, today),
      confirmedAt: confirmedAt(draw, today),
      calendar: { publicHolidays: false },
      details: {
        place: centreOf(ground.named(town), `Salle associative, ${town}`),
        costCents: euros * 100,
        barriers: [...barriers],
        sessions: draw.pick(SESSIONS),
        waitingWeeks: draw.pick([1, 2, 3, 5, 8]),
        durationWeeks,
      },
    }),
  );
}

import type { Hours } from '../../../domain/catalogue/offer.ts';
import { confirmedAt, type ExampleOffer, example, fictitious, numbered, validity } from './example.ts';
import { centreOf, type Ground } from './ground.ts';
import { random } from './random.ts';

type Pedagogy = 'basicSkills' | 'french' | 'confidence' | 'dys';

/** Category, town, waiting weeks, length in weeks, what is left to pay in euros, and what the teaching adapts to. */
const SCHOOLS: readonly [
  category: 'B' | 'AM',
  town: string,
  waiting: number,
  weeks: number,
  euros: number,
  pedagogies: Pedagogy[],
][] = [
  ['B', 'Bar-le-Duc', 8, 30, 400, ['basicSkills', 'french', 'confidence']],
  ['B', 'Commercy', 12, 36, 350, ['basicSkills', 'french', 'confidence', 'dys']],
  ['B', 'Verdun', 10, 32, 400, ['basicSkills', 'french']],
  ['B', 'Saint-Mihiel', 16, 36, 300, ['confidence', 'dys']],
  ['B', 'Ligny-en-Barrois', 14, 30, 450, ['basicSkills', 'confidence']],
  ['B', 'Étain', 20, 40, 300, ['french', 'basicSkills']],
  ['B', 'Stenay', 18, 40, 250, ['basicSkills', 'confidence']],
  ['B', 'Montmédy', 22, 40, 250, ['basicSkills']],
  ['B', 'Vaucouleurs', 15, 36, 350, ['confidence', 'basicSkills']],
  ['B', 'Revigny-sur-Ornain', 12, 30, 450, ['dys']],
  ['B', 'Clermont-en-Argonne', 20, 44, 300, ['basicSkills', 'french', 'confidence']],
  ['B', 'Thierville-sur-Meuse', 9, 28, 600, ['confidence']],
  ['B', 'Saint-Dizier', 10, 30, 500, ['basicSkills', 'french']],
  ['AM', 'Bar-le-Duc', 3, 2, 90, ['basicSkills', 'confidence']],
  ['AM', 'Commercy', 4, 2, 80, ['basicSkills', 'french']],
  ['AM', 'Verdun', 3, 2, 100, ['basicSkills']],
  ['AM', 'Saint-Mihiel', 6, 2, 80, ['confidence']],
  ['AM', 'Stenay', 8, 2, 60, ['basicSkills', 'dys']],
];

const SESSIONS: readonly Hours[][] = [
  [
    { weekdays: [1, 3], from: '09:00', to: '11:30' },
    { weekdays: [2, 4], from: '18:00', to: '20:00' },
  ],
  [
    { weekdays: [2, 5], from: '09:00', to: '12:00' },
    { weekdays: [2, 5], from: '13:30', to: '16:00' },
  ],
  [
    { weekdays: [1, 2, 4], from: '14:00', to: '17:00' },
    { weekdays: [6], from: '09:00', to: '12:00' },
  ],
  [{ weekdays: [3], from: '09:00', to: '17:00' }],
];

/** Social driving schools: slower, cheaper, and adapted to people whom the ordinary school lost. */
export function drivingLicences(ground: Ground, today: string): ExampleOffer[] {
  const draw = random('driving licences');
  return numbered(SCHOOLS, ([category, town, waitingWeeks, durationWeeks, euros, pedagogies], number) => {
    const name = `Auto-école sociale « Premier tour de clé », ${town}`;
    return example(number, {
      kind: 'drivingLicence',
      title: category === 'B' ? `Permis B accompagné, ${town}` : `Permis AM en petit groupe, ${town}`,
      description:
        category === 'B'
          ? 'Code en petit groupe, conduite à votre rythme, sur prescription. Le reste à payer peut être réglé en plusieurs fois.'
          : 'Huit heures de formation pour conduire un scooter 50 cm³ ou une voiture sans permis.',
      provider: fictitious(name),
      audiences: ['demandeurs-emploi', 'beneficiaires-des-minimas-sociaux', 'jeunes'],
      eligibilityZone: ['55'],
      accessConditions: {
        minAge: category === 'B' ? 18 : 14,
        statuses: draw.chance(0.35) ? ['rsa', 'ass', 'jobSeeker', 'youthContract', 'disabledWorker'] : [],
        referralRequired: category === 'B',
      },
      ...validity(draw, today),
      confirmedAt: confirmedAt(draw, today),
      calendar: { publicHolidays: false },
      details: {
        category,
        place: centreOf(ground.named(town), `Salle de l’auto-école, ${town}`),
        sessions: draw.pick(SESSIONS),
        waitingWeeks,
        durationWeeks,
        costCents: euros * 100,
        pedagogies,
      },
    });
  });
}

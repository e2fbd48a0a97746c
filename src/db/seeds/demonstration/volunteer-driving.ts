import type { Hours } from '../../../domain/catalogue/offer.ts';
import { confirmedAt, type ExampleOffer, example, fictitious, numbered, validity } from './example.ts';
import { aroundCentre, type Ground } from './ground.ts';
import { random } from './random.ts';
import { WEEKDAYS, WORKING_DAYS } from './vocabulary.ts';

const hours = (weekdays: readonly number[], from: string, to: string): Hours => ({ weekdays: [...weekdays], from, to });

const AVAILABLE: Readonly<Record<'day' | 'long' | 'early' | 'nights' | 'some' | 'weekend', Hours[]>> = {
  day: [hours(WEEKDAYS, '08:00', '18:00')],
  long: [hours(WORKING_DAYS, '06:00', '21:30')],
  early: [hours(WEEKDAYS, '03:30', '13:45')],
  nights: [hours([1, 2, 3, 4, 5], '19:30', '06:30')],
  some: [hours([1, 3], '07:30', '12:30'), hours([2, 4], '13:00', '19:00')],
  weekend: [hours([6, 7], '07:00', '22:00')],
};

/** Where volunteers live, when they drive, how far, and what they are paid back per kilometre, in cents. */
const VOLUNTEERS: readonly [town: string, when: keyof typeof AVAILABLE, approach: number, km: number, perKm: number][] =
  [
    ['Commercy', 'early', 15, 60, 10],
    ['Lérouville', 'long', 20, 50, 15],
    ['Euville', 'nights', 20, 60, 10],
    ['Vignot', 'day', 15, 40, 30],
    ['Void-Vacon', 'long', 25, 60, 20],
    ['Vaucouleurs', 'some', 20, 40, 30],
    ['Bar-le-Duc', 'long', 15, 50, 20],
    ['Longeville-en-Barrois', 'nights', 20, 40, 15],
    ['Ligny-en-Barrois', 'early', 20, 45, 15],
    ['Ancerville', 'day', 15, 35, 30],
    ['Revigny-sur-Ornain', 'weekend', 20, 50, 35],
    ['Saint-Mihiel', 'early', 25, 60, 10],
    ['Vigneulles-lès-Hattonchâtel', 'long', 20, 50, 25],
    ['Verdun', 'nights', 15, 50, 15],
    ['Dieue-sur-Meuse', 'day', 20, 40, 30],
    ['Étain', 'long', 20, 45, 20],
    ['Fresnes-en-Woëvre', 'some', 25, 50, 30],
    ['Clermont-en-Argonne', 'early', 25, 50, 20],
    ['Stenay', 'long', 25, 60, 25],
    ['Dun-sur-Meuse', 'day', 25, 50, 30],
    ['Montmédy', 'weekend', 20, 60, 35],
    ['Spincourt', 'early', 25, 55, 20],
    ['Gondrecourt-le-Château', 'day', 30, 60, 30],
    ['Damvillers', 'some', 25, 45, 30],
  ];

const ASSOCIATIONS = ['Entraide Mobilité Barrois', 'Coup de volant Nord meusien', 'Voisins en route'];

/** Volunteers of associations who drive people door to door and are paid back their kilometres. */
export function volunteerDriving(ground: Ground, today: string): ExampleOffer[] {
  const draw = random('volunteer driving');
  return numbered(VOLUNTEERS, ([town, when, maxApproachMinutes, maxRideKm, pricePerKmCents], number) =>
    example(number, {
      kind: 'volunteerDriving',
      title: `Transport solidaire au départ de ${town}`,
      description:
        'Une ou un bénévole vous conduit de porte à porte. La participation rembourse les kilomètres ; adhésion à l’association en plus.',
      provider: fictitious(draw.pick(ASSOCIATIONS)),
      eligibilityZone: ['55'],
      accessConditions: { referralRequired: draw.chance(0.6) },
      ...validity(draw, today),
      confirmedAt: confirmedAt(draw, today),
      calendar: {
        publicHolidays: draw.weighted<boolean | null>([
          [50, false],
          [40, null],
          [10, true],
        ]),
      },
      details: {
        base: aroundCentre(draw, ground.named(town), 500),
        maxApproachMinutes,
        maxRideKm,
        serviceHours: AVAILABLE[when],
        noticeHours: draw.pick([24, 48, 48, 72]),
        pricePerKmCents,
        seats: draw.pick([3, 3, 4]),
        wheelchair: draw.weighted<boolean | null>([
          [70, false],
          [20, null],
          [10, true],
        ]),
      },
    }),
  );
}

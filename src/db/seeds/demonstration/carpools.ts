import type { Place } from '../../../domain/place.ts';
import { drawJourneys, type Journey } from './carpool-journeys.ts';
import { drawCommute } from './carpool-shifts.ts';
import { confirmedAt, type ExampleOffer, example, fictitious, validity } from './example.ts';
import { centreOf, crowKm, driveMinutes, type Ground } from './ground.ts';
import { type Random, random } from './random.ts';

const DRIVERS = 300;
/** How far out of the straight way a meeting point may lie. */
const MEETING_DETOUR_KM = 3;

/** Drivers who share their way to work, drawn with a fixed seed; benchmarks ask for more of them. */
export function carpools(ground: Ground, today: string, drivers = DRIVERS): ExampleOffer[] {
  const draw = random('carpools');
  return drawJourneys(draw, ground, drivers).map((journey, index) => carpool(draw, ground, journey, index + 1, today));
}

function carpool(draw: Random, ground: Ground, journey: Journey, number: number, today: string) {
  const { origin, destination, turn } = journey;
  const { label, trips } = drawCommute(draw, driveMinutes(origin, destination), turn);
  return example(number, {
    kind: 'carpool',
    title: `${origin.label} → ${destination.label}, ${label}`,
    description: 'Trajet d’exemple : cette conductrice ou ce conducteur n’existe pas.',
    provider: fictitious(`Conductrice ou conducteur n° ${number}`),
    ...validity(draw, today),
    confirmedAt: confirmedAt(draw, today),
    calendar: {
      publicHolidays: draw.weighted<boolean | null>([
        [60, false],
        [25, null],
        [15, true],
      ]),
    },
    details: {
      origin,
      destination,
      trips,
      maxDetourMinutes: draw.weighted<number | null>([
        [20, 5],
        [15, 7.5],
        [35, 10],
        [27, 15],
        [3, null],
      ]),
      seats: draw.weighted([
        [15, 1],
        [30, 2],
        [40, 3],
        [15, 4],
      ]),
      pricePerRideCents: pricePerRide(draw, crowKm(origin, destination)),
      meetingPoints: meetingPoints(draw, ground, origin, destination),
    },
  });
}

/** Some take nothing, the others share the fuel: 4 to 6.5 cents a crow-flight kilometre, in steps of 50 cents. */
function pricePerRide(draw: Random, km: number): number | null {
  if (draw.chance(0.05)) return null;
  if (draw.chance(0.15)) return 0;
  return Math.max(50, Math.round((km * (4 + 2.5 * draw.next())) / 50) * 50);
}

/** Up to three known places close to the way: a carpool place where there is one, else the middle of a village. */
function meetingPoints(draw: Random, ground: Ground, origin: Place, destination: Place): Place[] {
  const direct = crowKm(origin, destination);
  const onTheWay = (place: Place) => {
    // In degrees first, and short: nearly every place of the territory lies out of the way, for every driver.
    const reachKm = direct + MEETING_DETOUR_KM;
    if (Math.abs(place.lat - origin.lat) * 111 > reachKm || Math.abs(place.lon - origin.lon) * 70 > reachKm)
      return false;
    const [before, after] = [crowKm(origin, place), crowKm(place, destination)];
    return before + after - direct <= MEETING_DETOUR_KM && Math.min(before, after) > 1.5;
  };
  const carpoolPlaces: Place[] = ground.carpoolPlaces
    .map(({ name, communeCode, lon, lat }) => ({ label: name, commune: communeCode, lon, lat }))
    .filter(onTheWay);
  const centres = ground.communes.map((c) => centreOf(c, `${c.name}, centre`)).filter(onTheWay);
  const chosen: Place[] = [];
  for (let wanted = draw.integer(0, 2); wanted > 0 && centres.length > 0; wanted--) {
    chosen.push(...centres.splice(draw.integer(0, centres.length - 1), 1));
  }
  if (carpoolPlaces.length > 0 && draw.chance(0.7)) chosen.push(draw.pick(carpoolPlaces));
  return chosen.sort((a, b) => crowKm(origin, a) - crowKm(origin, b));
}

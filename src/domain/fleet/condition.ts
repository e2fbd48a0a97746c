import type { VehicleType } from '../catalogue/offer.ts';
import { isCycle } from './vehicle.ts';

const POINTS_OF_CAR = [
  'body',
  'windows',
  'lights',
  'tyres',
  'interior',
  'seatBelts',
  'spareWheel',
  'safetyKit',
  'papersAboard',
  'keys',
] as const;
const POINTS_OF_TWO_WHEELS = ['frame', 'brakes', 'lights', 'tyres', 'saddle', 'lock', 'keys'] as const;
const POINTS_OF_CYCLE = ['frame', 'brakes', 'lights', 'tyres', 'saddle', 'chain', 'lock'] as const;

export type PointCode =
  | (typeof POINTS_OF_CAR)[number]
  | (typeof POINTS_OF_TWO_WHEELS)[number]
  | (typeof POINTS_OF_CYCLE)[number];

/** What is looked at on the vehicle, in the order in which one walks around it. */
export function pointsOf(type: VehicleType): readonly PointCode[] {
  if (isCycle(type)) return POINTS_OF_CYCLE;
  return type === 'scooter' ? POINTS_OF_TWO_WHEELS : POINTS_OF_CAR;
}

export type PointState = 'ok' | 'damaged';
/** `words`: what is damaged, and where. */
export type ConditionPoint = { code: PointCode; state: PointState; words: string | null };

/** What is damaged now and was not before, or is said in other words: what is talked about when the vehicle comes back. */
export function newDamage(
  start: readonly ConditionPoint[],
  end: readonly ConditionPoint[],
): { code: PointCode; words: string | null; wasDamaged: boolean }[] {
  return end.flatMap(({ code, state, words }) => {
    if (state === 'ok') return [];
    const before = start.find((one) => one.code === code);
    const wasDamaged = before?.state === 'damaged';
    return wasDamaged && before?.words === words ? [] : [{ code, words, wasDamaged }];
  });
}

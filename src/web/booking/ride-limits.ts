import { rideLimitsSchema } from '../../domain/booking/journey.ts';
import type { RideLimits } from '../../domain/booking/wish.ts';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import { type TypedAnswers, textsOf } from '../forms/typed.ts';

const LIMITS = ['wait', 'travel', 'walk'] as const;
type Limit = (typeof LIMITS)[number];

/** `wait 40`, as many as were said yes to; whatever else is typed there is nothing. */
export function readLimits(typed: TypedAnswers): RideLimits {
  const limits: RideLimits = {};
  for (const text of textsOf(typed, 'limits')) {
    const [name, minutes] = text.split(' ');
    const limit = LIMITS.find((one) => one === name);
    const read = limit && rideLimitsSchema.safeParse({ [`${limit}Minutes`]: Number(minutes) });
    if (read?.success) Object.assign(limits, read.data);
  }
  return limits;
}

/** Ticked as long as they are kept: whoever unticks one is not asked for it any more. */
export const limitChoices = (typed: TypedAnswers, told: RideSpeech): { value: string; label: string }[] =>
  limitsOf(readLimits(typed)).map(([limit, minutes]) => ({
    value: `${limit} ${minutes}`,
    label: told.say.nearest[limit](minutes),
  }));

export const tellLimits = (limits: RideLimits, told: RideSpeech): string[] =>
  limitsOf(limits).map(([limit, minutes]) => told.say.nearest[limit](minutes));

const limitsOf = (limits: RideLimits): [Limit, number][] =>
  LIMITS.flatMap((limit): [Limit, number][] => {
    const minutes = limits[`${limit}Minutes`];
    return minutes === undefined ? [] : [[limit, minutes]];
  });

import type { Context } from '../context.ts';
import type { BirthYearAnswer } from '../ports/way-ins.ts';
import { onOwnDevice } from './on-own-device.ts';

/**
 * After a long silence: is whoever holds the device the person it was given to? Three wrong years end it; where no birth date is
 * known, another link is to be asked for. `ctx`: of `findRider`.
 */
export async function confirmBirthYear({
  ctx,
  input,
}: {
  ctx: Context;
  input: { year: number };
}): Promise<BirthYearAnswer> {
  // Three wrong ones end it: the count must stay, so nothing throws in here.
  return onOwnDevice(ctx, 'wayIn.birthYearAnswered', ({ wayIns }) => wayIns.answerBirthYear(input.year));
}

/** The device is nobody's from now on: of a telephone that is lent. Twice is once. `ctx`: of `findRider`. */
export async function leaveDevice({ ctx }: { ctx: Context }): Promise<void> {
  await onOwnDevice(ctx, 'wayIn.deviceLeft', ({ wayIns }) => wayIns.leaveDevice());
}

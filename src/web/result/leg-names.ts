import { FRENCH } from '../../i18n/languages.ts';

const { t } = FRENCH;
const say = t.result.timeline;

type NamedLeg = { direction: 'outbound' | 'return'; weekday: number; arriveBy?: string; departFrom?: string };

/** `Aller du lundi, arriver avant 4 h 50`. */
export function legName({ direction, weekday, arriveBy = '', departFrom = '' }: NamedLeg): string {
  const day = t.format.weekday(weekday);
  return direction === 'outbound'
    ? say.leg(say.outbound, day, say.arriveBy(t.format.clock(arriveBy)))
    : say.leg(say.return, day, say.departFrom(t.format.clock(departFrom)));
}

import type { RideWish } from '../../domain/booking/wish.ts';
import { timesOnTheWall } from '../../domain/schedule/clock-change.ts';
import type { RideSpeech } from '../../i18n/ride/index.ts';
import type { WallTime } from '../../services/bookings/view-booking.ts';
import type { Days } from './ride-questions.tsx';

/** On the night the clocks go back: which of two equal hours each of these is. Nothing on any other. */
export function ClockNotes({ told, times }: { told: RideSpeech; times: readonly (WallTime | null)[] }) {
  const { say, clock } = told;
  const notes = times.flatMap((at) => (at?.twice === undefined ? [] : [say.clocks[at.twice](clock(at.time))]));
  return (
    <>
      {notes.map((note) => (
        <p class="notice">{note}</p>
      ))}
    </>
  );
}

/** Whoever is to be there at an hour that comes twice is taken there before the first of both. */
export const twiceWished = (wishes: readonly RideWish[], { timeZone }: Days, { say, clock }: RideSpeech): string[] => {
  const hours = wishes
    .filter(({ direction, date, at }) => direction === 'outbound' && timesOnTheWall(date, at, timeZone) === 2)
    .map(({ at }) => at);
  return [...new Set(hours)].map((at) => say.clocks.first(clock(at)));
};

import type { BookingNeed } from '../../domain/booking/booking.ts';
import { wishAt } from '../../domain/booking/rota-wishes.ts';
import type { RideWish } from '../../domain/booking/wish.ts';
import { secondsOfDay } from '../../domain/clock-time.ts';
import type { Cycle } from '../../domain/diagnostic/diagnostic.ts';
import type { Place } from '../../domain/place.ts';
import { wholeMinutes } from '../../domain/schedule/unroll.ts';
import { type Context, requireScope } from '../context.ts';
import { getFile } from '../people/held-file.ts';
import type { PersonFile } from '../ports/people.ts';
import type { DiagnosticRecord } from '../ports.ts';
import { findKnownRider, type KnownRider } from './known-rider.ts';

/** What need not be asked of somebody before they ride: their newest diagnostic says it. Null, or empty: nobody said. */
export type RiderFacts = {
  file: PersonFile;
  known: KnownRider['known'];
  home: Place | null;
  away: Place | null;
  rota: { cycle: Cycle; marginMinutes: number; startsOn: string | null } | null;
  /** Of an interview or a training: its hours. */
  dates: readonly RideWish[];
  needs: readonly BookingNeed[];
  /** Somewhere they stop on the way, which no ride does. */
  stops: boolean;
  /** Shifts that are worked elsewhere. */
  elsewhere: boolean;
};

/** Throws `forbidden`, `notFound`. */
export async function getRiderFacts({
  ctx,
  input: { personId },
}: {
  ctx: Context;
  input: { personId: string };
}): Promise<RiderFacts> {
  requireScope(ctx, 'bookings:write');
  const { defaults } = (await ctx.deps.territory(ctx.actor.territoryId)).territory.rules;
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const file = await getFile(stores, personId);
    const { known } = await findKnownRider(stores, { id: personId });
    return { file, known, ...factsOf(known?.input, defaults.arrivalMarginMinutes) };
  });
}

function factsOf(input: DiagnosticRecord['input'] | undefined, usualMarginMinutes: number) {
  const { home, job, goal, means, stops = [] } = input ?? {};
  const marginMinutes = (job ?? goal)?.arrivalMarginMinutes ?? usualMarginMinutes;
  const needs: BookingNeed[] = means?.wheelchair ? ['wheelchair'] : [];
  return {
    home: home === undefined ? null : placeOf(home),
    away: job ? placeOf(job) : goal?.place ? placeOf(goal.place) : null,
    rota: job ? { cycle: job.cycle, marginMinutes, startsOn: job.startsOn ?? null } : null,
    dates: (goal?.dates ?? []).flatMap(({ date, arriveBy, departFrom }): RideWish[] => [
      ...(arriveBy === undefined
        ? []
        : [wishAt('outbound', date, secondsOfDay(arriveBy) - wholeMinutes(marginMinutes))]),
      ...(departFrom === undefined ? [] : [{ direction: 'return' as const, date, at: departFrom }]),
    ]),
    needs,
    stops: stops.length > 0,
    elsewhere: job?.cycle.shifts.some(({ place }) => place !== undefined) ?? false,
  };
}

const placeOf = ({ label, commune, lon, lat }: Place): Place => ({
  ...(label === undefined ? {} : { label }),
  ...(commune === undefined ? {} : { commune }),
  lon,
  lat,
});

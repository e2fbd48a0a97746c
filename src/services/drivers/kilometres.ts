import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type DrivenRide, kilometreStatement, type Statement } from '../../domain/drivers/statement.ts';
import { placeNames } from '../bookings/view-booking.ts';
import { type Context, requireScope } from '../context.ts';
import { csv } from '../csv-file.ts';
import { parseInput } from '../parse-input.ts';
import { noDriver } from './assign-driver.ts';
import { driverName } from './eligible-drivers.ts';

const schema = z.object({
  id: z.string().max(100),
  month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'Mois attendu, comme 2026-11.'),
});

export type KilometreStatement = Statement & { driver: string; month: string; paidBackPerKmCents: number | null };

/**
 * What one driver drove in a month (`2026-11`): from commune to commune, by road, and nobody’s name. Those who sat in the same car are one
 * drive. Throws `forbidden`, `invalid`, `notFound`.
 */
export async function getKilometres({ ctx, input }: { ctx: Context; input: unknown }): Promise<KilometreStatement> {
  requireScope(ctx, 'bookings:answer');
  const { id, month } = parseInput(schema, input);
  const { territory, gazetteer } = await ctx.deps.territory(ctx.actor.territoryId);
  const { paidBackPerKmCents } = territory.rules.drivers;
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const last = first.add({ months: 1 }).subtract({ days: 1 });
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const driver = await stores.drivers.find(id);
    if (driver === null) throw noDriver();
    const driven = await stores.drivers.listDriven({
      driverId: id,
      from: first.toString(),
      until: last.toString(),
      now: ctx.deps.clock.now().toString(),
    });
    const runs = new Map<string, DrivenRide>();
    for (const { bookingId, run, date, metres, minutes } of driven) {
      const booking = await stores.bookings.find(bookingId);
      const known = runs.get(run);
      if (booking === null || (known !== undefined && known.metres >= metres)) continue;
      runs.set(run, { date, ...placeNames(booking, gazetteer), metres, minutes });
    }
    return {
      driver: driverName(driver),
      month,
      paidBackPerKmCents,
      ...kilometreStatement([...runs.values()], paidBackPerKmCents),
    };
  });
}

/** As a spreadsheet in French opens it, a comma for decimals. Names are of communes alone. */
export function kilometresCsv({ rides, km, paidBackCents }: KilometreStatement): string {
  const decimal = (value: number) => String(value).replace('.', ',');
  const euros = (cents: number | null) => (cents === null ? [] : [decimal(cents / 100)]);
  const rows = [
    ['date', 'de', 'à', 'km', ...(paidBackCents === null ? [] : ['remboursement (euros)'])],
    ...rides.map((ride) => [ride.date, ride.from, ride.to, decimal(ride.km), ...euros(ride.paidBackCents)]),
    ['total', '', '', decimal(km), ...euros(paidBackCents)],
  ];
  return csv(rows);
}

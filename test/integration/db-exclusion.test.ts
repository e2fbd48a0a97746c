import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fillTerritory, insertRow, loanRow, seatRow } from '../factories/rows.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

const DEADLOCK = '40P01';

/** Two that exclude one another may wait in a ring, which PostgreSQL breaks: whoever was taken out asks again, as the product does. */
async function insertOnce(sql: postgres.Sql, table: string, row: Record<string, unknown>): Promise<void> {
  for (;;) {
    try {
      return await sql.begin((tx) => insertRow(tx, table, row));
    } catch (error) {
      if ((error as { code?: string }).code !== DEADLOCK) throw error;
    }
  }
}

/** What became of each of many inserts made at once, each in a transaction and on a connection of its own. */
async function together(sql: postgres.Sql, table: string, rows: Record<string, unknown>[]) {
  const outcomes = await Promise.allSettled(rows.map((row) => insertOnce(sql, table, row)));
  return {
    written: outcomes.filter(({ status }) => status === 'fulfilled').length,
    refusals: [
      ...new Set(outcomes.flatMap((one) => (one.status === 'rejected' ? [`${one.reason.constraint_name}`] : []))),
    ],
  };
}
const twenty = Array.from({ length: 20 }, (_, n) => n);

describe('what cannot be held twice', () => {
  let database: TestDatabase;
  let sql: postgres.Sql;
  beforeAll(async () => {
    database = await createTestDatabase();
    sql = postgres(database.url, { max: 20, onnotice: () => {} });
    await fillTerritory(sql, 'meuse');
    await fillTerritory(sql, 'ardennes');
    await sql`insert into bookings
      select (jsonb_populate_record(b, jsonb_build_object('id', 'many-' || n))).*
      from bookings b, generate_series(0, 19) n where territory_id = 'meuse'`;
  });
  beforeEach(async () => {
    await sql`delete from booking_seats where territory_id = 'meuse'`;
    await sql`delete from vehicle_loans where territory_id = 'meuse'`;
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  it('gives one seat of one run to exactly one of twenty at once', async () => {
    const rows = twenty.map((n) => seatRow('meuse', { booking_id: `many-${n}` }));
    expect(await together(sql, 'booking_seats', rows)).toEqual({ written: 1, refusals: ['booking_seats_held_once'] });
  });

  it('gives one seat of an on-demand ride, which has no trip index, to exactly one of twenty', async () => {
    const rows = twenty.map((n) => seatRow('meuse', { booking_id: `many-${n}`, trip_index: null }));
    expect(await together(sql, 'booking_seats', rows)).toEqual({ written: 1, refusals: ['booking_seats_held_once'] });
  });

  it('gives one vehicle to exactly one of twenty whose days overlap by one', async () => {
    const rows = twenty.map((n) =>
      loanRow('meuse', { id: `loa-${n}`, period: `[2026-12-${10 - (n % 10)},2026-12-10]` }),
    );
    expect(await together(sql, 'vehicle_loans', rows)).toEqual({ written: 1, refusals: ['vehicle_loans_held_once'] });
  });

  it('lets other seats, other runs, other times and released seats be held', async () => {
    const later = '[2027-01-04T03:46:00Z,2027-01-04T04:20:00Z)';
    const rows = [
      seatRow('meuse'),
      seatRow('meuse', { booking_id: 'many-1', seat_number: 2 }),
      seatRow('meuse', { booking_id: 'many-2', trip_index: 1 }),
      seatRow('meuse', { booking_id: 'many-3', period: later }),
      seatRow('meuse', { booking_id: 'many-4', holding: false }),
    ];
    expect(await together(sql, 'booking_seats', rows)).toEqual({ written: 5, refusals: [] });
  });

  it('lets a vehicle leave the day after it is back, and after a refusal', async () => {
    const rows = [
      loanRow('meuse'),
      loanRow('meuse', { id: 'loa-2', period: '[2026-12-21,2026-12-22]' }),
      loanRow('meuse', { id: 'loa-3', status: 'refused' }),
    ];
    expect(await together(sql, 'vehicle_loans', rows)).toEqual({ written: 3, refusals: [] });
    await expect(sql`update vehicle_loans set status = 'confirmed' where id = 'loa-3'`).rejects.toMatchObject({
      constraint_name: 'vehicle_loans_held_once',
    });
  });

  it('counts the same seat of another territory apart', async () => {
    // `ardennes` holds the very same seat of the very same ids since `beforeAll`.
    expect(await together(sql, 'booking_seats', [seatRow('meuse')])).toEqual({ written: 1, refusals: [] });
  });

  it('never makes two transactions that hold seats wait for one another in a ring, by the catalogue’s counter', async () => {
    const take = (tx: postgres.TransactionSql, booking: number, seat_number: number) =>
      insertRow(tx, 'booking_seats', seatRow('meuse', { booking_id: `many-${booking}`, seat_number }));
    const first = sql.begin(async (tx) => {
      await take(tx, 1, 1);
      await sleep(200);
      await take(tx, 1, 2);
    });
    const second = sql.begin(async (tx) => {
      await sleep(100);
      await take(tx, 2, 2);
      await sleep(200);
    });
    // Seat 2 went to the second, which waited for nobody; a deadlock would have been 40P01.
    const [one, two] = await Promise.allSettled([first, second]);
    expect(one).toMatchObject({ status: 'rejected', reason: { constraint_name: 'booking_seats_held_once' } });
    expect(two.status).toBe('fulfilled');
  });
});

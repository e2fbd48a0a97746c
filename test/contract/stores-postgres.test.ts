import postgres from 'postgres';
import { createDatabase } from '../../src/db/client.ts';
import { insertRow, loanRow, rowsOf, seatRow } from '../factories/rows.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { describeStores } from './stores-contract.ts';

const TABLES_NEEDED = ['territories', 'organisations', 'beneficiaries'];

describeStores('stores on PostgreSQL', async (clock) => {
  const test = await createTestDatabase();
  const owner = postgres(test.url, { max: 1, onnotice: () => {} });
  for (const [table, row] of rowsOf('meuse')) if (TABLES_NEEDED.includes(table)) await insertRow(owner, table, row);
  const database = createDatabase({ url: test.url, clock });
  let held = 0;

  return {
    database,
    async holdSeat(offerId, date) {
      const [, booking] = rowsOf('meuse').find(([table]) => table === 'bookings') ?? [];
      const id = `boo-${++held}`;
      await insertRow(owner, 'bookings', { ...booking, id, offer_id: offerId, date });
      await insertRow(
        owner,
        'booking_seats',
        seatRow('meuse', { booking_id: id, seat_number: held, offer_id: offerId, date }),
      );
    },
    async holdVehicle(offerId, { from, until }) {
      const [, vehicle] = rowsOf('meuse').find(([table]) => table === 'vehicles') ?? [];
      const id = `veh-${++held}`;
      await insertRow(owner, 'vehicles', { ...vehicle, id, offer_id: offerId });
      const period = `[${from},${until}]`;
      await insertRow(owner, 'vehicle_loans', loanRow('meuse', { id, vehicle_id: id, offer_id: offerId, period }));
    },
    async countPeople() {
      const [row] = await owner`select count(*)::int as people from beneficiaries`;
      return row?.people;
    },
    async forget(diagnosticId) {
      await owner`delete from diagnostics where id = ${diagnosticId}`;
    },
    async countGaps(diagnosticId) {
      const [row] = await owner`select count(*)::int as gaps from match_gaps where diagnostic_id = ${diagnosticId}`;
      return row?.gaps;
    },
    async stop() {
      await database.close();
      await owner.end();
      await test.drop();
    },
  };
});

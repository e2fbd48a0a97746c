import { asc } from 'drizzle-orm';
import { z } from 'zod';
import { type Holidays, type Territory, territorySchema } from '../../domain/territory.ts';
import type { Transaction } from '../connection.ts';
import { territories } from '../schema/territories.ts';

/** The territories that this transaction may see. Throws when the stored rules do not fit the program any more. */
export async function readTerritories(tx: Transaction): Promise<Territory[]> {
  const rows = await tx.select().from(territories).orderBy(asc(territories.id));
  return rows.map(territoryOf);
}

function territoryOf({ seedEdition: _, updatedAt: __, ...row }: typeof territories.$inferSelect): Territory {
  const parsed = territorySchema.safeParse({ ...row, holidays: readHolidays(row.holidays) });
  if (parsed.success) return parsed.data;
  throw new Error(`The rules of territory ${row.id} do not fit this program:\n${z.prettifyError(parsed.error)}`);
}

/** A list of one's own is kept as JSON in the column that holds the name of a French region. */
export const holidaysColumn = (holidays: Holidays): string =>
  typeof holidays === 'string' ? holidays : JSON.stringify(holidays);

const readHolidays = (column: string): unknown => (column.startsWith('{') ? JSON.parse(column) : column);

import { asc } from 'drizzle-orm';
import { type Holidays, type Territory, territorySchema } from '../../domain/territory.ts';
import type { UnreadableTerritory } from '../../services/ports.ts';
import type { Transaction } from '../connection.ts';
import { territories } from '../schema/territories.ts';

/** The territories that this transaction may see, and this program can read: one that it cannot stands in nobody's way. */
export async function readTerritories(tx: Transaction, unreadable?: UnreadableTerritory): Promise<Territory[]> {
  const rows = await tx.select().from(territories).orderBy(asc(territories.id));
  return rows.flatMap(({ seedEdition: _, updatedAt: __, holidays, ...row }) => {
    const parsed = territorySchema.safeParse({ ...row, holidays: readHolidays(holidays) });
    if (parsed.success) return [parsed.data];
    unreadable?.(row.id, parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join(' ; '));
    return [];
  });
}

/** A list of one's own is kept as JSON in the column that holds the name of a French region. */
export const holidaysColumn = (holidays: Holidays): string =>
  typeof holidays === 'string' ? holidays : JSON.stringify(holidays);

function readHolidays(column: string): unknown {
  if (!column.startsWith('{')) return column;
  try {
    return JSON.parse(column);
  } catch {
    return column; // as no region is named
  }
}

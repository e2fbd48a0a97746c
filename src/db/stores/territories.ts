import { asc } from 'drizzle-orm';
import { z } from 'zod';
import { type Territory, territorySchema } from '../../domain/territory.ts';
import type { Transaction } from '../connection.ts';
import { territories } from '../schema/territories.ts';

/** The territories that this transaction may see. Throws when the stored rules do not fit the program any more. */
export async function readTerritories(tx: Transaction): Promise<Territory[]> {
  const rows = await tx.select().from(territories).orderBy(asc(territories.id));
  return rows.map(territoryOf);
}

function territoryOf({ seedEdition: _, updatedAt: __, ...row }: typeof territories.$inferSelect): Territory {
  const parsed = territorySchema.safeParse(row);
  if (parsed.success) return parsed.data;
  throw new Error(`The rules of territory ${row.id} do not fit this program:\n${z.prettifyError(parsed.error)}`);
}

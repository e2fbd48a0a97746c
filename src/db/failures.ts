import pg from 'pg';
import { ProblemError } from '../services/errors.ts';
import { DatabaseUnavailableError } from '../services/ports.ts';

/** SQLSTATEs of a server that starts, stops, is full, or gives up on a lock or a deadlock: ask again later. */
const AWAY = /^(08...|57P0[1-5]|57014|53...|25P0[34]|40001|40P01|55P03)$/;
/** Unique and exclusion constraints. */
const TAKEN = new Set(['23505', '23P01']);

/**
 * What a failure of the database means to a verb; everything else passes as it is. Only code, table and constraint are
 * kept: the texts of PostgreSQL and of drizzle quote values, and values may be about people.
 */
export function translateFailure(error: unknown): unknown {
  const failure = serverError(error);
  if (!failure) return error;
  const { code = '', constraint, table } = failure;
  const cause = withoutValues(failure);
  if (AWAY.test(code)) return new DatabaseUnavailableError(cause);
  if (TAKEN.has(code)) return new ProblemError('conflict', conflictText(constraint), { cause });
  return Object.assign(cause, { code, constraint, table });
}

/** Drizzle wraps what the server said. */
function serverError(error: unknown): pg.DatabaseError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof pg.DatabaseError) return cause;
  }
  return null;
}

function withoutValues({ code = '', message, constraint, table }: pg.DatabaseError): Error {
  const where = [table, constraint].filter(Boolean).join('.');
  // Messages name rules and columns; those of classes 22 (bad data) and 23 (constraints) may quote values as well.
  const text = /^2[23]/.test(code) ? 'the database refused the data' : message;
  return new Error(`${text} (${code}${where ? `, ${where}` : ''})`);
}

function conflictText(constraint: string | undefined): string {
  switch (constraint) {
    case 'booking_seats_held_once':
      return 'Cette place vient d’être prise.';
    case 'vehicle_loans_held_once':
      return 'Ce véhicule est déjà promis pour tout ou partie de ces dates.';
    case 'vehicle_papers_plate':
      return 'Un véhicule de votre flotte porte déjà cette immatriculation.';
    case 'enrolments_places':
      return 'Le groupe est complet : cette personne garde son rang dans la liste d’attente.';
    case 'driver_rides_held_once':
      return 'Cette personne conduit déjà à cette heure-là : choisissez quelqu’un d’autre.';
    case 'offers_external_id':
      return 'Une offre de cet opérateur porte déjà cet identifiant externe (externalId).';
    default:
      return 'Cet enregistrement existe déjà.';
  }
}

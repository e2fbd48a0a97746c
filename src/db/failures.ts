import { ProblemError } from '../services/errors.ts';
import { DatabaseUnavailableError } from '../services/ports.ts';

/** Codes of postgres.js and of sockets for a server that cannot be reached, or is lost on the way. */
const LOST = new Set([
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);
/** SQLSTATEs of a server that starts, stops, is full or cancels; 08 is the class of connection errors. */
const AWAY = /^(08...|57P0[1-5]|57014|53...|25P03|40001|40P01|55P03)$/;
const TAKEN = new Set(['23505', '23P01']);

type ServerError = { code: string; message: string; constraint_name?: string; table_name?: string };

/**
 * Drizzle and others wrap what went wrong: the first cause that has a code, if the database is what failed. Errors of a
 * queue or a router that a transaction happened to call have the same socket codes, and are none of ours:
 * postgres.js marks its own with the query, or with a code of its own.
 */
function serverError(error: unknown): ServerError | null {
  let ours = false;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    ours ||= 'query' in cause;
    // Both families of addresses refused: the codes are one level down.
    const told = (cause instanceof AggregateError ? cause.errors[0] : cause) as Partial<ServerError> | undefined;
    if (typeof told?.code !== 'string') continue;
    return ours || /^CONNECT(ION)?_/.test(told.code) ? (told as ServerError) : null;
  }
  return null;
}

/**
 * What a failure of the database means to a verb. Errors of the verbs pass as they are. Anything else keeps code and
 * constraint only: the texts of PostgreSQL and drizzle quote values, and values may be about people.
 */
export function translateFailure(error: unknown): unknown {
  if (error instanceof ProblemError || error instanceof DatabaseUnavailableError) return error;
  const failure = serverError(error);
  if (!failure) return error;
  const { code, constraint_name: constraint, table_name: table } = failure;
  if (LOST.has(code) || AWAY.test(code)) return new DatabaseUnavailableError(withoutValues(failure));
  if (TAKEN.has(code)) return new ProblemError('conflict', conflictText(constraint), { cause: withoutValues(failure) });
  if (!/^[0-9A-Z]{5}$/.test(code)) return error;
  return Object.assign(withoutValues(failure), { code, constraint, table });
}

function withoutValues({ code, message, constraint_name, table_name }: ServerError): Error {
  const where = [table_name, constraint_name].filter(Boolean).join('.');
  // The server's own codes are five characters; their primary message names rules and columns, not values, but for
  // classes 22 (bad data) and 23 (constraints), whose messages may quote them.
  const text = /^2[23]/.test(code) ? 'the database refused the data' : message;
  return new Error(`${text} (${code}${where ? `, ${where}` : ''})`);
}

function conflictText(constraint: string | undefined): string {
  switch (constraint) {
    case 'booking_seats_held_once':
      return 'Cette place vient d’être prise.';
    case 'vehicle_loans_held_once':
      return 'Ce véhicule est déjà promis pour tout ou partie de ces dates.';
    case 'offers_external_id':
      return 'Une offre de cet opérateur porte déjà cet identifiant externe (externalId).';
    default:
      return 'Cet enregistrement existe déjà.';
  }
}

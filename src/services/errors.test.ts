import { expect, it } from 'vitest';
import { failureSummary, ProblemError } from './errors.ts';
import { DatabaseUnavailableError } from './ports.ts';

const named = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

it.each<[string, unknown, string]>([
  ['a mistake in the code', new TypeError('x is not a function'), 'TypeError x is not a function'],
  [
    'a database away, with its cause',
    new DatabaseUnavailableError(new Error('connect ECONNREFUSED 127.0.0.1:5432 (ECONNREFUSED)')),
    'DatabaseUnavailableError The database does not answer. ← Error connect ECONNREFUSED 127.0.0.1:5432 (ECONNREFUSED)',
  ],
  [
    'both addresses refused',
    new AggregateError([named('Error', 'connect ECONNREFUSED ::1:6379', { code: 'ECONNREFUSED' })], ''),
    'AggregateError ← Error ECONNREFUSED connect ECONNREFUSED ::1:6379',
  ],
  [
    'what a person answered',
    new ProblemError('invalid', 'La date « 1999-05-02 » n’existe pas.'),
    'ProblemError invalid',
  ],
  [
    'a value refused by PostgreSQL',
    named('PostgresError', 'invalid input: "Camille"', { code: '22P02' }),
    'PostgresError 22P02',
  ],
  ['a query with its values', named('Error', 'Failed query … params: Camille', { query: 'select' }), 'Error'],
  ['a date that cannot be read', new RangeError('Cannot parse: 1999-05-02'), 'RangeError'],
  ['no error at all', 'Camille', 'thrown string'],
  ['nothing', undefined, 'thrown undefined'],
])('says of %s only what quotes nobody', (_what, thrown, summary) => {
  expect(failureSummary(thrown)).toBe(summary);
});

/** The coded errors of the product. Each transport maps them once; `detail` is written for people, in French. */
export const ERROR_STATUS = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  unsupportedMedia: 415,
  invalid: 422,
  tooManyRequests: 429,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof ERROR_STATUS;

/** `path` is dotted: `job.cycle.shifts.0.end`. */
export type FieldError = { path: string; message: string };

export class ProblemError extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;
  constructor(
    code: ErrorCode,
    detail: string,
    more: { errors?: readonly FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'ProblemError';
    this.code = code;
    this.errors = more.errors ?? [];
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

const SHOWN_ERRORS = 3;

/** The detail tells the first errors in full; all of them are in `errors`. */
export function invalid(errors: readonly FieldError[]): ProblemError {
  const told = errors
    .slice(0, SHOWN_ERRORS)
    .map(({ path, message }) => (path === '' ? message : `${path} : ${message}`));
  const more = errors.length > SHOWN_ERRORS ? [`Et ${errors.length - SHOWN_ERRORS} de plus.`] : [];
  return new ProblemError('invalid', [...told, ...more].join(' '), { errors });
}

/** Of these the language, the system or the house wrote the message: it quotes nothing that people typed. */
const QUOTES_NOTHING = new Set(['Error', 'TypeError', 'ReferenceError', 'AggregateError', 'DatabaseUnavailableError']);

/**
 * What a log line may say of anything thrown: names, codes, and messages where they cannot quote an answer of a person (those
 * of queries, of validation and of coordinates do). Causes follow, the outermost first.
 */
export function failureSummary(thrown: unknown): string {
  const parts: string[] = [];
  for (let error = thrown; error !== undefined && error !== null && parts.length < 4; ) {
    if (!(error instanceof Error)) {
      parts.push(`thrown ${typeof error}`);
      break;
    }
    const { code, errors } = error as { code?: unknown; errors?: unknown };
    const says = QUOTES_NOTHING.has(error.name) && !('query' in error) ? error.message : '';
    parts.push([error.name, code, says].filter(Boolean).join(' '));
    error = error instanceof AggregateError && Array.isArray(errors) ? errors[0] : error.cause;
  }
  return parts.join(' ← ') || `thrown ${thrown}`;
}

/** Where it was thrown, without the message. */
export function stackFrames(thrown: unknown): string[] {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  return stack.split('\n').filter((line) => /^\s+at /.test(line));
}

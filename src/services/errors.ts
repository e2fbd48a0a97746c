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

/**
 * What may be said of an error in a log line or beside a failed job. Messages of the database and of validation quote
 * what people typed, so only names and codes are told, and the message where the language itself wrote it.
 */
export function failureSummary(thrown: unknown): string {
  const parts: string[] = [];
  for (
    let error = thrown;
    error !== undefined && error !== null && parts.length < 4;
    error = (error as { cause?: unknown }).cause
  ) {
    if (!(error instanceof Error)) {
      parts.push(`thrown ${typeof error}`);
      break;
    }
    const code = (error as { code?: unknown }).code;
    const tellsMessage = PLAIN.has(error.name) || (error as { syscall?: unknown }).syscall !== undefined;
    parts.push([error.name, code, tellsMessage ? error.message : null].filter(Boolean).join(' '));
  }
  return parts.join(' ← ') || 'unknown failure';
}

const PLAIN = new Set(['TypeError', 'RangeError', 'ReferenceError', 'RouterError', 'JobFailure']);

/** An error that a store may keep: the summary above and the frames of the stack, without the original message. */
export function storableFailure(thrown: unknown): Error {
  const stored = new Error(failureSummary(thrown));
  stored.name = 'JobFailure';
  const frames = thrown instanceof Error ? (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  stored.stack = [stored.message, ...frames].join('\n');
  return stored;
}

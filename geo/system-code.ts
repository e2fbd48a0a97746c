/** The code of a system call that failed (`ENOSPC`, `ECONNRESET`), wherever it hides in the causes of an error, as `fetch` does. */
export function systemCode(error: unknown): string | null {
  for (let e: unknown = error; e instanceof Error; e = e.cause) {
    if ('code' in e && typeof e.code === 'string') return e.code;
  }
  return null;
}

/** Why the platform cannot start or go on: one sentence for people, and what to do about it. Printed without a stack. */
export class LaunchError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'LaunchError';
  }
}

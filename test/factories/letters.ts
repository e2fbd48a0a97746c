import type { Mailer } from '../../src/services/ports/messages.ts';

export type SentLetter = { to: string; subject: string; text: string };

/** A mailer that keeps what it is given. */
export function createLetters(): Mailer & { letters: SentLetter[] } {
  const letters: SentLetter[] = [];
  return {
    letters,
    async send(letter) {
      letters.push(letter);
    },
  };
}

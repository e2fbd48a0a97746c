import type { Mailer, SmsSender } from '../../src/services/ports/messages.ts';

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

export type SentText = { to: string; text: string; reference: string };

/** A sender of SMS that keeps what it is given. */
export function createTexts(): SmsSender & { texts: SentText[] } {
  const texts: SentText[] = [];
  return {
    texts,
    async send(sms) {
      texts.push(sms);
    },
    async wasTaken(wanted) {
      return texts.some(({ reference }) => reference === wanted);
    },
  };
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mailer } from '../../src/services/ports/messages.ts';

export type Delivered = { to: string; subject: string; text: string };

export type MailerScene = { mailer: Mailer; delivered(): Promise<Delivered[]>; stop(): Promise<void> };

/** What the house expects of whatever carries its mails. */
export function describeMailer(name: string, open: () => Promise<MailerScene>) {
  describe(name, () => {
    let scene: MailerScene;
    beforeAll(async () => {
      scene = await open();
    });
    afterAll(async () => {
      await scene?.stop();
    });

    const sent = async (letter: Delivered) => {
      await scene.mailer.send(letter);
      return (await scene.delivered()).find(({ subject }) => subject === letter.subject);
    };

    it('delivers address, subject and text', async () => {
      const letter = {
        to: 'garage@exemple.invalid',
        subject: 'Une orientation vous attend',
        text: 'Bonjour,\n\nÀ lire.',
      };
      expect(await sent(letter)).toEqual(letter);
    });

    it('keeps accents, Arabic and emoji, and long lines with links', async () => {
      const link = `http://localhost/r/meuse/${'a1B2'.repeat(60)}`;
      const letter = {
        to: 'a@exemple.invalid',
        subject: 'Été à Étain : سارة 🚲',
        text: `Réponse de سارة 🚲\n${link}\nFin`,
      };
      expect(await sent(letter)).toEqual(letter);
    });

    it('takes a subject of several lines for one, and adds no header', async () => {
      const letter = { to: 'b@exemple.invalid', subject: 'Bonjour\r\nBcc: tous@exemple.invalid', text: 'x' };
      await scene.mailer.send(letter);
      const all = await scene.delivered();
      expect(all.map(({ to }) => to)).not.toContain('tous@exemple.invalid');
    });
  });
}

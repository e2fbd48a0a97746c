import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SmsSender } from '../../src/services/ports/messages.ts';

export type SmsScene = {
  sender: SmsSender;
  delivered(): Promise<{ to: string; text: string }[]>;
  stop(): Promise<void>;
};

/** What the house expects of whatever carries its SMS. */
export function describeSmsSender(name: string, open: () => Promise<SmsScene>) {
  describe(name, () => {
    let scene: SmsScene;
    beforeAll(async () => {
      scene = await open();
    });
    afterAll(async () => {
      await scene?.stop();
    });

    it.each([
      ['French', 'Demain 07:10, Place du Marché. Détails : http://localhost/l/meuse/a1B2'],
      ['Arabic, Ukrainian and emoji', 'غدا 07:10 · Завтра 07:10 🚲'],
      ['two lines and quotes', 'Bonjour,\n"07:10" \\ {}'],
    ])('delivers number and text: %s', async (reference, text) => {
      const to = '+33639980001';
      await scene.sender.send({ to, text, reference });
      expect(await scene.delivered()).toContainEqual({ to, text });
    });

    it('knows afterwards what was taken, and what was not', async () => {
      await scene.sender.send({ to: '+33639980002', text: 'x', reference: 'msg_known' });
      expect(await scene.sender.wasTaken('msg_known')).toBe(true);
      expect(await scene.sender.wasTaken('msg_unknown')).toBe(false);
    });
  });
}

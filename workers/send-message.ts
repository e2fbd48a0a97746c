import { sendMessage } from '../src/services/messages/send-message.ts';
import { inTerritory } from './in-territory.ts';
import type { Work } from './work.ts';

/** It was not taken: the queue tries again, each time after a longer pause. */
class NotTaken extends Error {}

/** What the operator reads; by mail or by SMS, never to whom. */
const SAID = { email: 'courriel', sms: 'SMS' };

export const sendMessageWork: Work<'send-message'> = {
  name: 'send-message',
  concurrency: 2,
  handler:
    ({ deps, log }) =>
    async ({ territoryId, messageId }) => {
      const sending = await sendMessage({ ctx: inTerritory(deps, territoryId), input: { messageId } });
      if (!('channel' in sending)) return;
      const { outcome, channel, code } = sending;
      const about = { territoire: territoryId, message: messageId, raison: code };
      if (outcome === 'refused') log('error', `${SAID[channel]} non remis`, about);
      // Asked again at once, the provider would not know yet: the follow-up comes back to it in some minutes.
      if (outcome === 'inDoubt') log('warn', `${SAID[channel]} sans réponse, à vérifier dans quelques minutes`, about);
      if (outcome === 'later') throw new NotTaken(`${channel} not taken (${code})`);
    },
};

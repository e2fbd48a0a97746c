import { sendMessage } from '../src/services/messages/send-message.ts';
import { inTerritory } from './in-territory.ts';
import type { Work } from './work.ts';

/** The mail server did not take it: the queue tries again, each time after a longer pause. */
class NotTaken extends Error {}

export const sendMessageWork: Work<'send-message'> = {
  name: 'send-message',
  concurrency: 2,
  handler:
    ({ deps, log }) =>
    async ({ territoryId, messageId }) => {
      const sending = await sendMessage({ ctx: inTerritory(deps, territoryId), input: { messageId } });
      if (sending === 'refused') log('error', 'courriel non remis', { territoire: territoryId, message: messageId });
      if (sending === 'later') throw new NotTaken('the mail server did not take it');
    },
};

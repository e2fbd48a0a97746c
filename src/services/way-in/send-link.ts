import { LINK_KEPT_HOURS, LINK_MINUTES } from '../../domain/booking/way-in.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { linkMail, linkSms } from './link-words.ts';
import { newLinkToken, wayInAddress } from './secrets.ts';

/**
 * Sends a link that was asked for. Whoever is known nowhere gets one too: they become somebody when they use it. Twice is once: what
 * was sent is not found again. For workers.
 */
export async function sendLink({ ctx, input }: { ctx: Context; input: { wayInId: string } }): Promise<void> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'L’envoi revient aux tâches de fond.');
  const now = deps.clock.now();
  await deps.database.transact(actor, async (stores) => {
    const asked = await stores.wayIns.findAsked(input.wayInId);
    if (asked === null) return;
    const { id, contact, language } = asked;
    const { personId, discreet } = await stores.wayIns.findPersonOf(contact);
    const { token, hash } = newLinkToken();
    await stores.wayIns.markSent(id, {
      tokenHash: hash,
      personId,
      expiresAt: now.add({ minutes: LINK_MINUTES }).toString(),
      purgeAfter: now.add({ hours: LINK_KEPT_HOURS }).toString(),
    });
    const told = { language, discreet, url: wayInAddress(deps.publicUrl, actor.territoryId, token) };
    // Asked for this minute: no hour is too late for it.
    const message = {
      id: deps.ids.next('msg'),
      to: contact.contact,
      about: { entity: 'wayIn', id },
      dedupeKey: `way-in ${id}`,
    };
    await stores.messages.queue(
      contact.channel === 'sms'
        ? { ...message, channel: 'sms', body: linkSms(told) }
        : { ...message, channel: 'email', ...linkMail(told) },
    );
    await stores.audit.record({ action: 'wayIn.sent', entity: 'wayIn', entityId: id, fields: [contact.channel] });
  });
}

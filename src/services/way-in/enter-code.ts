import { CODE_DEVICE_HOURS, type PaperCode } from '../../domain/booking/way-in.ts';
import type { Context } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { takePlace } from '../take-place.ts';
import { visitorOf } from '../visitor.ts';
import { codeHash, deviceHash } from './secrets.ts';

/** Of one connection in one hour, right or wrong: a library serves many. */
const TRIED_FROM_ADDRESS = 30;

/**
 * Lets a browser in by a code on paper, for half a day: it is often somebody else's. It books, and sees what was booked since; other
 * rides it does not, for paper is lost. False where the code opens nothing, whatever the reason; ten wrong secrets end the code they
 * were tried on. Throws `tooManyRequests` by connection, `malformed`.
 *
 * `ctx`: of whoever holds the draft, where one waits: it goes on in that browser.
 */
export async function enterCode({
  ctx,
  input,
}: {
  ctx: Context;
  input: { code: PaperCode | null; deviceSecret: string; address: string; draftId: string | null };
}): Promise<boolean> {
  const { actor, deps } = ctx;
  const { territoryId } = actor;
  const { code, draftId } = input;
  const tokenHash = deviceHash(input.deviceSecret);
  if (tokenHash === null) throw new ProblemError('malformed', 'Cette page est incomplète : rouvrez-la.');
  const now = deps.clock.now();
  // What it counts must stay counted: nothing in here throws once a try is written down.
  const done = await deps.database.transact(visitorOf(territoryId, tokenHash), async (stores) => {
    if ((await stores.wayIns.findDevice()) !== null) return 'in';
    const hour = now.toString().slice(0, 13);
    if (!(await takePlace(stores, ['code address', input.address, hour], TRIED_FROM_ADDRESS))) return 'tooMany';
    if (code === null) return 'out';
    const device = {
      id: deps.ids.next('way'),
      tokenHash,
      expiresAt: now.add({ hours: CODE_DEVICE_HOURS }).toString(),
    };
    const personId = await stores.wayIns.takeCode({
      device,
      publicPart: code.publicPart,
      codeHash: codeHash(territoryId, code),
      draft: draftId !== null && actor.link !== undefined ? { id: draftId, holder: actor.link } : null,
    });
    if (personId === null) return 'out';
    await stores.audit.record({ action: 'wayIn.deviceLetIn', entity: 'wayIn', entityId: device.id, fields: ['code'] });
    return 'in';
  });
  if (done === 'tooMany') {
    throw new ProblemError('tooManyRequests', 'Trop d’essais. Réessayez dans une heure.', {
      retryAfterSeconds: 3600,
    });
  }
  return done === 'in';
}

import { z } from 'zod';
import { CODE_DAYS, readCode } from '../../domain/booking/way-in.ts';
import { type Context, requireScope } from '../context.ts';
import { ProblemError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { lockFile } from '../people/held-file.ts';
import { codeHash } from './secrets.ts';

const DAY_HOURS = 24;
/** So that the page still tells for some days that it is over. */
const KEPT_DAYS = 2;

const schema = z.object({ personId: z.string().max(100), code: z.string().max(40) });

/**
 * Gives the person a code on paper, and ends the one given before. `code`: from `newCode`, drawn with the form: sent twice it is one
 * code. Throws `forbidden`, `notFound`, `malformed`, `conflict` where another code begins the same way.
 */
export async function giveCode({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof schema>;
}): Promise<{ expiresAt: string; language: string | null }> {
  requireScope(ctx, 'people:write');
  const { personId, code: typed } = parseInput(schema, input);
  const code = readCode(typed);
  if (code === null) throw new ProblemError('malformed', 'Ce code n’est pas de la bonne forme.');
  const { actor, deps } = ctx;
  const now = deps.clock.now();
  const hash = codeHash(actor.territoryId, code);
  return deps.database.transact(actor, async (stores) => {
    const { identity } = await lockFile(stores, personId);
    const given = await stores.wayIns.findCode(personId, hash);
    if (given !== null) return { expiresAt: given.expiresAt, language: identity.language };
    await stores.wayIns.revoke(personId, { kind: 'code' });
    const expiresAt = new Date(now.add({ hours: DAY_HOURS * CODE_DAYS }).epochMilliseconds).toISOString();
    const isNew = await stores.wayIns.giveCode({
      id: deps.ids.next('way'),
      personId,
      publicPart: code.publicPart,
      codeHash: hash,
      createdBy: actor.id,
      expiresAt,
      purgeAfter: now.add({ hours: DAY_HOURS * (CODE_DAYS + KEPT_DAYS) }).toString(),
    });
    if (!isNew) throw new ProblemError('conflict', 'Ce code commence comme un autre. Revenez et donnez-en un nouveau.');
    await stores.audit.record({
      action: 'wayIn.codeGiven',
      entity: 'beneficiary',
      entityId: personId,
      fields: ['code'],
    });
    return { expiresAt, language: identity.language };
  });
}

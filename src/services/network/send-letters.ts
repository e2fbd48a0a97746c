import { type LetterNews, lastLetterDue, letterOf } from '../../domain/network/letter.ts';
import { type Context, requireScope } from '../context.ts';
import { eachApart } from '../each-apart.ts';
import { ProblemError } from '../errors.ts';
import type { LetterReader } from '../ports/letters.ts';
import type { Actor, Stores } from '../ports.ts';
import { newLinkToken } from '../way-in/secrets.ts';
import { letterMail, letterParts } from './letter-words.ts';
import { letterLink } from './subscribe.ts';

/**
 * Writes the week's letter to each reader it is due to: once a week, and none where nothing is new. Says how many. For workers.
 */
export async function sendLetters({ ctx }: { ctx: Context }): Promise<{ letters: number }> {
  const { actor, deps } = ctx;
  if (actor.kind !== 'system') throw new ProblemError('forbidden', 'La lettre revient aux tâches de fond.');
  const { territory } = await deps.territory(actor.territoryId);
  const due = lastLetterDue(deps.clock.now(), territory.timeZone).toString();
  const readers = await deps.database.transact(actor, ({ letters }) => letters.listDue(due));
  let letters = 0;
  const each = eachApart();
  for (const reader of readers) {
    await each.run(() =>
      deps.database.transact(actor, async (stores) => {
        if (await writeTo(ctx, stores, reader, due)) letters += 1;
      }),
    );
  }
  each.rethrow();
  return { letters };
}

/** What the next letter would hold as of now, and how many read it: never who. Throws `forbidden`. */
export async function previewLetter({
  ctx,
}: {
  ctx: Context;
}): Promise<{ parts: ReturnType<typeof letterParts>; readers: number; since: string }> {
  requireScope(ctx, 'network:write');
  const { actor, deps } = ctx;
  const { territory } = await deps.territory(actor.territoryId);
  const since = lastLetterDue(deps.clock.now(), territory.timeZone).toString();
  const worker: Actor = { ...actor, kind: 'system', organisationId: null };
  return deps.database.transact(worker, async (stores) => {
    const news = await newsSince(ctx, stores, { since, isProfessional: true });
    const parts = news === null ? [] : letterParts(news, { publicUrl: deps.publicUrl, timeZone: territory.timeZone });
    return { parts, readers: await stores.letters.count(), since };
  });
}

async function writeTo({ actor, deps }: Context, stores: Stores, reader: LetterReader, due: string): Promise<boolean> {
  const { id: territoryId, name, timeZone } = (await deps.territory(actor.territoryId)).territory;
  const since = reader.toldUntil;
  const news = await newsSince({ actor, deps }, stores, { since, isProfessional: reader.isProfessional });
  if (news === null) {
    await stores.letters.markTold(reader, null);
    return false;
  }
  const { token, hash } = newLinkToken();
  if (!(await stores.letters.markTold(reader, hash))) return false;
  const unsubscribeUrl = letterLink(deps.publicUrl, 'fin', territoryId, token);
  await stores.messages.queue({
    id: deps.ids.next('msg'),
    to: reader.email,
    about: { entity: 'letterReader', id: reader.id },
    dedupeKey: `letter ${due} ${reader.id}`,
    ...letterMail(letterParts(news, { publicUrl: deps.publicUrl, timeZone }), { territory: name, unsubscribeUrl }),
    unsubscribeUrl,
  });
  return true;
}

async function newsSince(
  { deps }: Context,
  { letters, events, library }: Stores,
  { since, isProfessional }: { since: string; isProfessional: boolean },
): Promise<LetterNews | null> {
  const now = deps.clock.now();
  return letterOf(
    {
      offers: await letters.listNewOffers(since),
      events: await events.list({ endsAfter: now.toString() }),
      items: await library.list({ since, ...(isProfessional ? {} : { isPublic: true }) }),
    },
    { since, now },
  );
}

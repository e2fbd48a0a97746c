import { type Context, requireScope } from '../context.ts';
import { personsOf, type SentRequest, sentView } from './request-view.ts';

const MOST = 200;

/** What the acting member sent, or their whole organisation; the newest first. Throws `forbidden`. */
export async function listSentRequests({
  ctx,
  input: { wholeOrganisation },
}: {
  ctx: Context;
  input: { wholeOrganisation: boolean };
}): Promise<SentRequest[]> {
  requireScope(ctx, 'requests:send');
  return ctx.deps.database.transact(ctx.actor, async (stores) => {
    const rows = await stores.intake.listSent({
      ...(wholeOrganisation ? {} : { fromMemberId: ctx.actor.id }),
      limit: MOST,
    });
    const persons = await personsOf(stores, rows);
    return rows.map((row) => sentView(row, persons.get(row.id) ?? {}));
  });
}

import { createHash, randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import type { TypedAnswers } from '../ports/drafts.ts';
import { visitorOf } from '../visitor.ts';

/** A form that was sent when the session had ended. */
export type InterruptedForm = {
  /** Where it was going. */
  path: string;
  /** Whose answers they are, in a word that only their own forms carried. */
  mark: string;
  typed: TypedAnswers;
};

const FORM = 'interrupted';
const KEPT_HOURS = 1;
/** Beside the answers: no control of a page has such a name. */
const PATH = ' path';
const MARK = ' mark';

/** Only whoever shows the secret finds it, in the territory whose pages the public sees. */
function holder({ actor, deps }: Context, secret: string): Context {
  return { actor: visitorOf(actor.territoryId, createHash('sha256').update(secret).digest('hex')), deps };
}

const KEY = /^(draft_[\w-]{1,80})\.([\w-]{43})$/;

function open(ctx: Context, key: string): { id: string; as: Context } | null {
  const [, id, secret] = KEY.exec(key) ?? [];
  return id && secret ? { id, as: holder(ctx, secret) } : null;
}

/** Keeps the answers for an hour. The key that comes back is the only way to them, for the browser they were typed in. */
export async function keepInterruptedForm({ ctx, input }: { ctx: Context; input: InterruptedForm }): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const id = ctx.deps.ids.next('draft');
  const as = holder(ctx, secret);
  const typed = { ...input.typed, [PATH]: [input.path], [MARK]: [input.mark] };
  await ctx.deps.database.transact(as.actor, (stores) =>
    stores.drafts.insert({ id, form: FORM, typed, keptHours: KEPT_HOURS }),
  );
  return `${id}.${secret}`;
}

/** Null where there is none any more, or it is somebody else's: whoever signs in next on a shared machine gets nothing. */
export async function findInterruptedForm({
  ctx,
  input,
}: {
  ctx: Context;
  input: { key: string; mark: string };
}): Promise<InterruptedForm | null> {
  const opened = open(ctx, input.key);
  if (!opened) return null;
  const draft = await ctx.deps.database.transact(opened.as.actor, (stores) => stores.drafts.find(opened.id));
  if (draft === null || draft.form !== FORM) return null;
  const { [PATH]: path, [MARK]: mark, ...typed } = draft.typed;
  const since = ctx.deps.clock.now().subtract({ hours: KEPT_HOURS }).toString();
  if (!path?.[0] || mark?.[0] !== input.mark || Date.parse(draft.updatedAt) < Date.parse(since)) return null;
  return { path: path[0], mark: mark[0], typed };
}

/** Forgets the answers; nothing happens where there are none. */
export async function dropInterruptedForm({ ctx, input }: { ctx: Context; input: { key: string } }): Promise<void> {
  const opened = open(ctx, input.key);
  if (opened) await ctx.deps.database.transact(opened.as.actor, (stores) => stores.drafts.delete(opened.id));
}
